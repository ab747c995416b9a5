"""The inner courtyard, and the washing that hangs in it."""

from flaneur.demo.scenes.canvas import Canvas, steps
from flaneur.demo.scenes.light import mix, veil
from flaneur.demo.scenes.props import DARK, foliage, lantern, mansard, pot, window


def courtyard(c: Canvas) -> None:
    """An inner court: washing between the walls, ivy, a bicycle, a square of sky cut to measure."""
    end = (c.w * 0.27, c.h * 0.10, c.w * 0.73, c.h * 0.70)
    c.sky()
    for side, material in ((0.0, "limestone"), (c.w, "stone")):
        inner = end[0] if side == 0 else end[2]
        c.poly(
            [(side, -c.h * 0.25), (inner, end[1]), (inner, end[3]), (side, c.h * 1.0)],
            mix(c.tone(material), DARK, 0.14 if side else 0.0),
        )
        _court_windows(c, side, inner, end)
    c.box(*end, c.tone("ochre", 0.12))
    _back_wall(c, end)
    c.poly([(end[0], end[3]), (end[2], end[3]), (c.w, c.h), (0, c.h)], c.tone("pavement"))
    for s in steps(0, 1, 9):
        y = end[3] + (c.h - end[3]) * s**1.6
        half = (end[2] - end[0]) / 2 + (c.w - end[2] + end[0]) / 2 * s**1.6
        c.line([(c.w / 2 - half, y), (c.w / 2 + half, y)], veil(c.tone("asphalt"), 0.45), 3)
    for n in range(-6, 7):
        c.line(
            [(c.w * 0.5 + n * c.w * 0.038, end[3]), (c.w * 0.5 + n * c.w * 0.09, c.h)], veil(c.tone("asphalt"), 0.35), 3
        )
    for share, drop in ((0.16, 0.05), (0.34, 0.08), (0.52, 0.05)):
        _washing(c, c.h * share, drop)
    for at, size in (
        ((c.w * 0.03, c.h * 0.66), (120, 250)),
        ((c.w * 0.97, c.h * 0.50), (110, 200)),
        ((c.w * 0.285, c.h * 0.58), (46, 120)),
    ):
        foliage(c, at, size)
    for share in (0.10, 0.17, 0.86):
        pot(c, c.w * share, c.h * 0.95, 1.9)


def _court_windows(c: Canvas, side: float, inner: float, end: tuple[float, float, float, float]) -> None:
    for row in range(3):
        for near, far in ((0.20, 0.44), (0.62, 0.80)):
            corners = []
            for y, depth in (
                (0.05 + row * 0.29, near),
                (0.05 + row * 0.29, far),
                (0.22 + row * 0.29, far),
                (0.22 + row * 0.29, near),
            ):
                x = side + (inner - side) * depth
                low, high = -c.h * 0.25 + (end[1] + c.h * 0.25) * depth, c.h + (end[3] - c.h) * depth
                corners.append((x, low + (high - low) * (y + 0.06)))
            c.poly(corners, c.lamp())
            c.line([*corners, corners[0]], c.tone("paper"), 7)
            mid = [
                ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in ((corners[0], corners[1]), (corners[3], corners[2]))
            ]
            c.line(mid, c.tone("paper"), 5)


def _back_wall(c: Canvas, end: tuple[float, float, float, float]) -> None:
    x0, y0, x1, y1 = end
    wide, tall = x1 - x0, y1 - y0
    mansard(c, (x0 - 6, y0 - 76, x1 + 6, y0 + 6), distance=0.12, dormers=3)
    for row in range(3):
        for n in range(3):
            x, y = x0 + wide * (n + 0.5) / 3, y0 + tall * (0.07 + row * 0.24)
            window(c, (x - 36, y, x + 36, y + tall * 0.16), distance=0.08, shutter="wagon")
    c.arch(x0 + wide * 0.40, y1 - tall * 0.25, x0 + wide * 0.60, y1, c.tone("paper"))
    c.arch(x0 + wide * 0.42, y1 - tall * 0.235, x0 + wide * 0.58, y1, c.tone("plaque"))
    lantern(c, x0 + wide * 0.68, y1 - tall * 0.22, 17)


def _washing(c: Canvas, y: float, drop: float) -> None:
    span = [(c.w * s, y + c.h * drop * (1 - (2 * s - 1) ** 2)) for s in steps(0.08, 0.92, 30)]
    c.line(span, c.tone("ink"), 3)
    n = c.chance.randint(2, 4)
    while n < len(span) - 4:
        (x, top), colour = (
            span[n],
            c.tone(c.chance.choice(("paper", "awning", "foam", "rose", "plaque", "gold", "paper"))),
        )
        wide, long = c.chance.uniform(52, 110), c.chance.uniform(76, 130)
        c.poly(
            [
                (x, top),
                (x + wide, top + 3),
                (x + wide + 5, top + long),
                (x + wide * 0.5, top + long + 9),
                (x - 3, top + long),
            ],
            colour,
        )
        c.poly(
            [(x + wide * 0.7, top), (x + wide, top + 3), (x + wide + 5, top + long), (x + wide * 0.72, top + long)],
            mix(colour, DARK, 0.12),
        )
        n += round(wide / c.w * 36) + 2
