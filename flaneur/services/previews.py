"""How a find will look on each channel, before anything is decided and exactly as it would leave."""

from dataclasses import dataclass
from datetime import datetime

from flaneur.adapters.base import Refused
from flaneur.core.charter import Thread
from flaneur.core.dispatch import Dispatch, Post
from flaneur.models import Find
from flaneur.services.addresses import find_address
from flaneur.services.budgets import price
from flaneur.services.channels import ChannelCard, compose, open_channels
from flaneur.services.photos import pictures


@dataclass(frozen=True, slots=True)
class Preview:
    """How a find will look on a channel; without a `post` it does not fit at all, and `reason` (a msgid) says why.

    `price` is what sending it costs, in thousandths of a dollar.
    """

    card: ChannelCard
    post: Post | None
    reason: str = ""
    price: int = 0

    @property
    def dollars(self) -> float:
        return self.price / 1000


def previews(find: Find, *, now: datetime) -> list[Preview]:
    """Each open channel's rendering of a find, exactly as its adapter will send it."""
    return [preview(find, card, now=now) for card in open_channels(find.city)]


def preview(find: Find, card: ChannelCard, *, now: datetime) -> Preview:
    try:
        post = compose(card.channel, dispatch(find, card, key="preview", created_at=now))
    except Refused as refusal:
        return Preview(card, None, refusal.reason)
    return Preview(card, post, price=price(card.channel, post))


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
        pillar=_pillar(find),
    )


def _pillar(find: Find) -> str:
    """What the find is about, in its own language, as the charter it was handed in under calls it."""
    known = find.charter.pillar(find.pillar)["name"] if find.charter and find.pillar else {}
    return str(find.city.in_language(known, find.language))
