"""When a talk is hot, when to listen again, and at which ages a post's numbers are kept."""

from datetime import UTC, datetime, timedelta

import pytest

from flaneur.core.conversation import (
    AGES,
    FAR,
    LONGEST_PAUSE,
    NEAR,
    REPLY_MOVES,
    SILENT,
    Heat,
    ReplyState,
    age_in_hours,
    hot_until,
    next_count,
    next_listening,
    pause_after,
)

NOW = datetime(2026, 10, 25, 0, 50, tzinfo=UTC)
"""Ten minutes before the clocks of Paris go back."""
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("heat", "nth_newest", "until"),
    [
        (Heat(0, 30), NOW, None),
        (Heat(3, 30), None, None),
        (Heat(3, 30), NOW - 31 * MINUTE, None),
        (Heat(3, 30), NOW - 30 * MINUTE, None),
        (Heat(3, 30), NOW - 29 * MINUTE, NOW + MINUTE),
        (Heat(3, 30), NOW, NOW + 30 * MINUTE),
        (Heat(1, 90), NOW - 20 * MINUTE, NOW + 70 * MINUTE),
    ],
)
def test_a_talk_is_hot_until_enough_of_it_is_old(heat, nth_newest, until):
    assert hot_until(heat, nth_newest, now=NOW) == until


def test_a_network_is_asked_soon_after_somebody_spoke_and_seldom_when_nothing_is_going_on():
    assert next_listening(now=NOW, has_heard=True, sent_at=None) == NOW + NEAR
    assert next_listening(now=NOW, has_heard=False, sent_at=NOW - 47 * HOUR) == NOW + FAR
    assert next_listening(now=NOW, has_heard=False, sent_at=NOW - 48 * HOUR) == NOW + SILENT
    assert next_listening(now=NOW, has_heard=False, sent_at=None) == NOW + SILENT


def test_patience_doubles_and_has_an_end():
    assert [pause_after(misses) / MINUTE for misses in (1, 2, 3)] == [10, 20, 40]
    assert {pause_after(misses) for misses in (7, 100, 100_000)} == {LONGEST_PAUSE}


@pytest.mark.parametrize(
    ("hours", "age", "later"), [(0, None, 1), (0.9, None, 1), (1, 1, 6), (5, 1, 6), (30, 24, 72), (168, 168, None)]
)
def test_numbers_are_of_the_last_age_that_was_reached(hours, age, later):
    now = NOW + hours * HOUR
    assert age_in_hours(NOW, now=now) == age
    assert next_count(NOW, now=now) == (None if later is None else NOW + later * HOUR)


def test_every_state_of_a_reply_is_reached_and_none_is_the_end():
    assert set(REPLY_MOVES.values()) | {ReplyState.NEW} == set(ReplyState)
    assert {before for before, _move in REPLY_MOVES} == set(ReplyState)
    assert list(AGES) == sorted(AGES)
