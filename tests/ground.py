"""Invented ground for a city to stand on, as GeoJSON."""

from typing import Any


def square(west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def two_districts() -> dict[str, Any]:
    def district(code: str, name: str, west: float) -> dict[str, Any]:
        properties = {"code": code, "name": name, "short": code, "centre": [west + 0.05, 48.85]}
        return {"type": "Feature", "properties": properties, "geometry": square(west, 48.8, west + 0.1, 48.9)}

    return {
        "type": "FeatureCollection",
        "source": "invented",
        "licence": "none",
        "features": [district("1e", "Louvre", 2.2), district("2e", "Bourse", 2.3)],
    }
