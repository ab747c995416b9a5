"""A server that others have written after Mastodon's interface, started once for a test session on loopback."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import httpx
import pytest

UP = Path(__file__).parent / "mastodon/up"
PATIENCE = 300.0
"""Seconds until it answers: the first time it installs itself."""


@dataclass(frozen=True)
class Mock:
    """Its address; `paris` and `lea` live there, each with a token."""

    url: str

    def account(self, name: str = "paris") -> dict[str, str]:
        """The answers somebody would give at the desk to connect it."""
        return {"server": self.url, "token": f"token-of-{name}"}

    def ask(self, path: str, method: str = "GET", *, name: str = "lea", **request: Any) -> Any:
        """What somebody sees or says there."""
        bearer = {"authorization": f"Bearer token-of-{name}"}
        answer = httpx.request(method, f"{self.url}{path}", headers=bearer, timeout=30, **request)
        assert answer.is_success, (path, answer.status_code, answer.text)
        return answer.json()

    def statuses(self) -> list[dict[str, Any]]:
        """What stands on the city's account, the newest first."""
        city = self.ask("/api/v1/accounts/verify_credentials", name="paris")["id"]
        return self.ask(f"/api/v1/accounts/{city}/statuses?limit=40")

    def empty(self) -> None:
        for status in self.statuses():
            self.ask(f"/api/v1/statuses/{status['id']}", "DELETE", name="paris")


@contextmanager
def running_mock() -> Iterator[Mock]:
    """Bring it up and down; it ends with us, however we do."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    home = os.environ | {"MASTODON_PORT": f"{port}", "PYTHON": sys.executable}
    with (
        TemporaryFile("w+", encoding="utf-8") as log,
        subprocess.Popen([UP], env=home, stdin=subprocess.PIPE, stderr=log) as process,
    ):
        mock = Mock(f"http://127.0.0.1:{port}")
        try:
            if not _answers(mock, process):
                log.seek(0)
                pytest.fail(f"the mock did not start:\n{log.read()[-2000:]}", pytrace=False)
            yield mock
        finally:
            process.stdin.close()


def _answers(mock: Mock, process: subprocess.Popen) -> bool:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            return httpx.get(f"{mock.url}/api/v2/instance").is_success
        except httpx.TransportError:
            time.sleep(0.1)
    return False
