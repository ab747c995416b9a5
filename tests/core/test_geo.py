"""Districts, holes and islands, and the way from degrees to a sheet of paper and back."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flaneur.core.geo import District, district_at, districts, polygons, projection, scenery


def ring(west, south, east, north):
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def district(code, geometry):
    return feature(geometry, code=code, name=f"District {code}", short=code, centre=[2.0, 48.0])


def collection(*features):
    return {"type": "FeatureCollection", "features": list(features)}


WITH_A_PARK = {"type": "Polygon", "coordinates": [ring(0, 0, 10, 10), ring(4, 4, 6, 6)]}
THE_PARK = {"type": "Polygon", "coordinates": [ring(4, 4, 6, 6)]}
TWO_ISLANDS = {
    "type": "MultiPolygon",
    "coordinates": [[ring(20, 0, 22, 2)], [ring(24, 0, 26, 2), ring(24.5, 0.5, 25, 1)]],
}
RIVER = {"type": "Polygon", "coordinates": [ring(0, 12, 30, 13)]}
CITY = collection(
    district("town", WITH_A_PARK),
    district("park", THE_PARK),
    district("isles", TWO_ISLANDS),
    feature(RIVER, role="water"),
)


@pytest.mark.parametrize(
    ("lon", "lat", "code"),
    [
        (1, 1, "town"),
        (5, 5, "park"),  # the hole in the town
        (4.01, 5.99, "park"),
        (3.99, 5, "town"),
        (21, 1, "isles"),
        (25.5, 1.5, "isles"),
        (24.7, 0.7, None),  # the lagoon of the second island
        (23, 1, None),  # the strait between them
        (5, 12.5, None),  # scenery is no district
        (-1, 5, None),
        (5, 11, None),
    ],
)
def test_a_point_lies_in_one_district_or_in_none(lon, lat, code):
    found = district_at(CITY, lon, lat)
    assert (found and found.code) == code


def test_a_point_on_a_shared_border_lies_in_exactly_one_of_the_two():
    left = {"type": "Polygon", "coordinates": [ring(0, 0, 1, 1)]}
    right = {"type": "Polygon", "coordinates": [ring(1, 0, 2, 1)]}
    pair = [collection(district("left", left)), collection(district("right", right))]
    assert [bool(district_at(side, 1, 0.5)) for side in pair].count(True) == 1


def test_a_ring_may_be_left_open():
    triangle = {"type": "Polygon", "coordinates": [[[0, 0], [4, 0], [0, 4]]]}
    assert district_at(collection(district("t", triangle)), 1, 1).code == "t"
    assert district_at(collection(district("t", triangle)), 3, 3) is None


def test_an_altitude_changes_nothing():
    high = {"type": "Polygon", "coordinates": [[[0, 0, 35.0], [4, 0, 35.0], [0, 4, 35.0], [0, 0, 35.0]]]}
    assert district_at(collection(district("h", high)), 1, 1).code == "h"


def test_districts_and_scenery_are_told_apart_by_their_role():
    assert [d.code for d in districts(CITY)] == ["town", "park", "isles"]
    assert scenery(CITY, "water") == (RIVER,)
    assert scenery(CITY, "rail") == ()
    assert districts(CITY)[0] == District("town", "District town", "town", (2.0, 48.0), WITH_A_PARK)


def test_a_city_without_geometry_has_no_districts():
    assert districts({}) == ()
    assert scenery({}, "water") == ()
    assert district_at({}, 2.3, 48.8) is None


def test_only_areas_have_polygons():
    assert len(list(polygons(TWO_ISLANDS))) == 2
    assert list(polygons({"type": "Point", "coordinates": [2, 48]})) == []


def test_a_sheet_has_its_width_its_margin_and_the_proportions_of_the_latitude():
    square = {"type": "Polygon", "coordinates": [ring(2.0, 48.0, 2.1, 48.1)]}
    sheet = projection([square], width=500, margin=10)
    assert sheet.width == 500
    assert sheet.point(2.0, 48.1) == (10, 10)
    x, y = sheet.point(2.1, 48.0)
    assert x == 490
    assert y == pytest.approx(10 + 480 / math.cos(math.radians(48.05)), abs=0.1)
    assert sheet.height == pytest.approx(y + 10, abs=0.1)


def test_a_path_closes_each_ring():
    sheet = projection([THE_PARK], width=120, margin=10)
    assert sheet.path(THE_PARK) == "M10,110.4 110,110.4 110,10 10,10 10,110.4Z"
    assert sheet.path(TWO_ISLANDS).count("M") == sheet.path(TWO_ISLANDS).count("Z") == 3


def test_nothing_cannot_be_projected():
    with pytest.raises(ValueError, match="min"):
        projection([], width=500)


@given(st.floats(2.2, 2.5), st.floats(48.8, 48.9))
def test_a_point_on_the_sheet_comes_back_to_where_it_was(lon, lat):
    """Within the sheet's own tenth of a unit: some two metres for Paris on 1000 units."""
    sheet = projection([{"type": "Polygon", "coordinates": [ring(2.2, 48.8, 2.5, 48.9)]}], width=1000)
    back_lon, back_lat = sheet.degrees(*sheet.point(lon, lat))
    assert abs(back_lon - lon) <= 0.05 / sheet.scale_x + 1e-9
    assert abs(back_lat - lat) <= 0.05 / sheet.scale_y + 1e-9


@given(st.floats(-5, 35), st.floats(-5, 15))
def test_no_point_lies_in_two_districts(lon, lat):
    assert sum(district_at(collection(f), lon, lat) is not None for f in CITY["features"][:3]) <= 1
