"""Instagram's and Threads' stand-ins as servers for the quick tests."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import ClassVar

import httpx

from flaneur.rehearsal.graph import GraphNetwork
from flaneur.rehearsal.instagram import InstagramNetwork
from flaneur.rehearsal.threads import ThreadsNetwork
from tests.adapters.servers import ACCESS, PASSWORD, Server

APP = "1234567890"


@dataclass
class MetaServer(Server):
    """An office with an app of its own, let in a moment ago."""

    network_class: ClassVar[type[GraphNetwork]]
    unknown: ClassVar = ("17999999999999999",)
    finds_by_key: ClassVar = False

    now: datetime = datetime(2026, 5, 14, 10, tzinfo=UTC)
    network: GraphNetwork = field(init=False)

    def __post_init__(self) -> None:
        self.network = self.network_class(lambda: self.now)
        self.network.app = (APP, PASSWORD)
        self.network.let_in(ACCESS)
        self.records = self.network.posts

    def answer(self, request: httpx.Request) -> httpx.Response:
        return self.network.answer(request)


@dataclass
class InstagramServer(MetaServer):
    """Signed in through Facebook."""

    network_class: ClassVar = InstagramNetwork
    credentials: ClassVar = {
        "client_id": APP,
        "client_secret": PASSWORD,
        "access": ACCESS,
        "user": "17841400000000001",
    }


@dataclass
class ThreadsServer(MetaServer):
    network_class: ClassVar = ThreadsNetwork
    credentials: ClassVar = {"client_id": APP, "client_secret": PASSWORD, "access": ACCESS}
