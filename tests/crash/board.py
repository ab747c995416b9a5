"""A network that forgets nothing: it counts every post it accepts, and answers at once, late, or never."""

import json
import random
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

LATEST = 0.35
"""Seconds. Longer than the client waits, shorter than the tests' echo and lease."""


class Board(ThreadingHTTPServer):
    """Accepts a post whenever it is told to, twice if told twice: it is the program that must not double."""

    daemon_threads = True

    def __init__(self, seed: int) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.accepted: Counter[str] = Counter()
        self.dice = random.Random(seed)
        self.lock = threading.Lock()

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients die here by design."""


class _Answers(BaseHTTPRequestHandler):
    server: Board

    def do_POST(self) -> None:
        key = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["key"]
        with self.server.lock:
            manner = self.server.dice.choice(["at once", "at once", "late", "never", "accepted late"])
        if manner == "accepted late":
            time.sleep(LATEST)
        with self.server.lock:
            self.server.accepted[key] += 1
        if manner == "late":
            time.sleep(LATEST)
        if manner == "never":
            self.close_connection = True
        else:
            self._say(200, {"key": key})

    def do_GET(self) -> None:
        key = self.path.rsplit("/", 1)[1]
        with self.server.lock:
            there = self.server.accepted[key] > 0
        self._say(200 if there else 404, {"key": key} if there else {"error": "NotFound"})

    def _say(self, status: int, body: dict[str, str]) -> None:
        answer = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_arguments: object) -> None:
        """Silent: hundreds of requests."""
