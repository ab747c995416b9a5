"""Residencies: never two at once, opened and ended on the minute."""

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from flaneur.core.errors import IllegalMove, NotAllowed, TooLate
from flaneur.models import Journal, Residency
from flaneur.services import residencies
from flaneur.services.residencies import (
    cancel_residency,
    end_residency,
    guest_on_duty,
    pause_residency,
    plan_residency,
    residency_for,
    resume_residency,
    turn_over_residencies,
)
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
        "agree",
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


def test_a_paused_guest_keeps_their_days_and_sends_nothing(guest, editor, city, now):
    residency = live(guest, now)
    pause_residency(residency, by=editor, now=now, why="Une entorse.")
    with pytest.raises(NotAllowed):
        residency_for(guest, captured_at=now, now=now)
    assert guest_on_duty(city, now=now) == residency
    resume_residency(residency, by=editor, now=now)
    assert residency_for(guest, captured_at=now, now=now) == residency
    assert [subject for _to, subject, _body in letters()] == [
        "Votre plume se repose un moment",
        "Votre plume est de nouveau entre vos mains",
    ]
    assert "Une entorse." in letters()[0][2]


def test_what_was_taken_in_a_pause_does_not_arrive_after_the_end_either(guest, editor, now):
    residency = live(guest, now)
    later = residency.ends_at + timedelta(hours=1)
    pause_residency(residency, by=editor, now=now, why="Une entorse.")
    turn_over_residencies(now=later)
    with pytest.raises(NotAllowed):
        residency_for(guest, captured_at=now, now=later)


def test_what_was_taken_in_time_arrives_after_a_pause_that_is_over(guest, editor, now):
    residency = live(guest, now)
    later = residency.ends_at + timedelta(hours=1)
    pause_residency(residency, by=editor, now=now, why="Une entorse.")
    resume_residency(residency, by=editor, now=now)
    turn_over_residencies(now=later)
    assert residency_for(guest, captured_at=now, now=later) == residency


def test_a_cancelled_stay_frees_its_days_and_tells_its_guest_why(guest, city, editor, now):
    coming = make_residency(guest, now + timedelta(days=2))
    cancel_residency(coming, by=editor, now=now, why="Vous déménagez.")
    make_residency(make_guest(city, name="Samir", slug="samir"), coming.starts_at, coming.ends_at)
    ((to, subject, body),) = letters()
    assert (to, subject) == (guest.user.email, "Vos jours avec la plume n’auront pas lieu")
    assert "Vous déménagez." in body


def test_what_has_begun_is_not_cancelled_and_what_has_not_is_not_paused(guest, editor, now):
    begun = live(guest, now)
    with pytest.raises(TooLate):
        cancel_residency(begun, by=editor, now=now, why="Non.")
    coming = make_residency(guest, now + timedelta(days=20))
    with pytest.raises(IllegalMove):
        pause_residency(coming, by=editor, now=now, why="Non.")
    assert {stay.state for stay in Residency.objects.all()} == {"live", "scheduled"}
    assert letters() == []


@pytest.mark.parametrize("turn", [pause_residency, resume_residency, cancel_residency])
def test_only_the_office_moves_a_stay(guest, now, turn):
    residency = live(guest, now)
    with pytest.raises(NotAllowed):
        turn(residency, by=guest.user, now=now, why="Non.")
    assert Residency.objects.get().state == "live"


def live(guest, now):
    make_residency(guest)
    turn_over_residencies(now=now)
    return Residency.objects.get()


def letters():
    rows = DBTaskResult.objects.filter(task_path__endswith="send_letter").order_by("enqueued_at")
    return [row.args_kwargs["args"] for row in rows]
