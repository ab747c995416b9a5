"""Scenes at street level: café, métro, market, booksellers, tram, pastel street, stairway."""

import math

from flaneur.demo.scenes.canvas import Canvas, steps
from flaneur.demo.scenes.light import LAMP, mix, veil
from flaneur.demo.scenes.props import (
    DARK,
    Box,
    facade,
    foliage,
    mansard,
    passer_by,
    railing,
    skyline,
    tree,
    window,
)


def awning(c: Canvas, box: Box, colour: str, *, stripes: int) -> None:
    """A striped cloth roof, falling forward, with a scalloped hem."""
    x0, y0, x1, y1 = box
    wide, hem = (x1 - x0) / stripes, (y1 - y0) * 0.26
    flare = wide * 0.35
    for n in range(stripes):
        cloth = c.tone(colour if n % 2 == 0 else "paper")
        top0, top1 = x0 + n * wide, x0 + (n + 1) * wide
        low0, low1 = (x0 - flare + s * (x1 - x0 + 2 * flare) / stripes for s in (n, n + 1))
        c.poly([(top0, y0), (top1, y0), (low1, y1 - hem), (low0, y1 - hem)], cloth)
        c.box(low0, y1 - hem, low1, y1 - hem * 0.4, mix(cloth, DARK, 0.10))
        c.disc((low0 + low1) / 2, y1 - hem * 0.4, (low1 - low0) / 2, mix(cloth, DARK, 0.10), hem * 0.42)
    c.box(x0 - flare, y1, x1 + flare, y1 + hem * 1.6, veil(DARK, 0.18))


def cafe(c: Canvas) -> None:
    """A corner café before anyone has sat down: awning, small tables, lamps left on."""
    base, lintel = c.h * 0.82, c.h * 0.40
    c.fade((0, 0, c.w, lintel), (c.tone("limestone"), c.tone("stone")))
    _upper_floor(c, c.h * 0.05, c.h * 0.26)
    c.box(0, lintel - 60, c.w, lintel, c.tone("wagon"))
    c.box(0, lintel - 66, c.w, lintel - 58, c.tone("gold"))
    c.box(c.w * 0.30, lintel - 50, c.w * 0.70, lintel - 10, mix(c.tone("wagon"), DARK, 0.3), 6)
    for n in range(9):
        c.box(c.w * (0.345 + n * 0.035), lintel - 40, c.w * (0.362 + n * 0.035), lintel - 20, c.tone("gold"), 3)
    c.box(0, lintel, c.w, base, c.tone("wagon"))
    bays = max(3, round(c.w / 330))
    for n in range(bays):
        _cafe_bay(c, (c.w * (n + 0.09) / bays, lintel + 90, c.w * (n + 0.91) / bays, base - 62), door=n == bays // 2)
    awning(c, (c.w * 0.02, lintel, c.w * 0.98, lintel + 128), "awning", stripes=bays * 5 + 2)
    c.fade((0, base, c.w, c.h), (c.tone("pavement"), mix(c.tone("pavement"), c.tone("asphalt"), 0.5)))
    for y in steps(base + 30, c.h, 4):
        c.line([(0, y), (c.w, y)], veil(c.tone("asphalt"), 0.35), 2)
    for n in range(bays + 1):
        _table(c, c.w * (n + 0.35 + 0.1 * (n % 2)) / (bays + 0.6), base + 34 + 26 * (n % 2))
    passer_by(c, c.w * 0.93, base + 62, 190, "plaque")


def _upper_floor(c: Canvas, top: float, bottom: float) -> None:
    bays = max(3, round(c.w / 250))
    for n in range(bays):
        x = c.w * (n + 0.5) / bays
        window(c, (x - 46, top, x + 46, bottom), shutter="sage")
        railing(c, x - 62, x + 62, bottom + 6, 58)
        if n % 2:
            foliage(c, (x, bottom - 34), (58, 22))
    c.box(0, bottom + 10, c.w, bottom + 26, c.tone("shade"))


def _cafe_bay(c: Canvas, box: Box, *, door: bool) -> None:
    x0, y0, x1, y1 = box
    low = y1 + 56 if door else y1
    warm = mix(LAMP, c.tone("brick"), 0.18) if c.light.lit > 0.2 else mix(c.tone("gold"), c.tone("paper"), 0.45)
    c.box(x0 - 10, y0 - 10, x1 + 10, low, mix(c.tone("wagon"), DARK, 0.25))
    c.fade((x0, y0, x1, low), (mix(warm, c.tone("trunk"), 0.35), warm))
    c.box(x0, y1 - (y1 - y0) * 0.30, x1, low, mix(c.tone("trunk"), warm, 0.35))
    for n in range(7):
        x = x0 + (x1 - x0) * (n + 0.6) / 7.4
        c.box(
            x - 5,
            y1 - (y1 - y0) * 0.30 - 34,
            x + 5,
            y1 - (y1 - y0) * 0.30,
            c.tone(("moss", "awning", "plaque", "gold")[n % 4]),
            3,
        )
    for share in (0.3, 0.7):
        x = x0 + (x1 - x0) * share
        c.line([(x, y0), (x, y0 + 50)], c.tone("ink"), 3)
        c.glow(x, y0 + 66, 80, LAMP, 0.75)
        c.disc(x, y0 + 66, 17, mix(LAMP, c.tone("paper"), 0.5))
    c.line([((x0 + x1) / 2, y0), ((x0 + x1) / 2, low)], mix(c.tone("wagon"), DARK, 0.25), 9)


def _table(c: Canvas, x: float, base: float) -> None:
    iron = c.tone("ink")
    for side in (-1, 1):
        _chair(c, x + side * 86, base + 4, -side)
    c.line([(x, base), (x, base - 92)], iron, 7)
    for side in (-1, 1):
        c.line([(x, base - 24), (x + side * 34, base)], iron, 5)
    c.disc(x, base - 94, 58, c.tone("paper"), 11)
    c.box(x - 15, base - 118, x + 5, base - 98, c.tone("paper"), 4)
    c.disc(x - 5, base - 118, 10, c.tone("trunk"), 3)


def _chair(c: Canvas, x: float, base: float, facing: int) -> None:
    cane, weave = c.tone("ochre"), c.tone("awning")
    back = x - facing * 28
    for foot in (-26, 26):
        c.line([(x + foot * 0.8, base - 56), (x + foot, base)], cane, 6)
    c.line([(back, base - 56), (back - facing * 10, base - 128)], cane, 6)
    c.poly(
        [
            (back - facing * 2, base - 66),
            (back - facing * 10, base - 128),
            (back + facing * 6, base - 130),
            (back + facing * 10, base - 66),
        ],
        weave,
    )
    c.disc(x, base - 58, 34, weave, 9)


def metro(c: Canvas) -> None:
    """A métro mouth of our own drawing: two iron stems, amber buds, and the warm breath from below."""
    ground = c.h * 0.60
    c.sky(ground)
    x = -60.0
    while x < c.w:
        wide = c.chance.uniform(250, 380)
        facade(
            c,
            (x, ground - c.h * 0.46, x + wide, ground),
            5,
            wall=c.chance.choice(("stone", "limestone")),
            distance=0.24,
        )
        mansard(c, (x, ground - c.h * 0.54, x + wide, ground - c.h * 0.46), distance=0.24, dormers=3)
        x += wide
    tree(c, c.w * 0.08, ground + 30, c.h * 0.52)
    tree(c, c.w * 0.94, ground + 30, c.h * 0.56)
    c.fade((0, ground, c.w, c.h), (c.tone("pavement", 0.1), c.tone("asphalt")))
    for n, coat in enumerate(("ochre", "plaque", "wine")):
        passer_by(c, c.w * (0.16 + 0.06 * n + (0.5 if n else 0)), ground + 40, 110, coat)
    _stairs_down(c, c.w * 0.5, ground + 60)
    _mouth(c, c.w * 0.5, ground + 60)


def _stairs_down(c: Canvas, x: float, top: float) -> None:
    half, flare = 190.0, 300.0
    if c.light.lit > 0.2:
        c.glow(x, top + 120, 420, LAMP, 0.5)
    c.poly([(x - half, top), (x + half, top), (x + flare, c.h), (x - flare, c.h)], c.tone("lead"))
    count = 11
    for n in range(count):
        near, far = 1 - n / count, 1 - (n + 1) / count
        y0, y1 = top + (c.h - top) * far**1.2, top + (c.h - top) * near**1.2
        wide0, wide1 = (half + (flare - half) * s - 12 for s in (far, near))
        step = mix(c.tone("stone"), mix(LAMP, c.tone("brick"), 0.3), 0.75 * (n / count))
        c.poly([(x - wide0, y0), (x + wide0, y0), (x + wide1, y1), (x - wide1, y1)], step)
        c.poly(
            [(x - wide1, y1 - (y1 - y0) * 0.42), (x + wide1, y1 - (y1 - y0) * 0.42), (x + wide1, y1), (x - wide1, y1)],
            mix(step, DARK, 0.32),
        )


def _mouth(c: Canvas, x: float, base: float) -> None:
    iron = c.tone("wagon")
    for side in (-1, 1):
        foot, head = x + side * 214, (x + side * 150, base - 330)
        stem = [(foot, base + 60), (foot + side * 16, base - 130), (foot + side * 2, base - 270), head]
        c.line(stem, iron, 22)
        c.line(
            [
                (head[0] + side * 6, head[1] + 30),
                (head[0] + side * 44, head[1] - 34),
                (head[0] + side * 96, head[1] - 12),
            ],
            iron,
            14,
        )
        bud = (head[0] + side * 98, head[1] + 22)
        c.glow(*bud, 130, LAMP, 0.7)
        c.disc(*bud, 21, mix(LAMP, c.tone("awning"), 0.35), 31)
        c.disc(bud[0], bud[1] - 26, 15, iron, 10)
        _guard(c, foot, side, base)
    bow = [(x + 190 * math.cos(a), base - 300 - 96 * math.sin(a)) for a in steps(0.12, math.pi - 0.12, 24)]
    c.line(bow, iron, 16)
    c.box(x - 108, base - 372, x + 108, base - 292, iron, 26)
    c.box(x - 98, base - 362, x + 98, base - 302, c.tone("gold"), 20)
    for n in range(5):
        c.arch(x - 82 + n * 34, base - 352, x - 56 + n * 34, base - 312, iron)


def _guard(c: Canvas, foot: float, side: int, base: float) -> None:
    """The balustrade running towards the onlooker, panel after panel."""
    iron, end = c.tone("wagon"), foot + side * 150
    c.poly([(foot, base - 74), (end, base + 60), (end, c.h), (foot, base + 60)], veil(iron, 0.30))
    c.line([(foot, base - 74), (end, base + 60)], iron, 15)
    for s in steps(0.1, 1, 6):
        x, y = foot + (end - foot) * s, base - 74 + 134 * s
        c.line([(x, y), (x, c.h)], iron, 8)
        c.ring(x - side * 10, y + 66 + 40 * s, 20 + 12 * s, iron, 5)


def market(c: Canvas) -> None:
    """Three stalls under cloth, pyramids of fruit, and bulbs strung from nail to nail."""
    base = c.h * 0.80
    c.fade((0, 0, c.w, base), (c.tone("limestone", 0.12), c.tone("stone", 0.08)))
    facade(c, (-20, -40, c.w + 20, c.h * 0.36), 2, wall="limestone", distance=0.22)
    c.box(0, c.h * 0.36, c.w, base, mix(c.tone("shade"), c.tone("lead"), 0.45))
    c.fade((0, base, c.w, c.h), (c.tone("pavement"), c.tone("asphalt")))
    stalls = max(2, round(c.w / 450))
    for n in range(stalls):
        left, right = c.w * (n + 0.05) / stalls, c.w * (n + 0.95) / stalls
        _stall(c, (left, c.h * 0.30 + 26 * (n % 2), right, base + 40), ("awning", "wagon", "plaque")[n % 3])
    _bulbs(c, c.h * 0.24)
    for share, coat in ((0.22, "plaque"), (0.30, "wine"), (0.62, "ochre"), (0.86, "sage")):
        passer_by(c, c.w * share, c.h * 0.955, c.h * 0.30, coat)


def _stall(c: Canvas, box: Box, colour: str) -> None:
    x0, y0, x1, y1 = box
    for x in (x0 + 12, x1 - 12):
        c.box(x - 5, y0, x + 5, y1, c.tone("trunk"))
    c.box(x0 + 18, y0 + 90, x1 - 18, y1 - 180, mix(c.tone("ink"), LAMP, 0.25 if c.light.lit > 0.2 else 0.10))
    passer_by(
        c, (x0 + x1) / 2 + c.chance.uniform(-40, 40), y1 - 96, c.h * 0.29, c.chance.choice(("paper", "moss", "rose"))
    )
    for shelf in range(3):
        y = y1 - 176 + shelf * 62
        _crates(c, x0 + 12 - shelf * 6, x1 - 12 + shelf * 6, y)
    c.box(x0, y1 + 6, x1, y1 + 24, veil(DARK, 0.25))
    awning(c, (x0, y0, x1, y0 + 112), colour, stripes=9)


def _crates(c: Canvas, x0: float, x1: float, y: float) -> None:
    count = 4
    for n in range(count):
        left, right = x0 + (x1 - x0) * n / count + 4, x0 + (x1 - x0) * (n + 1) / count - 4
        fruit = c.chance.choice(("awning", "gold", "lime", "wine", "brick", "moss", "terracotta"))
        for row in range(3):
            for m in range(7 - row):
                x = left + (right - left) * (m + 0.5 + row / 2) / 7
                c.disc(x, y - 4 - row * 11, 10, mix(c.tone(fruit), c.tone("paper"), c.chance.uniform(0, 0.22)))
        c.box(left, y, right, y + 40, c.tone("sand"))
        c.box(left, y + 17, right, y + 22, mix(c.tone("sand"), DARK, 0.25))
        if c.chance.random() < 0.5:
            c.box((left + right) / 2 - 17, y - 52, (left + right) / 2 + 17, y - 28, c.tone("ink"), 3)
            c.line([((left + right) / 2 - 10, y - 40), ((left + right) / 2 + 9, y - 40)], c.tone("paper"), 3)


def _bulbs(c: Canvas, y: float) -> None:
    wire = [(c.w * s, y + 44 * abs(math.sin(s * 9))) for s in steps(0, 1, 60)]
    c.line(wire, c.tone("ink"), 3)
    for x, top in wire[2::5]:
        if c.light.lit > 0.2:
            c.glow(x, top + 14, 66, LAMP, 0.7)
        c.disc(x, top + 13, 9, mix(LAMP, c.tone("paper"), 0.4), 12)


def bookstalls(c: Canvas) -> None:
    """The booksellers' green boxes on their parapet, open like wings over the river."""
    wall, river = c.h * 0.62, c.h * 0.50
    c.sky(river)
    c.sun(54)
    skyline(c, river, c.h * 0.15, distance=0.48)
    c.fade((0, river, c.w, wall + 40), (mix(c.tone("river"), c.light.sky[2], 0.4), c.tone("river")))
    for share in (0.03, 0.50, 0.97):
        tree(c, c.w * share, wall + 130, c.h * 0.86)
    c.box(0, wall + 30, c.w, c.h * 0.86, c.tone("stone"))
    for x in steps(0, c.w, 7):
        c.line([(x, wall + 50), (x, c.h * 0.86)], veil(c.tone("shade"), 0.7), 4)
    c.box(0, wall + 22, c.w, wall + 50, c.tone("limestone"))
    boxes = max(2, round(c.w / 460))
    for n in range(boxes):
        _book_box(c, c.w * (n + 0.08) / boxes, c.w * (n + 0.92) / boxes, wall + 26)
    c.fade((0, c.h * 0.86, c.w, c.h), (c.tone("pavement"), c.tone("asphalt")))
    for share, coat in ((0.29, "wine"), (0.67, "plaque")):
        passer_by(c, c.w * share, c.h * 0.945, c.h * 0.33, coat)


def _book_box(c: Canvas, x0: float, x1: float, base: float) -> None:
    green, deep = c.tone("wagon"), mix(c.tone("wagon"), DARK, 0.35)
    c.poly([(x0, base - 130), (x1, base - 130), (x1 - 20, base - 216), (x0 + 20, base - 216)], green)
    c.poly([(x0 + 16, base - 138), (x1 - 16, base - 138), (x1 - 32, base - 206), (x0 + 32, base - 206)], deep)
    c.box(x0, base - 134, x1, base, deep)
    for top, bottom in ((base - 128, base - 72), (base - 64, base - 6)):
        x = x0 + 14
        while x < x1 - 26:
            thick, tall = c.chance.uniform(8, 19), c.chance.uniform(0.66, 1.0) * (bottom - top)
            c.box(
                x,
                bottom - tall,
                x + thick,
                bottom,
                c.tone(c.chance.choice(("wine", "paper", "plaque", "gold", "sage", "awning", "limestone", "brick"))),
            )
            x += thick + 1.5
        c.box(x0, bottom, x1, bottom + 8, green)
    for n in range(4):
        left = x0 + (x1 - x0) * (n + 0.3) / 4.2
        c.box(left, base - 202, left + 50, base - 142, c.tone("paper"))
        c.box(left + 7, base - 195, left + 43, base - 162, c.tone(("rose", "foam", "ochre", "sage")[n]))
