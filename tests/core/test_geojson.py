"""A city's map is whole, or its flaw is named."""

from copy import deepcopy

import pytest

from flaneur.core.errors import Unfit
from flaneur.core.geojson import check_map
from tests.ground import square, two_districts

WATER = {"type": "Feature", "properties": {"role": "water"}, "geometry": square(2.2, 48.8, 2.3, 48.81)}


def test_districts_islands_and_scenery_are_a_map():
    collection = two_districts()
    first = collection["features"][0]["geometry"]
    first.update(
        type="MultiPolygon", coordinates=[first["coordinates"], square(2.25, 48.7, 2.26, 48.71)["coordinates"]]
    )
    collection["features"].append(WATER)
    check_map(collection)


@pytest.mark.parametrize(
    "other", [[], ["a"], "map", None, {"type": "Feature"}, {"type": "FeatureCollection", "features": {}}]
)
def test_what_is_no_collection_is_refused(other):
    with pytest.raises(Unfit, match="no GeoJSON FeatureCollection"):
        check_map(other)


def _without(name):
    return lambda feature: feature["properties"].pop(name)


def _with(name, value):
    return lambda feature: feature["properties"].__setitem__(name, value)


def _at(*coordinates, kind="Polygon"):
    return lambda feature: feature.__setitem__("geometry", {"type": kind, "coordinates": list(coordinates)})


@pytest.mark.parametrize(
    ("part", "spoil"),
    [
        ("code", _without("code")),
        ("name", _with("name", "  ")),
        ("short", _with("short", 1)),
        ("centre", _without("centre")),
        ("centre", _with("centre", [2.3, "48.8"])),
        ("centre", _with("centre", [float("nan"), 48.8])),
        ("properties", lambda feature: feature.pop("properties")),
        ("geometry", lambda feature: feature.__setitem__("geometry", None)),
        ("geometry", _at([[2.3, 48.8], [2.4, 48.9]], kind="LineString")),
        ("geometry", _at()),
        ("geometry", _at([])),
        ("geometry", _at([[2.3, 48.8], [2.3, 48.9], [2.3, 48.8]])),
        ("geometry", _at([[652000.0, 6862000.0], [653000.0, 6863000.0], [652000.0, 6863000.0]])),
        ("geometry", _at([[10**400, 48.8], [2.4, 48.9], [2.3, 48.8]])),
    ],
)
def test_a_district_with_a_flaw_is_named_with_its_part(part, spoil):
    collection = deepcopy(two_districts())
    spoil(collection["features"][1])
    with pytest.raises(Unfit) as refusal:
        check_map(collection)
    assert refusal.value.values == {"number": 2, "part": part}


def test_scenery_needs_an_area_and_nothing_else():
    lines = {**WATER, "geometry": {"type": "LineString", "coordinates": [[2.2, 48.8], [2.3, 48.9]]}}
    with pytest.raises(Unfit) as refusal:
        check_map({"type": "FeatureCollection", "features": [WATER, lines]})
    assert refusal.value.values == {"number": 2, "part": "geometry"}
