"""A secret corner stays secret: what leaves the desk at each level of discretion."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flaneur.core.place import STREET_GRID, Discretion, Place, shown

COURT = Place("Cour Damoye", 2.371234, 48.853987, "75111")
LONGITUDES = st.floats(-180, 180)
LATITUDES = st.floats(-90, 90)


@pytest.mark.parametrize(
    ("discretion", "expected"),
    [
        (Discretion.EXACT, COURT),
        (Discretion.STREET, Place("Cour Damoye", 2.371, 48.854, "75111")),
        (Discretion.DISTRICT, Place(district="75111")),
        (Discretion.SECRET, Place()),
    ],
)
def test_each_level_shows_its_part_of_a_place(discretion, expected):
    assert shown(COURT, discretion) == expected


@pytest.mark.parametrize("discretion", Discretion)
def test_a_place_without_a_point_never_gets_one(discretion):
    place = shown(Place("Quelque part", district="75111"), discretion)
    assert (place.lon, place.lat) == (None, None)


def test_a_street_without_a_point_is_shown_by_its_name():
    named = Place("Rue des Thermopyles", district="75114")
    assert shown(named, Discretion.STREET) == named


@given(LONGITUDES, LATITUDES)
def test_at_street_level_a_point_is_moved_by_half_a_step_at_most(lon, lat):
    moved = shown(Place("", lon, lat), Discretion.STREET)
    assert abs(moved.lon - lon) <= STREET_GRID / 2 + 1e-6
    assert abs(moved.lat - lat) <= STREET_GRID / 2 + 1e-6


@given(LONGITUDES, LATITUDES)
def test_a_point_shown_at_street_level_betrays_no_more_than_the_grid(lon, lat):
    """Neighbours become one point, and showing it again moves it no further."""
    once = shown(Place("", lon, lat), Discretion.STREET)
    assert shown(once, Discretion.STREET) == once
    assert once.lon == round(once.lon, 3)
    assert once.lat == round(once.lat, 3)


@given(LONGITUDES, LATITUDES, st.sampled_from([Discretion.DISTRICT, Discretion.SECRET]))
def test_no_point_and_no_name_leave_above_street_level(lon, lat, discretion):
    place = shown(Place("Cour Damoye", lon, lat, "75111"), discretion)
    assert (place.name, place.lon, place.lat) == ("", None, None)
