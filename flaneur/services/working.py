"""A worker's day: its duties, its sign of life, and when to look again."""

import logging
import os
import socket
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.db import connections

from flaneur.models import Heartbeat
from flaneur.services.background import errand_runner, forget_errands, reap_errands, retry_errands
from flaneur.services.bell import Sleeper
from flaneur.services.claiming import is_behind, next_wake
from flaneur.services.counting import count_due
from flaneur.services.handovers import hand_over_due
from flaneur.services.listening import forget_old_replies, hear_due
from flaneur.services.lulls import cheer_up
from flaneur.services.people import forget_old_links, forget_old_sessions
from flaneur.services.proposals import forget_old_proposals
from flaneur.services.renewing import renew_due
from flaneur.services.residencies import turn_over_residencies
from flaneur.services.sending import Clock, publish_due

logger = logging.getLogger(__name__)

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
BEAT = timedelta(seconds=5)
TURN = timedelta(seconds=5)
EAR = timedelta(seconds=10)
TIDY = timedelta(minutes=1)
LAST_ERRAND = 15
"""Seconds the errand in hand may still take when the worker ends; whoever stops us (`flaneur serve`) grants 20."""


def owner_name() -> str:
    """Who this worker is: host, process and when it began, so that a reused process number is somebody else."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{os.urandom(3).hex()}"


class Worker:
    """Publishes what is due, renews, listens, runs background errands and gives signs of life, in threads, until told
    to stop.

    The signs come from a thread of their own: one slow network takes longer than a worker may be silent. For the same
    reason there are several `senders`; a channel never has more than one of them.
    """

    def __init__(self, *, owner: str, clock: Clock, pause: float = 1.0, senders: int = 1) -> None:
        self.owner = owner
        self.senders = senders
        self.clock = clock
        self.pause = pause
        self.stopped = threading.Event()
        self.errands = errand_runner(owner=owner)
        self._turned_at = self._tidied_at = LONG_AGO

    def run(self) -> None:
        self._safely(self.beat)
        beats = self._every(BEAT.total_seconds(), self.beat)
        errands = self._every(self.pause, self.errands.run)
        ears = self._every(EAR.total_seconds(), self.listen)
        others = [self._start(lambda: self._wake_and(self.publish)) for _number in range(self.senders - 1)]
        self._wake_and(self.look_around)
        last = time.monotonic() + LAST_ERRAND
        for thread in (errands, ears, *others, beats):
            thread.join(max(0.0, last - time.monotonic()))
        Heartbeat.objects.filter(owner=self.owner).delete()
        connections.close_all()

    def stop(self) -> None:
        """End after the publication and the errand in hand; what else is due waits for the next worker."""
        self.stopped.set()
        self.errands.running = False

    def look_around(self) -> None:
        """One round of the duties."""
        self.publish()
        now = self.clock()
        if now - self._turned_at >= TURN:
            self._turned_at = now
            turn_over_residencies(now=now)
        if now - self._tidied_at >= TIDY:
            self._tidied_at = now
            tidy(now=now)

    def publish(self) -> None:
        publish_due(owner=self.owner, clock=self.clock, is_stopped=self.stopped.is_set)

    def listen(self) -> None:
        """Fresh tokens, then what is said, how it fares, who is named; in a thread of its own: a slow network must not
        keep a post. Reading stands back while posts wait for a worker.
        """
        renew_due(owner=self.owner, clock=self.clock, is_stopped=self.stopped.is_set)
        hear_due(owner=self.owner, clock=self.clock, is_stopped=self._stands_back)
        count_due(owner=self.owner, clock=self.clock, is_stopped=self._stands_back)
        hand_over_due(owner=self.owner, clock=self.clock, is_stopped=self.stopped.is_set)

    def _stands_back(self) -> bool:
        return self.stopped.is_set() or is_behind(now=self.clock())

    def beat(self) -> None:
        """A sign of life."""
        Heartbeat.objects.update_or_create(owner=self.owner, defaults={"beat_at": self.clock()})

    def _every(self, seconds: float, duty: Callable[[], object]) -> threading.Thread:
        def repeat() -> None:
            while not self.stopped.wait(seconds):
                self._safely(duty)

        return self._start(repeat)

    def _wake_and(self, duty: Callable[[], object]) -> None:
        """Do a duty, and sleep until the next publication is due, over and over until told to stop."""
        sleeper = Sleeper()
        while not self.stopped.is_set():
            self._safely(duty)
            self._safely(lambda: sleeper.sleep(self._pause()))

    @staticmethod
    def _start(life: Callable[[], object]) -> threading.Thread:
        def live() -> None:
            life()
            connections.close_all()

        thread = threading.Thread(target=live, daemon=True)
        thread.start()
        return thread

    def _pause(self) -> float:
        """Seconds until the next publication is due, at most the pause."""
        now = self.clock()
        due = next_wake(before=now + timedelta(seconds=self.pause))
        return self.pause if due is None else min(self.pause, max(0.0, (due - now).total_seconds()))

    def _safely(self, duty: Callable[[], object]) -> None:
        try:
            duty()
        except Exception:  # one broken duty must not end the others; it is told, and tried again
            logger.exception("a duty failed")
            connections.close_all()
            self.stopped.wait(self.pause)


def tidy(*, now: datetime) -> None:
    """What has time: errands of dead workers, retries, friendly words, and whatever is too old to be kept."""
    reap_errands(now=now)
    retry_errands(now=now)
    forget_errands(now=now)
    cheer_up(now=now)
    forget_old_links(now=now)
    forget_old_replies(now=now)
    forget_old_proposals(now=now)
    forget_old_sessions()
    Heartbeat.objects.filter(beat_at__lt=now - timedelta(days=1)).delete()
