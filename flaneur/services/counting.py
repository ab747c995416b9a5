"""Counting: how posts fare, an hour, a day and a week after they went out; five rows of numbers for each, and no more.

As with listening, whoever counts holds the channel's lease and stands back for what is about to leave.
"""

import logging
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from flaneur.adapters.base import Refused, Trouble
from flaneur.core.calendar import LEASE
from flaneur.core.conversation import LAST_LOOK, age_in_hours, next_count
from flaneur.core.dispatch import Numbers, Receipt
from flaneur.core.publication import PublicationState
from flaneur.models import Count, Find, Publication
from flaneur.services.budgets import may_read
from flaneur.services.leases import Lease, borrow, returned
from flaneur.services.listening import may_be_asked, spending, wished_pause

logger = logging.getLogger(__name__)

AGAIN = timedelta(minutes=30)
LARGEST = 2**63 - 1


def count_due(*, owner: str, clock: Callable[[], datetime], is_stopped: Callable[[], bool] = lambda: False) -> int:
    """Look at the numbers of every post whose moment has come. Gives how many were looked at."""
    count, begun = 0, clock()
    while not is_stopped() and (lease := _next(owner, begun, clock())):
        with returned(lease):
            _count(lease, clock())
        count += 1
    return count


def _next(owner: str, begun: datetime, now: datetime) -> Lease | None:
    due = Exists(_due(begun).filter(channel=OuterRef("pk")))
    return borrow(Q(due) & may_be_asked(now, lambda able: able.numbers), owner=owner, now=now, span=LEASE)


def _due(now: datetime) -> "QuerySet[Publication]":
    return Publication.objects.filter(count_at__lte=now, state=PublicationState.SENT, sent_at__isnull=False)


def _count(lease: Lease, now: datetime) -> None:
    """It is put off before it is tried; what a network will not tell of a post is asked again at its next age."""
    row = _due(now).filter(channel=lease.channel).order_by("count_at").first()
    if row is None or row.sent_at is None:
        return
    later = next_count(row.sent_at, now=now)
    if now - row.sent_at > LAST_LOOK or not may_read(lease.channel, now=now):
        _look_again(row.pk, later)
        return
    _look_again(row.pk, now + AGAIN)
    try:
        with spending(lease.channel, now=now) as adapter:
            numbers = adapter.count(Receipt(row.url, tuple(row.references)))
    except Trouble as trouble:
        logger.warning("the numbers of %s are not told: %s", row.pk, trouble)
        if isinstance(trouble, Refused):
            _look_again(row.pk, later)
        if pause := wished_pause(trouble):
            _due(now + pause).filter(channel=lease.channel).update(count_at=now + max(pause, AGAIN))
    else:
        _keep(row, numbers, later, now=now)


@transaction.atomic
def _keep(row: Publication, numbers: Numbers, later: datetime | None, *, now: datetime) -> None:
    """The numbers of an age replace those kept for it before."""
    hours = row.sent_at and age_in_hours(row.sent_at, now=now)
    if hours:
        told = {
            name: max(0, min(value, LARGEST)) if isinstance(value, int) else None
            for name, value in asdict(numbers).items()
        }
        Count.objects.update_or_create(publication=row, hours=hours, defaults={"counted_at": now, **told})
    _look_again(row.pk, later)


def _look_again(key: UUID, moment: datetime | None) -> None:
    Publication.objects.filter(pk=key).update(count_at=moment)


def fares_of(find: Find) -> list[Count]:
    """The newest numbers of a find on each channel that tells any; the longest read first."""
    counts = Count.objects.filter(publication__find=find).select_related("publication__channel").order_by("hours")
    newest = {count.publication_id: count for count in counts}
    return sorted(newest.values(), key=lambda count: -(count.views or count.likes or 0))
