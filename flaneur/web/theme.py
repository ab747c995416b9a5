"""A city's theme: its colours as custom properties, served as a stylesheet because nothing may be inline."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2s

from flaneur.models import City

HOUSE_COLOURS: Mapping[str, tuple[str, str]] = {
    "paper": ("#f6f0e4", "#0f1620"),
    "card": ("#fffdf8", "#18212d"),
    "ink": ("#1b2430", "#f3ecdf"),
    "muted": ("#566270", "#a9b3bf"),
    "plaque": ("#14396b", "#9cc3f0"),
    "wagon": ("#1f4a3a", "#8fd0b3"),
    "awning": ("#a8371f", "#ff9a80"),
    "gold": ("#8a6414", "#e7c06a"),
    "zinc": ("#d9dee2", "#2a3644"),
    "land": ("#e8dfcc", "#1c2733"),
    "touched": ("#dcc99e", "#31445a"),
    "water": ("#a5c8dd", "#28485f"),
}
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}")
_TOKEN = re.compile(r"[a-z][a-z-]*")


@dataclass(frozen=True, slots=True)
class Theme:
    """`version` changes with the colours only, so that a browser may keep the stylesheet for good."""

    version: str
    stylesheet: str
    paper: tuple[str, str]
    enamel: str
    rim: str


def theme_of(city: City | None) -> Theme:
    """The house's colours with the city's own over them; what is no plain colour is left out."""
    colours = {**HOUSE_COLOURS, **(_own_colours(city) if city else {})}
    properties = "".join(_properties(*item) for item in colours.items())
    stylesheet = f"@layer tokens{{:root{{{properties}}}}}"
    version = blake2s(stylesheet.encode(), digest_size=6).hexdigest()
    return Theme(version, stylesheet, colours["paper"], enamel=colours["plaque"][0], rim=colours["wagon"][0])


def _own_colours(city: City) -> dict[str, tuple[str, str]]:
    pairs = {token: tuple(pair) for token, pair in city.colours.items() if _TOKEN.fullmatch(token)}
    return {token: (pair[0], pair[1]) for token, pair in pairs.items() if len(pair) == 2 and all(map(_is_colour, pair))}


def _is_colour(value: object) -> bool:
    return isinstance(value, str) and _COLOUR.fullmatch(value) is not None


def _properties(token: str, pair: tuple[str, str]) -> str:
    """The token in both schemes, and its light half alone: enamel keeps its colour in the dark."""
    light, dark = pair
    return f"--{token}:light-dark({light},{dark});--{token}-light:{light};"
