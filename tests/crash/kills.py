"""Kill workers at every step of every adapter, alone and four at a time, then count what the networks show.

Run by test_kills.py in a process of its own, because it forks: python -m tests.crash.kills KILLS
"""

import itertools
import json
import logging
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from uuid import UUID

import django
from django.db import connections
from django.db.models import Count, Q
from django.test.utils import get_runner
from django.utils import timezone

django.setup()

from flaneur.adapters import ADAPTERS
from flaneur.core.errors import Refusal
from flaneur.models import Find, Publication
from flaneur.services.publishing import retract_find
from flaneur.services.sending import publish_due
from tests.crash import traps
from tests.crash.counting import count, left_to_the_desk
from tests.crash.hurry import hurry
from tests.crash.towns import Town, Weather, open_town

CREWS = (1, 4)
FINDS = 4
"""Of a town; half of them are taken back in the end, or on the way."""
RARE = (traps.IN_A_LOOK_UP, traps.IN_TAKING_BACK)
"""Steps that are not always there to be taken: who is to die in one dies in the other as well."""
LIFE = 2.0
"""Seconds after which whoever has not met its fate dies all the same."""
UNDER_WAY = ("planned", "sending", "unsure", "retracting")
ENOUGH = 80
"""Publications under way, so that whoever works finds work."""
TIME_LIMIT = 1200.0

logger = logging.getLogger(__name__)


@dataclass
class Scene:
    """`ends` are the living and when they die at the latest; `deaths` is where the dead were."""

    stack: ExitStack
    weather: Weather = field(default_factory=Weather)
    towns: list[Town] = field(default_factory=list)
    doomed: list[UUID] = field(default_factory=list)
    deaths: Counter[traps.Place] = field(default_factory=Counter)
    ends: dict[int, float] = field(default_factory=dict)
    steps: Iterator[str] = field(default_factory=lambda: itertools.cycle(traps.STEPS))
    dice: random.Random = field(default_factory=lambda: random.Random(7))
    limit: float = field(default_factory=lambda: time.monotonic() + TIME_LIMIT)
    left: str = ""

    def __post_init__(self) -> None:
        self.reader, self.ledger = os.pipe()
        os.set_blocking(self.reader, False)

    # The dying.

    def kill(self, kills: int, crew: int) -> None:
        """So many more deaths, `crew` workers at a time."""
        goal, born = self.deaths.total() + kills, 0
        while self.deaths.total() < goal:
            if len(self.ends) < crew and self.deaths.total() + len(self.ends) < goal:
                if born % 8 == 0:
                    self.keep_busy()
                self.bear()
                born += 1
            time.sleep(0.002)
            self.bury()
            if time.monotonic() > self.limit:
                raise TimeoutError(f"there was time for {self.deaths.total()} deaths")

    def bear(self) -> None:
        """One more worker, whose fate is one step, at those networks where fewest have died in it."""
        step = next(self.steps)
        steps = RARE if step in RARE else (step,)
        places = [place for place in traps.places() if place[0] in steps]
        places.sort(key=lambda place: (self.deaths[place], self.dice.random()))
        fate = places[: (len(places) + 1) // 2]
        pid = os.fork()
        if not pid:
            live(lambda: self.work(step, fate))
        self.ends[pid] = time.monotonic() + (LIFE if fate else self.dice.uniform(0.01, 0.4))

    def work(self, step: str, fate: list[traps.Place]) -> None:
        traps.doom(fate, self.ledger)
        if step in RARE:
            take_one_back(self.doomed, most_open=5)
        work()

    def bury(self) -> None:
        for pid, end in list(self.ends.items()):
            if time.monotonic() > end:
                os.kill(pid, signal.SIGKILL)
            found, status = os.waitpid(pid, os.WNOHANG)
            if not found:
                continue
            del self.ends[pid]
            if os.WIFSIGNALED(status):
                self.deaths[self.last_words()] += 1
            elif status:
                raise ChildProcessError("a worker ended with an error of its own")

    def is_partial(self) -> bool:
        """Whether some step, or some network, has seen no death: few kills may miss one."""
        steps, kinds = ({place[part] for place in self.deaths} for part in (0, 1))
        return not {*traps.STEPS} <= steps or not {*ADAPTERS} <= kinds

    def last_words(self) -> traps.Place:
        """Where somebody died; who said nothing was killed from outside."""
        with suppress(BlockingIOError):
            self.left += os.read(self.reader, 4096).decode()
        line, _end, self.left = self.left.partition("\n")
        step, _bar, kind = line.partition("|")
        return (step, kind) if step else (traps.ANY_MOMENT, "")

    # The work there is.

    def keep_busy(self) -> None:
        while Publication.objects.filter(state__in=UNDER_WAY).count() < ENOUGH:
            town = open_town(self.stack)
            for network in town.cast.values():
                self.weather.over(network.stage)
            self.towns.append(town)
            self.doomed += [find.pk for find in town.plan(FINDS)][::2]
        connections.close_all()

    def finish(self, crew: int) -> None:
        """The sky clears, the last work is done, and what is doomed is taken back; nobody dies any more."""
        self.weather.share = 0
        for most_open in (3, 1000):
            while take_one_back(self.doomed, most_open=most_open):
                pass
            connections.close_all()
            pids = [self.undying() for _each in range(crew)]
            for pid in pids:
                if os.waitpid(pid, 0)[1]:
                    raise ChildProcessError("a worker ended with an error of its own")

    def undying(self) -> int:
        pid = os.fork()
        if not pid:
            live(work)
        return pid


def live(life) -> None:
    """In a forked process: a life, and nothing after it."""
    code = 1
    try:
        life()
        connections.close_all()
        code = 0
    except Exception:
        logger.exception("a worker's life")
    finally:
        os._exit(code)


def work() -> None:
    """Publish what is due until nothing is left to do."""
    owner = f"worker {os.getpid()} {time.monotonic()}"
    while Publication.objects.filter(wake_at__isnull=False).exists():
        publish_due(owner=owner, clock=timezone.now)
        time.sleep(0.01)


def take_one_back(doomed: list[UUID], *, most_open: int) -> bool:
    """One of these finds whose page is up, and of which most has left; False when there is none."""
    ready = Find.objects.filter(pk__in=doomed, state="published")
    ready = ready.annotate(open=Count("publications", filter=~Q(publications__state="sent")))
    find = ready.filter(open__lte=most_open).order_by("open").first()
    if find is None:
        return False
    editor = find.city.memberships.get(role="editor").user
    with suppress(Refusal):  # somebody else was faster
        retract_find(find, by=editor, now=timezone.now(), why="A neighbour asked.")
    return True


def play(kills: int) -> dict[str, object]:
    began = time.monotonic()
    with ExitStack() as stack:
        scene = Scene(stack)
        for crew in CREWS:
            scene.kill(kills // len(CREWS), crew)
        while scene.is_partial() and scene.deaths.total() < 2 * kills:
            scene.kill(len(traps.STEPS), max(CREWS))
        killed = time.monotonic()
        scene.finish(max(CREWS))
        counts, left = count(scene.towns), left_to_the_desk()
    steps, kinds = Counter(), Counter()
    for (step, kind), number in scene.deaths.items():
        steps[step] += number
        kinds[kind] += number
    return {
        "kills": scene.deaths.total(),
        "steps": dict(steps),
        "networks": {kind: {"kills": kinds[kind], **each} for kind, each in counts.items()},
        "left": left,
        "places": f"{len(scene.deaths.keys() & set(traps.places()))} of {len(traps.places())}",
        "killing": round(killed - began, 1),
        "seconds": round(time.monotonic() - began, 1),
    }


def main(kills: int) -> None:
    hurry()
    traps.lay()
    runner = get_runner(django.conf.settings)(verbosity=0, interactive=False)
    databases = runner.setup_databases()
    try:
        print(json.dumps(play(kills)))  # noqa: T201 - its answer
    finally:
        connections.close_all()
        runner.teardown_databases(databases)


if __name__ == "__main__":
    main(int(sys.argv[1]))
