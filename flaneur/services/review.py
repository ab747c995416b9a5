"""Review: the desk approves, returns or declines; nobody their own."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from flaneur.core.charter import is_blocked
from flaneur.core.errors import NotAllowed, Unfit
from flaneur.core.find import FIND_MOVES, FindMove
from flaneur.core.roles import Act
from flaneur.core.words import gettext_noop as _
from flaneur.models import Find, User
from flaneur.services.cities import lock_city
from flaneur.services.finds import remarks_on
from flaneur.services.journal import record
from flaneur.services.mail import tell_guest
from flaneur.services.moves import move
from flaneur.services.permissions import require
from flaneur.services.publishing import plan_find


@transaction.atomic
def approve_find(
    find: Find, *, by: User, now: datetime, at: datetime | None = None, seen: datetime | None = None
) -> None:
    """Approve a find and plan it, at an instant or at the next free slot.

    `seen` is when what was read had been handed in. Raises `Unfit` while a rule blocks it (a photo without
    description), `NotAllowed` for one's own find, `TooLate` when it was handed in anew since: nobody has read that.
    """
    _require_reviewer(find, by)
    if is_blocked(remarks_on(find)):
        raise Unfit(_("A rule of the charter still blocks this find."))
    lock_city(find.city)
    move(find, FIND_MOVES, FindMove.APPROVE, Q(submitted_at=seen or find.submitted_at), remark="")
    record("approve_find", city=find.city, by=by, now=now, subject=find)
    plan_find(find, by=by, now=now, at=at)
    tell_guest(find, "approved")


@transaction.atomic
def return_find(find: Find, *, by: User, now: datetime, remark: str) -> None:
    """Give a find back to its guest, with a remark. Raises `Unfit` without one."""
    _require_reviewer(find, by)
    if not remark.strip():
        raise Unfit(_("Say in a sentence what would make it right."))
    move(find, FIND_MOVES, FindMove.RETURN, remark=remark.strip())
    record("return_find", city=find.city, by=by, now=now, subject=find, why=remark.strip())
    tell_guest(find, "returned")


@transaction.atomic
def decline_find(find: Find, *, by: User, now: datetime, remark: str) -> None:
    """Decline a find for good, with a reason. Raises `Unfit` without one."""
    _require_reviewer(find, by)
    if not remark.strip():
        raise Unfit(_("Say in a sentence why this is not for the city's voice."))
    move(find, FIND_MOVES, FindMove.DECLINE, remark=remark.strip())
    record("decline_find", city=find.city, by=by, now=now, subject=find, why=remark.strip())
    tell_guest(find, "declined")


def _require_reviewer(find: Find, by: User) -> None:
    require(find.city, by, Act.REVIEW)
    if find.guest.user_id == by.pk:
        raise NotAllowed(_("Nobody approves their own find."))
