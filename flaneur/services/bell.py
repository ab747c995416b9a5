"""The bell that wakes a sleeping worker when there is something new to publish."""

import time
from contextlib import suppress

from django.db import connection

CHANNEL = "flaneur_bell"
GLANCE = 0.02
"""Seconds between two glances at SQLite's change counter: 20 ms late at most, 1 % of a core (stack.md §1.4)."""


def ring() -> None:
    """Wake the workers when the caller's transaction commits. SQLite needs no bell: its change counter is enough."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"NOTIFY {CHANNEL}")


class Sleeper:
    """A worker's sleep, ended early by the bell."""

    def __init__(self) -> None:
        self._line: object = None
        self._seen: int | None = None

    def sleep(self, seconds: float) -> None:
        """Sleep at most so long; less when another process has changed something."""
        if connection.vendor == "postgresql":
            self._listen(seconds)
        else:
            self._glance(seconds)

    def _listen(self, seconds: float) -> None:
        connection.ensure_connection()
        raw = connection.connection
        if raw is not self._line:
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
            self._line = raw
        with suppress(StopIteration):
            next(iter(raw.notifies(timeout=seconds, stop_after=1)))

    def _glance(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            with connection.cursor() as cursor:
                (version,) = cursor.execute("PRAGMA data_version").fetchone()
            if self._seen not in {None, version}:
                self._seen = version
                return
            self._seen = version
            time.sleep(min(GLANCE, left))
