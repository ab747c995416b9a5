"""Who speaks when: the banner of the day, its week, and the calendar of all voices with its silences."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flaneur.core import geo
from flaneur.models import City, Find, Guest, Photo, Residency

LONGEST_STRIP = 8
EMPTY_WEEK = timedelta(days=5)
"""Fewer whole days than this are a night or a week-end between two voices, not an empty week."""


@dataclass(frozen=True, slots=True)
class Day:
    """One cell of the strip: where the guest was that day."""

    date: date
    districts: tuple[str, ...]
    is_today: bool
    is_past: bool
    is_hand_over: bool


@dataclass(frozen=True, slots=True)
class Voice:
    """Whoever holds the pen, for the banner. `photo` is the first they showed: the newest ones top the wall below."""

    residency: Residency
    guest: Guest
    district: geo.District | None
    days: tuple[Day, ...]
    photo: Photo | None


@dataclass(frozen=True, slots=True)
class EmptyWeek:
    """Whole days for which nobody has taken the pen."""

    first: date
    last: date


def voice_of(residency: Residency, city: City, *, now: datetime) -> Voice:
    """`residency` comes with its guest."""
    finds = list(city.finds.public().newest().filter(residency=residency))
    districts = {district.code: district for district in geo.districts(city.districts)}
    shorts = {code: district.short for code, district in districts.items() if len(districts) > 1}
    photos = (photo for find in reversed(finds) for photo in find.photos.all())
    return Voice(
        residency=residency,
        guest=residency.guest,
        district=districts.get(residency.guest.district),
        days=_strip(residency, city, shorts, finds, now=now),
        photo=next(photos, None),
    )


def _strip(
    residency: Residency, city: City, shorts: dict[str, str], finds: Iterable[Find], *, now: datetime
) -> tuple[Day, ...]:
    """The days of a residency in the city's time; a long one shows the week around today."""
    today = now.astimezone(city.zone).date()
    first = residency.starts_at.astimezone(city.zone).date()
    last = (residency.ends_at - timedelta(microseconds=1)).astimezone(city.zone).date()
    dates = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    walked = _walked(finds, city, shorts)
    days = (Day(d, walked.get(d, ()), d == today, d < today, d == last) for d in _around(today, dates))
    return tuple(days)


def _around(today: date, dates: list[date]) -> list[date]:
    """All the dates when the strip has room, else a week with today in its middle."""
    if len(dates) <= LONGEST_STRIP:
        return dates
    start = max(0, min((today - dates[0]).days - 3, len(dates) - 7))
    return dates[start : start + 7]


def _walked(finds: Iterable[Find], city: City, shorts: dict[str, str]) -> dict[date, tuple[str, ...]]:
    """The districts told of on each day, in the order they were captured."""
    days: dict[date, tuple[str, ...]] = {}
    for find in sorted(finds, key=lambda find: find.captured_at):
        day = find.captured_at.astimezone(city.zone).date()
        short = shorts.get(find.shown_place.district, "")
        if short and short not in days.get(day, ()):
            days[day] = (*days.get(day, ()), short)
    return days


def with_empty_weeks(
    residencies: Iterable[Residency], zone: ZoneInfo, *, since: datetime | None = None
) -> list[Residency | EmptyWeek]:
    """Residencies from the earliest on, and before each the empty week, if there was one."""
    entries: list[Residency | EmptyWeek] = []
    end = since
    for residency in sorted(residencies, key=lambda residency: residency.starts_at):
        if end and (gap := _empty_week(end.astimezone(zone), residency.starts_at.astimezone(zone))):
            entries.append(gap)
        entries.append(residency)
        end = residency.ends_at
    return entries


def _empty_week(ends_at: datetime, starts_at: datetime) -> EmptyWeek | None:
    """The whole days between two local times, when they are many."""
    first = (ends_at - timedelta(microseconds=1)).date() + timedelta(days=1)
    last = starts_at.date() - timedelta(days=1)
    return EmptyWeek(first, last) if last - first >= EMPTY_WEEK else None
