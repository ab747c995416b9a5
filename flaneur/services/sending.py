"""Claim, send, settle: how a worker brings publications to their networks, and takes them back.

Three short phases and never a transaction around the network. A worker may die between any two lines: before the
claim nothing has happened; after it the lease runs out and the row becomes `unsure`, which is looked up, never sent
again blindly. A post of several steps is claimed anew for each, and what stands is kept in between.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from flaneur.adapters.base import Adapter, Trouble
from flaneur.core.dispatch import Post, Receipt
from flaneur.core.errors import TooLate
from flaneur.core.publication import Errand
from flaneur.models import Find, Publication
from flaneur.services.budgets import TooDear, affords, price
from flaneur.services.channels import compose, describe_channel, speaking_for
from flaneur.services.claiming import Claim, claim_next
from flaneur.services.leases import give_back
from flaneur.services.previews import dispatch
from flaneur.services.settling import Standing, settle, settle_standing, settle_too_dear, settle_trouble

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]


def publish_due(
    *, owner: str, clock: Clock, find: Find | None = None, is_stopped: Callable[[], bool] = lambda: False
) -> int:
    """Run every errand that is due, or only those of one find, until told to stop. Gives how many were run."""
    count = 0
    while not is_stopped() and (claim := claim_next(owner=owner, now=clock(), find=find)):
        run_errand(claim, clock=clock)
        count += 1
    return count


def run_errand(claim: Claim, *, clock: Clock) -> None:
    """Speak to the network, outside any transaction, then settle what it said and give the channel back."""
    try:
        receipt = _speak(claim)
    except Trouble as trouble:
        said = trouble
        _settle_quietly(claim, lambda: settle_trouble(claim, said, clock()))
    except Standing:
        _settle_quietly(claim, lambda: settle_standing(claim, clock()))
    except TooDear:
        _settle_quietly(claim, lambda: settle_too_dear(claim, clock()))
    else:
        _settle_quietly(claim, lambda: settle(claim, receipt, clock()))


def _settle_quietly(claim: Claim, settle: Callable[[], None]) -> None:
    """A worker that lost its lease settles nothing: the row has moved on without it."""
    try:
        with transaction.atomic():
            settle()
            give_back(claim.lease)
    except TooLate:
        logger.warning("a publication was settled by somebody else meanwhile")
        give_back(claim.lease)


def _speak(claim: Claim) -> Receipt | None:
    row = claim.publication
    with speaking_for(row.channel, now=claim.attempt.started_at) as adapter:
        try:
            return _ERRANDS[claim.errand](claim, adapter)
        finally:
            claim.attempt.request_id, claim.attempt.cost = adapter.request_id, adapter.spent


def _post(row: Publication) -> Post:
    created_at = row.begun_at or row.planned_at
    told = dispatch(row.find, describe_channel(row.channel), key=str(row.pk), created_at=created_at)
    post = compose(row.channel, told if row.has_link else replace(told, link=""))
    return replace(post, progress=row.progress)


def _send(claim: Claim, adapter: Adapter) -> Receipt | None:
    row = claim.publication
    return adapter.publish(_post(row) if row.progress or row.references else _affordable(row, adapter.now))


def _affordable(row: Publication, now: datetime) -> Post:
    """The post as the month's budget allows it. Raises `TooDear`. One sender a channel: nobody spends meanwhile."""
    post = _post(row)
    if row.has_link and not affords(row.channel, price(row.channel, post), now=now):
        Publication.objects.filter(pk=row.pk).update(has_link=False)
        row.has_link = False
        post = _post(row)
    if not affords(row.channel, price(row.channel, post), now=now):
        raise TooDear
    return post


def _look_up(claim: Claim, adapter: Adapter) -> Receipt | None:
    return adapter.look_up(_post(claim.publication))


def _correct(claim: Claim, adapter: Adapter) -> Receipt | None:
    return adapter.edit(_receipt(claim.publication), _post(claim.publication))


def _take_back(claim: Claim, adapter: Adapter) -> None:
    """Done only when nobody can read it any more, where the network can be asked. Raises `Standing` while somebody can.

    From the second time on it is looked for first: somebody may have taken it down by hand. Without a reference there
    is nothing to read back.
    """
    row = claim.publication
    reads = adapter.abilities.read_back and bool(row.references)
    is_again = row.tries.filter(errand=Errand.TAKE_BACK, number__lt=claim.attempt.number).exists()
    if reads and is_again and not adapter.stands(_receipt(row)):
        return
    adapter.retract(_receipt(row), str(row.pk))
    if reads and adapter.stands(_receipt(row)):
        raise Standing


def _receipt(row: Publication) -> Receipt:
    return Receipt(row.url, tuple(row.references))


_ERRANDS: Mapping[Errand, Callable[[Claim, Adapter], Receipt | None]] = {
    Errand.SEND: _send,
    Errand.LOOK_UP: _look_up,
    Errand.CORRECT: _correct,
    Errand.TAKE_BACK: _take_back,
}
