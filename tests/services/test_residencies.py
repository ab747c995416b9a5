"""Residencies: never two at once, opened and ended on the minute."""

from datetime import timedelta

import pytest

from flaneur.core.errors import TooLate
from flaneur.models import Journal, Residency
from flaneur.services import residencies
from flaneur.services.residencies import end_residency, guest_on_duty, plan_residency, turn_over_residencies
from tests.makers import make_guest, make_residency


def test_two_residencies_of_a_city_never_overlap(guest, city, now):
    first = make_residency(guest)
    other = make_guest(city, name="Samir", slug="samir")
    for start, end in ((-1, 1), (1, 2), (6, 8), (-1, 9)):
        with pytest.raises(TooLate):
            plan_residency(
                other,
                starts_at=first.starts_at + timedelta(days=start),
                ends_at=first.starts_at + timedelta(days=end),
                now=now,
            )
    plan_residency(other, starts_at=first.ends_at, ends_at=first.ends_at + timedelta(days=1), now=now)
    assert Residency.objects.count() == 2


def test_two_cities_have_their_own_calendars(guest, other_city, now):
    make_residency(guest)
    make_residency(make_guest(other_city))
    assert guest_on_duty(other_city, now=now).guest.city == other_city


def test_a_residency_opens_and_ends_by_itself(guest, now):
    residency = make_residency(guest)
    assert turn_over_residencies(now=now) == 1
    assert turn_over_residencies(now=now) == 0
    residency.refresh_from_db()
    assert residency.state == "live"
    assert turn_over_residencies(now=residency.ends_at) == 1
    residency.refresh_from_db()
    assert residency.state == "ended"
    assert list(Journal.objects.about(residency).order_by("id").values_list("verb", flat=True)) == [
        "plan_residency",
        "open_residency",
        "end_residency",
    ]


def test_a_faster_worker_does_not_end_the_round(guest, other_city, now, monkeypatch):
    here, there = make_residency(guest), make_residency(make_guest(other_city))
    turn_over = residencies._turn_over

    def be_overtaken(residency, step, *, now):
        monkeypatch.setattr(residencies, "_turn_over", turn_over)
        turn_over(Residency.objects.get(pk=residency.pk), step, now=now)
        turn_over(residency, step, now=now)

    monkeypatch.setattr(residencies, "_turn_over", be_overtaken)
    assert turn_over_residencies(now=now) == 1
    assert {Residency.objects.get(pk=each.pk).state for each in (here, there)} == {"live"}
    assert Journal.objects.filter(verb="open_residency").count() == 2


def test_the_pen_changes_hands_on_the_instant_even_without_a_worker(guest, city, now):
    residency = make_residency(guest)
    assert guest_on_duty(city, now=residency.starts_at) == residency
    assert guest_on_duty(city, now=residency.starts_at - timedelta(seconds=1)) is None
    assert guest_on_duty(city, now=residency.ends_at) is None


def test_a_missed_residency_is_ended_not_opened(guest, now):
    residency = make_residency(guest)
    turn_over_residencies(now=residency.ends_at + timedelta(days=1))
    residency.refresh_from_db()
    assert residency.state == "ended"


def test_the_office_ends_a_residency_with_a_reason(guest, editor, city, now):
    residency = make_residency(guest)
    end_residency(residency, by=editor, now=now, why="asked to stop")
    residency.refresh_from_db()
    assert (residency.state, residency.ends_at, guest_on_duty(city, now=now)) == ("ended", now, None)
    assert Journal.objects.about(residency).newest().first().why == "asked to stop"
