"""Publications as the desk handles them: planned, held, released, resolved, taken back."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from flaneur.adapters.base import Refused
from flaneur.core.calendar import next_free_slot
from flaneur.core.charter import Thread
from flaneur.core.dispatch import Dispatch, Post
from flaneur.core.errors import Unfit
from flaneur.core.find import FIND_MOVES, FindMove, FindState
from flaneur.core.publication import PUBLICATION_MOVES, PublicationMove, PublicationState
from flaneur.core.roles import Act
from flaneur.core.words import gettext_noop as _
from flaneur.models import City, Find, Publication, User
from flaneur.services.addresses import find_address
from flaneur.services.bell import ring
from flaneur.services.channels import ChannelCard, compose, open_channels
from flaneur.services.cities import SILENCED, lock_city, touch
from flaneur.services.journal import record
from flaneur.services.moves import ANYBODY, lock_find, move
from flaneur.services.permissions import require
from flaneur.services.photos import pictures

TAKEN_STATES = [PublicationState.PLANNED, PublicationState.HELD, PublicationState.SENDING]


@dataclass(frozen=True, slots=True)
class Preview:
    """How a find will look on a channel; without a `post` it does not fit at all, and `reason` (a msgid) says why."""

    card: ChannelCard
    post: Post | None
    reason: str = ""


def previews(find: Find, *, now: datetime) -> list[Preview]:
    """Each open channel's rendering of a find, exactly as its adapter will send it."""
    return [_preview(find, card, now=now) for card in open_channels(find.city)]


def _preview(find: Find, card: ChannelCard, *, now: datetime) -> Preview:
    try:
        return Preview(card, compose(card.channel, dispatch(find, card, key="preview", created_at=now)))
    except Refused as refusal:
        return Preview(card, None, refusal.reason)


def dispatch(find: Find, card: ChannelCard, *, key: str, created_at: datetime) -> Dispatch:
    """A find as an adapter needs it, with only what may leave the desk.

    Its threads are those of the charter it was handed in under: every attempt then cuts the same parts.
    """
    return Dispatch(
        key=key,
        words=find.words,
        language=find.language,
        brand_tag=find.city.brand_tag,
        signature=find.guest.name,
        link=find_address(find),
        created_at=created_at,
        pictures=pictures(find, card.limits),
        is_numbered=find.charter is not None and find.charter.thread is Thread.NUMBERED,
    )


def earliest(find: Find, *, now: datetime) -> datetime:
    """From when a find may be shown: from now, or from when its guest asked for."""
    return max(now, find.may_show_at or now)


def next_slot(city: City, *, now: datetime) -> datetime | None:
    """The city's next slot that no other find has."""
    taken = set(city.publications.filter(state__in=TAKEN_STATES).values_list("planned_at", flat=True))
    return next_free_slot(city.slot_times, zone=city.zone, after=now, taken=taken)


@transaction.atomic
def plan_find(find: Find, *, by: User | None, now: datetime, at: datetime | None = None) -> list[Publication]:
    """One publication for each open channel, at an instant or at the next free slot; planning twice is planning once.

    Never earlier than its guest asked. The home wakes at the slot; the other channels sleep until the find's page is
    up, for their posts point to it.
    """
    is_silent = lock_city(find.city)
    since = earliest(find, now=now)
    slot = max(at, since) if at else next_slot(find.city, now=since)
    if slot is None:
        raise Unfit(_("No slot is free in the next weeks; choose a time."))
    planned = []
    for card in open_channels(find.city):
        publication, is_new = Publication.objects.get_or_create(
            find=find,
            channel=card.channel,
            defaults={
                "city": find.city,
                "planned_at": slot,
                "state": PublicationState.HELD if is_silent else PublicationState.PLANNED,
                "wake_at": None if is_silent else _wake_at(find, card.channel.is_home, slot),
                "reason": SILENCED if is_silent else "",
            },
        )
        planned.append(publication)
        if is_new:
            details = {"channel": card.channel.name, "at": slot.isoformat()}
            record("plan_find", city=find.city, by=by, now=now, subject=publication, details=details)
    ring()
    return planned


def _wake_at(find: Find, is_home: bool, planned_at: datetime) -> datetime | None:
    return planned_at if is_home or lock_find(find) == FindState.PUBLISHED else None


@transaction.atomic
def hold_publication(publication: Publication, *, by: User, now: datetime, why: str = "") -> None:
    """Keep a planned publication from leaving until somebody releases it."""
    require(publication.city, by, Act.PUBLISH)
    move(publication, PUBLICATION_MOVES, PublicationMove.HOLD, wake_at=None, reason=why, owner="")
    record("hold_publication", city=publication.city, by=by, now=now, subject=publication, why=why)


@transaction.atomic
def release_publication(publication: Publication, *, by: User, now: datetime, at: datetime | None = None) -> None:
    """Let one held publication go, at its own time or at another; never earlier than now. Refused in silence."""
    _replan(publication, PublicationMove.RELEASE, by=by, now=now, at=at or publication.planned_at)
    record("release_publication", city=publication.city, by=by, now=now, subject=publication)


@transaction.atomic
def retry_publication(publication: Publication, *, by: User, now: datetime) -> None:
    """Send again what failed, or what somebody has looked for in vain. Refused in silence."""
    _replan(publication, PublicationMove.RETRY, by=by, now=now, at=now)
    record("retry_publication", city=publication.city, by=by, now=now, subject=publication)


def _replan(publication: Publication, step: PublicationMove, *, by: User, now: datetime, at: datetime) -> None:
    require(publication.city, by, Act.PUBLISH)
    if lock_city(publication.city):
        raise Unfit(_("Silence is on: nothing leaves until it is lifted."))
    if lock_find(publication.find) == FindState.RETRACTED:
        raise Unfit(_("This find was taken back: nothing of it leaves any more."))
    when = max(at, earliest(publication.find, now=now))
    wake_at = _wake_at(publication.find, publication.channel.is_home, when)
    move(publication, PUBLICATION_MOVES, step, planned_at=when, wake_at=wake_at, reason="", attempts=0)
    ring()


@transaction.atomic
def cancel_publication(publication: Publication, *, by: User, now: datetime, why: str = "") -> None:
    """This find will not go out on this channel."""
    require(publication.city, by, Act.PUBLISH)
    move(publication, PUBLICATION_MOVES, PublicationMove.CANCEL, wake_at=None, reason=why)
    record("cancel_publication", city=publication.city, by=by, now=now, subject=publication, why=why)


@transaction.atomic
def confirm_publication(publication: Publication, *, url: str, by: User, now: datetime) -> None:
    """The desk has looked: what was unsure did arrive. If its find was taken back meanwhile, it is taken back too."""
    require(publication.city, by, Act.PUBLISH)
    if publication.channel.is_home:
        raise Unfit(_("The page looks after itself: look again in a minute."))
    is_gone = lock_find(publication.find) == FindState.RETRACTED
    step, fields = PublicationMove.DELIVER, {"sent_at": now, "url": url, "reason": ""}
    move(publication, PUBLICATION_MOVES, step, ANYBODY, wake_at=None, owner="", **fields)
    record("confirm_publication", city=publication.city, by=by, now=now, subject=publication, details={"url": url})
    if is_gone:
        _start_retraction(publication, now=now)


@transaction.atomic
def retract_publication(publication: Publication, *, by: User, now: datetime, why: str) -> None:
    """Take one post back from its network. The home is taken back with its find, by `retract_find`."""
    require(publication.city, by, Act.RETRACT)
    if publication.channel.is_home:
        raise Unfit(_("The page goes with its find: take the find back everywhere."))
    _start_retraction(publication, now=now)
    record("retract_publication", city=publication.city, by=by, now=now, subject=publication, why=why)


@transaction.atomic
def retract_find(find: Find, *, by: User, now: datetime, why: str) -> None:
    """Take a find back everywhere: its page is a tombstone at once, its posts follow, what was planned is cancelled.

    Works in silence too. What is on its way right now is taken back as soon as it has arrived.
    """
    require(find.city, by, Act.RETRACT)
    if not why.strip():
        raise Unfit(_("Say in a sentence why this is taken back."))
    touch(find.city)
    move(find, FIND_MOVES, FindMove.RETRACT, retracted_at=now)
    for publication in find.publications.select_for_update(of=("self",)):
        if publication.state == PublicationState.SENT:
            _start_retraction(publication, now=now)
        elif publication.state in {PublicationState.PLANNED, PublicationState.HELD, PublicationState.FAILED}:
            move(publication, PUBLICATION_MOVES, PublicationMove.CANCEL, wake_at=None, reason=why)
    record("retract_find", city=find.city, by=by, now=now, subject=find, why=why)


def _start_retraction(publication: Publication, *, now: datetime) -> None:
    move(publication, PUBLICATION_MOVES, PublicationMove.RETRACT, wake_at=now, owner="", attempts=0, reason="")
    ring()
