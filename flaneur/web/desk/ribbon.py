"""Who holds the pen, week by week, in quarters of a day: the ribbon over the calendar and the list of empty weeks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from flaneur.models import City, Residency

QUARTERS = 4
QUARTER = timedelta(hours=24 / QUARTERS)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many quarters of a day in the same hands, or in nobody's; `is_over` when it lies wholly in the past."""

    residency: Residency | None
    quarters: int
    is_over: bool


@dataclass(frozen=True, slots=True)
class Week:
    """A week of the ribbon, from its Monday."""

    monday: date
    stretches: tuple[Stretch, ...]

    @property
    def days(self) -> list[date]:
        return [self.monday + timedelta(days=number) for number in range(7)]

    @property
    def sunday(self) -> date:
        return self.days[-1]

    @property
    def is_empty(self) -> bool:
        return all(stretch.residency is None for stretch in self.stretches)


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def midnight(city: City, day: date) -> datetime:
    """The beginning of a day on the city's own clock."""
    return datetime.combine(day, time(), tzinfo=city.zone)


def weave(city: City, monday: date, count: int, *, now: datetime) -> tuple[Week, ...]:
    """So many weeks of the city from a Monday."""
    mondays = [monday + WEEK * number for number in range(count)]
    first, last = midnight(city, monday), midnight(city, monday + WEEK * count)
    within = city.residencies.standing().filter(starts_at__lt=last, ends_at__gt=first).select_related("guest")
    residencies = list(within.order_by("starts_at"))
    return tuple(Week(start, tuple(_stretches(city, start, residencies, now))) for start in mondays)


def _stretches(city: City, monday: date, residencies: Sequence[Residency], now: datetime) -> Iterable[Stretch]:
    """Each quarter belongs to whoever holds the pen in its middle."""
    middle = midnight(city, monday) + QUARTER / 2
    instants = [middle + QUARTER * number for number in range(7 * QUARTERS)]
    for residency, run in groupby(instants, key=lambda instant: _holder(residencies, instant)):
        stretch = list(run)
        yield Stretch(residency, len(stretch), is_over=stretch[-1] < now)


def _holder(residencies: Sequence[Residency], instant: datetime) -> Residency | None:
    return next((held for held in residencies if held.starts_at <= instant < held.ends_at), None)
