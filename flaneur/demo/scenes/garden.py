"""Scenes where one sits down: park bench, glasshouse, bicycle against a wall, vines, tram stop, spiral stair."""

import math

from flaneur.demo.scenes.canvas import Canvas, Point, steps
from flaneur.demo.scenes.light import LAMP, mix, veil
from flaneur.demo.scenes.props import (
    DARK,
    facade,
    foliage,
    lamp_post,
    mansard,
    passer_by,
    skyline,
    tree,
)


def park(c: Canvas) -> None:
    """A hilly park, a path that hesitates, and the green double bench where nothing is urgent."""
    c.sky(c.h * 0.62)
    c.sun(60)
    skyline(c, c.h * 0.44, c.h * 0.07, distance=0.66)
    _hill(c, c.h * 0.44, 0.40, "leaf")
    for n in range(8):
        tree(
            c,
            c.w * (n + 0.5) / 8 + c.chance.uniform(-40, 40),
            c.h * 0.50,
            c.h * c.chance.uniform(0.22, 0.32),
            distance=0.36,
        )
    _hill(c, c.h * 0.53, 0.18, "lime")
    for share in (0.06, 0.20, 0.86, 0.99):
        tree(c, c.w * share, c.h * 0.62, c.h * c.chance.uniform(0.42, 0.52), distance=0.12)
    _hill(c, c.h * 0.66, 0.0, "leaf")
    _path(c)
    lamp_post(c, c.w * 0.70, c.h * 0.77, c.h * 0.36)
    passer_by(c, c.w * 0.515, c.h * 0.675, c.h * 0.085, "awning")
    passer_by(c, c.w * 0.545, c.h * 0.675, c.h * 0.06, "gold")
    bench(c, c.w * 0.30, c.h * 0.86, c.h * 0.44)
    for _ in range(36):
        x, y = c.chance.uniform(0, c.w), c.chance.uniform(c.h * 0.90, c.h)
        c.disc(x, y, c.chance.uniform(4, 9), c.tone(c.chance.choice(("paper", "gold", "rose"))))


def _hill(c: Canvas, top: float, distance: float, grass: str) -> None:
    swell = c.chance.uniform(0.5, 1.2)
    crest = [(c.w * s, top + c.h * 0.035 * math.sin(s * 5 * swell + top)) for s in steps(0, 1, 30)]
    c.poly([*crest, (c.w, c.h), (0, c.h)], c.tone(grass, distance))
    c.poly(
        [*[(x, y + 26) for x, y in crest], (c.w, c.h), (0, c.h)],
        mix(c.tone(grass, distance), c.tone("moss", distance), 0.30),
    )


def _path(c: Canvas) -> None:
    left, right = [], []
    for s in steps(0, 1, 24):
        x = c.w * (0.53 + 0.13 * math.sin(s * 3.0))
        y, half = c.h * (0.655 + 0.345 * s), 12 + 190 * s * s
        left.append((x - half, y))
        right.append((x + half, y))
    c.poly([*left, *reversed(right)], c.tone("sand"))


def bench(c: Canvas, x: float, base: float, long: float) -> None:
    """The Paris bench: two seats back to back, slats of green."""
    green, iron = c.tone("wagon"), c.tone("ink")
    tall = long * 0.34
    c.disc(x, base + 6, long * 0.58, veil(DARK, 0.22), 16)
    for side in (-1, 1):
        foot = x + side * long * 0.40
        c.poly([(foot - 12, base), (foot - 5, base - tall), (foot + 5, base - tall), (foot + 12, base)], iron)
        c.line([(foot - 34, base), (foot, base - tall * 0.42), (foot + 34, base)], iron, 9)
    for n in range(3):
        y = base - tall * (0.94 - 0.17 * n)
        c.box(x - long / 2, y, x + long / 2, y + tall * 0.11, mix(green, c.tone("lime"), 0.12 * (2 - n)), 5)
    for n in range(2):
        y = base - tall * (0.44 - 0.11 * n)
        c.box(x - long * 0.51, y, x + long * 0.51, y + tall * 0.08, mix(green, c.tone("lime"), 0.22), 4)


def glasshouse(c: Canvas) -> None:
    """A glass palace for palm trees, the lawn in front, a gardener somewhere."""
    base = c.h * 0.72
    c.sky(base)
    c.sun(58)
    for n in range(9):
        tree(c, c.w * n / 8, base, c.h * c.chance.uniform(0.34, 0.46), distance=0.46)
    half = min(c.w * 0.40, c.h * 0.46)
    for side in (-1, 1):
        _glass(c, c.w * 0.5 + side * half * 0.82, base, half * 0.52, half * 0.46)
    _palms(c, base, half)
    _glass(c, c.w * 0.5, base, half * 0.56, half * 1.02)
    c.fade((0, base, c.w, c.h), (c.tone("lime"), c.tone("leaf")))
    c.poly([(c.w * 0.46, base), (c.w * 0.54, base), (c.w * 0.74, c.h), (c.w * 0.26, c.h)], c.tone("sand"))
    c.box(0, base - 4, c.w, base + 12, c.tone("stone"))
    for side in (-1, 1):
        _bed(c, c.w * (0.5 + side * 0.33), c.h * 0.86, c.w * 0.12)
    passer_by(c, c.w * 0.58, c.h * 0.87, c.h * 0.17, "awning")


def _glass(c: Canvas, x: float, base: float, half: float, tall: float) -> None:
    """A ribbed glass body: upright wall, curved roof, lantern on top."""
    iron, wall = c.tone("paper"), base - tall * 0.44
    body = [(x - half, base), (x - half, wall)]
    body += [(x - half * math.cos(a), wall - tall * 0.50 * math.sin(a)) for a in steps(0, math.pi, 30)]
    body += [(x + half, wall), (x + half, base)]
    c.poly(body, veil(mix(c.tone("foam"), LAMP if c.light.lit > 0.2 else c.tone("sky"), 0.4), 0.50))
    for s in steps(-1, 1, 10):
        rib = [(x + half * s, base), (x + half * s, wall)]
        rib += [(x + half * s * math.cos(a), wall - tall * 0.50 * math.sin(a)) for a in steps(0, math.pi / 2, 14)]
        c.line(rib, iron, 5)
    for share in (0.0, 0.22, 0.44):
        c.line([(x - half, base - tall * share), (x + half, base - tall * share)], iron, 6)
    for a in (0.5, 1.0):
        c.line(
            [
                (x - half * math.cos(a), wall - tall * 0.50 * math.sin(a)),
                (x + half * math.cos(a), wall - tall * 0.50 * math.sin(a)),
            ],
            iron,
            5,
        )
    c.line([body[0], *body[1:], body[0]], iron, 8)
    top = wall - tall * 0.50
    c.arch(x - half * 0.20, top - tall * 0.16, x + half * 0.20, top + 4, iron, tall * 0.10)
    c.arch(x - half * 0.15, top - tall * 0.13, x + half * 0.15, top + 4, c.tone("foam"), tall * 0.08)
    c.line([(x, top - tall * 0.16), (x, top - tall * 0.25)], iron, 5)
    c.arch(x - half * 0.16, base - tall * 0.30, x + half * 0.16, base, iron)
    c.arch(x - half * 0.11, base - tall * 0.26, x + half * 0.11, base, c.tone("moss"))


def _palms(c: Canvas, base: float, half: float) -> None:
    for shift, tall in ((-0.34, 0.62), (0.0, 0.84), (0.33, 0.58), (-0.95, 0.32), (0.92, 0.34)):
        x, top = c.w * 0.5 + half * shift, base - half * tall
        c.line([(x, base), (x + 10, top)], c.tone("trunk"), 15)
        for n in range(9):
            angle = math.pi * (0.06 + 0.88 * n / 8)
            reach = half * 0.24
            tip = (x + 10 + reach * math.cos(angle), top - reach * 0.62 * math.sin(angle) + reach * 0.30)
            bend = (x + 10 + reach * 0.55 * math.cos(angle), top - reach * 0.66 * math.sin(angle))
            c.line([(x + 10, top), bend, tip], c.tone(("moss", "leaf", "lime")[n % 3]), 12)
    foliage(c, (c.w * 0.5, base - 40), (half * 0.5, 60))


def _bed(c: Canvas, x: float, y: float, half: float) -> None:
    c.disc(x, y, half, c.tone("moss"), half * 0.34)
    for _ in range(90):
        angle, reach = c.chance.uniform(0, math.tau), math.sqrt(c.chance.random())
        px, py = x + math.cos(angle) * reach * half * 0.9, y + math.sin(angle) * reach * half * 0.28
        c.disc(px, py - 7, 10, c.tone(c.chance.choice(("awning", "rose", "gold", "paper", "wine"))))


def bicycle(c: Canvas) -> None:
    """A bicycle asleep against a warm wall, under a vine that has taken its side."""
    ground = c.h * 0.80
    c.fade((0, 0, c.w, ground), (c.tone("stone"), c.tone("limestone")))
    for row, y in enumerate(steps(30, ground, 9)):
        c.line([(0, y), (c.w, y)], veil(c.tone("shade"), 0.5), 3)
        for x in steps(90 * (row % 2), c.w + 90 * (row % 2), 6):
            c.line([(x, y), (x, y + ground / 9)], veil(c.tone("shade"), 0.4), 3)
    _door(c, c.w * 0.80, ground, c.h * 0.50)
    _vine(c)
    c.fade((0, ground, c.w, c.h), (c.tone("pavement"), c.tone("asphalt")))
    c.box(0, ground, c.w, ground + 16, c.tone("shade"))
    c.poly(
        [(c.w * 0.10, ground + 100), (c.w * 0.60, ground + 92), (c.w * 0.66, ground + 112), (c.w * 0.14, ground + 120)],
        veil(DARK, 0.22),
    )
    _cycle(c, (c.w * 0.20, ground - 36), (c.w * 0.20 + 370, ground - 36), 136)


def _door(c: Canvas, x: float, ground: float, tall: float) -> None:
    half, paint = tall * 0.25, c.tone("plaque")
    c.arch(x - half - 26, ground - tall - 26, x + half + 26, ground, c.tone("paper"))
    c.arch(x - half, ground - tall, x + half, ground, paint)
    c.line([(x, ground - tall), (x, ground)], mix(paint, DARK, 0.4), 6)
    for side in (-1, 1):
        for top, low in ((0.66, 0.42), (0.36, 0.08)):
            x0, x1 = sorted((x + side * half * 0.2, x + side * half * 0.82))
            c.box(x0, ground - tall * top, x1, ground - tall * low, mix(paint, DARK, 0.18), 6)
    c.disc(x + half * 0.10, ground - tall * 0.40, 10, c.tone("gold"))


def _vine(c: Canvas) -> None:
    stem = [(c.w * (0.06 + 0.93 * s), c.h * (0.62 - 0.50 * s**0.5 + 0.04 * math.sin(s * 11))) for s in steps(0, 1, 40)]
    c.line([(c.w * 0.055, c.h * 0.80), *stem], c.tone("trunk"), 15)
    for x, y in stem[2::2]:
        foliage(c, (x, y + c.chance.uniform(-20, 34)), (c.chance.uniform(58, 92), c.chance.uniform(40, 74)))
    for x, y in stem[5::5]:
        for row in range(5):
            for n in range(5 - row):
                c.disc(
                    x + (n - (4 - row) / 2) * 15,
                    y + 76 + row * 13,
                    8.5,
                    mix(c.tone("wine"), c.tone("plaque"), c.chance.uniform(0, 0.5)),
                )


def _cycle(c: Canvas, rear: Point, front: Point, r: float) -> None:
    frame, iron = c.tone("awning"), c.tone("ink")
    for x, y in (rear, front):
        c.ring(x, y, r, iron, 10)
        c.ring(x, y, r - 10, c.tone("paper"), 4)
        for a in steps(0, math.pi, 9):
            c.line(
                [
                    (x - (r - 12) * math.cos(a), y - (r - 12) * math.sin(a)),
                    (x + (r - 12) * math.cos(a), y + (r - 12) * math.sin(a)),
                ],
                c.tone("shade"),
                2,
            )
    (rx, ry), (fx, fy) = rear, front
    pedal, saddle, head = (rx + 160, ry + 4), (rx + 108, ry - 176), (fx - 62, fy - 190)
    for path in ((rear, pedal, saddle, rear), (saddle, head), (pedal, head), (head, front)):
        c.line(path, frame, 13)
    c.line([saddle, (saddle[0] - 8, saddle[1] - 34)], iron, 9)
    c.poly(
        [
            (saddle[0] - 54, saddle[1] - 44),
            (saddle[0] + 40, saddle[1] - 40),
            (saddle[0] + 36, saddle[1] - 30),
            (saddle[0] - 46, saddle[1] - 26),
        ],
        c.tone("trunk"),
    )
    c.line([head, (head[0] - 10, head[1] - 44), (head[0] - 60, head[1] - 58)], iron, 9)
    c.disc(*pedal, 30, iron)
    c.disc(*pedal, 20, c.tone("shade"))
    _basket(c, head[0] + 30, head[1] - 36)


def _basket(c: Canvas, x: float, y: float) -> None:
    foliage(c, (x + 42, y - 24), (52, 34))
    for shift, bloom in ((10, "gold"), (34, "rose"), (58, "paper"), (74, "gold"), (24, "awning")):
        c.disc(x + shift, y - 40 + (shift % 3) * 7, 13, c.tone(bloom))
    c.poly([(x, y - 14), (x + 90, y - 14), (x + 76, y + 60), (x + 12, y + 60)], c.tone("ochre"))
    for s in (0.2, 0.5, 0.8):
        c.line([(x + 4, y - 14 + 74 * s), (x + 86, y - 14 + 74 * s)], mix(c.tone("ochre"), DARK, 0.3), 4)


def vines(c: Canvas) -> None:
    """Rows of vines running up to a low white house, city spires no farther than that."""
    top = c.h * 0.46
    c.sky(top)
    c.sun(70, (0.30, 0.22))
    skyline(c, top + 6, c.h * 0.08, distance=0.68)
    for share, tall in ((0.62, 0.20), (0.655, 0.24)):
        c.poly(
            [(c.w * share - 12, top), (c.w * share, top - c.h * tall), (c.w * share + 12, top)], c.tone("shade", 0.6)
        )
    _hill(c, top, 0.24, "lime")
    c.box(c.w * 0.12, top - 54, c.w * 0.34, top + 40, c.tone("paper", 0.1))
    c.poly(
        [(c.w * 0.10, top - 50), (c.w * 0.14, top - 112), (c.w * 0.32, top - 112), (c.w * 0.36, top - 50)],
        c.tone("terracotta", 0.1),
    )
    for n in range(4):
        c.arch(c.w * (0.145 + n * 0.05), top - 30, c.w * (0.167 + n * 0.05), top + 40, c.tone("wine", 0.1))
    c.fade((0, top + 40, c.w, c.h), (c.tone("sand", 0.2), mix(c.tone("sand"), c.tone("brick"), 0.35)))
    for n in range(-9, 10):
        _vine_row(c, n, top + 40)
    passer_by(c, c.w * 0.62, c.h * 0.80, c.h * 0.17, "plaque")


def _vine_row(c: Canvas, n: int, top: float) -> None:
    for s in steps(0.0, 1.0, 26):
        near = s**1.7
        x = c.w * 0.46 + n * (34 + 240 * near)
        y, r = top + (c.h - top) * near * 1.05, 8 + 52 * near
        if -r < x < c.w + r:
            c.line([(x, y), (x, y + r * 1.2)], c.tone("trunk", 0.2 * (1 - s)), 2 + 8 * near)
            for kind, lift, size in (("moss", 0.0, 1.0), ("leaf", 0.30, 0.82), ("lime", 0.58, 0.52)):
                c.disc(
                    x + c.chance.uniform(-0.2, 0.2) * r,
                    y - r * lift,
                    r * size,
                    c.tone(kind, 0.26 * (1 - s)),
                    r * size * 0.72,
                )


def tram(c: Canvas) -> None:
    """The tram coming round under the plane trees, everyone stepping back half a pace."""
    ground = c.h * 0.62
    c.sky(ground)
    c.sun(52)
    x = -50.0
    while x < c.w:
        wide = c.chance.uniform(210, 330)
        top = ground - c.h * c.chance.uniform(0.36, 0.44)
        facade(c, (x, top, x + wide, ground), 4, wall=c.chance.choice(("limestone", "stone")), distance=0.22)
        mansard(c, (x, top - 78, x + wide, top), distance=0.22, dormers=2)
        x += wide
    for share in (0.05, 0.30, 0.97):
        tree(c, c.w * share, ground + 40, c.h * 0.46, distance=0.06)
    c.fade((0, ground, c.w, c.h), (c.tone("pavement", 0.1), c.tone("pavement")))
    c.poly([(c.w * 0.50, ground + 20), (c.w * 0.74, ground + 20), (c.w * 0.92, c.h), (c.w * 0.12, c.h)], c.tone("leaf"))
    for near, far in ((0.20, 0.54), (0.44, 0.60), (0.58, 0.64), (0.84, 0.71)):
        c.line([(c.w * near, c.h), (c.w * far, ground + 20)], c.tone("lead"), 11)
    c.line([(0, c.h * 0.13), (c.w * 0.62, c.h * 0.26), (c.w, c.h * 0.22)], c.tone("ink"), 3)
    _carriage(c, c.w * 0.60, c.h * 0.87, min(c.w * 0.24, 300))
    for share, coat in ((0.10, "awning"), (0.16, "plaque"), (0.86, "wine"), (0.92, "gold")):
        passer_by(c, c.w * share, c.h * 0.92, c.h * 0.24, coat)


def _carriage(c: Canvas, x: float, base: float, wide: float) -> None:
    half, tall = wide / 2, wide * 1.5
    body = c.tone("paper")
    c.poly(
        [
            (x + half * 0.7, base - tall * 0.98),
            (x + half * 1.9, base - tall * 0.74),
            (x + half * 1.9, base - tall * 0.20),
            (x + half * 0.9, base - 20),
        ],
        mix(body, DARK, 0.16),
    )
    for n in range(3):
        left = x + half * (1.06 + n * 0.27)
        c.box(
            left,
            base - tall * (0.74 - n * 0.05),
            left + half * 0.20,
            base - tall * (0.42 - n * 0.01),
            LAMP if c.light.lit > 0.2 else c.tone("lead"),
            5,
        )
    c.disc(x, base + 4, half * 1.25, veil(DARK, 0.28), 20)
    c.box(x - half, base - tall, x + half, base - 14, body, half * 0.44)
    c.box(x - half * 0.84, base - tall * 0.88, x + half * 0.84, base - tall * 0.36, c.tone("ink"), half * 0.26)
    glass = mix(LAMP, c.tone("lead"), 0.35) if c.light.lit > 0.2 else mix(c.tone("sky"), c.tone("lead"), 0.35)
    c.box(x - half * 0.78, base - tall * 0.74, x + half * 0.78, base - tall * 0.40, glass, half * 0.20)
    c.box(x - half * 0.62, base - tall * 0.86, x + half * 0.62, base - tall * 0.78, c.tone("gold"), 6)
    c.box(x - half, base - tall * 0.30, x + half, base - tall * 0.20, c.tone("wagon"))
    for side in (-1, 1):
        if c.light.lit > 0.2:
            c.glow(x + side * half * 0.66, base - tall * 0.13, 90, LAMP, 0.8)
        c.disc(x + side * half * 0.66, base - tall * 0.13, half * 0.13, mix(LAMP, c.tone("paper"), 0.5))
    c.line([(x, base - tall), (x - half * 0.4, base - tall * 1.14), (x, base - tall * 1.26)], c.tone("ink"), 5)


def spiral(c: Canvas) -> None:
    """Looking down a spiral staircase until the head turns with it."""
    x, y, reach = c.w * 0.5, c.h * 0.5, math.hypot(c.w, c.h) * 0.96
    c.box(0, 0, c.w, c.h, c.tone("trunk"))
    per_turn, turns = 22, 5
    shrink = 0.60 ** (1 / per_turn)
    for n in range(per_turn * turns):
        _tread(
            c,
            (x, y),
            reach * shrink**n,
            (n * math.tau / per_turn, (n + 1) * math.tau / per_turn),
            n / (per_turn * turns),
        )
    well = reach * 0.60**turns
    c.glow(x, y, well * 7, LAMP, 0.6)
    c.disc(x, y, well, mix(LAMP, c.tone("paper"), 0.5))
    for width, material, offset in ((20, "ink", 1.0), (9, "gold", 0.985)):
        rail = [
            (x + r * math.cos(a), y + r * math.sin(a))
            for n in range(per_turn * turns)
            for a, r in [(n * math.tau / per_turn, reach * 0.60 * offset * shrink**n)]
        ]
        for start in range(len(rail) - 1):
            c.line(rail[start : start + 2], c.tone(material), max(2, width * shrink**start))


def _tread(c: Canvas, centre: Point, reach: float, angles: tuple[float, float], depth: float) -> None:
    (x, y), (start, end) = centre, angles
    inner = reach * 0.60
    wood = mix(c.tone("sand"), c.tone("brick"), 0.25 + 0.25 * (0.5 + 0.5 * math.sin(start)))
    lit = mix(wood, LAMP, 0.45 * depth)

    def sector(a0: float, a1: float, r0: float, r1: float) -> list[Point]:
        return [
            (x + r * math.cos(a), y + r * math.sin(a)) for r, pair in ((r1, (a0, a1)), (r0, (a1, a0))) for a in pair
        ]

    c.poly(sector(start, end + 0.01, inner, reach), mix(lit, DARK, 0.28 * (0.5 + 0.5 * math.cos(start))))
    c.poly(sector(start, start + (end - start) * 0.30, inner, reach), mix(lit, DARK, 0.48))
    c.poly(sector(start, end + 0.01, inner * 0.965, inner * 1.03), mix(c.tone("paper"), DARK, 0.15))
