"""What becomes of people's answers: the desk reads and answers on the network itself, a guest mutes or reports.

No program answers anybody, and nobody is blocked from here: that is the office's act, on the network's own pages, of
which `services/blocks.py` keeps the record.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q

from flaneur.core.charter import Remark, Talk, check_guest
from flaneur.core.conversation import REPLY_MOVES, ReplyMove, ReplyState
from flaneur.core.errors import NotAllowed, Unfit
from flaneur.core.residency import UPLOAD_GRACE
from flaneur.core.roles import Act
from flaneur.core.words import gettext_noop as _
from flaneur.models import City, Guest, Reply, User
from flaneur.services.journal import record
from flaneur.services.moves import move
from flaneur.services.permissions import require
from flaneur.services.residencies import guest_on_duty


@transaction.atomic
def handle_reply(reply: Reply, step: ReplyMove, *, by: User, now: datetime) -> None:
    """The desk has read it, answered it where it stands, set it aside, or takes it up again.

    The journal, which keeps everything, holds no word of it and nobody's name.
    """
    require(reply.city, by, Act.REVIEW)
    move(reply, REPLY_MOVES, step)
    record(f"{step}_reply", city=reply.city, by=by, now=now, subject=reply)


@transaction.atomic
def report_reply(reply: Reply, *, by: User, now: datetime) -> None:
    """Its guest gives it to the desk, and does not see it again."""
    _own(reply, by)
    if reply.reported_at is None:
        move(reply, REPLY_MOVES, ReplyMove.REPORT, reported_at=now)
        record("report_reply", city=reply.city, by=by, now=now, subject=reply)


@transaction.atomic
def mute_author(reply: Reply, *, by: User, now: datetime) -> None:
    """Its guest reads nothing more of who said it, to the end of the stay; the desk still does."""
    guest = _own(reply, by)
    if not reply.author:
        raise Unfit(_("The network does not say who that was."))
    ends_at = reply.publication.find.residency.ends_at  # type: ignore[union-attr]  # `_own` has looked
    until = max(ends_at, now) + UPLOAD_GRACE
    guest.mutes.update_or_create(channel=reply.channel, author=reply.author, defaults={"until": until})
    record("mute_author", city=reply.city, by=by, now=now, subject=guest)


@transaction.atomic
def unmute_all(guest: Guest, *, by: User, now: datetime) -> None:
    """Second thoughts: everybody is read again."""
    if guest.user_id != by.pk:
        raise NotAllowed(_("This is for its guest alone."))
    if guest.mutes.all().delete()[0]:
        record("unmute_all", city=guest.city, by=by, now=now, subject=guest)


def _own(reply: Reply, by: User) -> Guest:
    """The guest whose find it answers. Raises `NotAllowed` for anybody else."""
    guest: Guest | None = reply.publication.find.guest if reply.publication else None
    if guest is None or guest.user_id != by.pk:
        raise NotAllowed(_("This is for its guest alone."))
    return guest


def remarks_on_talk(city: City, *, now: datetime) -> tuple[Remark, ...]:
    """What the charter says of how the stay under way is answered; people are counted, not their words."""
    residency = guest_on_duty(city, now=now)
    if residency is None:
        return ()
    answers = city.replies.filter(publication__find__residency=residency, is_harsh=False)
    people = answers.aggregate(
        spoke=Count("author", distinct=True),
        answered=Count("author", distinct=True, filter=Q(state=ReplyState.ANSWERED)),
    )
    charter = city.charters.current()
    return check_guest(Talk(**people), charter.articles, version=charter.version)
