"""Kill workers at every step of sending, by the hundred, then count what was lost and what was doubled.

Run by test_kills.py in a process of its own, because it forks: python -m tests.crash.kills KILLS
"""

import itertools
import json
import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import django
from django.db import connections
from django.test.utils import get_runner
from django.utils import timezone

django.setup()

from flaneur.adapters import ADAPTERS
from flaneur.adapters.base import Adapter, Lost, exchange, settled
from flaneur.adapters.paper import Paper
from flaneur.core.dispatch import Abilities, Account, Limits, Post, Receipt, Unit
from flaneur.models import Channel, Publication
from flaneur.services import claiming, sending, settling
from tests.crash.board import Board
from tests.makers import make_channel, make_city, make_find, make_guest, make_residency

STEPS = ("before claim", "after claim", "after the network accepted", "before settle", "at any moment")
LEASE = timedelta(seconds=0.6)
ECHO = timedelta(seconds=0.7)
PATIENCE = timedelta(seconds=0.2)
TIME_LIMIT = 420.0
FINDS_FOR_EACH = 3
"""A life sends several before it ends: work for the last of the dead too."""


class Counted(Adapter):
    """Speaks to the board with a client less patient than the board is slow."""

    kind = "counted"
    name = "Counted"
    limits = Limits(300, Unit.GRAPHEMES, source="the test", read_on=date(2026, 11, 23))
    abilities = Abilities(threads=True, look_up=True)

    def check(self) -> Account:
        return Account("counted", self.credentials["address"])

    def publish(self, post: Post) -> Receipt:
        body = {"key": post.key}
        settled(exchange(self.http, "POST", self._url(), json=body, timeout=0.2, decisive=True), "key", decisive=True)
        return Receipt(self._url(post.key), (post.key,))

    def look_up(self, post: Post) -> Receipt | None:
        answer = exchange(self.http, "GET", self._url(post.key), timeout=5)
        return None if answer.status == 404 else Receipt(self._url(post.key), (post.key,))

    def retract(self, receipt: Receipt, post_key: str) -> None:
        raise Lost("the board forgets nothing")

    def _url(self, key: str = "") -> str:
        return f"{self.credentials['address']}/{key}"


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def arm(step: str) -> None:
    """In a forked worker: die the second time it comes to this step, so that every life also does some work."""
    if step == "before claim":
        sending.claim_next = _dying(sending.claim_next, before=True)
    elif step == "after claim":
        sending.run_errand = _dying(sending.run_errand, before=True)
    elif step == "after the network accepted":
        for adapter in (Counted, Paper):
            adapter.publish = _dying(adapter.publish, before=False)
    elif step == "before settle":
        sending._settle_quietly = _dying(sending._settle_quietly, before=True)


def _dying(verb: Callable, *, before: bool) -> Callable:
    lives = itertools.count()

    def mortal(*arguments, **keywords):
        last = next(lives) >= 1
        if before and last:
            die()
        answer = verb(*arguments, **keywords)
        if last:
            die()
        return answer

    return mortal


def work() -> None:
    """A worker's life until nothing is left to do."""
    name = f"worker {os.getpid()}"
    while open_rows():
        sending.publish_due(owner=name, clock=timezone.now)
        time.sleep(0.02)


def open_rows() -> int:
    return Publication.objects.exclude(state="sent").count()


def fork(step: str) -> int:
    pid = os.fork()
    if pid:
        return pid
    arm(step)
    work()
    connections.close_all()
    os._exit(0)


def run(kills: int, board: Board) -> Counter[str]:
    """Two workers at a time, each killed at its step; gives how many died where."""
    deaths: Counter[str] = Counter()
    steps = itertools.cycle(STEPS)
    dice = random.Random(20)
    end = time.monotonic() + TIME_LIMIT
    while deaths.total() < kills and open_rows() and time.monotonic() < end:
        connections.close_all()
        for pid, step in list(_two_lives(steps)):
            if step == "at any moment":
                time.sleep(dice.uniform(0.01, 0.25))
                os.kill(pid, signal.SIGKILL)
            _pid, status = os.waitpid(pid, 0)
            deaths[step] += os.WIFSIGNALED(status)
    connections.close_all()
    pid = fork("never")
    while os.waitpid(pid, os.WNOHANG) == (0, 0):
        if time.monotonic() > end:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.1)
    return deaths


def _two_lives(steps: Iterator[str]) -> Iterator[tuple[int, str]]:
    for _life in range(2):
        step = next(steps)
        yield fork(step), step


def main(kills: int) -> None:
    claiming.LEASE, claiming.ECHO = LEASE, ECHO
    settling.patience = lambda _attempts, jitter: PATIENCE * (0.5 + jitter)
    claiming.least_gap = lambda *_late, **_named: timedelta(0)  # the test lasts longer than an outage
    ADAPTERS[Counted.kind] = Counted  # type: ignore[index] - a mapping to the product, a dict to this test
    board = Board(seed=7)
    threading.Thread(target=board.serve_forever, daemon=True).start()
    runner = get_runner(django.conf.settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        finds = prepare(kills, f"http://127.0.0.1:{board.server_address[1]}")
        began = time.monotonic()
        deaths = run(kills, board)
        print(json.dumps(verdict(finds, deaths, board, time.monotonic() - began)))  # noqa: T201 - its answer
    finally:
        board.shutdown()
        connections.close_all()
        runner.teardown_databases(databases)


def prepare(kills: int, address: str) -> int:
    now = timezone.now()
    city = make_city()
    make_channel(city, "paper")
    make_channel(city, Counted.kind, address=address)
    guest = make_guest(city)
    make_residency(guest, now - timedelta(days=1))
    finds = kills * FINDS_FOR_EACH
    for _number in range(finds):
        make_find(guest, state="approved", now=now, captured_at=now, at=now)
    return finds


def verdict(finds: int, deaths: Counter[str], board: Board, seconds: float) -> dict[str, object]:
    notices = Path(django.conf.settings.HOME) / "channels" / str(Channel.objects.get(kind="paper").pk)
    pinned = [folder for folder in notices.glob("notice-*") if (folder / "notice.md").exists()]
    keys = {str(key) for key in Publication.objects.filter(channel__kind=Counted.kind).values_list("pk", flat=True)}
    return {
        "kills": deaths.total(),
        "killed": dict(deaths),
        "publications": Publication.objects.count(),
        "open": open_rows(),
        "lost": finds - len(pinned) + len([key for key in keys if not board.accepted[key]]),
        "doubled": len(list(notices.glob("notice-*/repeat-*"))) + sum(n - 1 for n in board.accepted.values() if n > 1),
        "looked_up": Publication.objects.filter(tries__outcome="lost").distinct().count(),
        "seconds": round(seconds, 1),
    }


if __name__ == "__main__":
    main(int(sys.argv[1]))
