"""A stand-in on loopback, on a port of its own: the network's API, and a page for whoever watches the rehearsal."""

import re
import secrets
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

import httpx

from flaneur.rehearsal.display import displayed, say
from flaneur.rehearsal.faults import told
from flaneur.rehearsal.stages import Stage

HOST = "127.0.0.1"
LARGEST = 25_000_000
"""Bytes of a body: several pictures as Pinterest takes them."""
PATIENCE = 15
"""Seconds of silence a connection is granted."""
SLOWNESS = 5
"""Seconds a slow network thinks: an adapter waits for fifteen."""
LONGEST = 500
"""Characters of what a passer-by says."""
_MANNERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
_SIZE = re.compile(r"[0-9]{1,9}")
_PER_CONNECTION = {"connection", "content-length", "transfer-encoding"}


@dataclass(frozen=True, slots=True)
class Front:
    """What people see: `draw` makes the page of a network, `files` are its style and typefaces, by path."""

    draw: Callable[["Served"], str]
    files: Mapping[str, tuple[str, bytes]]


class Served(ThreadingHTTPServer):
    """Reached from this machine only. `token` guards the page's forms, and is another one with every start."""

    daemon_threads = True

    def __init__(self, stage: Stage, front: Front, port: int = 0) -> None:
        """Raises OSError when the port is taken; 0 takes a free one."""
        super().__init__((HOST, port), _Visit)
        self.stage = stage
        self.front = front
        self.origin = f"http://{HOST}:{self.server_port}"
        self.hosts = {f"{HOST}:{self.server_port}", f"localhost:{self.server_port}"}
        self.token = secrets.token_urlsafe(16)
        self.lock = Lock()
        stage.network.site = self.origin

    @property
    def typed(self) -> dict[str, str]:
        """What a person enters to connect a channel."""
        return {self.stage.address: self.origin, **self.stage.typed}

    def reply(self, request: httpx.Request) -> httpx.Response | None:
        """None: nothing is said, and the connection is to be closed."""
        if (own := self._own(request)) is not None:
            return own
        time.sleep(self.stage.network.faults.slow)
        with self.lock:
            try:
                return self.stage.network.answer(request)
            except httpx.ReadTimeout:
                return None
            except (LookupError, ValueError, TypeError, AttributeError):
                return httpx.Response(400, json={"error": "This stand-in does not understand the request."})

    def _own(self, request: httpx.Request) -> httpx.Response | None:
        """What is no part of the network: the page, which stands wherever a browser looks, its files and its forms."""
        path = request.url.path
        if request.method == "POST" and path in _FORMS:
            return self._moved(_FORMS[path], told(request))
        if request.method != "GET":
            return None
        if path in self.front.files:
            kind, content = self.front.files[path]
            return httpx.Response(200, content=content, headers={**_MANNERS, "content-type": kind})
        if "text/html" in request.headers.get("accept", "") and "oauth" not in path:
            with self.lock:
                return httpx.Response(200, html=self.front.draw(self), headers=_MANNERS)
        return None

    def _moved(self, move: Callable[["Served", Mapping[str, Any]], None], form: Mapping[str, Any]) -> httpx.Response:
        if not secrets.compare_digest(f"{form.get('token')}".encode(), self.token.encode()):
            return httpx.Response(403, text="This form is of another rehearsal: please load the page again.")
        with self.lock:
            move(self, form)
        return httpx.Response(303, headers={"location": "/"})

    def switch(self, form: Mapping[str, Any]) -> None:
        """The faults that are named go on, all others off."""
        faults = self.stage.network.faults
        for name in self.stage.faults:
            setattr(faults, name, name in form)
        faults.slow = SLOWNESS if "slow" in form else 0

    def overhear(self, form: Mapping[str, Any]) -> None:
        """A passer-by says something, under a post that stands or to the account."""
        text, under = f"{form.get('text', '')}".strip()[:LONGEST], form.get("under", "")
        if text and under in {"", *(post.reference for post in displayed(self.stage.network))}:
            say(self.stage.network, text, under)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever hangs up early is no trouble of ours."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


_FORMS = {"/rehearsal/faults": Served.switch, "/rehearsal/replies": Served.overhear}


class _Visit(BaseHTTPRequestHandler):
    server: Served
    timeout = PATIENCE

    def _visit(self) -> None:
        answer = self._barred() or self._answer()
        self.close_connection = True
        if answer is None:
            return
        self.send_response_only(answer.status_code)
        kept = [(name, value) for name, value in answer.headers.multi_items() if name not in _PER_CONNECTION]
        for name, value in [*kept, ("content-length", f"{len(answer.content)}"), ("connection", "close")]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.content)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _visit  # noqa: N815 - the library's names

    def _barred(self) -> httpx.Response | None:
        """A page elsewhere may send a browser here under a name of its own: so only ours are answered to."""
        size = self.headers.get("content-length", "0")
        if self.headers.get("host") not in self.server.hosts:
            return httpx.Response(421, text="A rehearsal answers to its own address only.")
        if "transfer-encoding" in self.headers or not _SIZE.fullmatch(size):
            return httpx.Response(411, text="How long is it?")
        return httpx.Response(413, text="Too much.") if int(size) > LARGEST else None

    def _answer(self) -> httpx.Response | None:
        size = int(self.headers.get("content-length", "0"))
        content = self.rfile.read(size)
        if len(content) < size or not self.path.startswith("/"):
            return None
        try:
            request = httpx.Request(
                self.command, f"{self.server.origin}{self.path}", headers=self.headers.items(), content=content
            )
        except httpx.InvalidURL:
            return httpx.Response(400, text="No address.")
        return self.server.reply(request)

    def log_message(self, *_arguments: object) -> None:
        """The page shows what happened."""


@contextmanager
def serving(networks: Iterable[Served]) -> Iterator[None]:
    """All of them answer until the end of the block; then their ports are free again."""
    running = list(networks)
    for network in running:
        Thread(target=network.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    try:
        yield
    finally:
        for network in running:
            network.shutdown()
            network.server_close()
