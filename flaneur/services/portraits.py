"""Portraits: offered by a guest, shown once the desk has looked; and an account's own picture, to be put back."""

import logging
import shutil
from datetime import datetime
from functools import partial
from typing import BinaryIO
from uuid import uuid4

from django.db import transaction

from flaneur import darkroom
from flaneur.core.dispatch import Picture
from flaneur.core.errors import NotAllowed, NotNow, TooLate
from flaneur.core.roles import Act
from flaneur.core.words import gettext_noop as _
from flaneur.models import Channel, City, Guest, User
from flaneur.services import media
from flaneur.services.cities import touch
from flaneur.services.journal import record
from flaneur.services.permissions import require

logger = logging.getLogger(__name__)


def offer_portrait(guest: Guest, upload: BinaryIO, *, is_lent: bool, by: User, now: datetime) -> None:
    """Keep a picture until the desk has looked at it; what is shown stays until then.

    Raises `Unfit` with a sentence for the guest when it is no picture, `NotNow` when this machine has no room for it.
    """
    _require_own(guest, by)
    offered = _kept(upload, guest.city)
    with transaction.atomic():
        was = _locked(guest).portrait_offered
        _change(guest, portrait_offered=offered, portrait_lent_at=now if is_lent else None)
        _forget(was)
        record("offer_portrait", city=guest.city, by=by, now=now, subject=guest, details={"lent": is_lent})


@transaction.atomic
def lend_portrait(guest: Guest, *, is_lent: bool, by: User, now: datetime) -> None:
    """Whether the city's accounts may show it while its guest holds the pen; a no is heard at once."""
    _require_own(guest, by)
    _change(guest, portrait_lent_at=now if is_lent else None)
    record("lend_portrait", city=guest.city, by=by, now=now, subject=guest, details={"lent": is_lent})


@transaction.atomic
def withdraw_portrait(guest: Guest, *, by: User, now: datetime) -> None:
    """Its guest wants to be seen no longer, or tells the desk so: every picture of them is erased."""
    if guest.user_id != by.pk:
        require(guest.city, by, Act.INVITE)
    was = _locked(guest)
    _change(guest, portrait="", portrait_offered="", portrait_lent_at=None)
    _forget(was.portrait, was.portrait_offered)
    touch(guest.city)
    record("withdraw_portrait", city=guest.city, by=by, now=now, subject=guest)


@transaction.atomic
def show_portrait(guest: Guest, seen: str, *, by: User, now: datetime) -> None:
    """The desk has looked at what is offered, and shows it. Raises `TooLate` when another one is offered by now.

    Raises `NotAllowed` for one's own face: the desk's look is somebody else's.
    """
    require(guest.city, by, Act.INVITE)
    if guest.user_id == by.pk:
        raise NotAllowed(_("Nobody looks at their own portrait for the desk: ask somebody else there."))
    was = _offered(guest, seen)
    _change(guest, portrait=seen, portrait_offered="")
    _forget(was.portrait)
    touch(guest.city)
    record("show_portrait", city=guest.city, by=by, now=now, subject=guest)


@transaction.atomic
def decline_portrait(guest: Guest, seen: str, *, by: User, now: datetime) -> None:
    """The desk would rather not show what is offered: it is erased. Raises `TooLate` as above."""
    require(guest.city, by, Act.INVITE)
    _offered(guest, seen)
    _change(guest, portrait_offered="")
    _forget(seen)
    record("decline_portrait", city=guest.city, by=by, now=now, subject=guest)


def keep_picture(channel: Channel, upload: BinaryIO, *, by: User, now: datetime) -> None:
    """The account's own picture, which it shows when nobody holds the pen: what stands there next is taken for it.

    Raises `Unfit` and `NotNow` as above.
    """
    require(channel.city, by, Act.CONNECT)
    kept = _kept(upload, channel.city)
    with transaction.atomic():
        was = Channel.objects.select_for_update(no_key=True).get(pk=channel.pk).picture
        Channel.objects.filter(pk=channel.pk).update(picture=kept, face="")
        channel.handovers.update(wake_at=None)
        _forget(was)
        record("keep_picture", city=channel.city, by=by, now=now, subject=channel)
    channel.picture = kept


def as_picture(name: str) -> Picture:
    """What an adapter sends."""
    return Picture(media.Stored(name), alt="", width=0, height=0)


def _kept(upload: BinaryIO, city: City) -> str:
    broken: tuple[type[Exception], ...] = (*media.troubles(), darkroom.DarkroomFailure)
    name = f"{city.slug}/portraits/{uuid4()}.jpg"
    try:
        with media.workshop() as bench:
            original = bench / "original"
            with original.open("xb") as copy:
                shutil.copyfileobj(upload, copy)
            media.keep(bench / darkroom.develop_portrait(original, bench).name, name)
    except broken as trouble:
        logger.exception("a picture cannot be kept: is the disk full?")
        raise NotNow(_("This machine has no room for photos right now. Please send it again later.")) from trouble
    return name


def _require_own(guest: Guest, by: User) -> None:
    if guest.user_id != by.pk:
        raise NotAllowed(_("A face is lent by whoever wears it."))


def _offered(guest: Guest, seen: str) -> Guest:
    was = _locked(guest)
    if not seen or was.portrait_offered != seen:
        raise TooLate(_("Somebody else was faster; please look again."))
    return was


def _locked(guest: Guest) -> Guest:
    return Guest.objects.select_for_update(no_key=True).get(pk=guest.pk)


def _change(guest: Guest, **fields: object) -> None:
    Guest.objects.filter(pk=guest.pk).update(**fields)
    for name, value in fields.items():
        setattr(guest, name, value)


def _forget(*names: str) -> None:
    for name in filter(None, names):
        transaction.on_commit(partial(media.erase, name))
