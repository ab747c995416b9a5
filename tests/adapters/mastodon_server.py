"""Mastodon's stand-in, with its calls, and interruptions."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import httpx

from flaneur.rehearsal.mastodon import MastodonStandIn
from tests.adapters.servers import ACCESS, Server


@dataclass
class MastodonServer(Server):
    """Its clock goes on by a second with every request; `network` is the stand-in, `said` all it has answered."""

    credentials: ClassVar = {"server": "mastodon.example", "token": ACCESS}
    unknown: ClassVar = ("01munknown", "01mneither")
    finds_by_key: ClassVar = False

    now: datetime = datetime(2026, 5, 14, 10, 0, tzinfo=UTC)
    network: MastodonStandIn = field(init=False)
    said: list[tuple[httpx.Request, httpx.Response]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.network = MastodonStandIn(lambda: self.now, token=ACCESS)
        self.records = self.network.memory.posts

    def called(self, request: httpx.Request) -> str:
        return f"{request.method} {request.url.path.removeprefix('/api')}"

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.now += timedelta(seconds=1)
        answer = self.network.answer(request)
        self.said.append((request, answer))
        return answer
