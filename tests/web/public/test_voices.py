"""Who spoke, who speaks, who will: a guest's page and the calendar of all."""

from datetime import date, timedelta

import pytest

from flaneur.services.publishing import retract_find
from flaneur.services.residencies import end_residency, pause_residency, turn_over_residencies
from flaneur.web.public.voices import EmptyWeek
from tests import makers

DAY = timedelta(days=1)


def test_the_calendar_lists_past_current_and_coming_voices_with_the_empty_week(client, city, guest):
    makers.make_residency(guest)
    samir = makers.make_guest(city, slug="samir", name="Samir")
    makers.make_residency(samir, makers.NOW - 10 * DAY, makers.NOW - 3 * DAY)
    ilse = makers.make_guest(city, slug="ilse", name="Ilse")
    makers.make_residency(ilse, makers.NOW + 11 * DAY)
    page = client.get("/paris/en/voices/")
    assert page.context["current"].guest == guest
    assert [entry.guest for entry in page.context["past"]] == [samir]
    empty, coming = page.context["coming"]
    assert empty == EmptyWeek(date(2026, 5, 19), date(2026, 5, 24))
    assert coming.guest == ilse
    assert "What if it were you?" in page.text


@pytest.mark.parametrize(("days", "is_empty"), [(2, False), (5, False), (7, True)])
def test_a_few_days_between_two_voices_are_no_empty_week(client, city, guest, days, is_empty):
    makers.make_residency(guest)
    makers.make_residency(makers.make_guest(city, slug="ilse"), makers.NOW + (4 + days) * DAY)
    assert isinstance(client.get("/paris/en/voices/").context["coming"][0], EmptyWeek) is is_empty


def test_a_city_without_guests_says_who_keeps_the_pen(client, city):
    page = client.get("/paris/en/voices/")
    assert "The house keeps the pen warm until the next voice." in page.text
    assert (page.context["coming"], page.context["past"]) == ([], [])


@pytest.mark.parametrize("count", [1, 3])
def test_the_calendar_costs_the_same_with_one_voice_as_with_three(client, city, count, django_assert_num_queries):
    for number in range(count):
        start = makers.NOW + number * 8 * DAY
        makers.make_residency(makers.make_guest(city, slug=f"g{number}"), start)
    client.get("/paris/fr/voices/")
    with django_assert_num_queries(4):
        client.get("/paris/en/voices/")


@pytest.mark.parametrize(
    ("shift", "sentence"),
    [
        (-20, "Held the pen from 24 April to 30 April 2026"),
        (-3, "Holds the pen until Sunday 17 May"),
        (4, "Will hold the pen from Monday 18 May to Sunday 24 May"),
    ],
)
def test_a_guests_page_says_when_the_pen_is_theirs(client, guest, shift, sentence):
    start = makers.NOW.replace(hour=0) + shift * DAY - timedelta(hours=2)
    makers.make_residency(guest, start, start + 7 * DAY)
    assert sentence in client.get("/paris/en/voices/lea/").text


def test_while_a_pen_rests_nobody_is_said_to_hold_it(client, city, guest):
    stay = makers.make_residency(guest)
    turn_over_residencies(now=makers.NOW)
    stay.refresh_from_db()
    pause_residency(stay, by=makers.make_editor(city), now=makers.NOW, why="a rest")
    page = client.get("/paris/en/voices/")
    assert page.context["current"] is None
    assert "The house keeps the pen warm" in page.text
    assert "Holds the pen" not in client.get("/paris/en/voices/lea/").text
    assert client.get("/paris/en/").context["voice"] is None


def test_a_guests_page_shows_their_finds_and_districts_only(client, city, guest, publish):
    publish("La mienne.")
    end_residency(guest.residencies.get(), by=makers.make_editor(city), now=makers.NOW, why="done")
    other = makers.make_guest(city, slug="samir", name="Samir")
    page = client.get("/paris/en/voices/lea/")
    assert [card.find.words for card in page.context["entries"]] == ["La mienne."]
    assert [shape.code for shape in page.context["sheet"].touched] == ["2e"]
    makers.make_residency(other, makers.NOW + DAY)
    assert client.get(f"/paris/en/voices/{other.slug}/").context["entries"] == []


def test_who_is_welcomed_has_no_page_before_the_calendar_names_them(client, city):
    nadia = makers.make_guest(city, slug="nadia", name="Nadia", trade={"fr": "infirmière"})
    assert client.get("/paris/fr/voices/nadia/").status_code == 404
    makers.make_residency(nadia, makers.NOW + 20 * DAY)
    assert "infirmière" in client.get("/paris/fr/voices/nadia/").text


def test_who_was_taken_out_of_the_calendar_has_a_page_while_a_find_of_theirs_is_read(client, guest, publish):
    find = publish()
    guest.residencies.update(state="cancelled")
    assert client.get("/paris/fr/voices/lea/").status_code == 200
    retract_find(find, by=makers.make_editor(guest.city), now=makers.NOW, why="asked")
    assert client.get("/paris/fr/voices/lea/").status_code == 404


def test_nobody_and_another_citys_guest_have_no_page(client, city, other_city):
    makers.make_residency(makers.make_guest(other_city, slug="malik"))
    assert client.get("/paris/en/voices/malik/").status_code == 404
    assert client.get("/paris/en/voices/nobody/").status_code == 404
    assert client.get("/nantes/en/voices/malik/").status_code == 200
