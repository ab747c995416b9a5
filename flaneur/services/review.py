"""Review: the desk approves, returns or declines; nobody their own."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from flaneur.core.charter import Effect, is_blocked, speaking
from flaneur.core.errors import NotAllowed, TooLate, Unfit
from flaneur.core.find import FIND_MOVES, FindMove, FindState
from flaneur.core.roles import Act
from flaneur.core.words import gettext_noop as _
from flaneur.models import Find, User
from flaneur.services.cities import lock_city
from flaneur.services.journal import record
from flaneur.services.mail import tell_guest
from flaneur.services.moves import move
from flaneur.services.permissions import require
from flaneur.services.planning import live_moment, plan_find
from flaneur.services.remarks import remarks_on


@transaction.atomic
def approve_find(
    find: Find,
    *,
    by: User,
    now: datetime,
    at: datetime | None = None,
    seen: datetime | None = None,
    is_live: bool = False,
) -> None:
    """Approve a find and plan it, at an instant or at the next free slot; a live one as soon as it may no longer be
    called back.

    `seen` is when what was read had been handed in. Raises `Unfit` while a rule blocks it (a photo without
    description) or holds it for a second person, `NotAllowed` for one's own find, `TooLate` when it was handed in anew
    since: nobody has read that.
    """
    require_reviewer(find, by)
    remarks = remarks_on(find)
    if is_blocked(remarks):
        raise Unfit(_("A rule of the charter still blocks this find."))
    if speaking(remarks, Effect.HOLD) and find.vouched_by_id in {None, by.pk}:
        raise Unfit(_("The charter asks for two people here: somebody else vouches for this find first."))
    lock_city(find.city)
    move(find, FIND_MOVES, FindMove.APPROVE, Q(submitted_at=seen or find.submitted_at), remark="")
    record("approve_find", city=find.city, by=by, now=now, subject=find)
    plan_find(find, by=by, now=now, at=live_moment(find, now=now) if is_live else at, is_live=is_live)
    tell_guest(find, "approved")


@transaction.atomic
def vouch_for_find(find: Find, *, by: User, now: datetime, why: str = "") -> None:
    """Say that one has read a find a rule holds; somebody else may then approve it. Raises `TooLate` once it left."""
    require_reviewer(find, by)
    waiting = Find.objects.filter(pk=find.pk, state=FindState.SUBMITTED, submitted_at=find.submitted_at)
    if not waiting.update(vouched_by=by, vouched_at=now):
        raise TooLate(_("Somebody else was faster; please look again."))
    find.vouched_by, find.vouched_at = by, now
    record("vouch_for_find", city=find.city, by=by, now=now, subject=find, why=why)


@transaction.atomic
def return_find(find: Find, *, by: User, now: datetime, remark: str) -> None:
    """Give a find back to its guest, with a remark. Raises `Unfit` without one."""
    require_reviewer(find, by)
    if not remark.strip():
        raise Unfit(_("Say in a sentence what would make it right."))
    move(find, FIND_MOVES, FindMove.RETURN, remark=remark.strip())
    record("return_find", city=find.city, by=by, now=now, subject=find, why=remark.strip())
    tell_guest(find, "returned")


@transaction.atomic
def decline_find(find: Find, *, by: User, now: datetime, remark: str) -> None:
    """Decline a find for good, with a reason. Raises `Unfit` without one."""
    require_reviewer(find, by)
    if not remark.strip():
        raise Unfit(_("Say in a sentence why this is not for the city's voice."))
    move(find, FIND_MOVES, FindMove.DECLINE, remark=remark.strip())
    record("decline_find", city=find.city, by=by, now=now, subject=find, why=remark.strip())
    tell_guest(find, "declined")


def require_reviewer(find: Find, by: User) -> None:
    """Raises `NotAllowed` for whoever may not review, and for one's own find."""
    require(find.city, by, Act.REVIEW)
    if find.guest.user_id == by.pk:
        raise NotAllowed(_("Nobody approves their own find."))
