"""What a city's map is made of: refused when it is handed in, so that no page breaks on it later."""

from collections.abc import Callable, Mapping

from flaneur.core.errors import Unfit
from flaneur.core.words import gettext_noop as _

WORDS = ("code", "name", "short")


def check_map(collection: object) -> None:
    """Raises `Unfit`, naming the feature, for anything but a GeoJSON FeatureCollection (RFC 7946) in WGS 84 degrees
    whose features are areas, each of them scenery with a `role` or a district (core.geo)."""
    is_collection = isinstance(collection, Mapping) and collection.get("type") == "FeatureCollection"
    features = collection.get("features") if isinstance(collection, Mapping) and is_collection else None
    if not isinstance(features, list):
        raise Unfit(_("This is no GeoJSON FeatureCollection."))
    for number, feature in enumerate(features, start=1):
        if flaw := _flaw(feature):
            raise Unfit(_("Feature %(number)d has no usable “%(part)s”."), number=number, part=flaw)


def _flaw(feature: object) -> str:
    """Which part of a feature cannot be used; empty for a good one."""
    properties = feature.get("properties") if isinstance(feature, Mapping) else None
    if not isinstance(feature, Mapping) or not isinstance(properties, Mapping):
        return "properties"
    if not _is_area(feature.get("geometry")):
        return "geometry"
    if "role" in properties:
        return ""
    nameless = [word for word in WORDS if not isinstance(properties.get(word), str) or not properties[word].strip()]
    return next(iter(nameless), "" if _is_position(properties.get("centre")) else "centre")


def _is_area(geometry: object) -> bool:
    if not isinstance(geometry, Mapping):
        return False
    coordinates = geometry.get("coordinates")
    polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}.get(str(geometry.get("type")))
    return _is_list_of(polygons, lambda rings: _is_list_of(rings, _is_ring))


def _is_ring(ring: object) -> bool:
    """Positions that enclose something: more than one longitude, more than one latitude."""
    if not isinstance(ring, list) or not _is_list_of(ring, _is_position):
        return False
    return all(len({position[axis] for position in ring}) > 1 for axis in (0, 1))


def _is_position(position: object) -> bool:
    if not isinstance(position, list) or len(position) < 2:
        return False
    lon, lat = position[:2]
    return _is_within(lon, 180) and _is_within(lat, 90)


def _is_within(degrees: object, most: float) -> bool:
    return isinstance(degrees, int | float) and abs(degrees) <= most


def _is_list_of(value: object, is_one: Callable[[object], bool]) -> bool:
    return isinstance(value, list) and bool(value) and all(map(is_one, value))
