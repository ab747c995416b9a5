"""Channels: their adapters, their secrets, and what they are called at the desk."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import transaction

from flaneur.adapters import ADAPTERS
from flaneur.adapters.base import Adapter, Refused, Trouble
from flaneur.adapters.guard import guarded_client
from flaneur.core.dispatch import Abilities, Account, Ask, Consent, Credentials, Dispatch, Limits, Post
from flaneur.core.errors import Unfit
from flaneur.core.roles import Act
from flaneur.core.words import gettext_noop as _
from flaneur.models import Channel, City, Publication, Reply, User
from flaneur.models.publications import ChannelState
from flaneur.services.journal import record
from flaneur.services.permissions import require

HOME_KIND = next(kind for kind, adapter in ADAPTERS.items() if adapter.abilities.home)


USUAL_GAP = 10
"""Minutes between two posts of a channel, until its desk says otherwise."""


@dataclass(frozen=True, slots=True)
class Way:
    """How the network's page finds back to us: where to, and with which word."""

    callback: str
    state: str


@dataclass(frozen=True, slots=True)
class Grant:
    """A consent that was given: the network's code, where it was brought, and what we knew when we asked."""

    code: str
    callback: str
    credentials: Credentials = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChannelCard:
    """A channel as the desk and the capture page know it: its name and what its network allows."""

    channel: Channel
    network: str
    limits: Limits
    abilities: Abilities


def describe_channels(city: City) -> list[ChannelCard]:
    """The city's channels with the facts of their adapters, the home first."""
    return [describe_channel(channel) for channel in city.channels.all()]


def open_channels(city: City) -> list[ChannelCard]:
    """Those a find will be published on."""
    return [describe_channel(channel) for channel in city.channels.open()]


def networks() -> Mapping[str, tuple[str, tuple[Ask, ...]]]:
    """Every network a channel may be connected to: its name and the fields it asks for."""
    return {kind: (adapter.name, adapter.asks) for kind, adapter in ADAPTERS.items() if not adapter.abilities.home}


def rooms(city: City) -> dict[str, Limits]:
    """Limits of the channels a find will go to, by channel name."""
    return {card.channel.name: card.limits for card in open_channels(city)}


@contextmanager
def speaking_for(channel: Channel, *, now: datetime) -> Iterator[Adapter]:
    """The adapter that speaks for a channel, with its secrets; what the network replaced meanwhile is kept."""
    handed_in = credentials(channel)
    with _adapter(channel, handed_in, now=now) as adapter:
        try:
            yield adapter
        finally:
            if dict(adapter.credentials) != handed_in:
                _keep_replaced(channel, handed_in, adapter)


@transaction.atomic
def _keep_replaced(channel: Channel, handed_in: Credentials, adapter: Adapter) -> None:
    """Unless somebody connected the channel anew: told by what was sealed, for its keys may rotate meanwhile."""
    row = Channel.objects.select_for_update(no_key=True).filter(pk=channel.pk)
    with suppress(Refused):
        if any(credentials(each) == handed_in for each in row):
            row.update(credentials=seal(adapter.credentials), renew_at=adapter.renew_at)


def compose(channel: Channel, dispatch: Dispatch) -> Post:
    """What the channel's adapter would send. Raises `Refused` when it cannot fit."""
    return ADAPTERS[channel.kind].compose(dispatch, limits_of(channel))


def limits_of(channel: Channel) -> Limits:
    """What the network accepts, but for what the account's own server has told."""
    told = {name: size for name, size in channel.limits.items() if name in Limits.__slots__}
    return replace(ADAPTERS[channel.kind].limits, **told)


def describe_channel(channel: Channel) -> ChannelCard:
    """A channel with the facts of its adapter."""
    adapter = ADAPTERS[channel.kind]
    return ChannelCard(channel, adapter.name, limits_of(channel), adapter.abilities)


def connect_channel(
    city: City, *, kind: str, name: str, answers: Mapping[str, str], now: datetime, by: User | None = None
) -> Channel:
    """Ask the network who we are, then keep the account, or give a known one its new secrets.

    Raises `Unfit` with the network's reason.
    """
    if by is not None:
        require(city, by, Act.CONNECT)
    channel = Channel(city=city, kind=kind, name=name)
    with _refusals(), _adapter(channel, answers, now=now) as adapter:
        account = adapter.check()
        return _keep(channel, account, adapter, now=now, by=by)


def ask_consent(city: City, *, kind: str, answers: Mapping[str, str], way: Way, now: datetime) -> Consent | None:
    """Where the office says yes on the network's own page, with everything to know when it comes back.

    None when the answers suffice. Raises `Unfit` with the network's reason.
    """
    with _refusals(), _adapter(Channel(city=city, kind=kind), answers, now=now) as adapter:
        consent = adapter.consent(way.callback, way.state)
        return consent and replace(consent, credentials={**answers, **adapter.credentials, **consent.credentials})


def redeem_consent(city: City, *, kind: str, name: str, grant: Grant, now: datetime, by: User) -> Channel:
    """The office said yes: turn its code into credentials, and keep the account. Raises `Unfit` as above."""
    require(city, by, Act.CONNECT)
    channel = Channel(city=city, kind=kind, name=name)
    with _refusals(), _adapter(channel, grant.credentials, now=now) as adapter:
        adapter.redeem(grant.code, grant.callback)
        account = adapter.check()
        return _keep(channel, account, adapter, now=now, by=by)


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except Trouble as trouble:
        raise Unfit(_("The network refused the connection: %(reason)s"), reason=str(trouble)) from trouble


@transaction.atomic
def _keep(channel: Channel, account: Account, adapter: Adapter, *, now: datetime, by: User | None) -> Channel:
    sealed = seal({**adapter.credentials, **account.credentials})
    url = address_that_fits(Channel, account.url)
    told = {"url": url, "limits": dict(account.limits), "credentials": sealed, "renew_at": adapter.renew_at}
    longest = Channel._meta.get_field("handle").max_length
    same = {"city": channel.city, "kind": channel.kind, "handle": account.handle[:longest]}
    known, _is_new = Channel.objects.update_or_create(
        **same,
        defaults={"name": channel.name, "trouble": "", **told},
        create_defaults={"id": channel.pk, "name": channel.name, "gap": USUAL_GAP, **told},
    )
    details = {"kind": known.kind, "handle": account.handle if account.url else known.name}
    record("connect_channel", city=known.city, by=by, now=now, subject=known, details=details)
    return known


def address_that_fits(noun: type[Channel | Publication | Reply], url: str) -> str:
    """A network's address as its column takes it: none rather than a cut one, which would lead elsewhere."""
    longest = noun._meta.get_field("url").max_length or 0
    return url if len(url) <= longest else ""


@transaction.atomic
def set_channel_state(channel: Channel, state: ChannelState, *, by: User, now: datetime, why: str = "") -> None:
    require(channel.city, by, Act.CONNECT)
    Channel.objects.filter(pk=channel.pk).update(state=state)
    record("set_channel_state", city=channel.city, by=by, now=now, subject=channel, why=why, details={"state": state})


@transaction.atomic
def set_rhythm(channel: Channel, *, by: User, now: datetime, **fields: Any) -> None:
    """When a channel speaks, and what it may spend: `slots`, `gap`, `quiet_from`, `quiet_until`, `budget`; `listens`.

    With `hands_over` and `shows_portrait` its account says and shows who holds the pen.

    What is planned already keeps its time; the gap and the night hold for it too.
    """
    require(channel.city, by, Act.CONNECT)
    since = (channel.hands_over_since or now) if fields.get("hands_over") else None
    known = {name: fields[name] for name in ("slots", "gap", "quiet_from", "quiet_until", "budget", "listens")}
    is_shown = since and channel.picture and fields.get("shows_portrait")
    known |= {
        "hands_over_since": since,
        "shows_portrait_since": (channel.shows_portrait_since or now) if is_shown else None,
    }
    Channel.objects.filter(pk=channel.pk).update(**known)
    details = {name: str(value) for name, value in known.items() if value not in (None, [])}
    record("set_rhythm", city=channel.city, by=by, now=now, subject=channel, details=details)


def credentials(channel: Channel) -> dict[str, str]:
    """The channel's secrets. Raises `Refused` when no key of this install opens them."""
    if not channel.credentials:
        return {}
    try:
        return unseal(bytes(channel.credentials))
    except InvalidToken:
        raise Refused(_("No key of this install opens the channel’s credentials."), reconnect=True) from None


def seal(answers: Mapping[str, str]) -> bytes:
    return _keys().encrypt(json.dumps(dict(answers), sort_keys=True).encode())


def unseal(sealed: bytes) -> dict[str, str]:
    """Raises InvalidToken when no key of this install opens it."""
    return dict(json.loads(_keys().decrypt(sealed)))


def key_id(key: str) -> str:
    """A name for a key that tells it from others, and nothing about it."""
    return hashlib.sha256(key.encode()).hexdigest()[:8]


def rotate_keys(*, now: datetime) -> tuple[list[Channel], list[Channel]]:
    """Seal every channel's credentials anew with the newest key. Gives those sealed, and those no key opens."""
    sealed = Channel.objects.exclude(credentials=b"").select_related("city")
    lost = [channel for channel in sealed if not _rotate(channel, now=now)]
    return [channel for channel in sealed if channel not in lost], lost


@transaction.atomic
def _rotate(channel: Channel, *, now: datetime) -> bool:
    row = Channel.objects.select_for_update().filter(pk=channel.pk)
    try:
        row.update(credentials=_keys().rotate(bytes(row.get().credentials)))
    except InvalidToken:
        return False
    record("rotate_keys", city=channel.city, by=None, now=now, subject=channel)
    return True


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.CREDENTIAL_KEYS])


@contextmanager
def _adapter(channel: Channel, answers: Mapping[str, str], *, now: datetime) -> Iterator[Adapter]:
    folder = Path(settings.HOME) / "channels" / str(channel.pk)
    speaker = ADAPTERS.get(channel.kind)
    if speaker is None:
        raise Refused(_("This install has no adapter for the channel's network."))
    with guarded_client(settings.ALLOWED_NETWORKS) as http:
        yield speaker(answers, http=http, folder=folder, now=now)
