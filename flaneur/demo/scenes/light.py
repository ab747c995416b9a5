"""The four lights of the day and what each does to the colour of a thing."""

from dataclasses import dataclass
from enum import StrEnum

RGB = tuple[int, int, int]
RGBA = tuple[int, int, int, int]


class Hour(StrEnum):
    """When a scene is seen."""

    DAWN = "dawn"
    NOON = "noon"
    DUSK = "dusk"
    NIGHT = "night"


def rgb(code: str) -> RGB:
    """`#rrggbb` as numbers."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def mix(first: RGB, second: RGB, share: float) -> RGB:
    """The colour lying `share` of the way from the first to the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def veil(colour: RGB, opacity: float) -> RGBA:
    """The colour as a translucent glaze."""
    return (*colour, round(255 * opacity))


@dataclass(frozen=True, slots=True)
class Light:
    """Sky (top, middle, horizon), the tint laid over every material, the haze of distance, the disc and its place."""

    sky: tuple[RGB, RGB, RGB]
    tint: RGB
    strength: float
    haze: RGB
    disc: RGB
    disc_at: tuple[float, float]
    lit: float

    def on(self, material: str, distance: float = 0.0) -> RGB:
        """The material's colour in this light, `distance` (0 near, 1 horizon) away."""
        return mix(mix(MATERIALS[material], self.tint, self.strength), self.haze, distance)


MATERIALS = {
    name: rgb(code)
    for name, code in {
        "paper": "#fbf4e6",
        "limestone": "#f0e1c4",
        "stone": "#dcc7a1",
        "shade": "#b39a77",
        "zinc": "#8e9dad",
        "slate": "#5f7081",
        "lead": "#45535f",
        "brick": "#b5613f",
        "terracotta": "#d98a5b",
        "rose": "#e3a59a",
        "ochre": "#e0b25c",
        "gold": "#d9a441",
        "awning": "#b23a24",
        "wine": "#7c2a3d",
        "wagon": "#1f4a3a",
        "leaf": "#4f8a4a",
        "moss": "#2f6640",
        "lime": "#93b454",
        "sage": "#9db59a",
        "trunk": "#5b4636",
        "river": "#4d7f8f",
        "deep": "#2c5568",
        "foam": "#a9cfd2",
        "plaque": "#1d4a86",
        "sky": "#8fb9d6",
        "ink": "#1c2530",
        "asphalt": "#6d6a6c",
        "pavement": "#bdb0a0",
        "sand": "#d8c29a",
        "skin": "#c98f6b",
        "glass": "#7f98a8",
    }.items()
}

LAMP = rgb("#ffd27a")

LIGHTS = {
    Hour.DAWN: Light(
        sky=(rgb("#8d9fc4"), rgb("#f0b795"), rgb("#fde3b8")),
        tint=rgb("#e79a72"),
        strength=0.20,
        haze=rgb("#f6c6a0"),
        disc=rgb("#fff3d2"),
        disc_at=(0.30, 0.40),
        lit=0.28,
    ),
    Hour.NOON: Light(
        sky=(rgb("#6ba6d3"), rgb("#a9d0e4"), rgb("#e6f0e6")),
        tint=rgb("#fff0cf"),
        strength=0.06,
        haze=rgb("#cfe2e6"),
        disc=rgb("#fff8df"),
        disc_at=(0.78, 0.17),
        lit=0.06,
    ),
    Hour.DUSK: Light(
        sky=(rgb("#2e3468"), rgb("#a4567c"), rgb("#f79d66")),
        tint=rgb("#5a2f62"),
        strength=0.36,
        haze=rgb("#d27a6c"),
        disc=rgb("#ffdf9e"),
        disc_at=(0.66, 0.44),
        lit=0.55,
    ),
    Hour.NIGHT: Light(
        sky=(rgb("#0c1631"), rgb("#1f3160"), rgb("#46568c")),
        tint=rgb("#13204a"),
        strength=0.60,
        haze=rgb("#33457d"),
        disc=rgb("#f8eecd"),
        disc_at=(0.72, 0.20),
        lit=0.62,
    ),
}
