"""A proxy on loopback that passes everything on, but loses the answers it is told to lose."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx

_HOP_BY_HOP = {"connection", "content-encoding", "content-length", "date", "server", "transfer-encoding"}


class LossyProxy(ThreadingHTTPServer):
    """`lose(word)`: the next request whose first line holds the word is carried out upstream, its answer dropped."""

    daemon_threads = True

    def __init__(self, upstream: str) -> None:
        super().__init__(("127.0.0.1", 0), _Passage)
        self.upstream = upstream
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.doomed: list[str] = []
        self.lost: list[str] = []

    def lose(self, word: str) -> None:
        self.doomed.append(word)


class _Passage(BaseHTTPRequestHandler):
    server: LossyProxy

    def do_GET(self) -> None:
        self._pass_on()

    def do_POST(self) -> None:
        self._pass_on()

    def do_PUT(self) -> None:
        self._pass_on()

    def do_PATCH(self) -> None:
        self._pass_on()

    def do_DELETE(self) -> None:
        self._pass_on()

    def _pass_on(self) -> None:
        content = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
        url = self.server.upstream + self.path
        answer = httpx.request(self.command, url, headers=headers, content=content, timeout=30)
        if doomed := next((word for word in self.server.doomed if word in self.requestline), None):
            self.server.doomed.remove(doomed)
            self.server.lost.append(doomed)
            self.close_connection = True
            return
        self.send_response(answer.status_code)
        kept = {name: value for name, value in answer.headers.items() if name not in _HOP_BY_HOP}
        for name, value in {**kept, "content-length": str(len(answer.content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.content)

    def log_message(self, *_arguments: object) -> None:
        """Tests speak for themselves."""


@contextmanager
def lossy_proxy(upstream: str) -> Iterator[LossyProxy]:
    with LossyProxy(upstream) as proxy:
        thread = Thread(target=proxy.serve_forever)
        thread.start()
        try:
            yield proxy
        finally:
            proxy.shutdown()
            thread.join()
