"""The five stand-ins as a rehearsal has them: their names, and what one says to connect a channel."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from flaneur.rehearsal.faults import StandIn
from flaneur.rehearsal.fetching import fetched
from flaneur.rehearsal.instagram import InstagramNetwork
from flaneur.rehearsal.mastodon import MastodonStandIn
from flaneur.rehearsal.pinterest import PinterestNetwork
from flaneur.rehearsal.threads import ThreadsNetwork
from flaneur.rehearsal.x import XNetwork

ACCESS, REFRESH = "rehearsal", "rehearsal-refresh"
TOKENS = {"access": ACCESS, "refresh": REFRESH}
EVERYWHERE = ("slow", "busy", "broken", "drops", "expired")


@dataclass(frozen=True, slots=True)
class Stage:
    """`typed` is what a person enters to connect a channel, `granted` what the network's yes would bring besides.

    `address` is the field that takes the stand-in's own, `faults` are those that change something here. A passer-by may
    answer a post where it `hears`, and speak to the account itself where it `heeds`.
    """

    kind: str
    name: str
    network: StandIn
    typed: Mapping[str, str]
    granted: Mapping[str, str] = field(default_factory=dict)
    address: str = "service"
    faults: tuple[str, ...] = (*EVERYWHERE, "duplicate", "stuck")
    hears: bool = True
    heeds: bool = True


def stages(clock: Callable[[], datetime]) -> list[Stage]:
    """A rehearsal's networks, empty, and with one account each that is let in."""
    return [_mastodon(clock), _x(clock), _instagram(clock), _threads(clock), _pinterest(clock)]


def _mastodon(clock: Callable[[], datetime]) -> Stage:
    network = MastodonStandIn(clock, token=ACCESS)
    faults = (*EVERYWHERE, "stuck")
    return Stage("mastodon", "Mastodon", network, {"token": ACCESS}, address="server", faults=faults)


def _x(clock: Callable[[], datetime]) -> Stage:
    network = XNetwork(clock)
    network.let_in(ACCESS, REFRESH)
    return Stage("x", "X", network, {"client_id": network.app[0], "client_secret": "", "threads": "yes"}, TOKENS)


def _instagram(clock: Callable[[], datetime]) -> Stage:
    network = InstagramNetwork(clock)
    network.fetch = fetched
    network.let_in(ACCESS)
    client, secret = network.app
    typed = {"login": "facebook", "client_id": client, "client_secret": secret}
    granted = {"access": ACCESS, "user": network.account[0]}
    return Stage("instagram", "Instagram", network, typed, granted, heeds=False)


def _threads(clock: Callable[[], datetime]) -> Stage:
    network = ThreadsNetwork(clock)
    network.fetch = fetched
    network.let_in(ACCESS)
    client, secret = network.app
    return Stage("threads", "Threads", network, {"client_id": client, "client_secret": secret}, {"access": ACCESS})


def _pinterest(clock: Callable[[], datetime]) -> Stage:
    network = PinterestNetwork(clock)
    network.let_in(ACCESS, REFRESH)
    client, secret = network.app
    board = next(iter(network.boards.values()))
    typed = {"client_id": client, "client_secret": secret, "board": board}
    return Stage("pinterest", "Pinterest", network, typed, TOKENS, faults=EVERYWHERE, hears=False, heeds=False)
