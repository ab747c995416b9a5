"""What a channel may spend in a month, and what becomes of a post that is too dear."""

from datetime import UTC, datetime

from django.db.models import Sum

from flaneur.adapters import ADAPTERS
from flaneur.core.dispatch import Post
from flaneur.models import Attempt, Channel


class TooDear(Exception):
    """Even without its link a post would cost more than the month has left."""


def price(channel: Channel, post: Post) -> int:
    """Thousandths of a dollar."""
    return ADAPTERS[channel.kind].price(post)


def spent(channel: Channel, *, now: datetime) -> int:
    """Thousandths of a dollar that errands have cost this month of the city's, by the network's own price list."""
    begin = now.astimezone(channel.city.zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    charged = Attempt.objects.filter(publication__channel=channel, cost__gt=0, started_at__gte=begin.astimezone(UTC))
    return charged.aggregate(spent=Sum("cost"))["spent"] or 0


def affords(channel: Channel, cost: int, *, now: datetime) -> bool:
    """Whether the month's budget has room for it; what is free is always in."""
    return channel.budget is None or cost == 0 or spent(channel, now=now) + cost <= channel.budget
