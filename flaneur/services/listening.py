"""Listening: what people answer and say to the city's accounts, a page at a time, kept for thirty days.

Whoever listens holds the channel's lease, as whoever sends does, and stands back for what is about to leave. The page
and the place where it stopped are kept in one transaction: whoever dies before it is asked again for the same page, of
which a network's own ids let nothing be kept twice.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from flaneur.adapters import ADAPTERS
from flaneur.adapters.base import Adapter, Trouble, TryLater
from flaneur.core import dispatch
from flaneur.core.calendar import LEASE
from flaneur.core.charter import Article, Effect, check_guest, spoken
from flaneur.core.conversation import (
    KEPT,
    LONGEST_PAUSE,
    REPLY_MOVES,
    ReplyMove,
    ReplyState,
    next_listening,
    pause_after,
)
from flaneur.core.dispatch import Abilities, Heard
from flaneur.core.errors import TooLate
from flaneur.core.states import after
from flaneur.core.words import gettext_noop as _
from flaneur.models import Block, Channel, Mute, Publication, Reply
from flaneur.models.publications import ChannelState
from flaneur.services.budgets import charge_reading, may_read
from flaneur.services.channels import address_that_fits, speaking_for
from flaneur.services.leases import Lease, borrow, held, returned
from flaneur.services.lexicons import charter_lists

logger = logging.getLogger(__name__)

SOON = timedelta(minutes=1)
"""What is to leave within so long goes first."""
LONGEST_TEXT = 5000
REMEMBERED = 500
"""Newest posts of a channel an answer is matched with."""
TROLLS = (Article("feed_no_trolls", Effect.SYS),)
"""In force in every city, whatever its charter says."""


def hear_due(*, owner: str, clock: Callable[[], datetime], is_stopped: Callable[[], bool] = lambda: False) -> int:
    """Ask every channel that is due what people said, a page each, and none twice. Gives how many were asked."""
    count, begun = 0, clock()
    while not is_stopped() and (lease := _next(owner, begun, clock())):
        with returned(lease):
            _hear(lease, clock())
        count += 1
    return count


def _next(owner: str, begun: datetime, now: datetime) -> Lease | None:
    """What comes due while a round lasts is the next one's: others wait for its end."""
    due = Q(hear_at__isnull=True) | Q(hear_at__lte=begun)
    return borrow(due & may_be_asked(now, lambda able: able.replies), owner=owner, now=now, span=LEASE)


def may_be_asked(now: datetime, can: Callable[[Abilities], bool]) -> Q:
    """Channels that may be read from: able, awake, wanted, without trouble, and with nothing about to leave."""
    kinds = [kind for kind, adapter in ADAPTERS.items() if can(adapter.abilities)]
    leaving = Publication.objects.filter(channel=OuterRef("pk"), wake_at__lte=now + SOON)
    return Q(~Exists(leaving), kind__in=kinds, state=ChannelState.ACTIVE, listens=True, trouble="")


def _hear(lease: Lease, now: datetime) -> None:
    """It is put off before it is tried: whoever dies in it does not make the next worker try at once."""
    channel = lease.channel
    misses = min(channel.hear_misses + 1, 100)
    Channel.objects.filter(pk=channel.pk).update(hear_at=now + pause_after(misses), hear_misses=misses)
    if not may_read(channel, now=now):
        said = _("This month’s budget for reading is used up.")
        held(lease).update(hear_at=now + LONGEST_PAUSE, hear_misses=0, hear_trouble=said)
        return
    try:
        with spending(channel, now=now) as adapter:
            heard = adapter.hear(channel.hear_cursor)
        _keep(lease, heard, now)
    except Trouble as trouble:
        logger.warning("%s is not heard: %s", channel, trouble)
        again = now + max(pause_after(misses), wished_pause(trouble))
        held(lease).update(hear_at=again, hear_trouble=str(trouble)[:300])
    except TooLate:
        logger.warning("%s was heard by somebody else meanwhile", channel)


@contextmanager
def spending(channel: Channel, *, now: datetime) -> Iterator[Adapter]:
    """The adapter, whose reading is charged to the month whatever comes of it.

    An answer that breaks its adapter is this channel's trouble: told at the desk, tried later, and no end of the round.
    """
    with speaking_for(channel, now=now) as adapter:
        try:
            yield adapter
        except Trouble:
            raise
        except Exception as broken:
            logger.exception("an answer of %s was not understood", channel)
            raise TryLater(_("The network gave no usable answer."), code=type(broken).__name__) from broken
        finally:
            charge_reading(channel, adapter.spent, now=now)


@transaction.atomic
def _keep(lease: Lease, heard: Heard, now: datetime) -> None:
    """All of a page, or nothing. Raises `TooLate` when the lease is over."""
    channel = lease.channel
    rows = list(_rows(channel, heard.replies, now))
    sent_at = channel.publications.filter(sent_at__isnull=False).order_by("-sent_at").values_list("sent_at", flat=True)
    again = next_listening(now=now, has_heard=bool(rows) or not heard.is_all, sent_at=sent_at.first())
    fresh = {"hear_cursor": heard.cursor, "hear_at": again, "hear_misses": 0, "hear_trouble": heard.trouble[:300]}
    if not held(lease).update(**fresh):
        raise TooLate(_("Somebody else was faster; please look again."))
    Reply.objects.bulk_create(rows, batch_size=100, ignore_conflicts=True)


def _rows(channel: Channel, replies: Iterable[dispatch.Reply], now: datetime) -> Iterable[Reply]:
    replies = list(replies)
    ours = _posts(channel) if any(reply.answers for reply in replies) else {}
    authors = [_clean(reply.author, 200) for reply in replies]
    blocked = set(channel.blocks.standing().filter(author__in=authors).values_list("author", flat=True))
    aside = after(REPLY_MOVES, ReplyState.NEW, ReplyMove.SHELVE)
    for reply, author in zip(replies, authors, strict=True):
        text = _clean(reply.text, LONGEST_TEXT)
        yield Reply(
            city=channel.city,
            channel=channel,
            publication_id=ours.get(reply.answers),
            reference=_clean(reply.reference, 300),
            author=author,
            text=text,
            language=_clean(reply.language, 20),
            url=_address(reply.url),
            posted_at=min(reply.created_at, now),
            heard_at=now,
            is_harsh=is_harsh(text),
            state=aside if author in blocked else ReplyState.NEW,
        )


def _posts(channel: Channel) -> Mapping[str, UUID]:
    """Which publication each of the channel's newest posts is a part of."""
    newest = channel.publications.filter(sent_at__isnull=False).order_by("-sent_at")[:REMEMBERED]
    return {part: key for key, parts in newest.values_list("pk", "references") for part in parts}


def is_harsh(text: str) -> bool:
    """Whether the words attack somebody, in any language whose words we know: what a network calls it may be wrong."""
    return any(check_guest(spoken(text, lists), TROLLS) for lists in charter_lists().values())


def _clean(text: str, most: int) -> str:
    """What a database takes: no NUL, no half of a sign, not longer than its column."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()[:most]


def _address(url: str) -> str:
    """Only what a browser opens as a page."""
    return address_that_fits(Reply, _clean(url, len(url))) if url.startswith(("https://", "http://")) else ""


def wished_pause(trouble: Trouble) -> timedelta:
    """How long a network wants to be asked nothing of the kind. No post is kept back for that: most networks count
    reading apart, and one that does not says so again.
    """
    if not isinstance(trouble, TryLater):
        return timedelta()
    return trouble.after or (SOON if trouble.code.startswith("429") else timedelta())


def forget_old_replies(*, now: datetime) -> None:
    """People's words are theirs: after thirty days they are gone, as is whom the desk has unblocked.

    Whoever was muted is forgotten with the stay.
    """
    Reply.objects.filter(heard_at__lt=now - KEPT).delete()
    Mute.objects.filter(until__lte=now).delete()
    Block.objects.filter(unblocked_at__lt=now - KEPT).delete()
