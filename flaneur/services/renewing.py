"""Tokens are renewed well before they die, by one worker at a time: two would lose the account."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q

from flaneur.adapters.base import Refused, Trouble, TryLater
from flaneur.core.calendar import LEASE
from flaneur.models import Channel
from flaneur.models.publications import ChannelState
from flaneur.services.channels import speaking_for
from flaneur.services.journal import record
from flaneur.services.leases import Lease, borrow, returned

logger = logging.getLogger(__name__)

AGAIN = timedelta(minutes=10)
"""Until a renewal is tried anew; networks let a token be renewed long before its end."""


def renew_due(*, owner: str, clock: Callable[[], datetime], is_stopped: Callable[[], bool] = lambda: False) -> int:
    """Renew every channel's credentials that want it. Gives how many were tried."""
    count, begun = 0, clock()
    while not is_stopped() and (lease := _next(owner, begun, clock())):
        with returned(lease):
            _renew(lease, clock())
        count += 1
    return count


def _next(owner: str, begun: datetime, now: datetime) -> Lease | None:
    return borrow(Q(renew_at__lte=begun) & ~Q(state=ChannelState.DORMANT), owner=owner, now=now, span=LEASE)


def _renew(lease: Lease, now: datetime) -> None:
    """It is put off before it is tried: whoever dies in it does not make the next worker try at once.

    Wrong credentials are told to the desk; anything else is tried again while the old ones still live.
    """
    channel = lease.channel
    Channel.objects.filter(pk=channel.pk).update(renew_at=now + AGAIN)
    try:
        with speaking_for(channel, now=now) as adapter:
            adapter.renew()
        again = adapter.renew_at and max(adapter.renew_at, now + AGAIN)
        Channel.objects.filter(pk=channel.pk).update(renew_at=again)
    except Refused as refused:
        Channel.objects.filter(pk=channel.pk).update(trouble=str(refused)[:300], renew_at=None)
        record("lose_token", city=channel.city, by=None, now=now, subject=channel, why=str(refused))
    except Trouble as trouble:
        logger.warning("%s is renewed later: %s", channel, trouble)
        if isinstance(trouble, TryLater) and trouble.after:
            Channel.objects.filter(pk=channel.pk).update(renew_at=now + max(trouble.after, AGAIN))
