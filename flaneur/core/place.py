"""How precisely a place is shown: the guest keeps a secret corner secret."""

from dataclasses import dataclass
from enum import StrEnum

STREET_GRID = 0.001
"""Degrees. A place shown at street level is moved to this grid: 111 m north-south, about 75 m east-west in France."""


class Discretion(StrEnum):
    EXACT = "exact"
    STREET = "street"
    DISTRICT = "district"
    SECRET = "secret"


@dataclass(frozen=True, slots=True)
class Place:
    """What the guest gave: a name, a point (WGS 84 degrees) and the district it lies in."""

    name: str = ""
    lon: float | None = None
    lat: float | None = None
    district: str = ""


def shown(place: Place, discretion: Discretion) -> Place:
    """The part of a place that may leave the desk."""
    if discretion is Discretion.SECRET:
        return Place()
    if discretion is Discretion.DISTRICT:
        return Place(district=place.district)
    if discretion is Discretion.EXACT or place.lon is None or place.lat is None:
        return place
    return Place(place.name, _on_grid(place.lon), _on_grid(place.lat), place.district)


def _on_grid(degrees: float) -> float:
    return round(round(degrees / STREET_GRID) * STREET_GRID, 6)
