"""Residencies: who holds the pen, and when."""

from contextlib import suppress
from datetime import datetime

from django.db import DatabaseError, transaction

from flaneur.core.errors import NotAllowed, TooLate
from flaneur.core.residency import RESIDENCY_MOVES, ResidencyMove, ResidencyState, may_still_arrive
from flaneur.core.roles import Act
from flaneur.core.words import gettext_noop as _
from flaneur.models import City, Guest, Residency, User
from flaneur.services.choices import Motive, keep_choice, require_reasons
from flaneur.services.cities import touch
from flaneur.services.journal import record
from flaneur.services.mail import tell_stay
from flaneur.services.moves import move
from flaneur.services.permissions import require

BY_HAND = ("end_residency", "pause_residency", "resume_residency")


@transaction.atomic
def plan_residency(
    guest: Guest,
    *,
    starts_at: datetime,
    ends_at: datetime,
    now: datetime,
    motive: Motive | None = None,
    by: User | None = None,
) -> Residency:
    """A window for a guest, whom a letter tells; `by=None` is the install's own, and owes no reasons.

    Raises `TooLate` when another residency of the city lies in it, `Unfit` while the charter asks why.
    """
    if by is not None:
        require(guest.city, by, Act.INVITE)
        require_reasons(guest, motive or Motive(), starts_at=starts_at)
    try:
        with transaction.atomic():
            residency = Residency.objects.create(city=guest.city, guest=guest, starts_at=starts_at, ends_at=ends_at)
    except DatabaseError as error:
        raise TooLate(_("Another residency lies in these days.")) from error
    if motive is not None:
        keep_choice(residency, motive, by=by, now=now)
    touch(guest.city)
    record("plan_residency", city=guest.city, by=by, now=now, subject=residency)
    if by is not None:
        tell_stay(residency, "planned")
    return residency


@transaction.atomic
def set_undo_window(residency: Residency, minutes: int, *, by: User, now: datetime) -> None:
    """How long what goes out “now” waits in this stay, so that it can be called back."""
    require(residency.city, by, Act.INVITE)
    Residency.objects.filter(pk=residency.pk).update(undo_minutes=minutes)
    residency.undo_minutes = minutes
    details = {"minutes": minutes}
    record("set_undo_window", city=residency.city, by=by, now=now, subject=residency, details=details)


def residency_for(guest: Guest, *, captured_at: datetime, now: datetime) -> Residency:
    """The guest's residency a capture belongs to. Raises `NotAllowed` when the pen was not theirs at that moment."""
    for residency in guest.residencies.at(captured_at):
        is_in_time = may_still_arrive(residency.ends_at, captured_at=captured_at, now=now)
        if residency.is_open(now) or (is_in_time and not was_cut_short(residency)):
            return residency
    raise NotAllowed(_("The pen is not in your hands right now. What you wrote stays on this phone."))


def was_cut_short(residency: Residency) -> bool:
    """Whether a person ended or paused it: nothing more arrives then, however early it says it was taken."""
    lines = residency.city.journal.about(residency).filter(verb__in=BY_HAND, by__isnull=False)
    return lines.newest().values_list("verb", flat=True).first() in {"end_residency", "pause_residency"}


@transaction.atomic
def end_residency(residency: Residency, *, by: User, now: datetime, why: str) -> None:
    """End a residency at once; from now on its guest cannot send."""
    require(residency.city, by, Act.INVITE)
    move(residency, RESIDENCY_MOVES, ResidencyMove.END, ends_at=now)
    touch(residency.city)
    record("end_residency", city=residency.city, by=by, now=now, subject=residency, why=why)


@transaction.atomic
def pause_residency(residency: Residency, *, by: User, now: datetime, why: str) -> None:
    """The pen rests: its guest cannot send until it is given back, and keeps everything they have.

    Whoever is on call may, as with silence; giving the pen back is for the office.
    """
    _move_by_hand(residency, ResidencyMove.PAUSE, Act.SILENCE, by=by, now=now, why=why)
    tell_stay(residency, "paused", why=why)


@transaction.atomic
def resume_residency(residency: Residency, *, by: User, now: datetime, why: str = "") -> None:
    """The pen is theirs again, to the end that was planned."""
    _move_by_hand(residency, ResidencyMove.RESUME, Act.INVITE, by=by, now=now, why=why)
    tell_stay(residency, "resumed")


@transaction.atomic
def cancel_residency(residency: Residency, *, by: User, now: datetime, why: str) -> None:
    """A stay that has not begun does not happen, and frees its days. Raises `TooLate` for one that has."""
    require(residency.city, by, Act.INVITE)
    if residency.starts_at <= now:
        raise TooLate(_("This stay has begun: it can be paused or ended."))
    _move_by_hand(residency, ResidencyMove.CANCEL, Act.INVITE, by=by, now=now, why=why)
    tell_stay(residency, "cancelled", why=why)


def _move_by_hand(residency: Residency, step: ResidencyMove, act: Act, *, by: User, now: datetime, why: str) -> None:
    require(residency.city, by, act)
    move(residency, RESIDENCY_MOVES, step)
    touch(residency.city)
    record(f"{step}_residency", city=residency.city, by=by, now=now, subject=residency, why=why)


def turn_over_residencies(*, now: datetime) -> int:
    """Open what has begun and end what is over, in every city. Gives how many changed hands here.

    Another worker may be faster with some of them; the others still want to be turned over.
    """
    begun = Residency.objects.at(now).filter(state=ResidencyState.SCHEDULED)
    done = [ResidencyState.ENDED, ResidencyState.CANCELLED]
    over = Residency.objects.filter(ends_at__lte=now).exclude(state__in=done)
    changes = [(over, ResidencyMove.END), (begun, ResidencyMove.OPEN)]
    hands = [(residency, step) for residencies, step in changes for residency in residencies.select_related("city")]
    turned = 0
    for residency, step in hands:
        with suppress(TooLate):
            _turn_over(residency, step, now=now)
            turned += 1
    return turned


@transaction.atomic
def _turn_over(residency: Residency, step: ResidencyMove, *, now: datetime) -> None:
    move(residency, RESIDENCY_MOVES, step)
    touch(residency.city)
    record(f"{step}_residency", city=residency.city, by=None, now=now, subject=residency)


def guest_on_duty(city: City, *, now: datetime) -> Residency | None:
    """The residency whose guest holds the pen now."""
    return city.residencies.at(now).select_related("guest").first()
