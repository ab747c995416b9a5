"""Maps as the templates draw them: a city on one sheet, or one district of it around a place; SVG, no tiles."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flaneur.core import geo
from flaneur.core.place import STREET_GRID, Discretion, Place
from flaneur.models import City

CITY_WIDTH, DISTRICT_WIDTH = 1000.0, 640.0
NEIGHBOURLY = 150.0
"""Room around a district, in units of the sheet: enough to recognise its neighbours by."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on the sheet."""

    x: float
    y: float
    width: float
    height: float

    @property
    def radius(self) -> float:
        return self.height / 2


@dataclass(frozen=True, slots=True)
class Shape:
    """A district on the sheet: its outline as SVG path data, its label's place, how many finds it holds."""

    code: str
    name: str
    short: str
    path: str
    x: float
    y: float
    count: int = 0
    is_around: bool = False

    @property
    def plate(self) -> Box:
        """What carries the label: it grows with the name, and a little with the finds."""
        height = 36.0 + min(self.count, 8)
        width = max(height, 18 + 10 * len(self.short))
        return Box(round(self.x - width / 2, 1), round(self.y - height / 2, 1), width, height)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a map template needs. `here` is a point to mark, `blur` its radius when only the street is told.

    `projection` turns a tap back into degrees (static/js reads its numbers from data attributes).
    """

    width: float
    height: float
    shapes: tuple[Shape, ...]
    water: tuple[str, ...]
    projection: geo.Projection
    credit: str
    here: tuple[float, float] | None = None
    blur: float = 0

    @property
    def touched(self) -> tuple[Shape, ...]:
        return tuple(shape for shape in self.shapes if shape.count)


def draw_city(city: City, counts: Mapping[str, int] | None = None) -> Sheet | None:
    """The whole city with the finds counted by district code; None for a city without geometry."""
    districts = geo.districts(city.districts)
    if not districts:
        return None
    plan = geo.projection((d.geometry for d in districts), width=CITY_WIDTH)
    shapes = tuple(_shape(plan, d, count=(counts or {}).get(d.code, 0)) for d in districts)
    return Sheet(plan.width, plan.height, shapes, _water(city, plan), plan, _credit(city))


def draw_place(city: City, place: Place, discretion: Discretion) -> Sheet | None:
    """The district around a place, with a point, a circle or a tint, as discretion allows; None for a secret."""
    districts = geo.districts(city.districts)
    around = next((d for d in districts if d.code == place.district), None)
    if around is None or discretion is Discretion.SECRET:
        return None
    plan = geo.projection([around.geometry], width=DISTRICT_WIDTH, margin=NEIGHBOURLY)
    shapes = tuple(_shape(plan, d, is_around=d is around) for d in districts if _is_on(plan, d.geometry))
    here = None if place.lon is None or place.lat is None else plan.point(place.lon, place.lat)
    blur = STREET_GRID * plan.scale_y if discretion is Discretion.STREET else 0
    return Sheet(plan.width, plan.height, shapes, _water(city, plan), plan, _credit(city), here, round(blur, 1))


def _shape(plan: geo.Projection, district: geo.District, *, count: int = 0, is_around: bool = False) -> Shape:
    x, y = plan.point(*district.centre)
    return Shape(district.code, district.name, district.short, plan.path(district.geometry), x, y, count, is_around)


def _water(city: City, plan: geo.Projection) -> tuple[str, ...]:
    return tuple(plan.path(g) for g in geo.scenery(city.districts, "water") if _is_on(plan, g))


def _is_on(plan: geo.Projection, geometry: Mapping[str, Any]) -> bool:
    """Whether the box around a geometry touches the sheet, or what a frame of another shape shows beside it."""
    points = [plan.point(*position[:2]) for position in _outer_positions(geometry)]
    across, down = [x for x, _ in points], [y for _, y in points]
    beside = plan.width / 2
    return (
        min(across) < plan.width + beside
        and max(across) > -beside
        and min(down) < plan.height + beside
        and max(down) > -beside
    )


def _outer_positions(geometry: Mapping[str, Any]) -> Iterable[geo.Position]:
    return (position for rings in geo.polygons(geometry) for position in rings[0])


def _credit(city: City) -> str:
    """The attribution its licence asks for (ODbL 4.3)."""
    return ", ".join(str(city.districts[key]) for key in ("source", "licence") if city.districts.get(key))
