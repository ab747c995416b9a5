"""X's stand-in as a server for the quick tests."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import ClassVar

import httpx

from flaneur.rehearsal.x import XNetwork
from tests.adapters.servers import ACCESS, PASSWORD, REFRESH, Server


@dataclass
class XServer(Server):
    """An office whose app has a secret, and which knows that X lets it answer itself."""

    credentials: ClassVar = {
        "client_id": "client-of-paris",
        "client_secret": PASSWORD,
        "threads": "yes",
        "access": ACCESS,
        "refresh": REFRESH,
        "user": "2244994945",
    }
    limits: ClassVar = {"threads": True}
    unknown: ClassVar = ("1234567890123456789",)
    finds_by_key: ClassVar = False

    now: datetime = datetime(2026, 5, 14, 10, tzinfo=UTC)
    network: XNetwork = field(init=False)

    def __post_init__(self) -> None:
        self.network = XNetwork(lambda: self.now)
        self.network.app = ("client-of-paris", PASSWORD)
        self.network.let_in(ACCESS, REFRESH)
        self.records = self.network.posts

    def answer(self, request: httpx.Request) -> httpx.Response:
        return self.network.answer(request)
