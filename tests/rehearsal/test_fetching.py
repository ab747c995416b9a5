"""A stand-in comes for pictures on this machine, and nowhere else; what it cannot have, it does without."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import httpx
import pytest

from flaneur.rehearsal import fetching
from flaneur.rehearsal.fetching import fetched


class Shelf(BaseHTTPRequestHandler):
    def do_GET(self):
        status = {"/moved": 302, "/gone": 404}.get(self.path, 200)
        self.send_response(status)
        self.send_header("location", "/picture")
        self.end_headers()
        self.wfile.write(b"a picture")

    def log_message(self, *_arguments):
        pass


@pytest.fixture(scope="module")
def shelf():
    with ThreadingHTTPServer(("127.0.0.1", 0), Shelf) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_what_lies_on_this_machine_is_brought(shelf):
    assert fetched(f"{shelf}/picture") == fetched(f"{shelf}/picture".replace("127.0.0.1", "localhost")) == b"a picture"


@pytest.mark.parametrize("path", ["/moved", "/gone"])
def test_what_is_not_there_is_not_followed(shelf, path):
    assert fetched(f"{shelf}{path}") == b""


def test_what_is_too_large_is_left(shelf, monkeypatch):
    monkeypatch.setattr(fetching, "LARGEST", 8)
    assert fetched(f"{shelf}/picture") == b""


def test_nobody_there_is_no_trouble():
    assert fetched("http://127.0.0.1:1/picture") == b""


@pytest.mark.parametrize(
    "address",
    ["https://flaneur.example/a.jpg", "http://169.254.169.254/", "http://127.0.0.1.example/", "http://[", "", "/etc/x"],
)
def test_no_other_machine_is_spoken_to(address, monkeypatch):
    def refuse(*_arguments, **_options):
        raise AssertionError("somebody was spoken to")

    monkeypatch.setattr(httpx, "Client", refuse)
    assert fetched(address) == b""
