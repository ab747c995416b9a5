"""Slots in the city's own time, lateness, leases and the patience between attempts."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

LATEST = timedelta(hours=2)
"""A publication later than this is held for a person: what was right at noon may be wrong at night."""

LEASE = timedelta(minutes=3)
"""How long a worker may be silent about a claim; longer than every time limit of an outside call together."""

ECHO = timedelta(seconds=30)
"""How long a network may still be busy with a request it has not answered: looked up sooner, it would seem not to be
there, be sent again, and then be there twice."""

MOST_ATTEMPTS = 8
LONGEST_WAIT = timedelta(hours=1)
HORIZON_DAYS = 60


def is_late(planned_at: datetime, *, now: datetime) -> bool:
    return now - planned_at > LATEST


def patience(attempts: int, *, jitter: float) -> timedelta:
    """How long to wait after so many failed attempts; `jitter` in [0, 1) spreads a crowd of retries."""
    seconds = min(LONGEST_WAIT.total_seconds(), 2.0 ** min(attempts, 12))  # 2.0**1024 is more than a float holds
    return timedelta(seconds=seconds * (0.5 + jitter))


def slots(times: Sequence[time], *, zone: ZoneInfo, after: datetime) -> Iterable[datetime]:
    """The city's slots later than an instant, in order, as UTC; a wall time skipped in spring moves with the clock."""
    first_day = after.astimezone(zone).date()
    for offset in range(HORIZON_DAYS):
        day = first_day + timedelta(days=offset)
        # Sorted as instants: a wall time skipped in spring lands behind a later one, or upon it.
        for slot in sorted({datetime.combine(day, wall, tzinfo=zone).astimezone(UTC) for wall in times}):
            if slot > after:
                yield slot


def next_free_slot(
    times: Sequence[time], *, zone: ZoneInfo, after: datetime, taken: AbstractSet[datetime]
) -> datetime | None:
    """The first slot nobody has, or None when the next sixty days are full."""
    return next((slot for slot in slots(times, zone=zone, after=after) if slot not in taken), None)
