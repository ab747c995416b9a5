"""A find waits as its guest asks, and an exact place as long as the charter says: never shown earlier, by nobody."""

from datetime import UTC, datetime, timedelta

import pytest

from flaneur.core.charter import Article, Book, Effect
from flaneur.core.errors import TooLate
from flaneur.core.later import Later
from flaneur.core.place import Discretion, Place
from flaneur.models import Find, Journal, Publication
from flaneur.services.cities import publish_charter
from flaneur.services.finds import capture_find, hand_in, leave_place
from flaneur.services.publishing import hold_publication, release_publication
from flaneur.services.review import approve_find, return_find
from tests.makers import NOW, make_capture, make_find, make_residency

SEEN = NOW - timedelta(minutes=10)
TONIGHT = datetime(2026, 5, 14, 18, 0, tzinfo=UTC)
TOMORROW = datetime(2026, 5, 15, 6, 0, tzinfo=UTC)
"""20:00 and 08:00 in Paris."""


def planned(find, editor, **when):
    approve_find(find, by=editor, now=NOW, **when)
    return find.publications.get(channel__is_home=True).planned_at


def test_the_next_slot_is_never_earlier_than_its_guest_asks(guest, editor):
    assert planned(make_find(guest, later=Later.NOW), editor) == datetime(2026, 5, 14, 10, 30, tzinfo=UTC)
    assert planned(make_find(guest, later=Later.TONIGHT), editor) == datetime(2026, 5, 14, 18, 30, tzinfo=UTC)
    assert planned(make_find(guest, later=Later.LEFT), editor) == datetime(2026, 5, 15, 7, 30, tzinfo=UTC)


@pytest.mark.parametrize("at", [NOW, NOW + timedelta(hours=1)])
def test_the_desk_cannot_be_quicker_than_its_guest(guest, editor, at):
    assert planned(make_find(guest, later=Later.TONIGHT), editor, at=at) == TONIGHT


def test_the_desk_may_be_slower(guest, editor):
    at = TONIGHT + timedelta(hours=1)
    assert planned(make_find(guest, later=Later.TONIGHT), editor, at=at) == at


def test_a_release_waits_as_well(guest, editor):
    find = make_find(guest, later=Later.TONIGHT)
    approve_find(find, by=editor, now=NOW)
    publication = find.publications.get()
    hold_publication(publication, by=editor, now=NOW)
    release_publication(publication, by=editor, now=NOW, at=NOW)
    row = Publication.objects.get()
    assert (row.planned_at, row.wake_at) == (TONIGHT, TONIGHT)


@pytest.mark.parametrize(
    ("discretion", "place", "later", "may_show_at"),
    [
        (Discretion.STREET, Place("Cour Damoye", 2.35, 48.85), Later.NOW, None),
        (Discretion.EXACT, Place("Cour Damoye", 2.35, 48.85), Later.NOW, SEEN + timedelta(hours=1)),
        (Discretion.EXACT, Place("Cour Damoye", 2.35, 48.85), Later.TONIGHT, TONIGHT),
        (Discretion.EXACT, Place(), Later.NOW, None),
    ],
)
def test_an_exact_place_waits_an_hour_in_any_case(guest, discretion, place, later, may_show_at):
    assert make_find(guest, discretion=discretion, place=place, later=later).may_show_at == may_show_at


@pytest.mark.parametrize(
    ("articles", "minutes"),
    [((Article("present_place", Effect.SYS, {"minutes": 240}),), 240), ((), 60)],
)
def test_how_long_is_the_charters_choice_and_it_cannot_leave_it_out(guest, city, articles, minutes):
    publish_charter(city, Book(articles=articles), by=None, now=NOW)
    find = make_find(guest, discretion=Discretion.EXACT)
    assert find.may_show_at == SEEN + timedelta(minutes=minutes)


def test_an_hour_after_a_late_arrival_has_passed_already(guest, editor):
    make_residency(guest)
    find = make_find(guest, later=Later.HOUR, captured_at=NOW - timedelta(hours=3))
    assert find.may_show_at == NOW - timedelta(hours=2)
    assert planned(find, editor) == datetime(2026, 5, 14, 10, 30, tzinfo=UTC)


def test_whoever_has_left_says_so_and_the_find_is_free(guest, editor):
    find = make_find(guest, later=Later.LEFT)
    assert find.may_show_at == TOMORROW
    leave_place(find, by=guest.user, now=NOW)
    assert planned(Find.objects.get(), editor) == datetime(2026, 5, 14, 10, 30, tzinfo=UTC)
    assert Journal.objects.get(verb="leave_place").by == guest.user


def test_leaving_frees_nothing_that_waits_for_something_else(guest, editor):
    tonight, approved = make_find(guest, later=Later.TONIGHT), make_find(guest, later=Later.LEFT)
    approve_find(approved, by=editor, now=NOW)
    for find in (tonight, approved):
        with pytest.raises(TooLate):
            leave_place(find, by=guest.user, now=NOW)
    assert {find.may_show_at for find in Find.objects.all()} == {TONIGHT, TOMORROW}


def test_a_repeat_of_the_capture_after_leaving_is_the_same_find(guest):
    make_residency(guest)
    capture = make_capture(later=Later.LEFT)
    find = hand_in(guest, capture, [], by=guest.user, now=NOW)
    leave_place(find, by=guest.user, now=NOW)
    again = hand_in(guest, capture, [], by=guest.user, now=NOW)
    assert (again.pk, again.may_show_at) == (find.pk, NOW)


def test_a_find_that_came_back_may_ask_anew(guest, editor):
    find = make_find(guest, later=Later.NOW)
    return_find(find, by=editor, now=NOW, remark="Où est-ce ?")
    capture = make_capture(id=find.pk, later=Later.TONIGHT, answers=find.submitted_at)
    capture_find(guest, capture, by=guest.user, now=NOW)
    assert Find.objects.get().may_show_at == TONIGHT
