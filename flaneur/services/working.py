"""A worker's day: its duties, its sign of life, and when to look again."""

import logging
import os
import socket
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import connections

from flaneur.models import Heartbeat
from flaneur.services.background import forget_errands, reap_errands, retry_errands, run_errands
from flaneur.services.bell import Sleeper
from flaneur.services.people import forget_old_links, forget_old_sessions
from flaneur.services.residencies import turn_over_residencies
from flaneur.services.sending import Clock, next_wake, publish_due

logger = logging.getLogger(__name__)

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
BEAT = timedelta(seconds=5)
TIDY = timedelta(minutes=1)


def owner_name() -> str:
    """Who this worker is: host, process and when it began, so that a reused process number is somebody else."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{os.urandom(3).hex()}"


class Worker:
    """Publishes what is due in one thread and runs background errands in another, until told to stop."""

    def __init__(self, *, owner: str, clock: Clock, pause: float = 1.0) -> None:
        self.owner = owner
        self.clock = clock
        self.pause = pause
        self.stopped = threading.Event()
        self._beat_at = self._tidied_at = LONG_AGO

    def run(self) -> None:
        errands = threading.Thread(target=self._run_errands, name="errands", daemon=True)
        errands.start()
        sleeper = Sleeper()
        while not self.stopped.is_set():
            self._safely(self.look_around)
            self._safely(lambda: sleeper.sleep(self._pause()))
        errands.join(timeout=30)
        Heartbeat.objects.filter(owner=self.owner).delete()
        connections.close_all()

    def stop(self) -> None:
        self.stopped.set()

    def look_around(self) -> None:
        """One round of the duties."""
        publish_due(owner=self.owner, clock=self.clock)
        now = self.clock()
        if now - self._beat_at >= BEAT:
            self._beat_at = now
            Heartbeat.objects.update_or_create(owner=self.owner, defaults={"beat_at": now})
            turn_over_residencies(now=now)
        if now - self._tidied_at >= TIDY:
            self._tidied_at = now
            tidy(now=now)

    def _run_errands(self) -> None:
        while not self.stopped.wait(self.pause):
            self._safely(lambda: run_errands(owner=self.owner))
        connections.close_all()

    def _pause(self) -> float:
        """Seconds until the next publication is due, at most the pause."""
        due = next_wake()
        return self.pause if due is None else min(self.pause, max(0.0, (due - self.clock()).total_seconds()))

    def _safely(self, duty: Callable[[], object]) -> None:
        try:
            duty()
        except Exception:  # one broken duty must not end the others; it is told, and tried again
            logger.exception("a duty failed")
            connections.close_all()
            self.stopped.wait(self.pause)


def tidy(*, now: datetime) -> None:
    """What has time: errands of dead workers, retries, old links, sessions, signs of life."""
    reap_errands(now=now)
    retry_errands(now=now)
    forget_errands(now=now)
    forget_old_links(now=now)
    forget_old_sessions()
    Heartbeat.objects.filter(beat_at__lt=now - timedelta(days=1)).delete()
