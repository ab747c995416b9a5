"""Maps: counted by district, each plate a link, the same in words below."""

import pytest

from flaneur.core.place import Discretion, Place
from flaneur.web.map import draw_city, draw_place
from tests import makers


def test_the_map_counts_finds_by_district_and_links_to_each(client, publish):
    publish("un")
    publish("deux", minutes=9)
    publish("ailleurs", place=Place("", 2.25, 48.85))
    publish("secret", discretion=Discretion.SECRET)
    page = client.get("/paris/en/map/")
    assert {shape.code: shape.count for shape in page.context["sheet"].shapes} == {"1e": 1, "2e": 2}
    assert 'href="/paris/en/?district=2e" aria-label="Bourse: 2 finds"' in page.text
    assert 'href="/paris/en/?district=1e#wall"' in page.text
    assert "Map: invented, none" in page.text


def test_a_city_without_geometry_says_so(client, db):
    makers.make_city("rouen", districts={})
    assert "This city has no map yet." in client.get("/rouen/en/map/").text


def test_coordinates_are_written_for_machines_whatever_the_language(client, city):
    page = client.get("/paris/fr/map/")
    height = page.context["sheet"].height
    assert height != int(height)
    assert f'viewBox="0 0 1000.0 {height}"' in page.text


def test_a_plate_is_never_smaller_than_a_finger_where_it_is_shown(city):
    """Plates appear from 672 pixels of width on (public.css); the sheet is 1000 units wide."""
    sheet = draw_city(city, {"1e": 1})
    (shape,) = sheet.touched
    assert min(shape.plate.width, shape.plate.height) * 672 / sheet.width >= 24


@pytest.mark.parametrize("discretion", [Discretion.SECRET, Discretion.DISTRICT])
def test_no_point_is_drawn_for_a_place_without_one(city, discretion):
    assert draw_place(city, Place(), discretion) is None
    sheet = draw_place(city, Place(district="2e"), Discretion.DISTRICT)
    assert sheet.here is None
    assert [shape.code for shape in sheet.shapes if shape.is_around] == ["2e"]
