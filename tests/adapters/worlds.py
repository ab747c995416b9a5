"""What each adapter lives in during a quick test: its server or folder, and finds to send."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import httpx
from PIL import Image

from flaneur.adapters import ADAPTERS
from flaneur.adapters.base import Adapter
from flaneur.core.dispatch import Dispatch, Picture

NOW = datetime(2026, 5, 14, 10, 0, 0, 123456, tzinfo=UTC)
WORDS = "Trois marches, une porte rouge, un chat. Le reste, je vous le laisse."
LONG_WORDS = " ".join(f"Phrase numéro {number}, qui prend son temps pour arriver au bout." for number in range(1, 12))
PASSWORD, ACCESS, REFRESH = "app-password-of-paris", "access-token-of-paris", "refresh-token-of-paris"
SECRETS = (PASSWORD, ACCESS, REFRESH)
RECORDINGS = Path(__file__).parents[1] / "recordings"


def make_picture(
    folder: Path, *, name: str = "photo.jpg", alt: str = "Une porte rouge", size: tuple[int, int] = (64, 48)
):
    path = folder / name
    Image.new("RGB", size, (200, 80, 40)).save(path, "JPEG")
    return Picture(path, alt, *size)


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
class BlueskyServer:
    """A data server whose answers are the recorded ones; only its records and its sessions are its own."""

    records: dict[str, dict] = field(default_factory=dict)
    calls: list[str] = field(default_factory=list)
    requests: list[httpx.Request] = field(default_factory=list)
    interruptions: dict[int, Interruption] = field(default_factory=dict)
    good_access: str = ACCESS
    good_refresh: str = REFRESH
    handles: dict[str, str] = field(default_factory=dict)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        method = request.url.path.removeprefix("/xrpc/")
        self.calls.append(method)
        self.requests.append(request)
        interruption = self.interruptions.get(len(self.calls) - 1)
        if interruption and not interruption.arrives:
            return interruption.answer(request)
        answer = self._answer(method.rsplit(".", 1)[1], request)
        return interruption.answer(request) if interruption else answer

    def forget_calls(self) -> None:
        self.calls.clear()
        self.requests.clear()

    def bodies(self, method: str) -> list[dict]:
        """What was sent with each call of a method."""
        return [json.loads(request.content) for request in self.requests if request.url.path.endswith(method)]

    def _answer(self, method: str, request: httpx.Request) -> httpx.Response:
        if method in {"createSession", "refreshSession"}:
            return self._session(method, request)
        if request.headers.get("authorization") != f"Bearer {self.good_access}":
            return recorded("expired-token")
        if method == "resolveHandle":
            return self._resolve(request.url.params["handle"])
        told = request.url.params if request.method == "GET" else {}
        if request.headers.get("content-type") == "application/json":
            told = json.loads(request.content)
        own = {
            "putRecord": self._put,
            "applyWrites": self._write,
            "getRecord": self._get,
            "deleteRecord": self._delete,
            "listRecords": self._list,
        }
        return own[method](told) if method in own else recorded(method)

    def _session(self, method: str, request: httpx.Request) -> httpx.Response:
        if method == "refreshSession" and request.headers["authorization"] != f"Bearer {self.good_refresh}":
            return recorded("expired-token")
        if method == "createSession" and json.loads(request.content)["password"] != PASSWORD:
            return recorded("wrong-password")
        body = recorded(method).json() | {"accessJwt": self.good_access, "refreshJwt": self.good_refresh}
        return httpx.Response(200, json=body)

    def _resolve(self, handle: str) -> httpx.Response:
        did = self.handles.get(handle)
        return httpx.Response(200, json={"did": did}) if did else recorded("no-such-handle")

    def _put(self, told: dict) -> httpx.Response:
        self.records[told["rkey"]] = told["record"]
        return recorded("putRecord")

    def _write(self, told: dict) -> httpx.Response:
        if any(write["rkey"] in self.records for write in told["writes"]):
            return recorded("already-there")
        self.records |= {write["rkey"]: write["value"] for write in told["writes"]}
        return recorded("applyWrites")

    def _get(self, told: dict) -> httpx.Response:
        return recorded("getRecord" if told["rkey"] in self.records else "RecordNotFound")

    def _delete(self, told: dict) -> httpx.Response:
        self.records.pop(told["rkey"], None)
        return recorded("deleteRecord")

    def _list(self, told: dict) -> httpx.Response:
        place = f"at://{told['repo']}/{told['collection']}"
        newest = sorted(self.records, reverse=True)
        return httpx.Response(200, json={"records": [{"uri": f"{place}/{key}"} for key in newest]})


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
    server: BlueskyServer | Board


def make_world(kind: str, folder: Path, **credentials: str) -> World:
    server = BlueskyServer() if ADAPTERS[kind].asks else Board(folder / "board")
    answers = {ask.key: ask.default for ask in ADAPTERS[kind].asks}
    given = answers | ({"identifier": "paris.test", "password": PASSWORD} if answers else {}) | credentials
    http = httpx.Client(transport=httpx.MockTransport(server))
    return World(ADAPTERS[kind](given, http=http, folder=folder / "board"), server)
