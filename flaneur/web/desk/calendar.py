"""The calendar: who holds the pen, what goes out on which day, and what is held until somebody releases it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby, takewhile

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from flaneur.core.calendar import slots
from flaneur.core.publication import PublicationState
from flaneur.core.roles import Act
from flaneur.models import City, Find, Publication
from flaneur.web.desk.door import DeskRequest, at_desk, leaf, show
from flaneur.web.desk.forms import WeekForm
from flaneur.web.desk.ribbon import WEEK, midnight, monday_of, weave

HELD = 10
RIBBON_WEEKS = 6
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Outing:
    """A find at a slot, with its publications."""

    find: Find
    publications: tuple[Publication, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A moment of a day; free when no find has it."""

    at: datetime
    outings: tuple[Outing, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the week shown."""

    date: date
    slots: tuple[Slot, ...]
    is_today: bool
    is_over: bool


@at_desk(Act.SEE)
@require_safe
def calendar(request: DeskRequest) -> HttpResponse:
    city, now = request.city, timezone.now()
    monday = _monday(request, timezone.localdate(now))
    upcoming = city.publications.upcoming()
    return show(
        request,
        "calendar",
        monday=monday,
        sunday=monday + timedelta(days=6),
        previous=monday - WEEK,
        following=monday + WEEK,
        ribbon=weave(city, monday - WEEK, RIBBON_WEEKS, now=now),
        days=_days(city, monday, now=now),
        held=leaf(request, upcoming.filter(state=PublicationState.HELD), HELD),
        now=now,
    )


def _monday(request: DeskRequest, today: date) -> date:
    """The Monday of the week asked for; of this week when the question makes no sense."""
    form = WeekForm(request.GET)
    asked = form.cleaned_data["week"] if form.is_valid() else None
    return monday_of(asked or today)


def _days(city: City, monday: date, *, now: datetime) -> list[Day]:
    """The seven days with what goes out, and the free slots to come."""
    begin, end = midnight(city, monday), midnight(city, monday + WEEK)
    held = {**_free_slots(city, max(now, begin - INSTANT), end), **_outings(city, begin, end)}
    by_day = groupby(sorted(held), key=lambda at: at.astimezone(city.zone).date())
    full = {day: tuple(Slot(at, held[at]) for at in moments) for day, moments in by_day}
    today = now.astimezone(city.zone).date()
    week = [monday + timedelta(days=number) for number in range(7)]
    return [Day(day, full.get(day, ()), day == today, day < today) for day in week]


def _free_slots(city: City, after: datetime, end: datetime) -> dict[datetime, tuple[Outing, ...]]:
    to_come = slots(city.slot_times, zone=city.zone, after=after)
    return dict.fromkeys(takewhile(lambda at: at < end, to_come), ())


def _outings(city: City, begin: datetime, end: datetime) -> dict[datetime, tuple[Outing, ...]]:
    """What was or will be published, by moment and find; the city's own page first."""
    kept = city.publications.exclude(state=PublicationState.CANCELLED).select_related("find__guest", "channel")
    within = kept.filter(planned_at__gte=begin, planned_at__lt=end)
    rows = within.order_by("planned_at", "find_id", "-channel__is_home", "channel__name")
    by_moment = groupby(rows, key=lambda row: row.planned_at)
    return {at: tuple(_by_find(there)) for at, there in by_moment}


def _by_find(rows: Iterable[Publication]) -> Iterable[Outing]:
    for _find_id, there in groupby(rows, key=lambda row: row.find_id):
        publications = tuple(there)
        yield Outing(publications[0].find, publications)
