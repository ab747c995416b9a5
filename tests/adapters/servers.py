"""What every stand-in for a network's server has: its calls, its effects, and answers that come to grief on the way."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import httpx

PASSWORD, ACCESS, REFRESH = "app-password-of-paris", "access-token-of-paris", "refresh-token-of-paris"
RECORDINGS = Path(__file__).parents[1] / "recordings"


@cache
def _recording(kind: str, situation: str) -> dict[str, Any]:
    return json.loads((RECORDINGS / kind / f"{situation}.json").read_text(encoding="utf-8"))


def recorded(situation: str, kind: str = "bluesky") -> httpx.Response:
    kept = _recording(kind, situation)
    return httpx.Response(kept["status"], headers=kept["headers"], json=kept["body"])


@dataclass
class Interruption:
    """What comes instead of an answer, before or after the request has had its effect."""

    answer: Callable[[httpx.Request], httpx.Response]
    arrives: bool = False


@dataclass
class Server:
    """`records` are the posts that stand out there, by the network's own id.

    `credentials` are what an office would have typed, `unknown` references in the network's form that nobody knows,
    `limits` what the account tells of its own. Without `finds_by_key` a post without a receipt is for a person to find.
    """

    credentials: ClassVar[dict[str, str]]
    unknown: ClassVar[tuple[str, ...]]
    limits: ClassVar[dict[str, int]] = {}
    finds_by_key: ClassVar[bool] = True

    records: dict[str, dict] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    requests: list[httpx.Request] = field(default_factory=list)
    interruptions: dict[int, Interruption] = field(default_factory=dict)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.calls.append(self.called(request))
        self.requests.append(request)
        interruption = self.interruptions.get(len(self.calls) - 1)
        if interruption and not interruption.arrives:
            return interruption.answer(request)
        answer = self.answer(request)
        return interruption.answer(request) if interruption else answer

    def called(self, request: httpx.Request) -> str:
        """What a request is called in the list of calls."""
        return f"{request.method} {request.url.path}"

    def answer(self, request: httpx.Request) -> httpx.Response:
        raise NotImplementedError

    def forget_calls(self) -> None:
        self.calls.clear()
        self.requests.clear()

    def bodies(self, path: str) -> list[dict]:
        """What was sent with each request whose path ends so."""
        return [json.loads(request.content) for request in self.requests if request.url.path.endswith(path)]
