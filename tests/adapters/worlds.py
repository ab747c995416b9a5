"""What each adapter lives in during a quick test: its server or folder, and finds to send."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from PIL import Image

from flaneur.adapters import ADAPTERS
from flaneur.adapters.base import Adapter
from flaneur.core.dispatch import Dispatch, Picture, Post
from tests.adapters.bluesky_server import BlueskyServer
from tests.adapters.mastodon_server import MastodonServer
from tests.adapters.meta_servers import InstagramServer, ThreadsServer
from tests.adapters.pinterest_server import PinterestServer
from tests.adapters.servers import ACCESS, PASSWORD, REFRESH, Interruption, Server
from tests.adapters.x_server import XServer

NOW = datetime(2026, 5, 14, 10, 0, 0, 123456, tzinfo=UTC)
WORDS = "Trois marches, une porte rouge, un chat. Le reste, je vous le laisse."
LONG_WORDS = " ".join(f"Phrase numéro {number}, qui prend son temps pour arriver au bout." for number in range(1, 12))
SECRETS = (PASSWORD, ACCESS, REFRESH)


def make_picture(
    folder: Path,
    *,
    name: str = "photo.jpg",
    alt: str = "Une porte rouge",
    size: tuple[int, int] = (64, 48),
    address: str | None = None,
):
    path = folder / name
    Image.new("RGB", size, (200, 80, 40)).save(path, "JPEG")
    signed = f"https://paris.example/pictures/{name}?signed=yes"
    return Picture(path, alt, *size, address=signed if address is None else address)


def make_dispatch(**fields: Any) -> Dispatch:
    given = {
        "key": "6f1d8a52-0c55-4a0f-9d0e-0d7e3f2a9b11",
        "words": WORDS,
        "language": "fr",
        "brand_tag": "#ParisJeTaime",
        "signature": "Léa",
        "link": "https://paris.example/42/porte-rouge",
        "created_at": NOW,
    }
    return Dispatch(**given | fields)


@dataclass
class Board:
    """Where an adapter without a server publishes: nothing may be asked of the network."""

    folder: Path
    calls: list[str] = field(default_factory=list)
    interruptions: dict[int, Interruption] = field(default_factory=dict)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        raise AssertionError(f"nobody should speak to {request.url}")

    def forget_calls(self) -> None:
        """There are none."""

    @property
    def records(self) -> list[Path]:
        return sorted(self.folder.glob("notice-*"))


@dataclass
class World:
    adapter: Adapter
    server: Server | Board


SERVERS: Mapping[str, type[Server]] = {
    "bluesky": BlueskyServer,
    "mastodon": MastodonServer,
    "x": XServer,
    "pinterest": PinterestServer,
    "instagram": InstagramServer,
    "threads": ThreadsServer,
}
"""What stands in for each network that is spoken to; a new adapter adds a line."""


def compose(kind: str, **fields: Any) -> Post:
    """A post within the limits of the account its server has."""
    own = SERVERS[kind].limits if kind in SERVERS else {}
    return ADAPTERS[kind].compose(make_dispatch(**fields), replace(ADAPTERS[kind].limits, **own))


def make_world(kind: str, folder: Path, **credentials: str) -> World:
    server = SERVERS[kind]() if kind in SERVERS else Board(folder / "board")
    answers = {ask.key: ask.default for ask in ADAPTERS[kind].asks}
    given = answers | (server.credentials if kind in SERVERS else {}) | credentials
    http = httpx.Client(transport=httpx.MockTransport(server))
    return World(ADAPTERS[kind](given, http=http, folder=folder / "board", now=NOW), server)
