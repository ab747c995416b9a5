"""Things that come back from scene to scene: trees, lamps, façades, boats, passers-by."""

import math

from flaneur.demo.scenes.canvas import Canvas, Point, steps
from flaneur.demo.scenes.light import LAMP, RGB, mix, veil

Box = tuple[float, float, float, float]
DARK: RGB = (14, 18, 36)
FOLIAGE = ("moss", "leaf", "lime")


def foliage(c: Canvas, at: Point, size: Point, *, distance: float = 0.0, kinds: tuple[str, ...] = FOLIAGE) -> None:
    """A crown of overlapping masses of leaves, darkest first and low, lightest last and high."""
    (x, y), (rx, ry) = at, size
    scale = max(1.0, (min(rx, ry) / 90) ** 0.8)
    for layer, kind in enumerate(kinds):
        lift = layer * 0.20 - 0.16
        for _ in range(round((26, 24, 17)[layer] * scale)):
            angle, reach = c.chance.uniform(0, math.tau), math.sqrt(c.chance.random()) * (1 - 0.14 * layer)
            r = c.chance.uniform(0.16, 0.30) * min(rx, ry) * (1.12 - 0.22 * layer) / scale**0.35
            hue = mix(c.tone(kind, distance), c.tone("gold", distance), c.chance.uniform(0, 0.16))
            c.disc(x + math.cos(angle) * reach * (rx - r), y - lift * ry + math.sin(angle) * reach * (ry - r), r, hue)


def tree(c: Canvas, x: float, base: float, height: float, *, distance: float = 0.0) -> None:
    girth, crown = height * 0.034, height * 0.36
    bark = c.tone("trunk", distance)
    fork = base - height * 0.62
    c.poly([(x - girth, base), (x - girth * 0.5, fork), (x + girth * 0.5, fork), (x + girth, base)], bark)
    for lean in (-0.17, 0.15):
        c.line([(x, base - height * 0.40), (x + lean * height, fork - height * 0.05)], bark, girth * 0.8)
    foliage(c, (x, base - height * 0.68), (height * 0.34, crown), distance=distance)


def lamp_post(c: Canvas, x: float, base: float, height: float) -> None:
    iron, head = c.tone("ink"), base - height
    c.poly(
        [
            (x - height * 0.03, base),
            (x - 3, base - height * 0.2),
            (x + 3, base - height * 0.2),
            (x + height * 0.03, base),
        ],
        iron,
    )
    c.line([(x, base), (x, head + height * 0.1)], iron, height * 0.017)
    c.disc(x, base - height * 0.2, height * 0.022, iron)
    c.line([(x - height * 0.06, head + height * 0.17), (x + height * 0.06, head + height * 0.17)], iron, height * 0.012)
    lantern(c, x, head + height * 0.05, height * 0.06)


def lantern(c: Canvas, x: float, y: float, size: float) -> None:
    lit = c.light.lit > 0.2
    if lit:
        c.glow(x, y, size * 5.5, LAMP, 0.62)
    pane = LAMP if lit else c.tone("foam")
    iron = c.tone("ink")
    c.poly(
        [
            (x - size * 0.62, y + size),
            (x - size, y - size * 0.7),
            (x + size, y - size * 0.7),
            (x + size * 0.62, y + size),
        ],
        pane,
    )
    c.line([(x - size * 0.62, y + size), (x - size, y - size * 0.7)], iron, size * 0.16)
    c.line([(x + size * 0.62, y + size), (x + size, y - size * 0.7)], iron, size * 0.16)
    c.poly([(x - size * 1.2, y - size * 0.7), (x, y - size * 1.6), (x + size * 1.2, y - size * 0.7)], iron)
    c.box(x - size * 0.7, y + size, x + size * 0.7, y + size * 1.25, iron)


def window(c: Canvas, box: Box, *, distance: float = 0.0, shutter: str | None = None, rounded: bool = False) -> None:
    x0, y0, x1, y1 = box
    wide = x1 - x0
    pane = mix(c.lamp(), c.light.haze, distance)
    frame = c.tone("paper", distance)
    if shutter:
        colour = c.tone(shutter, distance)
        c.box(x0 - wide * 0.52, y0, x0 - wide * 0.04, y1, colour)
        c.box(x1 + wide * 0.04, y0, x1 + wide * 0.52, y1, colour)
    shape = c.arch if rounded else c.box
    shape(x0 - wide * 0.07, y0 - wide * 0.07, x1 + wide * 0.07, y1, frame)
    shape(x0, y0, x1, y1, pane)
    c.line([((x0 + x1) / 2, y0 + (wide * 0.3 if rounded else 0)), ((x0 + x1) / 2, y1)], frame, wide * 0.06)
    c.line([(x0, y0 + (y1 - y0) * 0.42), (x1, y0 + (y1 - y0) * 0.42)], frame, wide * 0.05)


def railing(c: Canvas, x0: float, x1: float, y: float, height: float, *, distance: float = 0.0) -> None:
    iron = c.tone("ink", distance)
    c.line([(x0, y - height), (x1, y - height)], iron, height * 0.10)
    c.line([(x0, y), (x1, y)], iron, height * 0.10)
    count = max(2, round((x1 - x0) / (height * 0.38)))
    for x in steps(x0, x1, count):
        c.line([(x, y - height), (x, y)], iron, height * 0.06)


def facade(c: Canvas, box: Box, floors: int, *, wall: str = "stone", distance: float = 0.0) -> None:
    """A Paris-like front: tall windows in a grid, string courses, balconies on the second and last floors."""
    x0, y0, x1, y1 = box
    storey = (y1 - y0) / floors
    bays = max(2, round((x1 - x0) / (storey * 0.82)))
    bay = (x1 - x0) / bays
    c.box(x0, y0, x1, y1, c.tone(wall, distance))
    shutter = c.chance.choice((None, "sage", "paper", None))
    for floor in range(floors):
        top = y0 + floor * storey
        c.box(x0, top - storey * 0.03, x1, top + storey * 0.02, c.tone("shade", distance * 0.8 + 0.1))
        for n in range(bays):
            left = x0 + n * bay + bay * 0.34
            window(
                c,
                (left, top + storey * 0.22, left + bay * 0.32, top + storey * 0.90),
                distance=distance,
                shutter=shutter,
            )
        if floor in (0, floors - 2):
            railing(c, x0 + bay * 0.1, x1 - bay * 0.1, top + storey * 0.94, storey * 0.24, distance=distance)


def mansard(c: Canvas, box: Box, *, distance: float = 0.0, dormers: int = 3) -> None:
    """A zinc roof: steep slope with seams and dormers, a flat cap, and chimney stacks behind."""
    x0, y0, x1, y1 = box
    tall, wide = y1 - y0, x1 - x0
    inset = min(tall * 0.34, wide * 0.12)
    for _ in range(max(1, round(wide / (tall * 2.2)))):
        chimney(
            c,
            c.chance.uniform(x0 + inset * 1.5, max(x0 + inset * 1.6, x1 - inset * 3)),
            y0 + 2,
            tall * 0.5,
            distance=distance,
        )
    slope = mix(c.tone("slate", distance), c.tone("zinc", distance), c.chance.uniform(0, 0.8))
    c.poly([(x0, y1), (x0 + inset, y0 + tall * 0.16), (x1 - inset, y0 + tall * 0.16), (x1, y1)], slope)
    c.poly(
        [(x0 + inset, y0 + tall * 0.16), (x0 + inset * 2, y0), (x1 - inset * 2, y0), (x1 - inset, y0 + tall * 0.16)],
        mix(c.tone("zinc", distance), c.light.haze, 0.30),
    )
    for x in steps(x0, x1, max(3, round(wide / (tall * 0.22))))[1:-1]:
        lean = (x - (x0 + x1) / 2) / wide * 2 * inset
        c.line([(x, y1), (x - lean, y0 + tall * 0.16)], mix(slope, DARK, 0.12), tall * 0.012)
    for n in range(dormers):
        dormer(c, x0 + wide * (n + 0.5) / dormers, y1 - tall * 0.08, tall * 0.56, distance=distance)
    c.box(x0 - wide * 0.01, y1 - tall * 0.05, x1 + wide * 0.01, y1 + tall * 0.03, c.tone("shade", distance))


def dormer(c: Canvas, x: float, base: float, tall: float, *, distance: float = 0.0) -> None:
    half = tall * 0.27
    c.box(x - half * 1.3, base - tall * 0.86, x + half * 1.3, base, c.tone("lead", distance))
    c.arch(x - half * 1.5, base - tall, x + half * 1.5, base - tall * 0.78, c.tone("zinc", distance * 0.9), tall * 0.20)
    window(c, (x - half * 0.8, base - tall * 0.76, x + half * 0.8, base - tall * 0.04), distance=distance)


def chimney(c: Canvas, x: float, base: float, tall: float, *, distance: float = 0.0) -> None:
    pots = c.chance.randint(2, 5)
    wide = pots * tall * 0.20
    c.box(x, base - tall, x + wide, base + tall * 0.5, c.tone("brick", distance))
    c.box(x + wide * 0.7, base - tall, x + wide, base + tall * 0.5, mix(c.tone("brick", distance), DARK, 0.16))
    c.box(x - tall * 0.04, base - tall * 1.06, x + wide + tall * 0.04, base - tall * 0.94, c.tone("shade", distance))
    for n in range(pots):
        left = x + wide * (n + 0.24) / pots
        c.box(
            left,
            base - tall * c.chance.uniform(1.28, 1.44),
            left + tall * 0.11,
            base - tall,
            c.tone("terracotta", distance),
        )


def passer_by(c: Canvas, x: float, base: float, tall: float, coat: str) -> None:
    """A person, seen from far enough to be nobody."""
    cloth, stride, lean = c.tone(coat), tall * c.chance.uniform(0.05, 0.09), c.chance.choice((-1, 1))
    c.disc(x, base, tall * 0.20, veil(DARK, 0.16), tall * 0.022)
    for side in (-1, 1):
        c.line(
            [(x + side * tall * 0.04, base - tall * 0.42), (x + side * stride, base - tall * 0.02)],
            c.tone("ink"),
            tall * 0.07,
        )
        c.disc(x + side * stride + lean * tall * 0.02, base - tall * 0.015, tall * 0.045, c.tone("ink"), tall * 0.02)
    c.arch(x - tall * 0.105, base - tall * 0.83, x + tall * 0.105, base - tall * 0.62, cloth)
    c.poly(
        [
            (x - tall * 0.105, base - tall * 0.74),
            (x + tall * 0.105, base - tall * 0.74),
            (x + tall * 0.15, base - tall * 0.34),
            (x - tall * 0.15, base - tall * 0.34),
        ],
        cloth,
    )
    c.line(
        [(x + lean * tall * 0.08, base - tall * 0.72), (x + lean * tall * 0.13, base - tall * 0.44)],
        mix(cloth, DARK, 0.22),
        tall * 0.055,
    )
    c.box(x - tall * 0.03, base - tall * 0.87, x + tall * 0.03, base - tall * 0.80, c.tone("skin"))
    c.disc(x, base - tall * 0.915, tall * 0.064, c.tone("skin"), tall * 0.072)
    _head_dress(c, x, base - tall * 0.915, tall)


def _head_dress(c: Canvas, x: float, y: float, tall: float) -> None:
    hair = c.tone(c.chance.choice(("ink", "trunk", "brick", "ochre", "lead")))
    c.arch(x - tall * 0.072, y - tall * 0.085, x + tall * 0.072, y - tall * 0.005, hair, tall * 0.07)
    match c.chance.randrange(4):
        case 0:
            c.disc(x, y - tall * 0.105, tall * 0.034, hair)
        case 1:
            c.disc(
                x + tall * 0.012,
                y - tall * 0.062,
                tall * 0.092,
                c.tone(c.chance.choice(("wine", "plaque", "gold"))),
                tall * 0.034,
            )
        case 2:
            c.box(x - tall * 0.074, y - tall * 0.03, x - tall * 0.030, y + tall * 0.085, hair, tall * 0.02)
            c.box(x + tall * 0.030, y - tall * 0.03, x + tall * 0.074, y + tall * 0.085, hair, tall * 0.02)


def pot(c: Canvas, x: float, base: float, scale: float) -> None:
    foliage(c, (x, base - 66 * scale), (34 * scale, 40 * scale))
    for _ in range(5):
        c.disc(
            x + c.chance.uniform(-26, 26) * scale,
            base - c.chance.uniform(50, 100) * scale,
            6 * scale,
            c.tone(c.chance.choice(("awning", "rose", "gold"))),
        )
    c.poly(
        [
            (x - 24 * scale, base - 40 * scale),
            (x + 24 * scale, base - 40 * scale),
            (x + 17 * scale, base),
            (x - 17 * scale, base),
        ],
        c.tone("terracotta"),
    )


def gulls(c: Canvas, count: int, box: Box) -> None:
    x0, y0, x1, y1 = box
    for _ in range(count):
        x, y, span = c.chance.uniform(x0, x1), c.chance.uniform(y0, y1), c.chance.uniform(9, 19)
        wing = [
            (x - span, y - span * 0.35),
            (x - span * 0.4, y - span * 0.45),
            (x, y),
            (x + span * 0.4, y - span * 0.5),
            (x + span, y - span * 0.3),
        ]
        c.line(wing, mix(c.tone("ink"), c.light.sky[1], 0.2), 3.2)


def ripples(c: Canvas, top: float, colour: RGB, *, count: int = 90, spread: tuple[float, float] = (20, 130)) -> None:
    """Horizontal glints, longer and rarer towards the onlooker."""
    for _ in range(count):
        depth = c.chance.random() ** 1.4
        y = top + depth * (c.h - top)
        long = c.chance.uniform(*spread) * (0.3 + depth)
        x = c.chance.uniform(-50, c.w)
        c.line([(x, y), (x + long, y)], veil(colour, c.chance.uniform(0.10, 0.45)), 1.6 + 3.4 * depth)


def shimmer(c: Canvas, x: float, top: float, colour: RGB, *, wide: float = 40, bottom: float | None = None) -> None:
    """The broken column of light under a lamp or the moon."""
    end = c.h if bottom is None else bottom
    for y in steps(top + 6, end, round((end - top) / 13)):
        depth = (y - top) / (end - top)
        half = wide * c.chance.uniform(0.25, 1.0) * (0.5 + depth * 0.9)
        drift = c.chance.uniform(-0.3, 0.3) * wide
        c.line([(x - half + drift, y), (x + half + drift, y)], veil(colour, 0.55 * (1 - 0.75 * depth)), 3 + 3 * depth)


def water(c: Canvas, top: float) -> None:
    """River from the line down, taking the sky's colour where it is far."""
    c.fade((0, top, c.w, c.h), (mix(c.tone("river"), c.light.sky[2], 0.55), c.tone("river"), c.tone("deep")))
    ripples(c, top, c.tone("foam"), count=110)


def skyline(c: Canvas, base: float, tall: float, *, distance: float) -> None:
    """A far row of roofs, each with a pane or two alight."""
    x = -30.0
    while x < c.w:
        wide, high = c.chance.uniform(50, 120), tall * c.chance.uniform(0.6, 1.0)
        wall = mix(c.tone("stone", distance), c.tone("shade", distance), c.chance.random())
        c.box(x, base - high, x + wide, base, wall)
        c.poly(
            [
                (x, base - high),
                (x + wide * 0.14, base - high * 1.22),
                (x + wide * 0.86, base - high * 1.22),
                (x + wide, base - high),
            ],
            c.tone("slate", distance),
        )
        c.box(x + wide * 0.2, base - high * 1.34, x + wide * 0.32, base - high, c.tone("brick", distance))
        for n in range(round(wide / 16)):
            for m in range(3):
                left, top = x + 6 + n * 16, base - high * (0.86 - 0.26 * m)
                c.box(left, top, left + 6, top + high * 0.13, mix(c.lamp(), c.light.haze, distance * 0.8))
        x += wide
