"""Planning: when a find goes out, on each channel by its own rhythm, and how it is called back before it has left."""

from datetime import datetime, timedelta

from django.db import transaction

from flaneur.core.calendar import STAGGER, Rhythm, next_free_slot, next_moment
from flaneur.core.errors import NotAllowed, TooLate, Unfit
from flaneur.core.find import FIND_MOVES, FindMove, FindState
from flaneur.core.publication import PublicationState
from flaneur.core.roles import Act
from flaneur.core.words import gettext_noop as _
from flaneur.models import Channel, City, Find, Publication, Silence, User
from flaneur.services.bell import ring
from flaneur.services.channels import open_channels
from flaneur.services.cities import SILENCED, lock_city
from flaneur.services.journal import record
from flaneur.services.moves import lock_find, move
from flaneur.services.permissions import require
from flaneur.services.previews import preview

TAKEN_STATES = [PublicationState.PLANNED, PublicationState.HELD, PublicationState.SENDING]
WAITING = {PublicationState.PLANNED, PublicationState.HELD}


def next_slot(city: City, *, now: datetime) -> datetime | None:
    """The city's next slot that no other find has."""
    pages = city.publications.filter(state__in=TAKEN_STATES, channel__is_home=True)
    taken = set(pages.values_list("planned_at", flat=True))
    return next_free_slot(city.slot_times, zone=city.zone, after=now, taken=taken)


def earliest(find: Find, *, now: datetime) -> datetime:
    """From when a find may be shown: from now, or from when its guest asked for."""
    return max(now, find.may_show_at or now)


def live_moment(find: Find, *, now: datetime) -> datetime:
    """When a find that is to go out now really leaves: after the time in which it can be called back."""
    return earliest(find, now=now + find.residency.undo_window)


@transaction.atomic
def plan_find(
    find: Find, *, by: User | None, now: datetime, at: datetime | None = None, is_live: bool = False
) -> list[Publication]:
    """One publication for each open channel that can carry it; planning twice is planning once.

    The page goes up at an instant, or at the next free slot, never earlier than its guest asked; the other channels
    sleep until it is, for their posts point to it, then follow one by one, each by its own rhythm. Raises `Unfit` when
    no slot is free.
    """
    lock_city(find.city)
    since = earliest(find, now=now)
    moment = max(at, since) if at else next_slot(find.city, now=since)
    known = {row.channel_id: row for row in find.publications.all()}
    planned, networks = [], 0
    for card in open_channels(find.city):
        row = known.get(card.channel.pk)
        if row is None:
            shown = preview(find, card, now=now)
            if shown.post is None and not card.channel.is_home:
                _leave_out(find, card.channel, shown.reason, by=by, now=now)
                continue
            when = moment and _moment_on(card.channel, moment + STAGGER * networks, is_free=at is None, is_live=is_live)
            row = _plan(find, card.channel, when, by=by, now=now, is_live=is_live)
        networks += not card.channel.is_home
        planned.append(row)
    ring()
    return planned


def _moment_on(channel: Channel, at: datetime, *, is_free: bool, is_live: bool) -> datetime | None:
    """A live find waits for no rhythm, and a chosen moment for none of the channel's own slots."""
    if channel.is_home or is_live:
        return at
    own = channel.rhythm
    rhythm = own if is_free else Rhythm(gap=own.gap, quiet=own.quiet)
    taken = channel.publications.filter(state__in=[*TAKEN_STATES, PublicationState.SENT])
    near = set(taken.filter(planned_at__gt=at - timedelta(minutes=own.gap)).values_list("planned_at", flat=True))
    return next_moment(rhythm, zone=channel.city.zone, at=at, taken=near)


def _plan(
    find: Find, channel: Channel, when: datetime | None, *, by: User | None, now: datetime, is_live: bool
) -> Publication:
    if when is None:
        raise Unfit(_("No slot is free in the next weeks; choose a time."))
    row = Publication(city=find.city, find=find, channel=channel, planned_at=when, is_live=is_live)
    if Silence.objects.active().over(row).exists():
        row.state, row.reason = PublicationState.HELD, SILENCED
    else:
        row.wake_at = first_wake(find, channel, when)
    row.save(force_insert=True)
    details = {"channel": channel.name, "at": when.isoformat()}
    record("plan_find", city=find.city, by=by, now=now, subject=row, details=details)
    return row


def first_wake(find: Find, channel: Channel, planned_at: datetime) -> datetime | None:
    """The home wakes by itself; the others are woken by it."""
    return planned_at if channel.is_home or lock_find(find) == FindState.PUBLISHED else None


def _leave_out(find: Find, channel: Channel, reason: str, *, by: User | None, now: datetime) -> None:
    """Told once, however often it is planned."""
    lines = find.city.journal.about(find).filter(verb="leave_out", details__channel=channel.name)
    if not lines.exists():
        details = {"channel": channel.name}
        record("leave_out", city=find.city, by=by, now=now, subject=find, why=reason, details=details)


def leaves_at(find: Find, *, is_live: bool = False) -> datetime | None:
    """When the first of it leaves, while all of it can still be called back; its guest may do so with a live one."""
    if find.state != FindState.APPROVED:
        return None
    rows = list(find.publications.all())
    can_wait = [row.begun_at is None and row.state in WAITING and row.is_live >= is_live for row in rows]
    leaving = [row.planned_at for row in rows if row.state == PublicationState.PLANNED]
    return min(leaving, default=None) if all(can_wait) else None


@transaction.atomic
def undo_approval(find: Find, *, by: User, now: datetime) -> None:
    """As if it had never been approved: nothing of it has left, and it waits at the desk again.

    For the desk, and for its own guest while it is a live find. Raises `TooLate` once anything has begun to leave.
    """
    lock_city(find.city)
    lock_find(find)
    rows = list(find.publications.select_for_update(of=("self",)).select_related("channel"))
    if find.guest.user_id == by.pk:
        if not all(row.is_live for row in rows):
            raise NotAllowed(_("Only the desk can call this one back."))
    else:
        require(find.city, by, Act.REVIEW)
    if find.state != FindState.APPROVED or any(row.begun_at or row.state not in WAITING for row in rows):
        raise TooLate(_("It has left already: it can be taken back, and no longer called back."))
    find.publications.all().delete()
    move(find, FIND_MOVES, FindMove.UNDO)
    record("undo_approval", city=find.city, by=by, now=now, subject=find)
