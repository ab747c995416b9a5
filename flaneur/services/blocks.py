"""The office's record of blocks: a person blocks and unblocks on the network's own page, and says so here.

The journal, which keeps everything, holds neither the name nor the reason: both go with the block.
"""

from datetime import datetime

from django.db import DatabaseError, transaction

from flaneur.core.block import BLOCK_MOVES, LONGEST, BlockMove, profile_of
from flaneur.core.conversation import REPLY_MOVES, ReplyMove
from flaneur.core.errors import TooLate, Unfit
from flaneur.core.roles import Act
from flaneur.core.words import gettext_noop as _
from flaneur.models import Block, Reply, User
from flaneur.services.journal import record
from flaneur.services.moves import move
from flaneur.services.permissions import require
from flaneur.services.residencies import guest_on_duty


@transaction.atomic
def block_author(reply: Reply, *, by: User, now: datetime, why: str, until: datetime | None = None) -> Block:
    """Note that whoever said this is blocked on the network: for the stay under way, or until a day.

    What they said, and will say, counts as set aside, and no guest reads it. Raises `Unfit` when the network does not
    say who it was, or nothing says until when; `TooLate` when it is noted already.
    """
    require(reply.city, by, Act.REVIEW)
    if not reply.author:
        raise Unfit(_("The network does not say who that was."))
    stay = None if until else guest_on_duty(reply.city, now=now)
    if stay is None:
        _require_day(until, now)
    block = Block(city=reply.city, channel=reply.channel, author=reply.author, residency=stay, until=until, why=why)
    block.profile, block.blocked_by, block.blocked_at = profile_of(reply.url, reply.author), by, now
    try:
        with transaction.atomic():
            block.save(force_insert=True)
    except DatabaseError as error:
        raise TooLate(_("It is noted already that they are blocked.")) from error
    said = block.channel.replies.filter(author=block.author)
    for (state, step), became in REPLY_MOVES.items():
        if step is ReplyMove.SHELVE:
            said.filter(state=state).update(state=became)
    record("block_author", city=block.city, by=by, now=now, subject=block, details=_where(block))
    return block


@transaction.atomic
def keep_block(block: Block, *, by: User, now: datetime, why: str, until: datetime) -> None:
    """It stays on the network beyond its end, for a reason and until a day; that is for the office."""
    require(block.city, by, Act.LIFT)
    _require_day(until, now)
    move(block, BLOCK_MOVES, BlockMove.KEEP, why=why, until=until, residency=None)
    record("keep_block", city=block.city, by=by, now=now, subject=block, details=_where(block))


@transaction.atomic
def unblock_author(block: Block, *, by: User, now: datetime) -> None:
    """Somebody has lifted it on the network, and says so: guests read this author again."""
    require(block.city, by, Act.LIFT)
    move(block, BLOCK_MOVES, BlockMove.UNBLOCK, unblocked_at=now)
    record("unblock_author", city=block.city, by=by, now=now, subject=block, details=_where(block))


def _require_day(until: datetime | None, now: datetime) -> None:
    if until is None:
        raise Unfit(_("Nobody holds the pen right now: say until which day."))
    if until <= now:
        raise Unfit(_("This moment has passed."))
    if until > now + LONGEST:
        raise Unfit(_("A year at most: then somebody looks again."))


def _where(block: Block) -> dict[str, str]:
    return {"channel": block.channel.name}
