"""The calendar: who speaks when, what goes out at which slot of the city's day, what is held until it is released."""

from datetime import UTC, date, datetime, timedelta

import pytest

from flaneur.core.find import FindState
from flaneur.models import City, Publication
from flaneur.services.publishing import hold_publication
from flaneur.web.desk.ribbon import weave
from tests.makers import NOW, make_channel, make_city, make_editor, make_find, make_guest, make_residency
from tests.web.desk.conftest import DESK

CALENDAR = f"{DESK}calendar/"
MONDAY = date(2026, 5, 11)


def at(day, hour=0):
    """A wall time of Paris in May, as UTC."""
    return datetime(2026, 5, day, hour, tzinfo=UTC) - timedelta(hours=2)


def hands(week):
    return [(stretch.residency and stretch.residency.guest.name, stretch.quarters) for stretch in week.stretches]


def test_the_ribbon_shows_each_hand_over_and_each_gap(city):
    lea, samir = make_guest(city), make_guest(city, name="Samir", slug="samir")
    make_residency(lea, at(11), at(14, 18))
    make_residency(samir, at(14, 18), at(16))
    (week,) = weave(city, MONDAY, 1, now=NOW)
    assert hands(week) == [("Léa", 15), ("Samir", 5), (None, 8)]
    assert not week.is_empty


def test_a_week_without_anybody_is_empty(city):
    assert [week.is_empty for week in weave(city, MONDAY, 2, now=NOW)] == [True, True]


def test_only_what_is_wholly_past_is_over(city):
    make_residency(make_guest(city), at(4), at(12))
    before, now_week = weave(city, MONDAY - timedelta(days=7), 2, now=NOW)
    assert [stretch.is_over for stretch in before.stretches] == [True]
    assert [stretch.is_over for stretch in now_week.stretches] == [True, False]


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland"])
def test_days_begin_at_the_citys_own_midnight(db, zone):
    city = make_city(time_zone=zone)
    city = City.objects.get(pk=city.pk)
    midnight = datetime(2026, 5, 12, tzinfo=city.zone)
    make_residency(make_guest(city), midnight, midnight + timedelta(days=1))
    (week,) = weave(city, MONDAY, 1, now=NOW)
    assert hands(week) == [(None, 4), ("Léa", 4), (None, 20)]


def test_a_publication_stands_at_its_slot_and_the_others_are_free(sit, city, writer):
    make_channel(city, name="Panneau")
    find = make_find(writer, state=FindState.APPROVED)
    days = sit().get(CALENDAR).context["days"]
    assert [day.date for day in days] == [MONDAY + timedelta(days=number) for number in range(7)]
    assert [day.is_today for day in days].index(True) == 3
    today = days[3]
    assert [slot.at.astimezone(city.zone).strftime("%H:%M") for slot in today.slots] == ["12:30", "17:30", "20:30"]
    (outing,) = today.slots[0].outings
    assert outing.find == find
    assert [row.channel.name for row in outing.publications] == ["Paris", "Panneau"]
    assert [slot.outings for slot in today.slots[1:]] == [(), ()]
    assert [len(day.slots) for day in days] == [0, 0, 0, 3, 4, 4, 4]


def test_another_week_is_an_address(sit, city):
    page = sit().get(CALENDAR, {"week": "2026-06-03"})
    assert page.context["monday"] == date(2026, 6, 1)
    assert "week=2026-05-25" in page.text
    assert "week=2026-06-08" in page.text


@pytest.mark.parametrize("week", ["soon", "2026-99-99", "0001-01-01", "9999-12-31"])
def test_a_week_that_makes_no_sense_is_this_week(sit, city, week):
    page = sit().get(CALENDAR, {"week": week})
    assert page.status_code == 200
    assert page.context["monday"] == MONDAY


def test_held_publications_are_released_one_by_one(sit, city, writer):
    editor = make_editor(city)
    rows = [make_find(writer, state=FindState.APPROVED).publications.get() for _ in range(2)]
    for row in rows:
        hold_publication(row, by=editor, now=NOW, why="On attend.")
    client = sit()
    page = client.get(CALENDAR)
    assert "2 publications are held" in page.text
    assert page.text.count("/release/") == 2
    client.post(f"{DESK}publication/{rows[0].pk}/release/", {"back": "calendar"})
    assert [Publication.objects.get(pk=row.pk).state for row in rows] == ["planned", "held"]


def test_a_stranger_finds_no_calendar(stranger, city):
    assert stranger.get(CALENDAR).status_code == 404


def test_three_publications_cost_the_queries_of_one(sit, writer, django_assert_num_queries):
    make_find(writer, state=FindState.APPROVED)
    client = sit()
    with django_assert_num_queries(10) as one:
        client.get(CALENDAR)
    for _ in range(2):
        make_find(writer, state=FindState.APPROVED)
    with django_assert_num_queries(len(one)):
        client.get(CALENDAR)
