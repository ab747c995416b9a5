"""Slots across both changes of the clocks, lateness, and the patience between attempts."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flaneur.adapters.guard import CONVERSATION
from flaneur.core.calendar import (
    ECHO,
    HORIZON_DAYS,
    LAST_WORD,
    LATEST,
    LEASE,
    LONGEST_WAIT,
    Rhythm,
    is_late,
    is_quiet,
    least_gap,
    next_free_slot,
    next_moment,
    patience,
    slots,
)

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 5, 14, 10, 0, tzinfo=UTC)
TIMES = [time(9, 30), time(12, 30), time(20, 30)]


def local(found, count=None):
    return [slot.astimezone(PARIS).strftime("%d.%m. %H:%M") for slot in list(found)[:count]]


def at(text):
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def test_slots_begin_after_the_instant_and_go_on_the_next_day():
    found = slots(TIMES, zone=PARIS, after=NOW)  # noon in Paris
    assert local(found, 4) == ["14.05. 12:30", "14.05. 20:30", "15.05. 09:30", "15.05. 12:30"]


def test_a_slot_of_this_very_instant_is_over():
    assert local(slots(TIMES, zone=PARIS, after=at("2026-05-14 10:30")), 1) == ["14.05. 20:30"]


def test_the_day_is_the_citys_not_greenwichs():
    """At 22:30 UTC it is already tomorrow in Paris."""
    assert local(slots([time(0, 15)], zone=PARIS, after=at("2026-05-14 22:20")), 1) == ["16.05. 00:15"]


def test_slots_come_in_order_whatever_order_they_were_written_in():
    assert list(slots(TIMES[::-1], zone=PARIS, after=NOW)) == list(slots(TIMES, zone=PARIS, after=NOW))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        # 29 March 2026, 02:00 becomes 03:00: half past nine is one hour nearer.
        ("2026-03-28 12:00", ["2026-03-29 07:30", "2026-03-30 07:30"]),
        # 25 October 2026, 03:00 becomes 02:00: half past nine is one hour further.
        ("2026-10-24 12:00", ["2026-10-25 08:30", "2026-10-26 08:30"]),
    ],
)
def test_half_past_nine_stays_half_past_nine_when_the_clocks_change(after, expected):
    found = list(slots([time(9, 30)], zone=PARIS, after=at(after)))[:2]
    assert found == [at(instant) for instant in expected]


def test_a_time_skipped_in_spring_moves_with_the_clock():
    found = slots([time(2, 30)], zone=PARIS, after=at("2026-03-28 12:00"))
    assert local(found, 2) == ["29.03. 03:30", "30.03. 02:30"]


def test_a_time_that_comes_twice_in_autumn_is_one_slot():
    found = slots([time(2, 30)], zone=PARIS, after=at("2026-10-24 12:00"))
    assert list(found)[:2] == [at("2026-10-25 00:30"), at("2026-10-26 01:30")]


def test_a_skipped_time_does_not_overtake_the_one_after_it():
    """02:30 does not exist that night and becomes 03:30, which lies after 03:00."""
    found = slots([time(2, 30), time(3, 0), time(3, 30)], zone=PARIS, after=at("2026-03-28 23:30"))
    assert local(found, 3) == ["29.03. 03:00", "29.03. 03:30", "30.03. 02:30"]


@given(
    st.lists(st.times(), max_size=4),
    st.sampled_from(["Europe/Paris", "America/Sao_Paulo", "Australia/Lord_Howe", "UTC"]),
    st.integers(0, 14 * 366).map(lambda days: at("2016-01-01 22:40") + timedelta(days=days)),
)
@pytest.mark.thorough
def test_slots_only_go_forward(times, zone, after):
    found = list(slots(times, zone=ZoneInfo(zone), after=after))
    assert found == sorted(set(found))
    assert all(after < slot for slot in found)
    assert all(slot.tzinfo is UTC for slot in found)


def test_the_next_free_slot_is_the_first_that_nobody_has():
    taken = {at("2026-05-14 10:30"), at("2026-05-14 18:30")}
    assert next_free_slot(TIMES, zone=PARIS, after=NOW, taken=taken) == at("2026-05-15 07:30")


def test_a_full_calendar_has_no_free_slot():
    taken = set(slots(TIMES, zone=PARIS, after=NOW))
    assert len(taken) == HORIZON_DAYS * len(TIMES) - 1  # this morning's is over
    assert next_free_slot(TIMES, zone=PARIS, after=NOW, taken=taken) is None


def test_a_city_without_slots_has_none():
    assert next_free_slot([], zone=PARIS, after=NOW, taken=set()) is None


@pytest.mark.parametrize(
    ("late_by", "expected"),
    [(-LATEST, False), (timedelta(0), False), (LATEST, False), (LATEST + timedelta(microseconds=1), True)],
)
def test_late_is_more_than_two_hours(late_by, expected):
    assert is_late(NOW - late_by, now=NOW) is expected
    assert timedelta(hours=2) == LATEST


@pytest.mark.parametrize(("attempts", "seconds"), [(0, 1), (1, 2), (5, 32), (11, 2048), (12, 3600), (10_000, 3600)])
def test_patience_doubles_up_to_an_hour(attempts, seconds):
    assert patience(attempts, jitter=0.5) == timedelta(seconds=seconds)


@given(st.integers(0, 100_000), st.floats(0, 1, exclude_max=True))
def test_patience_is_spread_by_half_to_either_side(attempts, jitter):
    middle = min(LONGEST_WAIT, timedelta(seconds=2 ** min(attempts, 12)))
    assert middle / 2 <= patience(attempts, jitter=jitter) <= middle * 1.5


def test_a_lease_outlives_the_longest_conversation_and_its_echo():
    """What the guarded client allows for all requests together, with half a minute for a slow resolver before it."""
    assert timedelta(seconds=CONVERSATION + 30) + ECHO < LEASE


def test_whoever_is_taken_for_dead_is_given_time_for_a_whole_conversation_and_its_echo():
    assert timedelta(seconds=CONVERSATION) + ECHO <= LAST_WORD


FARTHER = ["America/New_York", "Europe/London", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Tokyo"]
ZONES = ["Europe/Paris", *(pytest.param(zone, marks=pytest.mark.thorough) for zone in FARTHER)]
CHANGES = [  # the two Sundays of 2026 in each part of the world, and an ordinary day
    "2026-03-28 12:00", "2026-10-24 12:00", "2026-03-07 12:00", "2026-10-31 12:00", "2026-04-04 12:00",
    "2026-10-03 12:00", "2026-05-14 12:00",
]  # fmt: skip


@pytest.mark.thorough
@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", CHANGES)
@pytest.mark.parametrize("night", [("22:00", "07:00"), ("23:30", "02:30"), ("01:30", "03:00"), ("00:00", "02:15")])
def test_a_night_ends_when_its_morning_comes_whatever_the_clocks_do(zone, day, night):
    """From every quarter of an hour of two days: never into the night, never later than one night allows."""
    begin, end = map(time.fromisoformat, night)
    rhythm = Rhythm(quiet=(begin, end))
    for quarter in range(2 * 96):
        asked = at(day) + quarter * timedelta(minutes=15)
        found = next_moment(rhythm, zone=ZoneInfo(zone), at=asked, taken=set())
        assert not is_quiet(rhythm, zone=ZoneInfo(zone), at=found)
        assert asked <= found <= asked + timedelta(hours=11)
        if is_quiet(rhythm, zone=ZoneInfo(zone), at=asked):
            wall = found.astimezone(ZoneInfo(zone)).time()
            assert wall >= end, "not before its morning"
            assert wall <= (datetime.combine(NOW, end) + timedelta(hours=1)).time(), "at its morning, or as it skipped"


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("day", CHANGES)
def test_a_channel_speaks_at_its_own_slots_of_every_day(zone, day):
    rhythm = Rhythm(times=(time(2, 30), time(18, 0)), gap=30)
    taken = set()
    for _slot in range(6):
        taken.add(next_moment(rhythm, zone=ZoneInfo(zone), at=at(day), taken=taken))
    walls = [moment.astimezone(ZoneInfo(zone)) for moment in sorted(taken)]
    assert all(wall.strftime("%H:%M") in {"02:30", "03:30", "03:00", "18:00"} for wall in walls)
    assert len({(wall.date(), wall.hour > 12) for wall in walls}) == 6


@given(st.lists(st.integers(0, 600), max_size=12, unique=True), st.integers(0, 600), st.integers(0, 120))
def test_a_gap_is_kept_to_everything_that_is_taken(taken, asked, gap):
    others = {NOW + timedelta(minutes=minute) for minute in taken}
    wanted = NOW + timedelta(minutes=asked)
    found = next_moment(Rhythm(gap=gap), zone=PARIS, at=wanted, taken=others)
    assert found >= wanted
    assert all(abs(found - other) >= timedelta(minutes=gap) for other in others)


def test_a_channel_whose_slots_are_all_taken_has_none():
    rhythm = Rhythm(times=(time(9),))
    taken = set(slots(rhythm.times, zone=PARIS, after=NOW))
    assert next_moment(rhythm, zone=PARIS, at=NOW, taken=taken) is None


@pytest.mark.parametrize(
    ("late_by", "gap", "least"),
    [(0, 0, 0), (10, 0, 0), (11, 0, 10), (11, 30, 30), (0, 30, 30)],
)
def test_what_is_tardy_leaves_more_room_behind_the_last_post(late_by, gap, least):
    found = least_gap(NOW - timedelta(minutes=late_by), now=NOW, gap=timedelta(minutes=gap))
    assert found == timedelta(minutes=least)
