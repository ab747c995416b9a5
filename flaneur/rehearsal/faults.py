"""What may go wrong on a network, switched on and off while it runs, and what all stand-ins for networks share."""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from urllib.parse import parse_qsl

import httpx


@dataclass
class Faults:
    """`slow`: seconds before an answer, for whoever serves it. `busy`: 429 with the vendor's rate-limit headers.
    `broken`: 500, and nothing done. `drops`: writes are carried out, then silence. `expired`: every token has died.
    `duplicate`: words that stand already are refused. `stuck`: what is being digested never becomes ready.
    """

    slow: float = 0
    busy: bool = False
    broken: bool = False
    drops: bool = False
    expired: bool = False
    duplicate: bool = False
    stuck: bool = False


class StandIn(ABC):
    """A network made of plain state. `clock` is asked for its time; `faults` may change between two requests.

    `site` is where its people see it, which whoever serves it may change.
    """

    site: str = ""

    def __init__(self, clock: Callable[[], datetime], faults: Faults | None = None) -> None:
        self.clock = clock
        self.faults = faults or Faults()

    def answer(self, request: httpx.Request) -> httpx.Response:
        """What the network says. Raises httpx.ReadTimeout when it says nothing: the connection is to be closed."""
        if self.faults.broken:
            return self.broken()
        if self.faults.busy:
            return self.busy()
        said = self.respond(request)
        if self.faults.drops and request.method != "GET":
            raise httpx.ReadTimeout("accepted, then silence", request=request)
        return said

    @abstractmethod
    def respond(self, request: httpx.Request) -> httpx.Response:
        """The answer when nothing is wrong with the network as a whole."""

    @abstractmethod
    def busy(self) -> httpx.Response:
        """429, as this vendor words it."""

    @abstractmethod
    def broken(self) -> httpx.Response:
        """500, as this vendor words it."""


def told(request: httpx.Request) -> dict[str, object]:
    """What a request says in its body: JSON, a form, or a form of many parts (files as bytes, `name[]` as a list)."""
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        body = json.loads(request.content)
        return body if isinstance(body, dict) else {}
    if kind.startswith("multipart/form-data"):
        return _gathered(_parts(kind, request.content))
    if kind.startswith("application/x-www-form-urlencoded"):
        return _gathered(parse_qsl(request.content.decode(), keep_blank_values=True))
    return {}


def _parts(kind: str, content: bytes) -> list[tuple[str, object]]:
    message = message_from_bytes(b"content-type: " + kind.encode() + b"\r\n\r\n" + content)
    found: list[tuple[str, object]] = []
    for part in message.walk():
        name = part.get_param("name", header="content-disposition")
        held = part.get_payload(decode=True)
        if isinstance(name, str) and isinstance(held, bytes):
            found.append((name, held if part.get_filename() else held.decode()))
    return found


def _gathered(pairs: Iterable[tuple[str, object]]) -> dict[str, object]:
    body: dict[str, object] = {}
    many: dict[str, list[object]] = {}
    for name, value in pairs:
        if name.endswith("[]"):
            many.setdefault(name.removesuffix("[]"), []).append(value)
        else:
            body[name] = value
    return body | many
