"""Settle: what becomes of a publication once its network has spoken, or has not."""

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Q

from flaneur.adapters.base import Lost, Refused, Trouble, TryLater, Unfinished
from flaneur.core.calendar import LONGEST_SENDING_WAIT, MOST_ATTEMPTS, TOO_DEAR, patience
from flaneur.core.conversation import next_count
from flaneur.core.dispatch import Receipt
from flaneur.core.find import FIND_MOVES, FindMove, FindState
from flaneur.core.publication import PUBLICATION_MOVES, Errand, Outcome, PublicationMove, PublicationState
from flaneur.core.words import gettext_noop as _
from flaneur.models import Channel, Publication
from flaneur.services.channels import address_that_fits, describe_channel
from flaneur.services.cities import touch
from flaneur.services.claiming import Claim, become_unsure, late_at
from flaneur.services.journal import record
from flaneur.services.leases import let_rest
from flaneur.services.moves import lock_find, move

STILL_STANDS = _("The network said yes, and still shows it.")


class Standing(Exception):
    """It was asked to go, and can still be read."""


def settle(claim: Claim, receipt: Receipt | None, now: datetime) -> None:
    """The network answered. Raises `TooLate` when this worker's lease is over and the row has moved on without it."""
    ANSWERS[claim.errand](claim, receipt, now)


def settle_trouble(claim: Claim, trouble: Trouble, now: datetime) -> None:
    """The network said no, not yet, or nothing. Raises `TooLate` as above."""
    row = claim.publication
    if isinstance(trouble, Unfinished):
        _step(claim, trouble, now)
    else:
        TROUBLES[claim.errand](claim, trouble, now)
    if isinstance(trouble, Refused) and trouble.reconnect:
        Channel.objects.filter(pk=row.channel_id).update(trouble=str(trouble)[:300])
    if isinstance(trouble, TryLater) and (trouble.after or trouble.code.startswith("429")):
        let_rest(row.channel, until=_later(row, trouble, now))


def settle_too_dear(claim: Claim, now: datetime) -> None:
    """Held, with nothing spent. Raises `TooLate` as above."""
    row = claim.publication
    move(row, PUBLICATION_MOVES, PublicationMove.HOLD, _mine(row), wake_at=None, owner="", reason=TOO_DEAR)
    record("hold_publication", city=row.city, by=None, now=now, subject=row, why=TOO_DEAR)
    _close(claim, Outcome.REFUSED, TOO_DEAR, now=now)


def settle_standing(claim: Claim, now: datetime) -> None:
    """Asked again later; after a while a person is. Raises `TooLate` as above."""
    row = claim.publication
    if row.attempts >= MOST_ATTEMPTS:
        _strand(row, STILL_STANDS, now)
    else:
        _postpone(row, now + patience(row.attempts, jitter=random.random()), STILL_STANDS)  # noqa: S311 - spreads retries
    _close(claim, Outcome.STANDING, STILL_STANDS, now=now)


def _sent(claim: Claim, receipt: Receipt | None, now: datetime) -> None:
    receipt = receipt or Receipt("")
    if receipt.references:
        _size(claim, receipt.references)
    _deliver(claim.publication, receipt, now)
    _close(claim, Outcome.DELIVERED, now=now)


def _looked_up(claim: Claim, receipt: Receipt | None, now: datetime) -> None:
    row = claim.publication
    if receipt is None:
        move(row, PUBLICATION_MOVES, PublicationMove.RETRY, _mine(row), wake_at=now, owner="")
        record("look_up", city=row.city, by=None, now=now, subject=row, why=_("it did not arrive"))
    else:
        _deliver(row, receipt, now)
    _close(claim, Outcome.ABSENT if receipt is None else Outcome.FOUND, now=now)


def _corrected(claim: Claim, receipt: Receipt | None, now: datetime) -> None:
    row = claim.publication
    receipt = receipt or Receipt(row.url, tuple(row.references))
    move(row, PUBLICATION_MOVES, PublicationMove.DELIVER, _mine(row), wake_at=None, owner="", **_standing(receipt))
    record("correct", city=row.city, by=None, now=now, subject=row)
    _close(claim, Outcome.DELIVERED, now=now)


def _taken_back(claim: Claim, _receipt: Receipt | None, now: datetime) -> None:
    """Of a post that was refused half-way nothing stands any more: it is as refused as one that never began."""
    row = claim.publication
    was_refused = row.sent_at is None and row.find.state != FindState.RETRACTED and _last_was_refused(row)
    step = PublicationMove.CLEAR if was_refused else PublicationMove.TAKE_BACK
    kept: dict[str, Any] = {} if row.sent_at else {"references": [], "progress": {}, "url": "", "begun_at": None}
    move(row, PUBLICATION_MOVES, step, _mine(row), wake_at=None, owner="", **kept)
    record("take_back", city=row.city, by=None, now=now, subject=row)
    _close(claim, Outcome.GONE, now=now)


def _last_was_refused(row: Publication) -> bool:
    sent = row.tries.filter(errand=Errand.SEND).order_by("-number")
    return sent.values_list("outcome", flat=True).first() == Outcome.REFUSED


ANSWERS: Mapping[Errand, Callable[[Claim, Receipt | None, datetime], None]] = {
    Errand.SEND: _sent,
    Errand.LOOK_UP: _looked_up,
    Errand.CORRECT: _corrected,
    Errand.TAKE_BACK: _taken_back,
}


def _deliver(row: Publication, receipt: Receipt, now: datetime) -> None:
    if row.channel.is_home:
        touch(row.city)
    state = lock_find(row.find)
    arrived: dict[str, Any] = {"sent_at": now, "progress": {}, **_standing(receipt)}
    arrived["count_at"] = next_count(now, now=now) if receipt.references and _counts(row) else None
    move(row, PUBLICATION_MOVES, PublicationMove.DELIVER, _mine(row), wake_at=None, owner="", **arrived)
    record("deliver", city=row.city, by=None, now=now, subject=row, details={"url": receipt.url})
    if row.channel.trouble:  # nobody else writes it while the channel is lent to us
        Channel.objects.filter(pk=row.channel_id).update(trouble="")
    if row.channel.is_home and state == FindState.APPROVED:
        _open_page(row, now)
    if state == FindState.RETRACTED:
        move(row, PUBLICATION_MOVES, PublicationMove.RETRACT, wake_at=now, attempts=0)


def _standing(receipt: Receipt) -> Mapping[str, Any]:
    """Where it stands; what the network made of it that is not as we sent it is the desk's to read."""
    url = address_that_fits(Publication, receipt.url)
    return {"url": url, "references": list(receipt.references), "reason": receipt.difference[:500]}


def _counts(row: Publication) -> bool:
    return describe_channel(row.channel).abilities.numbers


def _open_page(row: Publication, now: datetime) -> None:
    """The find's page is up: the city's other channels may now point to it."""
    move(row.find, FIND_MOVES, FindMove.PUBLISH, published_at=now)
    row.find.publications.filter(state=PublicationState.PLANNED, wake_at__isnull=True).update(wake_at=F("planned_at"))


def _size(claim: Claim, references: Sequence[str]) -> None:
    """Networks count posts: an attempt that added no part takes nothing of their rate."""
    if not set(references) - set(claim.publication.references):
        claim.attempt.size = 0


def _said_nothing(claim: Claim) -> None:
    """Nobody can see anything of it yet: it is no post that the channel's next one has to keep its distance from."""
    at = claim.attempt.started_at
    Channel.objects.filter(pk=claim.publication.channel_id, spoke_at=at).update(
        spoke_at=claim.publication.channel.spoke_at
    )


def _step(claim: Claim, said: Unfinished, now: datetime) -> None:
    """What is done is kept before anything more is; it costs no patience, and lateness alone puts an end to it."""
    row = claim.publication
    if claim.errand in {Errand.TAKE_BACK, Errand.CORRECT}:
        left = Publication.objects.filter(_mine(row), pk=row.pk, state=row.state)
        left.update(wake_at=now + said.after, owner="", attempts=F("attempts") - 1, references=list(said.references))
    else:
        is_gone = lock_find(row.find) == FindState.RETRACTED
        _size(claim, said.references)
        step = PublicationMove.DEFER if claim.errand is Errand.SEND else PublicationMove.RETRY
        kept = {"progress": dict(said.progress), "references": list(said.references), "reason": ""}
        woken = {"wake_at": now if is_gone else now + said.after, "owner": "", "attempts": row.attempts - 1}
        move(row, PUBLICATION_MOVES, step, _mine(row), **kept, **woken)
        if not said.references:
            _said_nothing(claim)
    _close(claim, Outcome.STEP, now=now)


def _not_sent(claim: Claim, trouble: Trouble, now: datetime) -> None:
    """However long a network is out of order, lateness alone ends the patience with it: then a person decides."""
    row = claim.publication
    if isinstance(trouble, Lost):
        become_unsure(row, str(trouble), now=now, guard=_mine(row))
        _close(claim, Outcome.LOST, str(trouble), now=now, code=trouble.code)
    elif isinstance(trouble, TryLater):
        later = min(_later(row, trouble, now), max(now, late_at(row)))
        waits = {"wake_at": later, "owner": "", "reason": str(trouble)[:500]}
        move(row, PUBLICATION_MOVES, PublicationMove.DEFER, _mine(row), **waits)
        _said_nothing(claim)
        _close(claim, Outcome.DEFERRED, str(trouble), now=now, code=trouble.code)
    else:
        _refuse(row, trouble, now)
        _close(claim, Outcome.REFUSED, str(trouble), now=now, code=trouble.code)


def _refuse(row: Publication, trouble: Trouble, now: datetime) -> None:
    """For good. A thread that was refused half-way does not stay half."""
    step = PublicationMove.RETRACT if row.references else PublicationMove.REFUSE
    left = {"wake_at": now, "attempts": 0} if row.references else {"wake_at": None, "progress": {}}
    move(row, PUBLICATION_MOVES, step, _mine(row), owner="", reason=str(trouble)[:500], **left)
    record("refuse", city=row.city, by=None, now=now, subject=row, why=str(trouble))


def _not_looked_up(claim: Claim, trouble: Trouble, now: datetime) -> None:
    row = claim.publication
    _postpone(row, None if isinstance(trouble, Refused) else _later(row, trouble, now), str(trouble))
    _close(claim, _outcome(trouble), str(trouble), now=now, code=trouble.code)


def _not_corrected(claim: Claim, trouble: Trouble, now: datetime) -> None:
    """The old words stay, and the desk reads why."""
    row = claim.publication
    if isinstance(trouble, Refused) or row.attempts >= MOST_ATTEMPTS:
        said = {"reason": str(trouble)[:500], "wake_at": None, "owner": ""}
        move(row, PUBLICATION_MOVES, PublicationMove.REFUSE, _mine(row), **said)
        record("refuse", city=row.city, by=None, now=now, subject=row, why=str(trouble))
    else:
        _postpone(row, _later(row, trouble, now), str(trouble))
    _close(claim, _outcome(trouble), str(trouble), now=now, code=trouble.code)


def _not_taken_back(claim: Claim, trouble: Trouble, now: datetime) -> None:
    """Asked again for a while; then a person is, who may have it asked again."""
    row = claim.publication
    if isinstance(trouble, Refused) or row.attempts >= MOST_ATTEMPTS:
        _strand(row, str(trouble), now)
    else:
        _postpone(row, _later(row, trouble, now), str(trouble))
    _close(claim, _outcome(trouble), str(trouble), now=now, code=trouble.code)


TROUBLES: Mapping[Errand, Callable[[Claim, Trouble, datetime], None]] = {
    Errand.SEND: _not_sent,
    Errand.LOOK_UP: _not_looked_up,
    Errand.CORRECT: _not_corrected,
    Errand.TAKE_BACK: _not_taken_back,
}


def _outcome(trouble: Trouble) -> Outcome:
    match trouble:
        case TryLater():
            return Outcome.DEFERRED
        case Lost():
            return Outcome.LOST
        case _:
            return Outcome.REFUSED


def _strand(row: Publication, why: str, now: datetime) -> None:
    """It should be gone, and only a person can see to that."""
    move(row, PUBLICATION_MOVES, PublicationMove.REFUSE, _mine(row), wake_at=None, owner="", reason=why[:500])
    record("strand", city=row.city, by=None, now=now, subject=row, why=why)


def _later(row: Publication, trouble: Trouble, now: datetime) -> datetime:
    asked = trouble.after if isinstance(trouble, TryLater) else None
    own = min(patience(row.attempts, jitter=random.random()), LONGEST_SENDING_WAIT)  # noqa: S311 - spreads retries
    return now + max(asked or own, own)


def _postpone(row: Publication, wake_at: datetime | None, reason: str) -> None:
    mine = Publication.objects.filter(_mine(row), pk=row.pk, state=row.state)
    mine.update(wake_at=wake_at, owner="", reason=reason[:500])


def _close(claim: Claim, outcome: Outcome, reason: str = "", *, now: datetime, code: str = "") -> None:
    """After the row itself has moved: the publication is locked before its attempts, everywhere."""
    attempt = claim.attempt
    claim.publication.tries.filter(pk=attempt.pk, ended_at__isnull=True).update(
        outcome=outcome,
        reason=reason[:500],
        code=code[:80],
        request_id=attempt.request_id[:120],
        size=attempt.size,
        cost=attempt.cost,
        ended_at=now,
    )


def _mine(row: Publication) -> Q:
    """Only while this worker's lease on this very attempt stands."""
    return Q(owner=row.owner, fence=row.fence)
