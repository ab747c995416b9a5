"""The install's own pages, the charter, the theme, and doors that lead nowhere."""

from datetime import timedelta

from django.utils import timezone

from flaneur.core.charter import Book
from flaneur.services.cities import publish_charter
from flaneur.web.theme import theme_of
from tests import makers


def test_the_home_lists_every_city_with_its_tag_and_its_enamel(client, city):
    makers.make_city(
        "nantes", colours={"plaque": ["#0b5a55", "#7fd0c8"]}, tagline={"fr": "Un fleuve.", "en": "A river."}
    )
    page = client.get("/")
    assert '<a href="/paris/fr/">' in page.text
    assert "#NantesJeTaime" in page.text
    assert 'fill="#0b5a55"' in page.text
    assert "Un fleuve." in page.text


def test_the_home_names_who_speaks_today(client, city, guest, other_city):
    today = timezone.now()
    makers.make_residency(guest, today - timedelta(days=1), today + timedelta(days=1))
    page = client.get("/", headers={"accept-language": "en"})
    assert [(city.name, guest and guest.name) for city, _, guest in page.context["cities"]] == [
        ("Nantes", None),
        ("Paris", "Léa"),
    ]
    assert "Today Léa" in page.text


def test_an_install_without_a_city_says_how_to_add_one(client, db):
    assert "No city yet." in client.get("/", headers={"accept-language": "en"}).text


def test_the_language_of_the_home_is_chosen_by_a_button(client, city):
    client.post("/language", {"language": "en", "next": "/"})
    page = client.get("/")
    assert '<html lang="en">' in page.text
    assert '<a href="/paris/en/">' in page.text


def test_health_answers_in_one_word(client, db):
    answer = client.get("/health")
    assert (answer.status_code, answer.content, answer["Content-Type"]) == (200, b"ok\n", "text/plain")


def test_a_dead_end_shows_the_way_back(client, city):
    inside, outside = client.get("/paris/fr/impasse/"), client.get("/impasse/")
    assert (inside.status_code, outside.status_code) == (404, 404)
    assert '<a class="button button-main" href="/paris/fr/">' in inside.text
    assert '<a class="button button-main" href="/">' in outside.text


def test_the_charter_is_read_in_the_readers_language(client, city):
    page = client.get("/paris/en/charter/")
    assert "La voix d’une amie." in page.text
    assert "Hidden corners" in page.text
    assert "Version 1, 14 May 2026." in page.text


def test_a_citys_colours_are_custom_properties_that_a_browser_may_keep(client, db):
    city = makers.make_city(colours={"plaque": ["#0b5a55", "#7fd0c8"]})
    page = client.get("/paris/en/")
    address = f"/paris/en/theme.css?v={theme_of(city).version}"
    assert f'href="{address}"' in page.text
    sheet = client.get(address)
    assert "--plaque:light-dark(#0b5a55,#7fd0c8);--plaque-light:#0b5a55;" in sheet.text
    assert (sheet["Content-Type"], sheet["Cache-Control"]) == (
        "text/css; charset=utf-8",
        "public, max-age=31536000, immutable",
    )


def test_what_is_no_colour_never_reaches_the_stylesheet(db):
    hostile = {"paper": ["red;}body{display:none", "#000"], "x}{": ["#fff", "#000"], "ink": ["#111"], "card": "#fff"}
    assert theme_of(makers.make_city(colours=hostile)) == theme_of(None)


def test_a_page_that_broke_needs_nothing_that_could_break_again(client, city):
    city.charters.all().delete()
    client.raise_request_exception = False
    page = client.get("/paris/fr/")
    assert page.status_code == 500
    assert "Une marche a cédé." in page.text


def test_what_the_tone_meter_is_told_is_not_what_the_charter_says(client, city):
    publish_charter(city, Book(text={"tone": {"avoid": ["confidentiel"]}}), by=None, now=makers.NOW)
    assert "confidentiel" not in client.get("/paris/fr/charter/").text
