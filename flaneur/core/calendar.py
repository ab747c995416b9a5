"""Slots in the city's own time, lateness, leases and the patience between attempts."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

LATEST = timedelta(hours=2)
"""A publication later than this is held for a person, unless its city says otherwise: what was right at noon may be
wrong at night."""

LATE, TOO_DEAR, UNCONNECTED, NOT_APPROVED = "late", "too dear", "trouble", "not approved"
"""Why the program held something that nobody asked it to hold."""

TARDY = timedelta(minutes=10)
CATCH_UP = timedelta(minutes=10)
"""After an outage: what is tardy leaves its channel one by one with so much time in between, never in a burst."""

STAGGER = timedelta(minutes=2)
"""Between the posts of one find on a city's networks: the same words everywhere in one second look like a machine."""

LEASE = timedelta(minutes=3)
"""How long a worker may be silent about a claim; longer than every time limit of an outside call together."""

ECHO = timedelta(seconds=30)
"""How long a network may still be busy with a request it has not answered: looked up sooner, it would seem not to be
there, be sent again, and then be there twice."""

LAST_WORD = timedelta(minutes=2)
"""How long somebody whose lease is over may still be speaking, and the network be busy with it: a clock that jumped
ends a lease too soon. Looked up sooner, the post would seem not to be there, be sent again, and then be there twice."""

MOST_ATTEMPTS = 8
LONGEST_WAIT = timedelta(hours=1)
LONGEST_SENDING_WAIT = timedelta(minutes=10)
"""Between two attempts at one post, unless its network asks for more: after an hour it would be too late, and half a
thread stands alone meanwhile."""
HORIZON_DAYS = 60


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When a channel may speak: at wall times (none: any), `gap` minutes apart, and not from here to there at night."""

    times: tuple[time, ...] = ()
    gap: int = 0
    quiet: tuple[time, time] | None = None


def is_late(planned_at: datetime, *, now: datetime, latest: timedelta = LATEST) -> bool:
    return now - planned_at > latest


def least_gap(planned_at: datetime, *, now: datetime, gap: timedelta) -> timedelta:
    """Time to leave since a channel's last post: what is tardy catches up slowly."""
    return max(gap, CATCH_UP) if now - planned_at > TARDY else gap


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


def next_moment(rhythm: Rhythm, *, zone: ZoneInfo, at: datetime, taken: AbstractSet[datetime]) -> datetime | None:
    """The first moment from an instant on at which a channel may speak, far enough from those taken.

    None when its slots of the next sixty days are full.
    """
    if not rhythm.times:
        return _first_free(rhythm, zone, at, taken)
    wanted = slots(rhythm.times, zone=zone, after=at - timedelta(microseconds=1))
    return next((slot for slot in wanted if slot not in taken and _first_free(rhythm, zone, slot, taken) == slot), None)


def _first_free(rhythm: Rhythm, zone: ZoneInfo, at: datetime, taken: AbstractSet[datetime]) -> datetime:
    """Every step goes forward, past a night or past one that is taken, so it ends."""
    gap = timedelta(minutes=rhythm.gap)
    while True:
        clash = [other for other in taken if abs(other - at) < gap]
        if morning := _end_of_night(rhythm, zone, at):
            at = morning
        elif clash:
            at = max(clash) + gap
        else:
            return at


def is_quiet(rhythm: Rhythm, *, zone: ZoneInfo, at: datetime) -> bool:
    """Whether an instant lies in the channel's night, by the city's own clock."""
    if rhythm.quiet is None:
        return False
    begin, end = rhythm.quiet
    wall = at.astimezone(zone).time()
    return begin <= wall < end if begin <= end else wall >= begin or wall < end


def _end_of_night(rhythm: Rhythm, zone: ZoneInfo, at: datetime) -> datetime | None:
    """When the night an instant lies in is over. In autumn an hour comes twice, and its second time counts as well."""
    if rhythm.quiet is None or not is_quiet(rhythm, zone=zone, at=at):
        return None
    today = at.astimezone(zone).date()
    walls = (datetime.combine(today + timedelta(days=day), rhythm.quiet[1]) for day in range(3))
    ends = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for wall in walls for fold in (0, 1))
    return min(end for end in ends if end > at and not is_quiet(rhythm, zone=zone, at=end))
