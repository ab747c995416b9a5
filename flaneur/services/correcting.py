"""Corrections: the words of a published find change on its page, and in its posts where the network allows it."""

from datetime import datetime

from django.db import transaction

from flaneur.core.charter import Effect, is_blocked, speaking
from flaneur.core.errors import TooLate, Unfit
from flaneur.core.find import FindState
from flaneur.core.publication import PUBLICATION_MOVES, PublicationMove, PublicationState
from flaneur.core.text import LONGEST_WORDS
from flaneur.core.words import gettext_noop as _
from flaneur.models import Find, User
from flaneur.services.bell import ring
from flaneur.services.channels import describe_channel
from flaneur.services.cities import lock_city, touch
from flaneur.services.journal import record
from flaneur.services.mail import tell_guest
from flaneur.services.moves import lock_find, move
from flaneur.services.remarks import remarks_on
from flaneur.services.review import require_reviewer

ON_THE_WAY = {PublicationState.SENDING, PublicationState.UNSURE, PublicationState.CORRECTING}


@transaction.atomic
def correct_find(find: Find, *, words: str, by: User, now: datetime, why: str) -> list[str]:
    """Say it right: the page at once, the posts where a network lets words be changed. Gives the channels that cannot.

    The journal keeps why, never the old words: they may be what had to go. Its guest is told. Raises `Unfit` for words
    that cannot stand, `NotAllowed` for one's own find, `TooLate` while a post is on its way.
    """
    require_reviewer(find, by)
    words = words.strip()
    if not words or len(words) > LONGEST_WORDS or not why.strip():
        raise Unfit(_("Give the new words, and say in a sentence why."))
    lock_city(find.city)
    if lock_find(find) != FindState.PUBLISHED:
        raise TooLate(_("Somebody else was faster; please look again."))
    rows = list(find.publications.select_for_update(of=("self",)).select_related("channel"))
    if any(row.state in ON_THE_WAY or row.progress for row in rows):
        raise TooLate(_("A post of it is on its way: try again in a minute."))
    _judge(find, words, by)
    Find.objects.filter(pk=find.pk).update(words=words)
    touch(find.city)
    standing = [row for row in rows if row.state == PublicationState.SENT and not row.channel.is_home]
    able = [row for row in standing if describe_channel(row.channel).abilities.edit]
    for row in able:
        move(row, PUBLICATION_MOVES, PublicationMove.CORRECT, wake_at=now, attempts=0, reason="")
    record("correct_find", city=find.city, by=by, now=now, subject=find, why=why.strip())
    tell_guest(find, "corrected")
    ring()
    return [row.channel.name for row in standing if row not in able]


def _judge(find: Find, words: str, by: User) -> None:
    """Whoever vouched for the old words did so for what a rule held then, and for nothing it holds only now."""
    before = {remark.rule for remark in speaking(remarks_on(find), Effect.HOLD)}
    find.words = words
    remarks = remarks_on(find)
    if is_blocked(remarks):
        raise Unfit(_("A rule of the charter still blocks this find."))
    held = {remark.rule for remark in speaking(remarks, Effect.HOLD)}
    if held and (held - before or find.vouched_by_id in {None, by.pk}):
        raise Unfit(_("The charter asks for two people here: choose other words, or let somebody else correct it."))
