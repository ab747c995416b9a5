"""Scenes above the street: zinc roofs, the far tower, a cat at its window."""

import math

from flaneur.demo.scenes.canvas import Canvas, steps
from flaneur.demo.scenes.light import LAMP, mix, veil
from flaneur.demo.scenes.props import DARK, chimney, facade, foliage, mansard, railing, skyline


def roofs(c: Canvas) -> None:
    """Zinc roofs in rows, the nearest so close that one could borrow the flower pots."""
    c.sky(c.h * 0.60)
    c.sun()
    skyline(c, c.h * 0.56, 60, distance=0.72)
    _rows(c, c.h * 0.47)


def tower(c: Canvas) -> None:
    """The iron tower far behind the same roofs, as one really sees it: between two chimneys."""
    c.sky(c.h * 0.64)
    c.sun(54)
    iron_tower(c, c.w * 0.60, c.h * 0.58, c.h * 0.44)
    skyline(c, c.h * 0.60, 50, distance=0.68)
    _rows(c, c.h * 0.53)
    chimney(c, c.w * 0.16, c.h * 0.90, 150)


def iron_tower(c: Canvas, x: float, base: float, tall: float) -> None:
    iron = mix(c.tone("trunk", 0.40), c.light.sky[1], 0.20)
    for side in (-1, 1):
        leg = [(0.185, 0), (0.115, 0.17), (0.062, 0.38), (0.030, 0.62), (0.010, 0.93)]
        outer = [(x + side * w * tall, base - h * tall) for w, h in leg]
        inner = [(x + side * w * tall * (0.58 if h < 0.4 else 0.1), base - h * tall) for w, h in reversed(leg)]
        c.poly(outer + inner, iron)
    for height, half in ((0.17, 0.13), (0.38, 0.075), (0.93, 0.022)):
        c.box(x - half * tall, base - (height + 0.018) * tall, x + half * tall, base - (height - 0.012) * tall, iron)
    c.line([(x, base - 0.93 * tall), (x, base - 1.04 * tall)], iron, 4)
    arc = [(x + 0.118 * tall * math.cos(a), base - 0.135 * tall * math.sin(a)) for a in steps(0, math.pi, 24)]
    c.line(arc, iron, 0.018 * tall)
    for height, half in ((0.26, 0.075), (0.31, 0.062), (0.50, 0.034), (0.60, 0.024)):
        c.line([(x - half * tall, base - height * tall), (x + half * tall, base - (height + 0.05) * tall)], iron, 3)
        c.line([(x + half * tall, base - height * tall), (x - half * tall, base - (height + 0.05) * tall)], iron, 3)


def _rows(c: Canvas, top: float) -> None:
    for row in range(4):
        distance = (0.52, 0.34, 0.16, 0.0)[row]
        tall = (66, 96, 140, 200)[row]
        y = top + (c.h - top) * (0.06, 0.20, 0.42, 0.72)[row]
        x = c.chance.uniform(-tall, 0)
        while x < c.w:
            wide = tall * c.chance.uniform(1.5, 2.9)
            _house(c, (x, y + c.chance.uniform(-0.28, 0.28) * tall, x + wide, c.h + tall * 4), tall, distance)
            x += wide + c.chance.uniform(-0.06, 0.05) * tall
        if row < 3:
            c.wash((0, y + tall * 0.6, c.w, y + tall * 2), c.light.haze, top=0.0, bottom=0.24)


def _house(c: Canvas, box: tuple[float, float, float, float], tall: float, distance: float) -> None:
    x0, y0, x1, y1 = box
    facade(
        c,
        (x0, y0 + tall, x1, y0 + tall + tall * 2.1),
        3,
        wall=c.chance.choice(("stone", "limestone", "stone")),
        distance=distance,
    )
    c.box(x0, y0 + tall * 3.1, x1, y1, c.tone("shade", distance))
    mansard(c, (x0, y0, x1, y0 + tall), distance=distance, dormers=max(1, round((x1 - x0) / (tall * 0.72))))
    c.box(x1 - tall * 0.14, y0 + tall, x1, y1, veil(DARK, 0.14))


def cat(c: Canvas) -> None:
    """A tall window, its shutters, a box of geraniums, and the cat who keeps the street."""
    c.fade((0, 0, c.w, c.h), (c.tone("limestone"), c.tone("stone")))
    _courses(c)
    x, half, top, sill = c.w * 0.5, 190.0, c.h * 0.12, c.h * 0.76
    c.box(x - half - 26, top - 26, x + half + 26, sill, c.tone("paper"))
    inside = mix(LAMP, c.tone("brick"), 0.25) if c.light.lit > 0.2 else mix(c.tone("lead"), c.tone("glass"), 0.35)
    c.fade((x - half, top, x + half, sill), (mix(inside, c.tone("ink"), 0.30), inside))
    if c.light.lit > 0.2:
        c.glow(x, top + 160, 190, LAMP, 0.5)
    _panes(c, x, half, top, sill)
    for side in (-1, 1):
        _shutter(c, x + side * (half + 30), side, top, sill)
    c.box(x - half - 70, sill, x + half + 70, sill + 30, c.tone("paper"))
    c.box(x - half - 70, sill + 30, x + half + 70, sill + 44, c.tone("shade"))
    _sitting_cat(c, x + 62, sill)
    _geraniums(c, x - half - 10, x + 0, sill)
    railing(c, x - half - 30, x + half + 30, sill, 74)
    _sun_on_the_wall(c)


def _courses(c: Canvas) -> None:
    """Blocks of dressed stone."""
    tall = 104.0
    for row in range(round(c.h / tall) + 1):
        y = row * tall
        c.line([(0, y), (c.w, y)], veil(c.tone("shade"), 0.55), 3)
        offset = (row % 2) * 130
        for column in range(-1, round(c.w / 260) + 1):
            left = column * 260 + offset
            if c.chance.random() < 0.4:
                c.box(left, y, left + 260, y + tall, veil(c.tone("shade"), c.chance.uniform(0.04, 0.16)))
            c.line([(left, y), (left, y + tall)], veil(c.tone("shade"), 0.55), 3)


def _panes(c: Canvas, x: float, half: float, top: float, sill: float) -> None:
    for side in (-1, 1):
        edge = x + side * half
        folds = [
            (edge, top),
            (edge - side * 96, top),
            (edge - side * 60, sill - 190),
            (edge - side * 30, sill - 40),
            (edge, sill),
        ]
        c.poly(folds, veil(c.tone("paper"), 0.82))
        c.line([(edge - side * 34, top), (edge - side * 16, sill - 60)], veil(c.tone("shade"), 0.5), 4)
    c.box(x - 9, top, x + 9, sill, c.tone("paper"))
    for share in (0.3, 0.62):
        y = top + (sill - top) * share
        c.box(x - half, y - 6, x + half, y + 6, c.tone("paper"))


def _shutter(c: Canvas, hinge: float, side: int, top: float, sill: float) -> None:
    colour, wide = c.tone("sage"), 150.0
    x0, x1 = sorted((hinge, hinge + side * wide))
    c.box(x0 + 12, top + 6, x1 + 18, sill + 14, veil(DARK, 0.18))
    c.box(x0, top - 10, x1, sill, colour)
    c.box(x0 + 16, top + 16, x1 - 16, sill - 26, mix(colour, DARK, 0.12))
    for y in steps(top + 24, sill - 40, round((sill - top) / 22)):
        c.box(x0 + 18, y, x1 - 18, y + 10, colour)
    for share in (0.34, 0.68):
        y = top + (sill - top) * share
        c.box(x0, y, x1, y + 26, colour)


def _sitting_cat(c: Canvas, x: float, sill: float) -> None:
    fur = mix(c.tone("ink"), c.tone("trunk"), 0.15)
    c.poly(
        [
            (x - 58, sill),
            (x - 62, sill - 70),
            (x - 34, sill - 150),
            (x + 30, sill - 150),
            (x + 56, sill - 60),
            (x + 58, sill),
        ],
        fur,
    )
    c.disc(x, sill - 46, 64, fur, 48)
    c.disc(x - 4, sill - 176, 50, fur, 44)
    for side in (-1, 1):
        ear = x - 4 + side * 28
        c.poly([(ear - 20, sill - 200), (ear + side * 8, sill - 246), (ear + 20, sill - 200)], fur)
    tail = [(x + 40 + 58 * math.sin(t * 2.4), sill - 18 + 128 * t) for t in steps(0, 1, 14)]
    c.line(tail, fur, 22)
    c.disc(*tail[-1], 11, fur)
    for side in (-1, 1):
        c.disc(x - 6 + side * 19, sill - 180, 8, c.tone("gold"), 9)
        c.disc(x - 6 + side * 19, sill - 180, 2.6, DARK, 8)
    c.poly([(x - 12, sill - 164), (x, sill - 164), (x - 6, sill - 157)], c.tone("rose"))


def _geraniums(c: Canvas, x0: float, x1: float, sill: float) -> None:
    foliage(c, ((x0 + x1) / 2, sill - 74), ((x1 - x0) * 0.56, 62))
    for _ in range(13):
        x, y = c.chance.uniform(x0 - 10, x1 + 10), sill - c.chance.uniform(70, 140)
        bloom = c.tone(c.chance.choice(("awning", "awning", "rose")))
        for _ in range(7):
            c.disc(
                x + c.chance.uniform(-13, 13),
                y + c.chance.uniform(-10, 10),
                8,
                mix(bloom, c.tone("paper"), c.chance.uniform(0, 0.2)),
            )
    c.poly([(x0, sill - 56), (x1, sill - 56), (x1 - 14, sill), (x0 + 14, sill)], c.tone("terracotta"))
    c.box(x0 - 6, sill - 64, x1 + 6, sill - 48, mix(c.tone("terracotta"), DARK, 0.12))


def _sun_on_the_wall(c: Canvas) -> None:
    """The slanted shadow of the house across the street."""
    c.poly([(0, c.h * 0.62), (c.w * 0.36, c.h), (0, c.h)], veil(DARK, 0.13))
    c.poly([(c.w, 0), (c.w, c.h * 0.34), (c.w * 0.62, 0)], veil(DARK, 0.10))
