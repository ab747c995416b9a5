"""Scenes of wide rivers and open squares: stone quays, the yellow crane, the water mirror, the island's tip."""

import math

from flaneur.demo.scenes.canvas import Canvas, steps
from flaneur.demo.scenes.light import LAMP, mix, veil
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
    window,
)


def quays(c: Canvas) -> None:
    """A long curve of pale fronts over the river, its many-arched bridge, and someone running."""
    line = c.h * 0.60
    c.sky(line)
    x, _ = c.sun(60, (0.84, 0.34))
    _long_bridge(c, line)
    left = -20.0
    while left < c.w * 0.66:
        near = 1 - left / (c.w * 0.70)
        wide, tall = 90 + 110 * near, c.h * (0.17 + 0.20 * near)
        top = line - 20 - tall
        facade(
            c,
            (left, top, left + wide, line - 20),
            4,
            wall=c.chance.choice(("limestone", "stone")),
            distance=0.30 * (1 - near),
        )
        mansard(c, (left, top - tall * 0.22, left + wide, top), distance=0.30 * (1 - near), dormers=2)
        left += wide
    c.box(0, line - 22, c.w * 0.74, line, c.tone("stone", 0.1))
    c.mirror(line)
    c.wash((0, line, c.w, c.h), c.tone("river"), top=0.40, bottom=0.74)
    ripples(c, line, c.tone("foam"), count=150)
    shimmer(c, x, line, c.light.disc, wide=64)
    _promenade(c)


def _long_bridge(c: Canvas, line: float) -> None:
    brick, stone = c.tone("brick", 0.45), c.tone("limestone", 0.40)
    x0, deck = c.w * 0.58, line - 66
    skyline(c, line, 60, distance=0.78)
    c.box(x0, deck, c.w, line, brick)
    for n in range(12):
        left = x0 + n * 66
        c.arch(left, deck + 16, left + 56, line, stone, 44)
        c.arch(left + 7, deck + 24, left + 49, line, mix(c.tone("river"), c.light.sky[2], 0.6), 38)
        c.disc(left + 61, deck + 18, 8, stone)
    c.box(x0, deck - 8, c.w, deck + 4, stone)


def _promenade(c: Canvas) -> None:
    edge = c.h * 0.87
    c.poly([(0, edge), (c.w, edge + 24), (c.w, c.h), (0, c.h)], c.tone("sand"))
    c.poly([(0, edge - 10), (c.w, edge + 14), (c.w, edge + 30), (0, edge + 8)], c.tone("limestone"))
    for share in (0.14, 0.52, 0.90):
        lamp_post(c, c.w * share, edge + 40 + share * 20, c.h * 0.34)
    for share, coat in ((0.30, "awning"), (0.36, "plaque"), (0.70, "wagon")):
        passer_by(c, c.w * share, edge + 66, 128, coat)


def crane(c: Canvas) -> None:
    """The yellow crane of the old shipyards, idle, enormous, loved."""
    line = c.h * 0.70
    c.sky(line)
    x, _ = c.sun(76, (0.26, 0.34))
    skyline(c, line - 16, c.h * 0.10, distance=0.66)
    c.box(0, line - 20, c.w, line, c.tone("shade", 0.35))
    _crane(c, c.w * 0.62, line - 20, c.h * 0.56)
    _slipway(c, line)
    c.mirror(line)
    c.wash((0, line, c.w, c.h), c.tone("river"), top=0.42, bottom=0.80)
    ripples(c, line, c.tone("foam"), count=150)
    shimmer(c, x, line, c.light.disc, wide=70)
    gulls(c, 7, (c.w * 0.08, c.h * 0.10, c.w * 0.56, c.h * 0.34))


def _crane(c: Canvas, x: float, base: float, tall: float) -> None:
    yellow, dark = c.tone("gold"), mix(c.tone("gold"), c.tone("trunk"), 0.55)
    half, deck = tall * 0.17, base - tall * 0.56
    for side in (-1, 1):
        c.poly(
            [
                (x + side * half * 1.25, base),
                (x + side * half * 0.95, base),
                (x + side * half * 0.42, deck),
                (x + side * half * 0.72, deck),
            ],
            yellow,
        )
    for n in range(4):
        low, high = base - n * (base - deck) / 4, base - (n + 1) * (base - deck) / 4
        wide_low, wide_high = half * (1.1 - 0.13 * n), half * (1.1 - 0.13 * (n + 1))
        c.line([(x - wide_low, low), (x + wide_high, high)], yellow, 8)
        c.line([(x + wide_low, low), (x - wide_high, high)], yellow, 8)
        c.line([(x - wide_high, high), (x + wide_high, high)], dark, 9)
    c.box(x - half * 1.0, deck - 26, x + half * 1.0, deck, dark)
    c.poly(
        [
            (x - half * 0.9, deck - 26),
            (x - half * 0.9, deck - 120),
            (x + half * 0.3, deck - 120),
            (x + half * 0.6, deck - 26),
        ],
        yellow,
    )
    c.box(x - half * 0.1, deck - 100, x + half * 0.30, deck - 52, LAMP if c.light.lit > 0.2 else c.tone("foam"))
    _jib(c, (x - half * 0.4, deck - 110), tall)
    c.box(x + half * 0.3, deck - 84, x + half * 2.3, deck - 40, yellow)
    c.box(x + half * 1.7, deck - 62, x + half * 2.4, deck + 20, dark)
    for side in (-1, 1):
        c.box(x + side * half * 1.1 - 34, base - 16, x + side * half * 1.1 + 34, base, dark, 7)


def _jib(c: Canvas, foot: tuple[float, float], tall: float) -> None:
    (x, y), yellow = foot, c.tone("gold")
    tip = (x - tall * 0.66, y - tall * 0.34)
    for lift in (0.0, 34.0):
        c.line([(x, y - lift), tip], yellow, 10)
    for s in steps(0.0, 0.94, 11):
        px, py = x + (tip[0] - x) * s, y + (tip[1] - y) * s
        c.line([(px, py), (px - tall * 0.03, py - 34 * (1 - s) - tall * 0.012)], yellow, 5)
    mast = (x + tall * 0.10, y - tall * 0.30)
    c.line([(x, y), mast, (x + tall * 0.22, y)], yellow, 10)
    c.line([mast, tip], c.tone("ink"), 3)
    c.line([mast, (x + tall * 0.40, y + 40)], c.tone("ink"), 3)
    c.line([tip, (tip[0], tip[1] + tall * 0.40)], c.tone("ink"), 3)
    c.poly(
        [(tip[0] - 14, tip[1] + tall * 0.40), (tip[0] + 14, tip[1] + tall * 0.40), (tip[0], tip[1] + tall * 0.45)],
        c.tone("ink"),
    )


def _slipway(c: Canvas, line: float) -> None:
    c.poly([(0, line - 44), (c.w * 0.40, line - 44), (c.w * 0.50, line), (0, line)], c.tone("pavement", 0.1))
    for share, coat in ((0.08, "awning"), (0.13, "paper"), (0.31, "plaque")):
        passer_by(c, c.w * share, line - 40, 70, coat)
    for n in range(3):
        x = c.w * (0.17 + n * 0.045)
        c.poly(
            [(x, line - 44), (x + 4, line - 74), (x + 40, line - 62), (x + 40, line - 44)],
            c.tone(("awning", "ochre", "foam")[n]),
        )


def mirror(c: Canvas) -> None:
    """A classical square standing on two centimetres of water, and children running through the sky."""
    line = c.h * 0.58
    c.sky(line)
    c.sun(58)
    _square(c, line)
    c.box(0, line - 9, c.w, line, c.tone("sand", 0.12))
    c.mirror(line)
    c.wash((0, line, c.w, c.h), c.light.sky[1], top=0.10, bottom=0.46)
    c.wash((0, line, c.w, line + 60), c.light.haze, top=0.55, bottom=0.0)
    ripples(c, line + 50, c.tone("paper"), count=46, spread=(60, 240))
    for share, down, coat in (
        (0.16, 0.10, "awning"),
        (0.24, 0.24, "gold"),
        (0.71, 0.16, "plaque"),
        (0.84, 0.34, "wine"),
    ):
        _child(c, c.w * share, line + (c.h - line) * down, coat)
    c.wash((0, c.h * 0.86, c.w, c.h), c.tone("deep"), top=0.0, bottom=0.4)


def _square(c: Canvas, line: float) -> None:
    """A central pavilion between two wings, all of one stone."""
    tall = c.h * 0.24
    for side in (-1, 1):
        inner, outer = c.w * (0.5 + side * 0.13), c.w * (0.5 + side * 0.52)
        x0, x1 = sorted((inner, outer))
        _wing(c, (x0, line - tall, x1, line), 7)
        mansard(c, (x0, line - tall * 1.30, x1, line - tall), distance=0.14, dormers=6)
    x0, x1, top = c.w * 0.37, c.w * 0.63, line - tall * 1.10
    _wing(c, (x0, top, x1, line), 5)
    c.poly([(x0 + 40, top), (c.w * 0.5, top - tall * 0.30), (x1 - 40, top)], c.tone("limestone", 0.08))
    c.poly([(x0 + 96, top - 8), (c.w * 0.5, top - tall * 0.22), (x1 - 96, top - 8)], c.tone("stone", 0.12))
    c.disc(c.w * 0.5, top - tall * 0.09, 17, c.tone("paper"))
    c.line([(c.w * 0.5, top - tall * 0.09), (c.w * 0.5, top - tall * 0.14)], c.tone("ink"), 3)
    c.box(x0 - 8, top - 10, x1 + 8, top + 6, c.tone("limestone"))


def _wing(c: Canvas, box: tuple[float, float, float, float], bays: int) -> None:
    x0, y0, x1, y1 = box
    tall, bay = y1 - y0, (x1 - x0) / bays
    c.box(x0, y0, x1, y1, c.tone("limestone", 0.14))
    c.box(x0, y1 - tall * 0.36, x1, y1, c.tone("stone", 0.14))
    for n in range(bays):
        left = x0 + n * bay
        c.arch(left + bay * 0.24, y1 - tall * 0.32, left + bay * 0.76, y1, c.tone("shade", 0.1))
        window(c, (left + bay * 0.34, y0 + tall * 0.10, left + bay * 0.66, y0 + tall * 0.34), distance=0.12)
        window(c, (left + bay * 0.34, y0 + tall * 0.40, left + bay * 0.66, y0 + tall * 0.60), distance=0.12)
        c.box(left - 4, y0, left + 5, y1 - tall * 0.36, c.tone("paper", 0.2))
    c.box(x0 - 4, y0 - 6, x1 + 4, y0 + 8, c.tone("paper", 0.1))
    c.box(x0, y1 - tall * 0.385, x1, y1 - tall * 0.355, c.tone("paper", 0.1))


def _child(c: Canvas, x: float, y: float, coat: str) -> None:
    tall = 70 + 130 * (y - c.h * 0.58) / (c.h * 0.42)
    reflected = mix(c.tone(coat), c.light.sky[1], 0.5)
    c.poly(
        [
            (x - tall * 0.12, y),
            (x + tall * 0.12, y),
            (x + tall * 0.06, y + tall * 0.7),
            (x - tall * 0.06, y + tall * 0.7),
        ],
        veil(reflected, 0.55),
    )
    passer_by(c, x, y, tall, coat)
    for side in (-1, 1):
        c.line([(x, y - tall * 0.74), (x + side * tall * 0.24, y - tall * 0.88)], c.tone(coat), tall * 0.07)
    for n in range(3):
        c.ring(x, y, tall * (0.16 + 0.12 * n), veil(c.tone("paper"), 0.30 - 0.08 * n), 2.4)


def willow(c: Canvas) -> None:
    """The tip of the island, low on the water, under its weeping willow."""
    line = c.h * 0.56
    c.sky(line)
    c.sun(64)
    skyline(c, line - 6, c.h * 0.13, distance=0.50)
    c.box(0, line - 10, c.w, line, c.tone("shade", 0.4))
    c.mirror(line)
    c.wash((0, line, c.w, c.h), c.tone("river"), top=0.36, bottom=0.76)
    ripples(c, line, c.tone("foam"), count=150)
    _island(c)
    _weeping(c, c.w * 0.70, c.h * 0.72, c.h * 0.60)
    for share, coat in ((0.33, "awning"), (0.38, "ochre")):
        _sitting(c, c.w * share, c.h * 0.762, coat)


def _island(c: Canvas) -> None:
    tip = (c.w * 0.18, c.h * 0.80)
    c.poly([tip, (c.w * 0.44, c.h * 0.73), (c.w, c.h * 0.70), (c.w, c.h), (c.w * 0.62, c.h * 0.985)], c.tone("stone"))
    c.poly(
        [(c.w * 0.18, c.h * 0.80), (c.w * 0.62, c.h * 0.985), (c.w, c.h), (c.w, c.h * 1.1), (c.w * 0.6, c.h * 1.1)],
        c.tone("shade"),
    )
    c.poly(
        [
            (c.w * 0.27, c.h * 0.792),
            (c.w * 0.46, c.h * 0.745),
            (c.w, c.h * 0.722),
            (c.w, c.h * 0.93),
            (c.w * 0.66, c.h * 0.90),
        ],
        c.tone("leaf"),
    )
    c.poly(
        [
            (c.w * 0.40, c.h * 0.79),
            (c.w * 0.52, c.h * 0.765),
            (c.w, c.h * 0.75),
            (c.w, c.h * 0.82),
            (c.w * 0.62, c.h * 0.835),
        ],
        c.tone("lime"),
    )
    for n in range(5):
        c.line(
            [(c.w * (0.26 + n * 0.09), c.h * (0.835 + n * 0.036)), (c.w * (0.26 + n * 0.09), c.h * (0.88 + n * 0.036))],
            veil(DARK, 0.3),
            5,
        )


def _weeping(c: Canvas, x: float, base: float, tall: float) -> None:
    bark = c.tone("trunk")
    c.poly([(x - 34, base + 40), (x - 16, base - tall * 0.5), (x + 22, base - tall * 0.5), (x + 40, base + 40)], bark)
    for lean in (-0.34, -0.16, 0.2, 0.38):
        c.line([(x, base - tall * 0.42), (x + lean * tall * 0.7, base - tall * 0.72)], bark, 15)
    foliage(c, (x, base - tall * 0.84), (tall * 0.42, tall * 0.17), kinds=("moss", "moss", "leaf"))
    foliage(c, (x, base - tall * 0.72), (tall * 0.50, tall * 0.15), kinds=("moss", "moss", "moss"))
    for n, at in enumerate(steps(-0.54, 0.54, 130)):
        head = base - tall * (0.96 - 0.95 * at * at) + c.chance.uniform(-6, 60)
        long = tall * c.chance.uniform(0.30, 0.80) * (1.08 - 0.55 * abs(at))
        sway = c.chance.uniform(8, 26)
        strand = [(x + at * tall * 0.98 + sway * math.sin(t * 2.6), head + long * t) for t in steps(0, 1, 8)]
        hue = mix(c.tone(("moss", "leaf", "lime", "leaf")[n % 4]), c.tone("gold"), c.chance.uniform(0, 0.2))
        c.line(strand, hue, c.chance.uniform(7, 12))


def _sitting(c: Canvas, x: float, y: float, coat: str) -> None:
    c.poly([(x - 22, y), (x - 18, y - 58), (x + 16, y - 58), (x + 22, y)], c.tone(coat))
    c.line([(x - 8, y - 4), (x - 36, y + 8), (x - 40, y + 44)], c.tone("ink"), 13)
    c.disc(x, y - 76, 17, c.tone("skin"))
    c.arch(x - 18, y - 95, x + 18, y - 76, c.tone("trunk"), 18)
