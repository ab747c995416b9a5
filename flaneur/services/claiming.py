"""Claim: which publication a worker takes in hand, for which errand, and what keeps one from leaving.

Silence and every other obstacle are looked at in the very transaction that writes the intent down.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q, Sum

from flaneur.adapters import ADAPTERS
from flaneur.core.calendar import (
    ECHO,
    LAST_WORD,
    LATE,
    LEASE,
    LONGEST_WAIT,
    MOST_ATTEMPTS,
    NOT_APPROVED,
    UNCONNECTED,
    is_late,
    is_quiet,
    least_gap,
    next_moment,
)
from flaneur.core.conversation import HOT, hot_until
from flaneur.core.find import FindState
from flaneur.core.publication import PUBLICATION_MOVES, Errand, Outcome, PublicationMove, PublicationState
from flaneur.core.words import gettext_noop as _
from flaneur.models import Attempt, Channel, Find, Publication, Silence
from flaneur.models.publications import ChannelState, Publications
from flaneur.services.channels import describe_channel
from flaneur.services.cities import SILENCED
from flaneur.services.journal import record
from flaneur.services.leases import Lease, lend
from flaneur.services.moves import move

logger = logging.getLogger(__name__)

LEASE_OVER = "the worker's lease ran out"
IN_TIME = timedelta(seconds=5)
"""An idle worker comes within its pause, a second; whatever waits longer waits for one that is busy."""
NO_PROGRAM_CAN = _("This network lets no program take a post back: somebody has to, on its own pages.")


@dataclass(frozen=True, slots=True)
class Claim:
    """A row a worker holds until its lease ends, with its channel, and what it is to do with it."""

    publication: Publication
    errand: Errand
    attempt: Attempt
    lease: Lease


def next_wake(*, before: datetime | None = None) -> datetime | None:
    """When the next publication wants a worker, and its channel will have one; of those that want one `before` then."""
    soon = Publication.objects.filter(wake_at__lt=before) if before else Publication.objects
    return soon.next_wake()


def is_behind(*, now: datetime) -> bool:
    """Whether something could have left, and no worker came to it in time."""
    return Publication.objects.due(now).filter(wake_at__lte=now - IN_TIME).exists()


def claim_next(*, owner: str, now: datetime, find: Find | None = None) -> Claim | None:
    """The longest-due row that needs the network; rows that need none are tidied. Two workers never take the same.

    Row and channel are locked together or passed over together: nobody else speaks for the channel meanwhile.
    """
    wanted = find.publications if find else Publication.objects
    while True:
        with transaction.atomic():
            row = _longest_due(wanted.due(now))
            if row is None:
                return None
            claim = _take(row, owner, now)
        if claim is not None:
            return claim


def _longest_due(due: Publications) -> Publication | None:
    """A guest's live finds first. Asked for apart, and without the find, both are a step along an index of `wake_at`.

    However many wait: with more tables in it, PostgreSQL would sort all of them to give one.
    """
    rows = due.select_related("channel").select_for_update(skip_locked=True, of=("self", "channel"), no_key=True)
    row = rows.filter(is_live=True).first() if due.filter(is_live=True).exists() else None
    row = row or rows.filter(is_live=False).first()
    if row is not None:
        finds = Find.objects.select_related("city", "guest", "charter")
        row.find = finds.defer("city__districts", "charter__rules").get(pk=row.find_id)  # long, and nobody looks
        row.city = row.channel.city = row.find.city
    return row


def _take(row: Publication, owner: str, now: datetime) -> Claim | None:
    """A row nobody can take in hand is set aside for an hour: it must not stand in the way of all others."""
    try:
        with transaction.atomic():
            errand = _TAKERS[PublicationState(row.state)](row, owner, now)
            return _begin(row, errand, owner, now) if errand else None
    except Exception:
        logger.exception("publication %s cannot be taken in hand", row.pk)
        Publication.objects.filter(pk=row.pk).update(wake_at=now + LONGEST_WAIT)
        return None


def _begin(row: Publication, errand: Errand, owner: str, now: datetime) -> Claim | None:
    """The attempt is written down, and the channel lent, before anything leaves; a full pace makes the row wait."""
    size = max(1, len(row.references)) if errand is Errand.TAKE_BACK else 1
    if later := _paced(row.channel, errand, size, now):
        Publication.objects.filter(pk=row.pk).update(wake_at=later)
        return None
    claimed: dict[str, Any] = {
        "owner": owner,
        "wake_at": now + LEASE,
        "attempts": row.attempts + 1,
        "fence": row.fence + 1,
    }
    if errand is Errand.SEND:
        move(row, PUBLICATION_MOVES, PublicationMove.CLAIM, begun_at=row.begun_at or now, **claimed)
    else:
        Publication.objects.filter(pk=row.pk).update(**claimed)
        row.owner, row.attempts, row.fence = owner, row.attempts + 1, row.fence + 1
    attempt = Attempt.objects.create(
        publication=row, number=row.fence, errand=errand, owner=owner, started_at=now, size=size
    )
    spoken = {"spoke_at": now} if errand is Errand.SEND else {}
    return Claim(row, errand, attempt, lend(row.channel, owner=owner, now=now, span=LEASE, **spoken))


def _paced(channel: Channel, errand: Errand, size: int, now: datetime) -> datetime | None:
    """When the network's own pace has room for the errand again; None when it has now."""
    pace = ADAPTERS[channel.kind].paces.get(errand)
    if pace is None:
        return None
    counted = Attempt.objects.filter(publication__channel=channel, errand=errand, size__gt=0)
    recent = counted.filter(started_at__gt=now - pace.window)
    taken = recent.aggregate(taken=Sum("size"))["taken"] or 0
    if not taken or taken + size <= pace.most:
        return None
    return recent.earliest("started_at").started_at + pace.window


def _take_planned(row: Publication, owner: str, now: datetime) -> Errand | None:
    """The intent to send."""
    if row.find.state == FindState.RETRACTED:
        give_up(row, now=now, reason=row.reason)
    elif reason := _obstacle(row, now):
        move(row, PUBLICATION_MOVES, PublicationMove.HOLD, wake_at=None, reason=reason)
        record("hold_publication", city=row.city, by=None, now=now, subject=row, why=reason)
    elif later := _not_yet(row, now):
        Publication.objects.filter(pk=row.pk).update(wake_at=later)
    elif cool := _hot_until(row, now):
        Publication.objects.filter(pk=row.pk).update(wake_at=cool, reason=HOT)
    else:
        return Errand.SEND
    return None


def _obstacle(row: Publication, now: datetime) -> str:
    if Silence.objects.holding(row).exists():
        return SILENCED
    if is_late(row.planned_at, now=now, latest=timedelta(minutes=row.city.lateness)):
        return LATE
    if row.channel.state != ChannelState.ACTIVE:
        return row.channel.state
    if row.channel.trouble:
        return UNCONNECTED
    is_ready = row.find.state == FindState.PUBLISHED or (row.channel.is_home and row.find.state == FindState.APPROVED)
    return "" if is_ready else NOT_APPROVED


def _not_yet(row: Publication, now: datetime) -> datetime | None:
    """When its channel may speak again; the rest of a thread follows at once, and the city's own page disturbs nobody.

    What is under way, but not to be seen yet, goes on at night, and keeps its distance from the post before it: else an
    outage in which several were got ready would end in a burst.
    """
    channel = row.channel
    if channel.is_home or row.references:
        return None
    if not row.is_live and not row.progress and is_quiet(channel.rhythm, zone=row.city.zone, at=now):
        return next_moment(channel.rhythm, zone=row.city.zone, at=now, taken=set())
    gap = least_gap(row.planned_at, now=now, gap=timedelta(minutes=0 if row.is_live else channel.gap))
    free_at = channel.spoke_at + gap if channel.spoke_at else now
    return free_at if free_at > now else None


def _hot_until(row: Publication, now: datetime) -> datetime | None:
    """When people on its channel will have talked enough for something planned; at the latest when it is too late.

    Then lateness holds it, and the desk is told. What is live or has begun goes on, as with the rhythm.
    """
    heat = row.city.heat
    if not heat.replies or row.is_live or row.progress or row.references or row.channel.is_home:
        return None
    said = row.channel.replies.order_by("-posted_at").values_list("posted_at", flat=True)
    nth = said[heat.replies - 1 : heat.replies].first()
    end = hot_until(heat, nth, now=now)
    return end and min(end, late_at(row))


def late_at(row: Publication) -> datetime:
    """From when on it no longer leaves by itself."""
    return row.planned_at + timedelta(minutes=row.city.lateness, seconds=1)


def _take_abandoned(row: Publication, _owner: str, now: datetime) -> Errand | None:
    """A worker died, or was silent too long: nobody knows whether the post arrived."""
    become_unsure(row, LEASE_OVER, now=now, echo=LAST_WORD)
    _end_abandoned(row, now)
    return None


def become_unsure(
    row: Publication, why: str, *, now: datetime, guard: Q | None = None, echo: timedelta | None = None
) -> None:
    """Sent, and nobody knows whether it arrived: it is looked up where it can be, else a person looks."""
    can_ask = describe_channel(row.channel).abilities.look_up
    wake_at = now + (ECHO if echo is None else echo) if can_ask else None
    move(row, PUBLICATION_MOVES, PublicationMove.LOSE, guard or Q(), wake_at=wake_at, owner="", reason=why[:500])
    record("lose", city=row.city, by=None, now=now, subject=row, why=why)


def _take_unsure(row: Publication, _owner: str, now: datetime) -> Errand | None:
    """Looked up until it is too late for it to leave, and a few times in any case; then a person looks."""
    _end_abandoned(row, now)
    if row.attempts >= MOST_ATTEMPTS and now >= late_at(row):
        Publication.objects.filter(pk=row.pk).update(wake_at=None)
        return None
    return Errand.LOOK_UP


def _take_retracting(row: Publication, _owner: str, now: datetime) -> Errand | None:
    """Taking back may be repeated safely: what is gone is gone. Where no program can, a person is asked at once."""
    _end_abandoned(row, now)
    if describe_channel(row.channel).abilities.retract:
        return Errand.TAKE_BACK
    move(row, PUBLICATION_MOVES, PublicationMove.REFUSE, wake_at=None, owner="", reason=NO_PROGRAM_CAN)
    record("strand", city=row.city, by=None, now=now, subject=row, why=NO_PROGRAM_CAN)
    return None


def _take_correcting(row: Publication, _owner: str, now: datetime) -> Errand | None:
    """Saying the new words twice says them once."""
    _end_abandoned(row, now)
    return Errand.CORRECT


def _end_abandoned(row: Publication, now: datetime) -> None:
    row.tries.filter(ended_at__isnull=True).update(outcome=Outcome.LOST, reason=LEASE_OVER, ended_at=now)


_TAKERS: dict[PublicationState, Callable[[Publication, str, datetime], Errand | None]] = {
    PublicationState.PLANNED: _take_planned,
    PublicationState.SENDING: _take_abandoned,
    PublicationState.UNSURE: _take_unsure,
    PublicationState.CORRECTING: _take_correcting,
    PublicationState.RETRACTING: _take_retracting,
}


def give_up(row: Publication, *, now: datetime, reason: str, guard: Q | None = None) -> None:
    """It will not go out, or no further: parts of it that stand already are taken back."""
    step = PublicationMove.RETRACT if row.references else PublicationMove.CANCEL
    fields: dict[str, Any] = {"wake_at": now if row.references else None, "owner": "", "attempts": 0, "progress": {}}
    move(row, PUBLICATION_MOVES, step, guard or Q(), reason=reason[:500], **fields)
