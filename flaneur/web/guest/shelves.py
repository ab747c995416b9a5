"""How a guest's own pages are laid out: the residency that matters now, and finds by what happens to them next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from flaneur.core.find import FindState
from flaneur.core.residency import ResidencyState
from flaneur.core.roles import Role
from flaneur.models import City, Find, Guest, Membership, Residency


@dataclass(frozen=True, slots=True)
class Shelf:
    """Finds that wait for the same thing."""

    title: str | Promise
    finds: tuple[Find, ...]


SHELVES: tuple[tuple[str | Promise, frozenset[FindState]], ...] = (
    (_("Needs you"), frozenset({FindState.RETURNED, FindState.DRAFT})),
    (_("With the desk"), frozenset({FindState.SUBMITTED})),
    (_("Soon on the wall"), frozenset({FindState.APPROVED})),
    (_("On the wall"), frozenset({FindState.PUBLISHED})),
    (_("Put aside"), frozenset({FindState.DECLINED, FindState.WITHDRAWN, FindState.RETRACTED})),
)


class Pen(StrEnum):
    """Where a residency stands for its guest."""

    COMING = "coming"
    HELD = "held"
    RESTING = "resting"
    PASSED_ON = "passed on"


def shelves(guest: Guest) -> list[Shelf]:
    """The guest's finds, newest first, on the shelves that are not empty."""
    finds = list(guest.finds.prefetch_related("photos").order_by("-received_at"))
    filled = [Shelf(title, tuple(find for find in finds if find.state in states)) for title, states in SHELVES]
    return [shelf for shelf in filled if shelf.finds]


def residency_around(guest: Guest, *, now: datetime) -> tuple[Pen, Residency] | None:
    """The residency a guest thinks of: the open one, else the next, else the last; None before any is planned."""
    theirs = guest.residencies
    now_theirs = theirs.at(now).first()
    is_resting = now_theirs is not None and now_theirs.state == ResidencyState.PAUSED
    choices: Iterable[tuple[Pen, Residency | None]] = (
        (Pen.RESTING if is_resting else Pen.HELD, now_theirs),
        (Pen.COMING, theirs.to_come(now).first()),
        (Pen.PASSED_ON, theirs.past(now).first()),
    )
    return next(((pen, residency) for pen, residency in choices if residency), None)


def on_call(city: City) -> list[Membership]:
    """Whom a guest may write to at any hour: those on call, else the chief."""
    places = list(city.memberships.select_related("user").order_by("user__name"))
    return [p for p in places if p.role == Role.ON_CALL] or [p for p in places if p.role == Role.CHIEF]
