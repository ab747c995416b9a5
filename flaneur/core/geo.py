"""Plane geometry on a city's scale: which district a point lies in, and how a map is drawn on paper."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Position = Sequence[float]
Ring = Sequence[Position]


@dataclass(frozen=True, slots=True)
class District:
    """A part of the city: its code ("75111"), name, what a plate has room for ("11e") and where its label stands."""

    code: str
    name: str
    short: str
    centre: tuple[float, float]
    geometry: Mapping[str, Any]


def districts(collection: Mapping[str, Any]) -> tuple[District, ...]:
    """The districts of a city's GeoJSON FeatureCollection; features with a `role` are scenery."""
    return tuple(
        District(
            code=str(feature["properties"]["code"]),
            name=feature["properties"]["name"],
            short=feature["properties"]["short"],
            centre=(feature["properties"]["centre"][0], feature["properties"]["centre"][1]),
            geometry=feature["geometry"],
        )
        for feature in collection.get("features", ())
        if "role" not in feature["properties"]
    )


def scenery(collection: Mapping[str, Any], role: str) -> tuple[Mapping[str, Any], ...]:
    """The geometries of the features with this role ("water")."""
    return tuple(f["geometry"] for f in collection.get("features", ()) if f["properties"].get("role") == role)


def district_at(collection: Mapping[str, Any], lon: float, lat: float) -> District | None:
    """The district a point lies in (WGS 84 degrees), or None outside the city."""
    return next((d for d in districts(collection) if _contains(d.geometry, lon, lat)), None)


def polygons(geometry: Mapping[str, Any]) -> Iterator[Sequence[Ring]]:
    """The polygons of a Polygon or MultiPolygon, each as its rings, the outer one first."""
    if geometry["type"] == "Polygon":
        yield geometry["coordinates"]
    elif geometry["type"] == "MultiPolygon":
        yield from geometry["coordinates"]


def _contains(geometry: Mapping[str, Any], lon: float, lat: float) -> bool:
    return any(
        _in_ring(rings[0], lon, lat) and not any(_in_ring(hole, lon, lat) for hole in rings[1:])
        for rings in polygons(geometry)
    )


def _in_ring(ring: Ring, lon: float, lat: float) -> bool:
    """Ray casting: a point is inside when a ray to the east crosses the ring an odd number of times."""
    inside = False
    x0, y0 = ring[-1][:2]
    for position in ring:
        x1, y1 = position[:2]
        if (y0 > lat) != (y1 > lat) and lon < (x1 - x0) * (lat - y0) / (y1 - y0) + x0:
            inside = not inside
        x0, y0 = x1, y1
    return inside


@dataclass(frozen=True, slots=True)
class Projection:
    """Equirectangular projection onto a sheet `width` units wide; good to a fraction of a percent on a city's scale."""

    west: float
    north: float
    scale_x: float
    scale_y: float
    width: float
    height: float

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        return round((lon - self.west) * self.scale_x, 1), round((self.north - lat) * self.scale_y, 1)

    def degrees(self, x: float, y: float) -> tuple[float, float]:
        return self.west + x / self.scale_x, self.north - y / self.scale_y

    def path(self, geometry: Mapping[str, Any]) -> str:
        """SVG path data of a Polygon or MultiPolygon."""
        return "".join(self._ring(ring) for rings in polygons(geometry) for ring in rings)

    def _ring(self, ring: Ring) -> str:
        points = " ".join(f"{x:g},{y:g}" for x, y in (self.point(*position[:2]) for position in ring))
        return f"M{points}Z"


def projection(geometries: Iterable[Mapping[str, Any]], *, width: float, margin: float = 10) -> Projection:
    """The projection that fits geometries on a sheet with a margin. Raises ValueError when there are none."""
    positions = [p for g in geometries for rings in polygons(g) for p in rings[0]]
    west, east = min(p[0] for p in positions), max(p[0] for p in positions)
    south, north = min(p[1] for p in positions), max(p[1] for p in positions)
    scale_x = (width - 2 * margin) / (east - west)
    scale_y = scale_x / math.cos(math.radians((south + north) / 2))
    height = (north - south) * scale_y + 2 * margin
    return Projection(west - margin / scale_x, north + margin / scale_y, scale_x, scale_y, width, round(height, 1))
