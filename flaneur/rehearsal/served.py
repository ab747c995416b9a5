"""A stand-in on loopback, on a port of its own: the network's API, and a page for whoever watches the rehearsal."""

import re
import secrets
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

import httpx

from flaneur.rehearsal.display import Picture, avatar, displayed, say
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
CROWD = 50
"""Voices at once, at most."""
_MANNERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
_SIZE = re.compile(r"[0-9]{1,9}")
_PICTURE = re.compile(r"/rehearsal/pictures/(?P<reference>\w{1,40})/(?P<number>[0-9]{1,2})")
_AVATAR = re.compile(r"/avatars/\w{1,40}\.jpg")
_YES = "rehearsal"
_PER_CONNECTION = {"connection", "content-length", "transfer-encoding"}


@dataclass(frozen=True, slots=True)
class Front:
    """What people see: `draw` makes the page of a network, `files` are its style and typefaces, by path.

    `ask` makes the page where one says yes to an app, from the address of a yes and that of a no.
    """

    draw: Callable[["Served"], str]
    files: Mapping[str, tuple[str, bytes]]
    ask: Callable[["Served", str, str], str]


class Served(ThreadingHTTPServer):
    """Reached from this machine only. `token` guards the page's forms, and is another one with every start.

    `cast` are all networks of the rehearsal, this one among them.
    """

    daemon_threads = True

    def __init__(self, stage: Stage, front: Front, port: int = 0) -> None:
        """Raises OSError when the port is taken; 0 takes a free one."""
        super().__init__((HOST, port), _Visit)
        self.stage = stage
        self.front = front
        self.cast: Sequence[Served] = [self]
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
            return _file(*self.front.files[path])
        if found := _PICTURE.fullmatch(path):
            return self._picture(found["reference"], int(found["number"]))
        if _AVATAR.fullmatch(path):
            with self.lock:
                return _shown(avatar(self.stage.network))
        if "text/html" not in request.headers.get("accept", ""):
            return None
        if "oauth" in path:
            return self._asked(request.url)
        with self.lock:
            return httpx.Response(200, html=self.front.draw(self), headers=_MANNERS)

    def _picture(self, reference: str, number: int) -> httpx.Response:
        with self.lock:
            posts = [post for post in displayed(self.stage.network) if post.reference == reference]
        return _shown(next(iter([picture for post in posts for picture in post.pictures][number:]), None))

    def _asked(self, url: httpx.URL) -> httpx.Response | None:
        """The page on which one lets an app in; None once one has, and the network goes on."""
        if secrets.compare_digest(url.params.get(_YES, "").encode(), self.token.encode()):
            return None
        back = _callback(url)
        if back is None:
            return httpx.Response(400, text="Where would one be sent back to?", headers=_MANNERS)
        no = {"error": "access_denied", "state": url.params.get("state", "")}
        yes = url.copy_set_param(_YES, self.token)
        page = self.front.ask(self, f"{yes}", f"{back.copy_merge_params(no)}")
        return httpx.Response(200, html=page, headers=_MANNERS)

    def _moved(self, move: Callable[["Served", Mapping[str, Any]], None], form: Mapping[str, Any]) -> httpx.Response:
        if not secrets.compare_digest(f"{form.get('token')}".encode(), self.token.encode()):
            return httpx.Response(403, text="This form is of another rehearsal: please load the page again.")
        with self.lock:
            move(self, form)
        return httpx.Response(303, headers={"location": "/"})

    def switch(self, form: Mapping[str, Any]) -> None:
        """The faults that are named go on, all others off; here or `everywhere`, as far as a network knows them."""
        for network in self.cast if "everywhere" in form else [self]:
            faults = network.stage.network.faults
            for name in network.stage.faults:
                setattr(faults, name, name in form)
            faults.slow = SLOWNESS if "slow" in form else 0

    def overhear(self, form: Mapping[str, Any]) -> None:
        """A passer-by says something, under a post that stands or to the account; `times` makes it a crowd."""
        text, under = f"{form.get('text', '')}".strip()[:LONGEST], form.get("under", "")
        times = int(asked) if _SIZE.fullmatch(asked := f"{form.get('times')}") else 1
        if text and under in {"", *(post.reference for post in displayed(self.stage.network))}:
            for number in range(min(times, CROWD)):
                say(self.stage.network, f"{text} ({number + 1})" if number else text, under)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever hangs up early is no trouble of ours."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def _callback(url: httpx.URL) -> httpx.URL | None:
    """Where a browser is sent back to; None for what it must not follow."""
    try:
        back = httpx.URL(url.params.get("redirect_uri", ""))
    except httpx.InvalidURL:
        return None
    return back if back.scheme in {"https", "http"} and back.host else None


def _shown(picture: Picture | None) -> httpx.Response:
    if picture and picture.media_type:
        return _file(picture.media_type, picture.content)
    return httpx.Response(404, text="No such picture.", headers=_MANNERS)


def _file(kind: str, content: bytes) -> httpx.Response:
    return httpx.Response(200, content=content, headers={**_MANNERS, "content-type": kind})


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
