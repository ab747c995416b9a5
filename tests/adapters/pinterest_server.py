"""Pinterest's stand-in as a server for the quick tests."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import ClassVar

import httpx

from flaneur.rehearsal.pinterest import PinterestNetwork
from tests.adapters.servers import ACCESS, PASSWORD, REFRESH, Server


@dataclass
class PinterestServer(Server):
    """An office whose boards are “Trouvailles” and “Portes”, the former by default."""

    credentials: ClassVar = {
        "client_id": "client-of-paris",
        "client_secret": PASSWORD,
        "board": "Trouvailles",
        "access": ACCESS,
        "refresh": REFRESH,
    }
    unknown: ClassVar = ("1234567890",)

    now: datetime = datetime(2026, 5, 14, 10, tzinfo=UTC)
    network: PinterestNetwork = field(init=False)

    def __post_init__(self) -> None:
        self.network = PinterestNetwork(lambda: self.now)
        self.network.app = ("client-of-paris", PASSWORD)
        self.network.let_in(ACCESS, REFRESH)
        self.records = self.network.pins

    def answer(self, request: httpx.Request) -> httpx.Response:
        return self.network.answer(request)
