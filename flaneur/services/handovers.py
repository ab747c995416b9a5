"""Handover: where the office wishes it, an account says who holds the pen, and afterwards what it said before.

Where the guest lends a portrait, it shows that meanwhile, and the account's own picture afterwards.

Nothing calls this when a stay begins or ends, is paused, cut short or silenced: a worker compares what is with what
should be, again and again. Saying the same words twice says them once.
"""

import logging
import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils import translation
from django.utils.translation import gettext

from flaneur.adapters import ADAPTERS
from flaneur.adapters.base import Refused, Trouble
from flaneur.core.calendar import LEASE
from flaneur.core.conversation import pause_after
from flaneur.core.dispatch import Profile
from flaneur.core.guest import Age
from flaneur.core.handover import HANDOVER_MOVES, UNDER_WAY, HandoverMove, HandoverState
from flaneur.core.residency import ResidencyState
from flaneur.core.words import gettext_noop as _
from flaneur.models import Channel, City, Guest, Handover, Journal, Residency, Silence
from flaneur.models.publications import ChannelState
from flaneur.services.addresses import language_of
from flaneur.services.channels import speaking_for
from flaneur.services.journal import record
from flaneur.services.leases import borrow, returned
from flaneur.services.listening import wished_pause
from flaneur.services.moves import move
from flaneur.services.portraits import as_picture

logger = logging.getLogger(__name__)

MOST = 500
"""Handovers looked at in a round; the others have theirs in the next."""
LONGEST_FACE = 500


def hand_over_due(*, owner: str, clock: Callable[[], datetime], is_stopped: Callable[[], bool] = lambda: False) -> int:
    """Put back what is over, then name who has begun. Gives how many accounts were spoken for."""
    return _turn_all(_over, _restore, owner, clock, is_stopped) + _turn_all(_begun, _name, owner, clock, is_stopped)


def _over(now: datetime) -> "QuerySet[Handover]":
    return _under_way(now).exclude(_as_it_should_be(now))


def _begun(now: datetime) -> "QuerySet[Handover]":
    _open(now)
    return _under_way(now).filter(_as_it_should_be(now), state=HandoverState.AHEAD)


def _under_way(now: datetime) -> "QuerySet[Handover]":
    rows = Handover.objects.annotate(wished=_wished())
    return rows.filter(Q(wake_at__isnull=True) | Q(wake_at__lte=now), state__in=UNDER_WAY)


def _wished() -> Case:
    """The portrait an account should show, as `_face` says it: another one is put back, and the stay begun anew."""
    both = Q(channel__shows_portrait_since__lte=F("residency__guest__portrait_lent_at")) & ~Q(channel__picture="")
    minor = Q(residency__agreement__age=Age.MINOR, residency__agreement__consent_seen_at__isnull=True)
    return Case(When(both & ~minor, then=F("residency__guest__portrait")), default=Value(""))


def _face(channel: Channel, residency: Residency) -> str:
    """The guest's portrait, where they lend it since the office wishes it there, and the account's own is known.

    A minor's waits for their parents' written yes, as their finds do.
    """
    guest, agreement = residency.guest, residency.agreement
    is_free = agreement.age != Age.MINOR or agreement.consent_seen_at is not None
    return guest.portrait if channel.picture and is_free and _is_lent(guest, channel) else ""


def _is_lent(guest: Guest, channel: Channel) -> bool:
    wish, yes = channel.shows_portrait_since, guest.portrait_lent_at
    return wish is not None and yes is not None and wish <= yes


def _as_it_should_be(now: datetime) -> Q:
    """The guest holds the pen and has agreed since the office wished for it, and nobody has asked for silence."""
    wish = Q(channel__state=ChannelState.ACTIVE, channel__hands_over_since__lte=F("residency__agreement__agreed_at"))
    return (
        Q(residency__in=_holding(now), portrait=F("wished"))
        & wish
        & ~Q(Exists(_hushing(OuterRef("channel"), OuterRef("residency__guest"))))
    )


def _hushing(channel: object, guest: object) -> "QuerySet[Silence]":
    return Silence.objects.active().filter(Q(channel=channel) | Q(guest=guest))


def _holding(now: datetime) -> "QuerySet[Residency]":
    live = Residency.objects.filter(state=ResidencyState.LIVE, starts_at__lte=now, ends_at__gt=now)
    return live.filter(city__silenced_at__isnull=True, agreement__isnull=False)


def _open(now: datetime) -> None:
    """A row for every stay that is to be named, once the one before it is over."""
    free = _wishing().exclude(handovers__state__in=UNDER_WAY)
    for channel in free.filter(city__residencies__in=_holding(now)).select_related("city").distinct()[:MOST]:
        agreed = _holding(now).filter(city=channel.city, agreement__agreed_at__gte=channel.hands_over_since)
        residency = agreed.select_related("guest", "city", "agreement").first()
        if residency and not _hushing(channel, residency.guest).exists():
            _begin(channel, residency)


def _wishing() -> "QuerySet[Channel]":
    kinds = [kind for kind, adapter in ADAPTERS.items() if adapter.abilities.profile]
    return Channel.objects.filter(kind__in=kinds, hands_over_since__isnull=False, state=ChannelState.ACTIVE)


def shown_on(guest: Guest) -> tuple[list[str], list[str]]:
    """The channels whose accounts would show a guest's portrait, and those that wish for it since their last yes."""
    channels = _wishing().filter(city=guest.city_id, shows_portrait_since__isnull=False)
    newer = [each.name for each in channels if guest.portrait_lent_at and not _is_lent(guest, each)]
    return [each.name for each in channels], newer


def named_on(city: City) -> list[str]:
    """The channels whose accounts name whoever holds the pen: a guest reads it before they say yes."""
    return list(_wishing().filter(city=city).values_list("name", flat=True))


@transaction.atomic
def _begin(channel: Channel, residency: Residency) -> None:
    """Another worker may be faster; what was restored in a silence is named again, what a person changed is not."""
    said, face = words_for(residency), _face(channel, residency)
    row, _is_new = Handover.objects.get_or_create(
        channel=channel, residency=residency, defaults={"said": said, "portrait": face}
    )
    if row.state == HandoverState.RESTORED:
        anew: dict[str, Any] = {"said": said, "original": None, "portrait": face, "face": "", "wake_at": None}
        move(row, HANDOVER_MOVES, HandoverMove.REPEAT, misses=0, **anew)


def words_for(residency: Residency) -> str:
    """What an account says meanwhile, in the city's own language; short enough for every network."""
    city = residency.city
    with translation.override(language_of(city)):
        said = gettext("Right now, %(guest)s holds the pen.") % {"guest": residency.guest.name}
    return f"{said} {city.brand_tag}"


def _turn_all(
    due: Callable[[datetime], "QuerySet[Handover]"],
    turn: Callable[[Handover, datetime], HandoverMove],
    owner: str,
    clock: Callable[[], datetime],
    is_stopped: Callable[[], bool],
) -> int:
    """One account after the other, with its lease; none that somebody else speaks for."""
    count = 0
    for row in list(due(clock()).order_by("pk")[:MOST]):
        lease = None if is_stopped() else borrow(Q(pk=row.channel_id), owner=owner, now=clock(), span=LEASE)
        if lease is None:
            continue
        with returned(lease):
            fresh = due(clock()).filter(pk=row.pk).select_related("channel__city").first()
            if fresh:
                _turn(fresh, turn, clock())
                count += 1
    return count


def _turn(row: Handover, turn: Callable[[Handover, datetime], HandoverMove], now: datetime) -> None:
    """It is put off before it is tried."""
    misses = min(row.misses + 1, 100)
    Handover.objects.filter(pk=row.pk).update(wake_at=now + pause_after(misses), misses=misses)
    try:
        step = turn(row, now)
    except Trouble as trouble:
        logger.warning("the words of %s stay as they are: %s", row.channel, trouble)
        wake_at = now + max(pause_after(misses), wished_pause(trouble))
        Handover.objects.filter(pk=row.pk).update(wake_at=wake_at)
        if isinstance(trouble, Refused):
            _tell(row.channel, trouble, now)
    else:
        _settle(row, step, now)


@transaction.atomic
def _tell(channel: Channel, refused: Refused, now: datetime) -> None:
    """The desk reads it once, however often it is tried; what wants new credentials stops the channel."""
    if refused.reconnect:
        Channel.objects.filter(pk=channel.pk).update(trouble=str(refused)[:300])
    lines = Journal.objects.about(channel).filter(verb__endswith="_account").newest()
    if lines.values_list("verb", flat=True).first() != "refuse_account":
        record("refuse_account", city=channel.city, by=None, now=now, subject=channel, why=str(refused))


def unsaid_on(city: City) -> set[UUID]:
    """Channels whose account does not say yet what it should: the network would not."""
    missed = Handover.objects.filter(channel__city=city, state__in=UNDER_WAY, misses__gt=0)
    return set(missed.values_list("channel", flat=True))


@transaction.atomic
def _settle(row: Handover, step: HandoverMove, now: datetime) -> None:
    move(row, HANDOVER_MOVES, step, wake_at=None, misses=0)
    record(f"{step}_account", city=row.channel.city, by=None, now=now, subject=row.channel)


def _name(row: Handover, now: datetime) -> HandoverMove:
    """What stood there is kept before anything is said."""
    with speaking_for(row.channel, now=now) as adapter:
        stands = adapter.profile()
        before = stands.words or ""
        if row.portrait and row.original is None:
            _find_own_face(row.channel, stands.face[:LONGEST_FACE])
        if row.original is None or not _are_alike(before, row.said):
            row.original = before
            Handover.objects.filter(pk=row.pk).update(original=before)
        adapter.set_profile(Profile(row.said, as_picture(row.portrait) if row.portrait else None))
        if row.portrait:
            Handover.objects.filter(pk=row.pk).update(face=adapter.profile().face[:LONGEST_FACE])
    return HandoverMove.NAME


def _find_own_face(channel: Channel, face: str) -> None:
    """What is not the account's own picture could not be put back: it stays, and the desk is told."""
    if channel.face not in {"", face}:
        raise Refused(_("The account’s picture is not the one the house put there: give it the account’s own anew."))
    Channel.objects.filter(pk=channel.pk).update(face=face)


def _restore(row: Handover, now: datetime) -> HandoverMove:
    """To the letter; but for words or a picture somebody put there meanwhile, which are none of ours."""
    if row.original is None:
        return HandoverMove.RESTORE
    with speaking_for(row.channel, now=now) as adapter:
        stands = adapter.profile()
        are_ours = _are_alike(stands.words or "", row.said)
        is_our_face = bool(row.portrait) and row.face in {"", stands.face[:LONGEST_FACE]}
        if is_our_face:
            # Whoever comes after us, should we not, cannot know the picture that is put back by its name.
            Handover.objects.filter(pk=row.pk).update(face="")
        if are_ours or is_our_face:
            own = as_picture(row.channel.picture) if is_our_face else None
            adapter.set_profile(Profile(row.original if are_ours else None, own))
        if is_our_face:
            Channel.objects.filter(pk=row.channel_id).update(face=adapter.profile().face[:LONGEST_FACE])
        is_all_ours = (are_ours or stands.words == row.original) and (is_our_face or not row.portrait)
        return HandoverMove.RESTORE if is_all_ours else HandoverMove.LEAVE


def _are_alike(stands: str, said: str) -> bool:
    """Servers hand words back with other white space, or accents composed otherwise: those are still ours."""
    one, other = (" ".join(unicodedata.normalize("NFC", words).split()) for words in (stands, said))
    return one == other
