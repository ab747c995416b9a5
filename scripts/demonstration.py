"""The program with its demonstration, in a home of its own, for as long as somebody looks at it."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

DOORS = ("guest", "editor", "public")
"""Whom the links let in, in the order the command tells them, whatever its language."""


@contextmanager
def demonstration() -> Iterator[tuple[str, dict[str, str]]]:
    """The program with its demonstration on a free port; its address, and the one-time links by whom they let in."""
    port = str(free_port())
    address = f"http://localhost:{port}"
    with tempfile.TemporaryDirectory() as home:
        environment = {**os.environ, "FLANEUR_HOME": home, "FLANEUR_BASE_URL": address}
        for command in (["prepare"], ["migrate", "--verbosity=0"], ["demo"]):
            subprocess.run([flaneur(), *command], env=environment, check=True)
        told = subprocess.run(
            [flaneur(), "demo", "--links", "--base-url", address],
            env=environment, check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
        server = subprocess.Popen([flaneur(), "serve", "--port", port], env=environment)
        try:
            wait_for(f"{address}/health")
            yield address, dict(zip(DOORS, (line.split()[-1] for line in told.splitlines()), strict=True))
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(timeout=30)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def flaneur() -> str:
    return str(Path(sys.executable).with_name("flaneur"))


def wait_for(address: str) -> None:
    for _attempt in range(150):
        try:
            urllib.request.urlopen(address, timeout=2)  # noqa: S310 - our own server, just started
        except (URLError, OSError):
            time.sleep(0.2)
        else:
            return
    sys.exit("The server did not start.")
