"""The window in which a guest holds the pen, and the grace after it."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flaneur.core.residency import UPLOAD_GRACE, ResidencyState, is_open, may_still_arrive

STARTS_AT = datetime(2026, 5, 11, 8, 0, tzinfo=UTC)
ENDS_AT = datetime(2026, 5, 18, 8, 0, tzinfo=UTC)
INSIDE = datetime(2026, 5, 14, 10, 0, tzinfo=UTC)
TICK = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("at", "expected"),
    [(STARTS_AT - TICK, False), (STARTS_AT, True), (INSIDE, True), (ENDS_AT - TICK, True), (ENDS_AT, False)],
)
def test_the_pen_is_held_from_the_first_instant_until_before_the_last(at, expected):
    assert is_open(ResidencyState.LIVE, STARTS_AT, ENDS_AT, at=at) is expected


@pytest.mark.parametrize("state", ResidencyState)
def test_the_window_is_open_before_the_worker_has_noticed_but_not_when_paused_ended_or_cancelled(state):
    expected = state in {ResidencyState.SCHEDULED, ResidencyState.LIVE}
    assert is_open(state, STARTS_AT, ENDS_AT, at=INSIDE) is expected


@pytest.mark.parametrize(
    ("captured_at", "now", "expected"),
    [
        (INSIDE, ENDS_AT - TICK, False),  # still in the window: it arrives as any other
        (INSIDE, ENDS_AT, True),
        (INSIDE, ENDS_AT + UPLOAD_GRACE - TICK, True),
        (INSIDE, ENDS_AT + UPLOAD_GRACE, False),
        (ENDS_AT - TICK, ENDS_AT + timedelta(hours=1), True),
        (ENDS_AT, ENDS_AT + timedelta(hours=1), False),
    ],
)
def test_a_find_taken_in_time_may_arrive_two_days_late(captured_at, now, expected):
    assert may_still_arrive(ENDS_AT, captured_at=captured_at, now=now) is expected
    assert timedelta(hours=48) == UPLOAD_GRACE


@given(st.timedeltas(timedelta(days=-10), timedelta(days=10)))
def test_at_no_instant_does_the_grace_overlap_the_window(offset):
    now = ENDS_AT + offset
    is_graced = may_still_arrive(ENDS_AT, captured_at=INSIDE, now=now)
    assert not (is_graced and is_open(ResidencyState.LIVE, STARTS_AT, ENDS_AT, at=now))
