"""Scenes by the water: the bridge and its lamps, the cathedral seen from behind, the canal lock."""

import math

from flaneur.demo.scenes.canvas import Canvas, Point, steps
from flaneur.demo.scenes.light import LAMP, RGB, mix, veil
from flaneur.demo.scenes.props import (
    DARK,
    facade,
    foliage,
    gulls,
    lamp_post,
    mansard,
    passer_by,
    ripples,
    shimmer,
    skyline,
    tree,
)


def bridge(c: Canvas) -> None:
    """A stone bridge of low arches, its lamps, and all of it once more in the river."""
    line = c.h * 0.60
    c.sky(line)
    x, _ = c.sun(70)
    skyline(c, line - 20, c.h * 0.12, distance=0.55)
    deck = line - c.h * 0.155
    lamps = _arches(c, deck, line, spans=max(3, round(c.w / 330)))
    c.mirror(line)
    c.wash((0, line, c.w, c.h), c.tone("deep"), top=0.42, bottom=0.80)
    ripples(c, line, c.tone("foam"), count=130)
    shimmer(c, x, line, c.light.disc, wide=58)
    if c.light.lit > 0.2:
        for at in lamps:
            shimmer(c, at, line, LAMP, wide=16, bottom=line + (c.h - line) * 0.7)
    barge(c, c.w * 0.30, c.h * 0.86, c.w * 0.40)
    _leaning_branch(c)


def _arches(c: Canvas, deck: float, line: float, spans: int) -> list[float]:
    """The bridge itself; reasons where its lamps stand."""
    stone, dark = c.tone("stone", 0.08), c.tone("shade", 0.05)
    c.box(0, deck, c.w, line, stone)
    span = c.w / spans
    for n in range(-1, spans + 1):
        left, right = (n + 0.5) * span + span * 0.10, (n + 1.5) * span - span * 0.10
        ring = (left - 12, deck + 20, right + 12, line + 4)
        c.arch(*ring, c.tone("limestone", 0.05), (line - deck) * 0.78)
        c.arch(left, deck + 34, right, line + 4, mix(dark, DARK, 0.45), (line - deck) * 0.72)
        c.arch(
            left + 26, deck + 52, right - 4, line + 4, mix(c.tone("river"), c.light.sky[2], 0.62), (line - deck) * 0.62
        )
        pier = (n + 0.5) * span
        c.poly(
            [(pier - 24, line), (pier - 24, deck + 62), (pier, deck + 40), (pier + 24, deck + 62), (pier + 24, line)],
            dark,
        )
    c.box(0, deck - 4, c.w, deck + 12, c.tone("limestone"))
    for x in steps(0, c.w, round(c.w / 20)):
        c.box(x - 3, deck - 26, x + 5, deck - 2, stone)
    c.box(0, deck - 34, c.w, deck - 24, c.tone("limestone"))
    lamps = [(n + 0.5) * span for n in range(spans)]
    for x in lamps:
        lamp_post(c, x, deck - 30, c.h * 0.105)
    for n in range(4):
        passer_by(c, c.chance.uniform(0, c.w), deck - 10, 46, ("awning", "plaque", "ochre", "wagon")[n])
    c.box(0, deck - 12, c.w, deck - 2, stone)
    return lamps


def barge(c: Canvas, x: float, y: float, long: float) -> None:
    hull = c.tone("wagon")
    tall = long * 0.10
    c.poly([(x, y - tall), (x + long, y - tall * 1.25), (x + long * 0.96, y), (x + long * 0.06, y)], hull)
    c.poly(
        [(x, y - tall), (x + long, y - tall * 1.25), (x + long, y - tall * 1.05), (x + 4, y - tall * 0.8)],
        c.tone("paper"),
    )
    c.box(x + long * 0.12, y - tall * 1.9, x + long * 0.60, y - tall * 1.02, c.tone("limestone"), 8)
    c.box(x + long * 0.10, y - tall * 2.05, x + long * 0.62, y - tall * 1.82, c.tone("awning"), 6)
    for n in range(5):
        left = x + long * (0.15 + n * 0.09)
        c.box(
            left,
            y - tall * 1.66,
            left + long * 0.055,
            y - tall * 1.28,
            LAMP if c.light.lit > 0.2 else c.tone("glass"),
            4,
        )
    for n in range(4):
        foliage(c, (x + long * (0.68 + n * 0.06), y - tall * 1.55), (long * 0.028, tall * 0.42))
        c.box(
            x + long * (0.66 + n * 0.06),
            y - tall * 1.36,
            x + long * (0.70 + n * 0.06),
            y - tall * 1.08,
            c.tone("terracotta"),
        )
    c.disc(x + long / 2, y + 4, long * 0.52, veil(DARK, 0.30), tall * 0.20)


def _leaning_branch(c: Canvas) -> None:
    bark = c.tone("trunk")
    c.line([(c.w + 20, c.h * 0.06), (c.w * 0.86, c.h * 0.10), (c.w * 0.72, c.h * 0.05)], bark, 13)
    for share, drop in ((0.74, 0.04), (0.84, 0.10), (0.93, 0.05), (1.0, 0.12)):
        foliage(c, (c.w * share, c.h * drop), (88, 62))


def cathedral(c: Canvas) -> None:
    """The cathedral as those who live behind it see it: ribs, buttresses, spire, chestnut trees."""
    line = c.h * 0.72
    c.sky(line)
    c.sun(56, (0.20, 0.26))
    skyline(c, line - 60, c.h * 0.11, distance=0.62)
    _apse(c, c.w * 0.54, line - 64, c.h * 0.36)
    for n in range(9):
        foliage(c, (c.w * (0.06 + n * 0.115), line - 74), (84, c.chance.uniform(50, 74)), distance=0.10)
    c.box(0, line - 62, c.w, line, c.tone("stone"))
    c.box(0, line - 70, c.w, line - 56, c.tone("limestone"))
    for x in steps(0, c.w, 9):
        c.line([(x, line - 56), (x, line)], veil(c.tone("shade"), 0.6), 3)
    c.mirror(line)
    c.wash((0, line, c.w, c.h), c.tone("deep"), top=0.45, bottom=0.82)
    ripples(c, line, c.tone("foam"), count=90)
    gulls(c, 5, (c.w * 0.05, c.h * 0.14, c.w * 0.4, c.h * 0.34))
    barge(c, c.w * 0.04, c.h * 0.90, c.w * 0.32)


def _apse(c: Canvas, x: float, base: float, tall: float) -> None:
    for side in (-1, 1):
        _tower(c, x + side * tall * 0.44 - tall * 0.11, base, tall)
    _steep_roofs(c, x, base, tall)
    _choir(c, x, base, tall)
    for reach in (0.34, 0.46, 0.58):
        for side in (-1, 1):
            head = (x + side * tall * (reach - 0.13) * 0.8, base - tall * 0.50)
            _buttress(c, head, (x + side * tall * reach, base), tall)
    _chapels(c, x, base, tall)


def _tower(c: Canvas, left: float, base: float, tall: float) -> None:
    c.box(left, base - tall * 0.98, left + tall * 0.22, base, mix(c.tone("stone", 0.12), c.light.haze, 0.16))
    for bay in (0.03, 0.13):
        c.arch(
            left + tall * bay, base - tall * 0.92, left + tall * (bay + 0.06), base - tall * 0.58, c.tone("shade", 0.14)
        )
    c.box(left - 5, base - tall * 1.0, left + tall * 0.22 + 5, base - tall * 0.965, c.tone("limestone", 0.10))


def _steep_roofs(c: Canvas, x: float, base: float, tall: float) -> None:
    lead, eaves, ridge = c.tone("slate", 0.14), base - tall * 0.62, base - tall * 0.92
    c.poly(
        [(x - tall * 0.36, eaves), (x - tall * 0.24, ridge), (x + tall * 0.24, ridge), (x + tall * 0.36, eaves)], lead
    )
    gable = [(x - tall * 0.30, base - tall * 0.56), (x, base - tall * 0.86), (x + tall * 0.30, base - tall * 0.56)]
    c.poly(gable, mix(lead, DARK, 0.14))
    c.poly([(x - 18, base - tall * 0.90), (x, base - tall * 1.62), (x + 18, base - tall * 0.90)], lead)
    c.line([(x, base - tall * 1.60), (x, base - tall * 1.70)], c.tone("gold"), 4)


def _choir(c: Canvas, x: float, base: float, tall: float) -> None:
    glass = mix(c.tone("shade", 0.14), DARK, 0.35)
    c.box(x - tall * 0.30, base - tall * 0.58, x + tall * 0.30, base, c.tone("stone", 0.12))
    for n in range(5):
        left = x - tall * 0.27 + n * tall * 0.115
        c.arch(left, base - tall * 0.54, left + tall * 0.075, base - tall * 0.24, glass, tall * 0.08)
        mullion = left + tall * 0.037
        c.line([(mullion, base - tall * 0.52), (mullion, base - tall * 0.24)], c.tone("limestone", 0.10), 3)


def _chapels(c: Canvas, x: float, base: float, tall: float) -> None:
    c.box(x - tall * 0.62, base - tall * 0.19, x + tall * 0.62, base, c.tone("limestone", 0.10))
    c.box(x - tall * 0.64, base - tall * 0.215, x + tall * 0.64, base - tall * 0.185, c.tone("slate", 0.14))
    for n in range(11):
        left = x - tall * 0.58 + n * tall * 0.108
        c.arch(left, base - tall * 0.16, left + tall * 0.06, base, c.tone("shade", 0.14), tall * 0.06)


def _buttress(c: Canvas, head: Point, foot: Point, tall: float) -> None:
    """A flying arch from the wall to its pier, with a pinnacle on the pier."""
    pale, stone = c.tone("limestone", 0.06), c.tone("stone", 0.06)
    (hx, hy), (fx, fy) = head, foot
    bow = [(hx + (fx - hx) * math.sin(a), hy + tall * 0.17 * (1 - math.cos(a))) for a in steps(0, math.pi / 2, 10)]
    c.line(bow, pale, 9)
    pier = hy + tall * 0.15
    c.box(fx - 11, pier, fx + 11, fy, stone)
    c.poly([(fx - 13, pier), (fx, pier - tall * 0.11), (fx + 13, pier)], pale)


def lock(c: Canvas) -> None:
    """A canal lock under plane trees, and the iron footbridge that everyone stops on."""
    line = c.h * 0.62
    c.sky(line)
    c.sun(48, (0.30, 0.16))
    x = -40.0
    while x < c.w:
        wide = c.chance.uniform(150, 250)
        _canal_house(c, x, x + wide, line)
        x += wide
    c.box(0, line - 40, c.w, line, c.tone("sand", 0.15))
    for n in range(6):
        tree(
            c,
            c.w * (0.02 + n * 0.195) + c.chance.uniform(-22, 22),
            line - 14,
            c.h * c.chance.uniform(0.40, 0.48),
            distance=0.10,
        )
    for n, coat in enumerate(("plaque", "ochre", "awning")):
        passer_by(c, c.w * (0.12 + 0.34 * n) + 40, line - 8, 74, coat)
    c.box(0, line - 12, c.w, line + 26, c.tone("stone"))
    c.box(0, line - 16, c.w, line - 2, c.tone("limestone"))
    c.mirror(line + 26)
    c.wash((0, line + 26, c.w, c.h), c.tone("moss"), top=0.40, bottom=0.86)
    ripples(c, line + 30, c.tone("foam"), count=70)
    _gates(c, line)
    _footbridge(c, line)


def _canal_house(c: Canvas, x0: float, x1: float, line: float) -> None:
    top = line - c.h * c.chance.uniform(0.30, 0.38)
    facade(c, (x0, top, x1, line), 4, wall=c.chance.choice(("stone", "limestone", "ochre", "rose")), distance=0.34)
    mansard(c, (x0, top - 62, x1, top), distance=0.34, dormers=2)


def _gates(c: Canvas, line: float) -> None:
    """Two leaves meeting in a V between their walls, white balance beams on top, and the water they let through."""
    x, low = c.w * 0.5, c.h * 0.85
    for side in (-1, 1):
        edge = x + side * c.w * 0.30
        _lock_wall(c, edge, edge + side * c.w * 0.22, line)
        _leaf(c, (x, line + 62, c.h * 0.885), (edge, line + 4, low), shade=0.12 if side > 0 else 0.0)
        c.line([(x - side * 4, line + 46), (edge + side * c.w * 0.10, line - 26)], c.tone("paper"), 24)
    c.fade((0, low, c.w, c.h), (mix(c.tone("river"), c.tone("leaf"), 0.45), mix(c.tone("deep"), c.tone("moss"), 0.45)))
    c.poly([(x - c.w * 0.30, low), (x, c.h * 0.885), (x + c.w * 0.30, low)], _timber(c, 0.06))
    for spout in (-0.012, 0.004):
        c.poly(
            [
                (x + c.w * spout, line + 110),
                (x + c.w * (spout + 0.008), line + 110),
                (x + c.w * (spout * 3 + 0.014), c.h * 0.895),
                (x + c.w * (spout * 3 - 0.008), c.h * 0.895),
            ],
            veil(c.tone("paper"), 0.85),
        )
    for n in range(5):
        c.disc(x, c.h * 0.90, 50 + 62 * n, veil(c.tone("foam"), 0.30 - 0.05 * n), 9 + 8 * n)
    ripples(c, low + 30, c.tone("foam"), count=70)


def _timber(c: Canvas, shade: float) -> RGB:
    return mix(mix(c.tone("trunk"), c.tone("wagon"), 0.35), DARK, shade)


def _leaf(c: Canvas, heel: tuple[float, float, float], hinge: tuple[float, float, float], *, shade: float) -> None:
    """One leaf of the gates, from the middle (x, top, bottom) to its hinge."""
    (x, top, bottom), (edge, high, low) = heel, hinge
    c.poly([(x, top), (edge, high), (edge, low), (x, bottom)], _timber(c, shade))
    for share in (0.16, 0.40, 0.64, 0.88):
        beam = [(x, top + (bottom - top) * share), (edge, high + (low - high) * share)]
        c.line(beam, _timber(c, 0.35), 9)
    for share in (0.0, 0.33, 0.66, 1.0):
        post = x + (edge - x) * share
        c.line([(post, top + (high - top) * share), (post, bottom + (low - bottom) * share)], _timber(c, 0.45), 7)


def _lock_wall(c: Canvas, edge: float, outside: float, line: float) -> None:
    x0, x1 = sorted((edge, outside))
    c.box(x0, line - 8, x1, c.h, c.tone("stone"))
    for row, y in enumerate(steps(line + 30, c.h, 6)):
        c.line([(x0, y), (x1, y)], veil(c.tone("shade"), 0.7), 4)
        for x in steps(x0 + 60 * (row % 2), x1, 2)[:-1]:
            c.line([(x, y), (x, y + (c.h - line - 30) / 6)], veil(c.tone("shade"), 0.7), 4)
    c.wash((x0, c.h * 0.76, x1, c.h * 0.86), c.tone("moss"), top=0.0, bottom=0.75)
    c.box(x0 - 10, line - 22, x1 + 10, line + 4, c.tone("limestone"))


def _footbridge(c: Canvas, line: float) -> None:
    iron = c.tone("wagon")
    left, right, low, crown = c.w * 0.10, c.w * 0.90, line - 6, line - c.h * 0.24
    for lift, wide in ((0, 17), (-62, 7)):
        bow = [
            (left + (right - left) * s, low + lift - (low - crown) * math.sin(math.pi * s) ** 0.8)
            for s in steps(0, 1, 40)
        ]
        c.line(bow, iron, wide)
    for s in steps(0.03, 0.97, 46):
        x, y = left + (right - left) * s, low - (low - crown) * math.sin(math.pi * s) ** 0.8
        c.line([(x, y), (x, y - 62)], iron, 3.4)
    passer_by(c, c.w * 0.47, crown + 4, 92, "rose")
    passer_by(c, c.w * 0.53, crown + 4, 88, "plaque")
