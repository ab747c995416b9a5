"""One sender for a channel at a time: whoever speaks for it holds a lease on its row, seen by every other process."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from flaneur.models import Channel


@dataclass(frozen=True, slots=True)
class Lease:
    """Its end tells it from every later one of the same owner."""

    channel: Channel
    owner: str
    until: datetime


def lend(channel: Channel, *, owner: str, now: datetime, span: timedelta, **fields: datetime) -> Lease:
    """Lend a channel whose row the caller has locked, and found free, in this transaction; set fields with it."""
    lease = Lease(channel, owner[:80], now + span)
    Channel.objects.filter(pk=channel.pk).update(owner=lease.owner, leased_until=lease.until, **fields)
    return lease


def give_back(lease: Lease) -> None:
    """Free the channel, unless the lease ran out and somebody else has it."""
    held(lease).update(owner="", leased_until=None)


def held(lease: Lease) -> "QuerySet[Channel]":
    """The channel, while the lease on it stands: what an errand found out is kept through this, or not at all."""
    return Channel.objects.filter(pk=lease.channel.pk, owner=lease.owner, leased_until=lease.until)


@transaction.atomic
def borrow(channels: Q, *, owner: str, now: datetime, span: timedelta) -> Lease | None:
    """The first free channel among some, for an errand that is no publication's; None when there is none."""
    wanted = Channel.objects.filter(channels).free(now).select_related("city")
    channel = wanted.select_for_update(skip_locked=True, of=("self",), no_key=True).first()
    return lend(channel, owner=owner, now=now, span=span) if channel else None


@contextmanager
def returned(lease: Lease) -> Iterator[None]:
    """Give a lease back however its errand ends."""
    try:
        yield
    finally:
        give_back(lease)


def let_rest(channel: Channel, *, until: datetime) -> None:
    """The network wants to hear nothing from this account before then; the later of two such wishes holds."""
    sooner = Q(rests_until__isnull=True) | Q(rests_until__lt=until)
    Channel.objects.filter(sooner, pk=channel.pk).update(rests_until=until)
