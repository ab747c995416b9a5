"""A large sheet on which the scenes are cut out, twice as fine as the picture that leaves it."""

import math
from collections.abc import Sequence
from random import Random

from PIL import Image, ImageChops, ImageDraw

from flaneur.demo.scenes.light import LAMP, RGB, RGBA, Light, mix, veil

Colour = RGB | RGBA
Point = tuple[float, float]

FINE = 2  # drawn this many times larger, then averaged: Pillow's shapes have hard edges
SHORT_SIDE = 1000.0  # every scene is drawn in units of a thousandth of its short side
GRAIN = 256


class Canvas:
    """Shapes in units (`w` x `h`, the short side is 1000), a light, and the seed's own chance."""

    def __init__(self, size: tuple[int, int], *, light: Light, seed: int) -> None:
        self.k = FINE * min(size) / SHORT_SIDE
        self.w, self.h = (FINE * side / self.k for side in size)
        self.light = light
        self.chance = Random(seed)
        self.sheet = Image.new("RGB", (size[0] * FINE, size[1] * FINE), light.haze)
        self._ink = ImageDraw.Draw(self.sheet)
        self._glaze = ImageDraw.Draw(self.sheet, "RGBA")

    def tone(self, material: str, distance: float = 0.0) -> RGB:
        return self.light.on(material, distance)

    def lamp(self) -> RGB:
        """A window pane: lit or dark, as the hour would have it."""
        if self.chance.random() < self.light.lit:
            return mix(LAMP, self.light.tint, self.chance.uniform(0.0, 0.25))
        return mix(self.tone("glass"), self.tone("lead"), self.chance.uniform(0.2, 0.7))

    def poly(self, points: Sequence[Point], fill: Colour) -> None:
        self._pen(fill).polygon(self._pixels(points), fill=fill)

    def box(self, x0: float, y0: float, x1: float, y1: float, fill: Colour, round_: float = 0.0) -> None:
        corners = (*self._pixel(x0, y0), *self._pixel(x1, y1))
        if round_:
            self._pen(fill).rounded_rectangle(corners, radius=round_ * self.k, fill=fill)
        else:
            self._pen(fill).rectangle(corners, fill=fill)

    def disc(self, x: float, y: float, rx: float, fill: Colour, ry: float | None = None) -> None:
        tall = rx if ry is None else ry
        self._pen(fill).ellipse((*self._pixel(x - rx, y - tall), *self._pixel(x + rx, y + tall)), fill=fill)

    def line(self, points: Sequence[Point], fill: Colour, width: float) -> None:
        self._pen(fill).line(self._pixels(points), fill=fill, width=max(1, round(width * self.k)), joint="curve")

    def ring(self, x: float, y: float, r: float, fill: Colour, width: float) -> None:
        corners = (*self._pixel(x - r, y - r), *self._pixel(x + r, y + r))
        self._pen(fill).ellipse(corners, outline=fill, width=max(1, round(width * self.k)))

    def arch(self, x0: float, y0: float, x1: float, y1: float, fill: Colour, rise: float | None = None) -> None:
        """An opening with a round (or, with `rise`, flattened or pointed) head, standing on y1."""
        half = (x1 - x0) / 2
        head = half if rise is None else rise
        curve = [(x0 + half - half * math.cos(a), y0 + head - head * math.sin(a)) for a in steps(0, math.pi, 24)]
        self.poly([(x0, y1), *curve, (x1, y1)], fill)

    def fade(self, box: tuple[float, float, float, float], colours: Sequence[RGB]) -> None:
        """A vertical gradient through the colours, filling the box."""
        left, top, right, bottom = self._area(box)
        column = Image.new("RGB", (1, bottom - top))
        column.putdata([_between(colours, row / (bottom - top)) for row in range(bottom - top)])
        self.sheet.paste(column.resize((right - left, bottom - top), Image.Resampling.NEAREST), (left, top))

    def sky(self, horizon: float | None = None) -> None:
        self.fade((0, 0, self.w, self.h if horizon is None else horizon), self.light.sky)

    def sun(self, radius: float = 62, at: Point | None = None) -> Point:
        """The disc of the hour with its halo; reasons where it stands."""
        rx, ry = at or self.light.disc_at
        x, y = rx * self.w, ry * self.h
        self.glow(x, y, radius * 4.6, self.light.disc, 0.42)
        self.disc(x, y, radius, self.light.disc)
        return x, y

    def glow(self, x: float, y: float, r: float, colour: RGB, strength: float) -> None:
        side = max(2, round(2 * r * self.k))
        falling = Image.radial_gradient("L").resize((side, side), Image.Resampling.BILINEAR)
        halo = falling.point([round(max(0, 255 - 1.42 * v) * strength * max(0, 1 - v / 180)) for v in range(256)])
        left, top = (round(v) for v in self._pixel(x - r, y - r))
        self.sheet.paste(colour, (left, top), halo)

    def wash(self, box: tuple[float, float, float, float], colour: RGB, *, top: float, bottom: float) -> None:
        """A glaze whose opacity changes from top to bottom: mist, shadow, evening."""
        left, upper, right, lower = self._area(box)
        ramp = Image.linear_gradient("L").resize((right - left, lower - upper), Image.Resampling.BILINEAR)
        self.sheet.paste(colour, (left, upper), ramp.point([round(255 * top + (bottom - top) * v) for v in range(256)]))

    def mirror(self, y: float, *, squash: float = 1.0) -> None:
        """Reflect what stands above the line into what lies under it."""
        line, low = round(y * self.k), self.sheet.height
        source = max(0, line - round((low - line) / squash))
        above = self.sheet.crop((0, source, self.sheet.width, line)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
        self.sheet.paste(above.resize((self.sheet.width, low - line), Image.Resampling.BILINEAR), (0, line))

    def finish(self) -> Image.Image:
        """The picture at its own size, with a little grain."""
        picture = self.sheet.reduce(FINE)
        speck = Image.frombytes("L", (GRAIN, GRAIN), self.chance.randbytes(GRAIN * GRAIN))
        speck = speck.point([125 + v // 37 for v in range(256)])
        grain = Image.new("L", picture.size)
        for left in range(0, picture.width, GRAIN):
            for top in range(0, picture.height, GRAIN):
                grain.paste(speck, (left, top))
        return ImageChops.add(picture, Image.merge("RGB", (grain,) * 3), scale=1, offset=-128)

    def _pen(self, fill: Colour) -> ImageDraw.ImageDraw:
        return self._glaze if len(fill) == 4 else self._ink

    def _pixel(self, x: float, y: float) -> Point:
        return x * self.k, y * self.k

    def _pixels(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self.k, y * self.k) for x, y in points]

    def _area(self, box: tuple[float, float, float, float]) -> tuple[int, int, int, int]:
        left, top, right, bottom = (round(v * self.k) for v in box)
        return max(0, left), max(0, top), min(self.sheet.width, right), min(self.sheet.height, bottom)


def _between(colours: Sequence[RGB], share: float) -> RGB:
    place = share * (len(colours) - 1)
    return mix(colours[int(place)], colours[int(place) + 1], place % 1)


def steps(start: float, end: float, count: int) -> list[float]:
    """`count` + 1 numbers evenly spaced from start to end, both included."""
    return [start + (end - start) * i / count for i in range(count + 1)]


def shadow(colour: RGB = (18, 22, 40), opacity: float = 0.25) -> RGBA:
    return veil(colour, opacity)
