"""What a channel may spend in a month, and what becomes of a post that is too dear."""

from datetime import UTC, date, datetime

from django.db.models import F, Sum

from flaneur.adapters import ADAPTERS
from flaneur.core.dispatch import Post
from flaneur.core.prices import PRICES
from flaneur.models import Attempt, Channel

READ_SHARE = 10
"""Reading may take a tenth of a channel's budget: a post is never held because of what was read."""


class TooDear(Exception):
    """Even without its link a post would cost more than the month has left."""


def price(channel: Channel, post: Post) -> int:
    """Thousandths of a dollar."""
    return ADAPTERS[channel.kind].price(post)


def spent(channel: Channel, *, now: datetime) -> int:
    """Thousandths of a dollar that errands and reading have cost this month of the city's, by the price list."""
    begin = _month(channel, now)
    charged = Attempt.objects.filter(publication__channel=channel, cost__gt=0, started_at__gte=begin.astimezone(UTC))
    return (charged.aggregate(spent=Sum("cost"))["spent"] or 0) + _read(channel, begin.date())


def affords(channel: Channel, cost: int, *, now: datetime) -> bool:
    """Whether the month's budget has room for it; what is free is always in."""
    return channel.budget is None or cost == 0 or spent(channel, now=now) + cost <= channel.budget


def may_read(channel: Channel, *, now: datetime) -> bool:
    """Whether the month's budget has room for reading: what a page will cost is known afterwards only.

    Where reading costs nothing there always is room.
    """
    if channel.budget is None or not PRICES.get(channel.kind):
        return True
    return _read(channel, _month(channel, now).date()) * READ_SHARE < channel.budget


def charge_reading(channel: Channel, cost: int, *, now: datetime) -> None:
    """Add what was read to the month. Whoever calls this is alone with the channel."""
    if cost:
        month = _month(channel, now).date()
        same = Channel.objects.filter(pk=channel.pk, read_month=month).update(read_cost=F("read_cost") + cost)
        if not same:
            Channel.objects.filter(pk=channel.pk).update(read_cost=cost, read_month=month)


def _read(channel: Channel, month: date) -> int:
    costs = Channel.objects.filter(pk=channel.pk, read_month=month).values_list("read_cost", flat=True)
    return costs.first() or 0


def _month(channel: Channel, now: datetime) -> datetime:
    return now.astimezone(channel.city.zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
