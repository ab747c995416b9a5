"""One friendly word after a quiet day: by day, once, and never where it would weigh."""

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from flaneur.core.charter import Article, Book, Effect
from flaneur.models import Journal, Residency
from flaneur.services.cities import publish_charter
from flaneur.services.lulls import cheer_up
from flaneur.services.residencies import pause_residency, turn_over_residencies
from flaneur.services.silences import press_silence
from flaneur.services.working import tidy
from tests.makers import NOW, PILLARS, make_find, make_residency

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def letters():
    return [row.args_kwargs["args"] for row in DBTaskResult.objects.filter(task_path__endswith="send_letter")]


@pytest.fixture
def stay(guest):
    """Under way for two days; NOW is noon in Paris."""
    residency = make_residency(guest, NOW - 2 * DAY, NOW + 2 * DAY)
    turn_over_residencies(now=NOW - 2 * DAY)
    return Residency.objects.get(pk=residency.pk)


def test_a_quiet_guest_gets_one_word_and_never_a_second(stay, guest):
    assert cheer_up(now=NOW) == 1
    assert cheer_up(now=NOW + DAY) == 0
    ((to, subject, body),) = letters()
    assert (to, subject) == (guest.user.email, "Juste un bonjour")
    assert "Coins cachés" in body
    assert not any(letter.isdigit() for letter in body.partition("http")[0])
    assert Residency.objects.get().cheered_at == NOW
    assert Journal.objects.get(verb="cheer_up").by is None


def test_the_worker_sees_to_it_by_itself(stay):
    tidy(now=NOW)
    assert len(letters()) == 1


def test_somebody_who_was_heard_yesterday_is_left_in_peace(stay, guest):
    heard_at = NOW - 23 * HOUR
    make_find(guest, state="draft", now=heard_at, captured_at=heard_at)
    assert cheer_up(now=NOW) == 0
    assert cheer_up(now=NOW + HOUR) == 1


def test_the_word_names_what_nobody_has_told_yet(stay, guest):
    make_find(guest, now=NOW - 30 * HOUR, captured_at=NOW - 30 * HOUR, pillar="hidden")
    cheer_up(now=NOW)
    body = letters()[-1][2]
    assert "L’icône autrement" in body
    assert "Coins cachés" not in body


@pytest.mark.parametrize(("hours", "written"), [(-4, 0), (-3, 1), (6, 1), (7, 0)])
def test_nobody_is_written_to_at_night(stay, hours, written):
    """09:00 and 19:00 in Paris are 07:00 and 17:00 UTC in May."""
    assert cheer_up(now=NOW + hours * HOUR) == written


def test_neither_in_silence_nor_in_a_pause_nor_on_the_last_evening(stay, editor, city):
    assert cheer_up(now=stay.ends_at - 6 * HOUR) == 0
    pause_residency(stay, by=editor, now=NOW, why="Une entorse.")
    assert cheer_up(now=NOW) == 0
    Residency.objects.update(state="live")
    press_silence(city, by=editor, now=NOW)
    assert cheer_up(now=NOW) == 0


def test_a_charter_may_leave_it_out_or_wait_longer(stay, city):
    publish_charter(city, Book(articles=()), by=None, now=NOW)
    assert cheer_up(now=NOW) == 0
    patient = Article("friendly_word", Effect.NUDGE, {"hours": 50})
    publish_charter(city, Book(articles=(patient,), pillars=PILLARS), by=None, now=NOW)
    assert cheer_up(now=NOW) == 0
    assert cheer_up(now=NOW + 2 * HOUR) == 1


def test_a_stay_of_an_hour_is_no_lull(guest):
    make_residency(guest, NOW - HOUR, NOW + DAY)
    turn_over_residencies(now=NOW - HOUR)
    assert cheer_up(now=NOW) == 0
