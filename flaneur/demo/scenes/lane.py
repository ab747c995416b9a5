"""Scenes of narrow places: glass-roofed passage, arcade stair, steps on the hill, painted lane."""

import itertools
import math

from flaneur.demo.scenes.canvas import Canvas, Point, steps
from flaneur.demo.scenes.light import LAMP, RGB, mix, veil
from flaneur.demo.scenes.props import (
    DARK,
    chimney,
    foliage,
    lamp_post,
    passer_by,
    pot,
    railing,
    skyline,
    window,
)


def _inside(c: Canvas, far: float) -> tuple[float, float, float, float]:
    """The far end of a corridor seen in one-point perspective."""
    x, y = c.w * 0.5, c.h * 0.56
    half, tall = c.w * far, c.h * far
    return x - half, y - tall, x + half, y + tall * 0.8


def _towards(c: Canvas, near: Point, depth: float, end: tuple[float, float, float, float]) -> Point:
    """The point lying `depth` of the way from the picture's frame to the far end, corner by corner."""
    x, y = near
    fx = end[0] + (end[2] - end[0]) * x / c.w
    fy = end[1] + (end[3] - end[1]) * y / c.h
    return x + (fx - x) * depth, y + (fy - y) * depth


def passage(c: Canvas) -> None:
    """A covered passage: glass above, tiles below, lit windows on both hands, daylight at the end."""
    end = _inside(c, 0.14)
    depths = [1 - 0.80**n for n in range(9)]
    c.box(0, 0, c.w, c.h, c.tone("shade"))
    _vault(c, end, depths)
    for far, near in zip(reversed(depths[1:]), reversed(depths[:-1]), strict=True):
        for side in (0.0, c.w):
            _shop(c, side, near, far, end)
    _tiles(c, end)
    c.fade(end, (c.light.sky[1], c.light.sky[2]))
    c.arch(end[0], end[1], end[2], end[3], veil(c.light.disc, 0.45))
    passer_by(c, c.w * 0.48, end[3] + 6, c.h * 0.13, "wine")
    for depth in depths[1:6]:
        x, y = _towards(c, (c.w * 0.5, c.h * 0.10), depth, end)
        size = 46 * (1 - depth)
        c.line([(x, y - size * 3), (x, y)], c.tone("ink"), max(1.5, size * 0.10))
        c.glow(x, y + size * 0.7, size * 4, LAMP, 0.75)
        c.disc(x, y + size * 0.7, size * 0.8, mix(LAMP, c.tone("paper"), 0.45))
    passer_by(c, c.w * 0.63, c.h * 0.90, c.h * 0.34, "plaque")


def _vault(c: Canvas, end: tuple[float, float, float, float], depths: list[float]) -> None:
    apex, spring = (c.w * 0.5, -c.h * 0.16), c.h * 0.20
    for side in (0.0, c.w):
        slope = [(side, spring), apex, _towards(c, apex, 1, end), _towards(c, (side, spring), 1, end)]
        c.poly(slope, mix(c.light.sky[0], c.light.sky[1], 0.5 if side else 0.8))
    iron = c.tone("wagon")
    for depth in depths:
        left, top, right = (_towards(c, p, depth, end) for p in ((0, spring), apex, (c.w, spring)))
        c.line([left, top, right], iron, 15 * (1 - depth) + 2)
    for share in steps(0, 1, 5):
        for side in (0.0, c.w):
            near = (side + (apex[0] - side) * share, spring + (apex[1] - spring) * share)
            c.line([near, _towards(c, near, 1, end)], iron, 4)


def _shop(c: Canvas, side: float, near: float, far: float, end: tuple[float, float, float, float]) -> None:
    def wall(y0: float, y1: float, inset: float = 0.0) -> list[Point]:
        start, stop = near + (far - near) * inset, far - (far - near) * inset
        return [_towards(c, (side, y * c.h), d, end) for y, d in ((y0, start), (y0, stop), (y1, stop), (y1, start))]

    dim = 0.30 if side else 0.16
    timber = c.tone(c.chance.choice(("wagon", "wine", "plaque", "trunk")))
    c.poly(wall(0.20, 0.48), mix(c.tone("limestone"), DARK, dim * 0.6))
    c.poly(wall(0.25, 0.44, 0.30), mix(c.tone("paper"), DARK, dim * 0.5))
    c.poly(wall(0.27, 0.44, 0.34), c.lamp())
    c.poly(wall(0.48, 1.02), mix(timber, DARK, dim * 0.5))
    c.poly(wall(0.50, 0.57, 0.06), mix(timber, DARK, dim))
    c.poly(wall(0.52, 0.55, 0.22), c.tone("gold"))
    glass = mix(LAMP, c.tone("brick"), 0.12 + dim * 0.5)
    c.poly(wall(0.60, 0.88, 0.10), glass)
    for share in (0.68, 0.77):
        c.poly(wall(share, share + 0.012, 0.10), mix(glass, c.tone("trunk"), 0.6))
    c.poly(wall(0.74, 0.77, 0.24), c.tone(c.chance.choice(("awning", "moss", "plaque"))))


def _tiles(c: Canvas, end: tuple[float, float, float, float]) -> None:
    columns, rows = 12, [1 - 0.82**n for n in range(18)] + [1.0]
    for r, (near, far) in enumerate(itertools.pairwise(rows)):
        for n in range(columns):
            x0, x1 = c.w * n / columns, c.w * (n + 1) / columns
            colour = c.tone("paper") if (n + r) % 2 else c.tone("slate")
            corners = ((x0, near), (x1, near), (x1, far), (x0, far))
            c.poly([_towards(c, (x, c.h), d, end) for x, d in corners], mix(colour, c.light.haze, far * 0.5))


def arcade(c: Canvas) -> None:
    """A shopping gallery on three levels, its wooden stair in the middle, candelabra on the landings."""
    c.fade((0, 0, c.w, c.h), (c.tone("limestone"), c.tone("stone")))
    _glass_sky(c)
    for level, y in enumerate((0.40, 0.62, 0.84)):
        _gallery(c, c.h * y, level)
    _grand_stair(c)
    for side in (-1, 1):
        for level, y in ((0, 0.62), (1, 0.84)):
            _candelabrum(c, c.w * 0.5 + side * c.w * (0.17 + 0.06 * level), c.h * y, c.h * 0.17)
    passer_by(c, c.w * 0.46, c.h * 0.70, c.h * 0.15, "awning")
    passer_by(c, c.w * 0.60, c.h * 0.965, c.h * 0.22, "plaque")


def _glass_sky(c: Canvas) -> None:
    low = c.h * 0.24
    c.fade((0, 0, c.w, low), c.light.sky[:2])
    for n in range(-4, 5):
        c.line([(c.w * 0.5 + n * c.w * 0.05, 0), (c.w * 0.5 + n * c.w * 0.15, low)], c.tone("paper"), 8)
    for share in (0.2, 0.45, 0.72):
        c.line([(0, low * share), (c.w, low * share)], c.tone("paper"), 6)
    c.box(0, low - 10, c.w, low + 16, c.tone("paper"))
    c.box(0, low + 16, c.w, low + 28, c.tone("shade"))


def _gallery(c: Canvas, floor: float, level: int) -> None:
    tall = c.h * 0.19
    bays = max(6, round(c.w / 165))
    for n in range(bays):
        x0, x1 = c.w * (n + 0.16) / bays, c.w * (n + 0.84) / bays
        c.arch(x0, floor - tall * 0.86, x1, floor, c.tone("paper"))
        c.arch(x0 + 9, floor - tall * 0.86 + 9, x1 - 9, floor, mix(c.tone("trunk"), LAMP, c.chance.uniform(0.35, 0.75)))
        c.box(c.w * n / bays - 7, floor - tall, c.w * n / bays + 7, floor, c.tone("paper"))
        c.disc(c.w * n / bays, floor - tall * 0.97, 13, c.tone("shade"))
    c.box(0, floor, c.w, floor + 20, c.tone("paper"))
    c.box(0, floor + 20, c.w, floor + 28, c.tone("shade"))
    if level < 2:
        railing(c, 0, c.w, floor, 56)


def _grand_stair(c: Canvas) -> None:
    x, top, low = c.w * 0.5, c.h * 0.62, c.h
    count = 17
    for n in range(count):
        y0, y1 = top + (low - top) * n / count, top + (low - top) * (n + 1) / count
        half = c.w * (0.11 + 0.12 * n / count)
        timber = mix(c.tone("sand"), c.tone("brick"), 0.35)
        c.box(x - half, y0, x + half, y1, timber)
        c.box(x - half, y0 + (y1 - y0) * 0.55, x + half, y1, mix(timber, DARK, 0.34))
    for side in (-1, 1):
        rail = [(x + side * c.w * 0.115, top - 60), (x + side * c.w * 0.245, low - 60)]
        for s in steps(0.02, 1, 15):
            px, py = rail[0][0] + (rail[1][0] - rail[0][0]) * s, rail[0][1] + (rail[1][1] - rail[0][1]) * s
            c.line([(px, py), (px, py + 62)], c.tone("ink"), 5)
        c.line(rail, c.tone("trunk"), 15)


def _candelabrum(c: Canvas, x: float, base: float, tall: float) -> None:
    pale, iron = c.tone("paper"), c.tone("shade")
    c.box(x - 22, base - tall * 0.22, x + 22, base, iron)
    c.poly(
        [
            (x - 15, base - tall * 0.22),
            (x - 9, base - tall * 0.58),
            (x + 9, base - tall * 0.58),
            (x + 17, base - tall * 0.22),
        ],
        pale,
    )
    c.disc(x, base - tall * 0.64, 11, pale)
    c.line([(x + 4, base - tall * 0.54), (x + 20, base - tall * 0.74), (x + 8, base - tall * 0.90)], pale, 8)
    c.glow(x + 8, base - tall, 110, LAMP, 0.8)
    c.disc(x + 8, base - tall, 19, mix(LAMP, c.tone("paper"), 0.5))


def stairs(c: Canvas) -> None:
    """A hundred steps up the hill, two lamps to lean on, the city's roofs at the top like a reward."""
    c.sky(c.h * 0.5)
    c.sun(60, (0.5, 0.15))
    skyline(c, c.h * 0.31, c.h * 0.08, distance=0.6)
    x, top, low = c.w * 0.5, c.h * 0.30, c.h
    for side in (-1, 1):
        _hill_house(c, side)
    count = 30
    for n in range(count):
        s0, s1 = n / count, (n + 1) / count
        y0, y1 = top + (low - top) * s0**1.35, top + (low - top) * s1**1.35
        half = c.w * (0.075 + 0.24 * s1**1.35)
        c.box(x - half, y0, x + half, y1, mix(c.tone("limestone"), c.light.haze, 0.35 * (1 - s1)))
        c.box(x - half, y0 + (y1 - y0) * 0.60, x + half, y1, mix(c.tone("shade"), c.light.haze, 0.35 * (1 - s1)))
    for side in (-1, 1):
        for n, s in enumerate((0.16, 0.42, 0.78)):
            foliage(c, (x + side * c.w * (0.15 + 0.30 * s), top + (low - top) * s), (52 + 70 * s, 40 + 62 * s))
            if n:
                lamp_post(c, x + side * c.w * (0.095 + 0.235 * s), top + (low - top) * s + 20, 150 + 220 * s)
    c.line([(x, top + 8), (x, low)], c.tone("wagon"), 9)
    for s in steps(0.05, 1, 9):
        y = top + (low - top) * s**1.35
        c.line([(x, y), (x, y + 30 + 110 * s)], c.tone("wagon"), 4 + 5 * s)
    passer_by(c, x - c.w * 0.05, top + (low - top) * 0.22, 74, "awning")
    passer_by(c, x + c.w * 0.13, top + (low - top) * 0.66, 190, "ochre")


def _hill_house(c: Canvas, side: int) -> None:
    for n in range(3):
        near = n / 2
        edge = c.w * (0.5 + side * (0.13 + 0.15 * near))
        outer = edge + side * c.w * 0.5
        x0, x1 = sorted((edge, outer))
        top, base = c.h * (0.17 - 0.10 * near), c.h * (0.44 + 0.40 * near)
        wall = c.tone(("stone", "rose", "limestone")[n], 0.34 * (1 - near))
        c.box(x0, top, x1, base + c.h * 0.3, mix(wall, DARK, 0.10 if side > 0 else 0.0))
        wide, tall = 34 + 40 * near, 66 + 76 * near
        for row in range(3):
            for column in range(2):
                x = edge + side * (wide * 1.2 + column * wide * 2.4)
                y = top + tall * (0.5 + row * 1.5)
                window(
                    c,
                    (x - wide / 2, y, x + wide / 2, y + tall),
                    distance=0.3 * (1 - near),
                    shutter="sage" if n == 1 else None,
                )


def lane(c: Canvas) -> None:
    """A short street of painted houses, pots by the doors, a cat who owns three of them."""
    ground = c.h * 0.76
    c.sky(ground)
    c.sun(54, (0.80, 0.14))
    colours = ["rose", "foam", "ochre", "sage", "paper", "terracotta", "sky"]
    c.chance.shuffle(colours)
    x, n = -30.0, 0
    while x < c.w:
        wide = c.chance.uniform(190, 260)
        _painted_house(c, (x, ground - c.h * c.chance.uniform(0.44, 0.54), x + wide, ground), colours[n % 7])
        x, n = x + wide, n + 1
    c.fade((0, ground, c.w, c.h), (c.tone("pavement"), c.tone("stone")))
    for row, y in enumerate(steps(ground + 24, c.h, 6)):
        for column in range(-1, round(c.w / 90) + 1):
            left = column * 90 + 45 * (row % 2)
            c.box(
                left + 3,
                y + 3,
                left + 87,
                y + 37,
                mix(c.tone("pavement"), c.tone("shade"), c.chance.uniform(0.05, 0.35)),
                7,
            )
    _walking_cat(c, c.w * 0.60, ground + c.h * 0.13)


def _painted_house(c: Canvas, box: tuple[float, float, float, float], colour: str) -> None:
    x0, y0, x1, y1 = box
    wide, tall = x1 - x0, y1 - y0
    trim = c.tone(c.chance.choice(("wagon", "plaque", "wine", "slate")))
    chimney(c, x0 + wide * 0.62, y0 + 6, 56)
    c.box(x0, y0, x1, y1, c.tone(colour))
    c.box(x0 - 4, y0 - 10, x1 + 2, y0 + 12, c.tone("paper"))
    c.box(x1 - 7, y0 + 12, x1, y1, veil(DARK, 0.12))
    for share in (0.28, 0.72):
        x = x0 + wide * share
        window(c, (x - 27, y0 + tall * 0.10, x + 27, y0 + tall * 0.36))
        c.box(x - 52, y0 + tall * 0.10, x - 31, y0 + tall * 0.36, trim)
        c.box(x + 31, y0 + tall * 0.10, x + 52, y0 + tall * 0.36, trim)
        c.box(x - 34, y0 + tall * 0.36, x + 34, y0 + tall * 0.38, c.tone("paper"))
    door, pane = (0.28, 0.72) if c.chance.random() < 0.5 else (0.72, 0.28)
    x = x0 + wide * door
    c.arch(x - 38, y1 - tall * 0.46, x + 38, y1, c.tone("paper"))
    c.arch(x - 30, y1 - tall * 0.44, x + 30, y1, trim)
    c.disc(x + 19, y1 - tall * 0.18, 5, c.tone("gold"))
    window(c, (x0 + wide * pane - 30, y1 - tall * 0.42, x0 + wide * pane + 30, y1 - tall * 0.14))
    for shift in (-0.12, 0.10):
        pot(c, x0 + wide * (pane + shift), y1 + 14, c.chance.uniform(0.8, 1.25))


def _walking_cat(c: Canvas, x: float, y: float) -> None:
    fur: RGB = c.tone("ink")
    c.disc(x, y + 2, 84, veil(DARK, 0.18), 9)
    c.box(x - 60, y - 66, x + 56, y - 30, fur, 18)
    for leg in (-50, -30, 30, 48):
        c.line([(x + leg, y - 40), (x + leg + c.chance.uniform(-9, 9), y)], fur, 12)
    c.disc(x + 66, y - 72, 25, fur, 23)
    for ear in (54, 78):
        c.poly([(x + ear - 9, y - 86), (x + ear, y - 112), (x + ear + 9, y - 86)], fur)
    c.line([(x - 56 - 34 * math.sin(t * 1.7), y - 52 - 78 * t) for t in steps(0, 1, 10)], fur, 12)
