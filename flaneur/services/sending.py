"""Claim, send, settle: how a worker brings publications to their networks, and takes them back.

Three short phases and never a transaction around the network. A worker may die between any two lines: before the
claim nothing has happened; after it the lease runs out and the row becomes `unsure`, which is looked up, never sent
again blindly.
"""

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import F, Q

from flaneur.adapters.base import Adapter, Lost, Refused, TryLater
from flaneur.core.calendar import ECHO, LEASE, LONGEST_WAIT, MOST_ATTEMPTS, is_late, patience
from flaneur.core.dispatch import Post, Receipt
from flaneur.core.errors import TooLate
from flaneur.core.find import FIND_MOVES, FindMove, FindState
from flaneur.core.publication import PUBLICATION_MOVES, Outcome, PublicationMove, PublicationState
from flaneur.models import Attempt, Channel, City, Find, Publication
from flaneur.models.publications import ChannelState
from flaneur.services.channels import compose, describe_channel, speaking_for
from flaneur.services.cities import SILENCED, touch
from flaneur.services.journal import record
from flaneur.services.moves import lock_find, move
from flaneur.services.publishing import dispatch

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]


class Errand(StrEnum):
    SEND = "send"
    LOOK_UP = "look up"
    TAKE_BACK = "take back"


@dataclass(frozen=True, slots=True)
class Claim:
    """A row a worker holds until its lease ends, and what it is to do with it."""

    publication: Publication
    errand: Errand


def publish_due(
    *, owner: str, clock: Clock, find: Find | None = None, is_stopped: Callable[[], bool] = lambda: False
) -> int:
    """Run every errand that is due, or only those of one find, until told to stop. Gives how many were run."""
    count = 0
    while not is_stopped() and (claim := claim_next(owner=owner, now=clock(), find=find)):
        run_errand(claim, clock=clock)
        count += 1
    return count


def next_wake() -> datetime | None:
    """When the next publication wants a worker."""
    asleep = Publication.objects.filter(wake_at__isnull=False).order_by("wake_at")
    return asleep.values_list("wake_at", flat=True).first()


def claim_next(*, owner: str, now: datetime, find: Find | None = None) -> Claim | None:
    """The longest-due row that needs the network; rows that need none are tidied. Two workers never take the same."""
    wanted = find.publications if find else Publication.objects
    while True:
        with transaction.atomic():
            rows = wanted.due(now).select_related("city", "find", "channel", "find__guest", "find__charter")
            row = rows.select_for_update(skip_locked=True, of=("self",)).first()
            if row is None:
                return None
            errand = _take(row, owner, now)
        if errand is not None:
            return Claim(row, errand)


def _take(row: Publication, owner: str, now: datetime) -> Errand | None:
    """A row nobody can take in hand is set aside for an hour: it must not stand in the way of all others."""
    try:
        with transaction.atomic():
            return _TAKERS[PublicationState(row.state)](row, owner, now)
    except Exception:
        logger.exception("publication %s cannot be taken in hand", row.pk)
        Publication.objects.filter(pk=row.pk).update(wake_at=now + LONGEST_WAIT)
        return None


def _take_planned(row: Publication, owner: str, now: datetime) -> Errand | None:
    """The intent to send. Silence and every other obstacle are checked here, in the transaction of the intent."""
    if row.find.state == FindState.RETRACTED:
        move(row, PUBLICATION_MOVES, PublicationMove.CANCEL, wake_at=None)
        return None
    if reason := _obstacle(row, now):
        move(row, PUBLICATION_MOVES, PublicationMove.HOLD, wake_at=None, reason=reason)
        record("hold_publication", city=row.city, by=None, now=now, subject=row, why=reason)
        return None
    begun_at = row.begun_at or now
    move(
        row,
        PUBLICATION_MOVES,
        PublicationMove.CLAIM,
        owner=owner,
        wake_at=now + LEASE,
        attempts=row.attempts + 1,
        begun_at=begun_at,
    )
    Attempt.objects.create(publication=row, number=row.tries.count() + 1, owner=owner, started_at=now)
    return Errand.SEND


def _obstacle(row: Publication, now: datetime) -> str:
    if _met_silence(row):
        return SILENCED
    if is_late(row.planned_at, now=now):
        return "late"
    if row.channel.state != ChannelState.ACTIVE:
        return row.channel.state
    if row.channel.trouble:
        return "trouble"
    is_ready = row.find.state == FindState.PUBLISHED or (row.channel.is_home and row.find.state == FindState.APPROVED)
    return "" if is_ready else "not approved"


def _met_silence(row: Publication) -> bool:
    """Whether silence is on, or was pressed since this was planned: what was on its way then waits for its release."""
    is_silent = City.objects.filter(pk=row.city_id, silenced_at__isnull=False).exists()
    return is_silent or row.city.journal.filter(verb="press_silence", at__gte=row.planned_at).exists()


def _take_abandoned(row: Publication, _owner: str, now: datetime) -> Errand | None:
    """A worker died, or was silent too long: nobody knows whether the post arrived."""
    _become_unsure(row, "the worker's lease ran out", now=now)
    return None


def _take_unsure(row: Publication, owner: str, now: datetime) -> Errand | None:
    if row.attempts >= MOST_ATTEMPTS:
        _postpone(row, None, row.reason)
        return None
    _lease(row, owner, now)
    return Errand.LOOK_UP


def _take_retracting(row: Publication, owner: str, now: datetime) -> Errand | None:
    """Taking back may be repeated safely: what is gone is gone."""
    _lease(row, owner, now)
    return Errand.TAKE_BACK


def _lease(row: Publication, owner: str, now: datetime) -> None:
    lease = {"owner": owner, "wake_at": now + LEASE, "attempts": row.attempts + 1}
    Publication.objects.filter(pk=row.pk).update(**lease)
    row.owner, row.attempts = owner, row.attempts + 1


_TAKERS: dict[PublicationState, Callable[[Publication, str, datetime], Errand | None]] = {
    PublicationState.PLANNED: _take_planned,
    PublicationState.SENDING: _take_abandoned,
    PublicationState.UNSURE: _take_unsure,
    PublicationState.RETRACTING: _take_retracting,
}


def run_errand(claim: Claim, *, clock: Clock) -> None:
    """Speak to the network, outside any transaction, then settle what it said."""
    row = claim.publication
    try:
        with speaking_for(row.channel, now=clock()) as adapter:
            said = _ERRANDS[claim.errand](row, adapter)
    except (Refused, TryLater, Lost) as trouble:
        refusal = trouble
        _settle_quietly(lambda: _TROUBLES[claim.errand](row, refusal, clock()))
    else:
        _settle_quietly(lambda: _ANSWERS[claim.errand](row, said, clock()))


def _settle_quietly(settle: Callable[[], None]) -> None:
    """A worker that lost its lease settles nothing: the row has moved on without it."""
    try:
        with transaction.atomic():
            settle()
    except TooLate:
        logger.warning("a publication was settled by somebody else meanwhile")


def _post(row: Publication) -> Post:
    created_at = row.begun_at or row.planned_at
    return compose(
        row.channel, dispatch(row.find, describe_channel(row.channel), key=str(row.pk), created_at=created_at)
    )


def _send(row: Publication, adapter: Adapter) -> Receipt | None:
    return adapter.publish(_post(row))


def _look_up(row: Publication, adapter: Adapter) -> Receipt | None:
    return adapter.look_up(_post(row))


def _take_back(row: Publication, adapter: Adapter) -> Receipt | None:
    adapter.retract(Receipt(row.url, tuple(row.references)), str(row.pk))
    return None


_ERRANDS = {Errand.SEND: _send, Errand.LOOK_UP: _look_up, Errand.TAKE_BACK: _take_back}


def _sent(row: Publication, receipt: Receipt | None, now: datetime) -> None:
    _deliver(row, receipt, now)
    _close_attempt(row, Outcome.DELIVERED, "", now=now)


def _looked_up(row: Publication, receipt: Receipt | None, now: datetime) -> None:
    if receipt is None:
        move(row, PUBLICATION_MOVES, PublicationMove.RETRY, _mine(row), wake_at=now, owner="")
        record("look_up", city=row.city, by=None, now=now, subject=row, why="it did not arrive")
    else:
        _deliver(row, receipt, now)


def _taken_back(row: Publication, _receipt: Receipt | None, now: datetime) -> None:
    move(row, PUBLICATION_MOVES, PublicationMove.TAKE_BACK, _mine(row), wake_at=None, owner="")
    record("take_back", city=row.city, by=None, now=now, subject=row)


_ANSWERS = {Errand.SEND: _sent, Errand.LOOK_UP: _looked_up, Errand.TAKE_BACK: _taken_back}


def _deliver(row: Publication, receipt: Receipt | None, now: datetime) -> None:
    receipt = receipt or Receipt("")
    if row.channel.is_home:
        touch(row.city)
    state = lock_find(row.find)
    arrived = {"sent_at": now, "url": receipt.url, "references": list(receipt.references), "reason": ""}
    move(row, PUBLICATION_MOVES, PublicationMove.DELIVER, _mine(row), wake_at=None, owner="", **arrived)
    record("deliver", city=row.city, by=None, now=now, subject=row, details={"url": receipt.url})
    Channel.objects.filter(pk=row.channel_id).exclude(trouble="").update(trouble="")
    if row.channel.is_home and state == FindState.APPROVED:
        _open_page(row, now)
    if state == FindState.RETRACTED:
        move(row, PUBLICATION_MOVES, PublicationMove.RETRACT, wake_at=now, attempts=0)


def _open_page(row: Publication, now: datetime) -> None:
    """The find's page is up: the city's other channels may now point to it."""
    move(row.find, FIND_MOVES, FindMove.PUBLISH, published_at=now)
    row.find.publications.filter(state=PublicationState.PLANNED, wake_at__isnull=True).update(wake_at=F("planned_at"))


def _not_sent(row: Publication, trouble: Refused | TryLater | Lost, now: datetime) -> None:
    if isinstance(trouble, Lost):
        _become_unsure(row, str(trouble), now=now)
    elif isinstance(trouble, TryLater) and row.attempts < MOST_ATTEMPTS:
        later = _later(row, trouble, now)
        move(row, PUBLICATION_MOVES, PublicationMove.DEFER, _mine(row), wake_at=later, owner="", reason=str(trouble))
        _close_attempt(row, Outcome.DEFERRED, str(trouble), now=now)
    else:
        _refuse(row, trouble, now)
        _close_attempt(row, Outcome.REFUSED, str(trouble), now=now)


def _not_looked_up(row: Publication, trouble: Refused | TryLater | Lost, now: datetime) -> None:
    _postpone(row, None if isinstance(trouble, Refused) else _later(row, trouble, now), str(trouble))


def _not_taken_back(row: Publication, trouble: Refused | TryLater | Lost, now: datetime) -> None:
    if isinstance(trouble, Refused):
        _refuse(row, trouble, now)
    else:
        _postpone(row, _later(row, trouble, now), str(trouble))


_TROUBLES = {Errand.SEND: _not_sent, Errand.LOOK_UP: _not_looked_up, Errand.TAKE_BACK: _not_taken_back}


def _refuse(row: Publication, trouble: Exception, now: datetime) -> None:
    move(row, PUBLICATION_MOVES, PublicationMove.REFUSE, _mine(row), wake_at=None, owner="", reason=str(trouble)[:500])
    record("refuse", city=row.city, by=None, now=now, subject=row, why=str(trouble))
    if isinstance(trouble, Refused) and trouble.reconnect:
        Channel.objects.filter(pk=row.channel_id).update(trouble=str(trouble)[:300])


def _become_unsure(row: Publication, why: str, *, now: datetime) -> None:
    can_ask = describe_channel(row.channel).abilities.look_up
    wake_at = now + ECHO if can_ask else None
    move(row, PUBLICATION_MOVES, PublicationMove.LOSE, _mine(row), wake_at=wake_at, owner="", reason=why[:500])
    _close_attempt(row, Outcome.LOST, why, now=now)
    record("lose", city=row.city, by=None, now=now, subject=row, why=why)


def _later(row: Publication, trouble: Refused | TryLater | Lost, now: datetime) -> datetime:
    asked = trouble.after if isinstance(trouble, TryLater) else None
    own = patience(row.attempts, jitter=random.random())  # noqa: S311 - spreads retries, guards nothing
    return now + max(asked or own, own)


def _postpone(row: Publication, wake_at: datetime | None, reason: str) -> None:
    mine = Publication.objects.filter(_mine(row), pk=row.pk, state=row.state)
    mine.update(wake_at=wake_at, owner="", reason=reason[:500])


def _close_attempt(row: Publication, outcome: Outcome, reason: str, *, now: datetime) -> None:
    """After the row itself has moved: the publication is locked before its attempts, everywhere."""
    row.tries.filter(ended_at__isnull=True).update(outcome=outcome, reason=reason[:500], ended_at=now)


def _mine(row: Publication) -> Q:
    """Only while this worker's lease on this very attempt stands."""
    return Q(owner=row.owner, attempts=row.attempts)
