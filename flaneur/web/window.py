"""When somebody who is only a guest may be signed in: around their residencies; the desk may at any time."""

from datetime import datetime, timedelta

from django.utils.formats import date_format
from django.utils.timezone import localtime

from flaneur.core.errors import NotAllowed
from flaneur.core.residency import UPLOAD_GRACE, ResidencyState
from flaneur.core.words import gettext_noop as _
from flaneur.models import Residency, User
from flaneur.services.residencies import was_cut_short

WELCOME = timedelta(days=7)
"""How long before a residency its guest may come in, look around and try the phone."""


def is_only_guest(user: User) -> bool:
    return user.guests.exists() and not user.memberships.exists()


def closes_at(user: User, *, now: datetime) -> datetime | None:
    """When the door that is open for a guest closes; None when it is closed."""
    residencies = [residency for residency in _residencies(user) if residency.starts_at - WELCOME <= now]
    return max((end for residency in residencies if (end := _last_upload(residency)) > now), default=None)


def _last_upload(residency: Residency) -> datetime:
    """The grace is for slow connections, not for somebody whose residency the desk has ended."""
    is_cut_short = residency.state == ResidencyState.ENDED and was_cut_short(residency)
    return residency.ends_at if is_cut_short else residency.ends_at + UPLOAD_GRACE


def require_open(user: User, *, now: datetime) -> None:
    """Raises `NotAllowed`, with the day to come back, when somebody who is only a guest comes outside their time."""
    if not is_only_guest(user) or closes_at(user, now=now):
        return
    coming = min((r for r in _residencies(user) if r.starts_at > now), key=lambda r: r.starts_at, default=None)
    if not _residencies(user):
        raise NotAllowed(_("The desk has not set your dates yet."))
    if coming is None:
        raise NotAllowed(_("Your time with the pen is over. Thank you for your eyes: your finds stay on the wall."))
    opens_at = localtime(coming.starts_at - WELCOME, coming.city.zone)
    raise NotAllowed(_("The pen will be yours soon. This door opens on %(day)s."), day=date_format(opens_at, "l j F"))


def _residencies(user: User) -> list[Residency]:
    """Every standing residency of a user, in whichever city."""
    guests = user.guests.all()
    return [residency for guest in guests for residency in guest.residencies.standing().select_related("city")]
