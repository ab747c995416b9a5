"""Publications that leave in time, and five thousand that want to leave in the same second.

`make bench-publish`, or `scripts/postgres python -m bench.publish [--cities 1000 --channels 5 --workers 1,2,4]`: real
`flaneur worker` processes on a PostgreSQL of its own, real adapters, and a network on loopback that answers after
100 ms. The ideal is what latency and allowed concurrency let through: each sender waits for one answer at a time.
The same jobs run on procrastinate. `FLANEUR_BENCH_SCALE=0.1` does it with a tenth of the cities.
"""

import argparse
import json
import math
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

os.environ["FLANEUR_HOME"] = tempfile.mkdtemp(prefix="flaneur-bench-")
os.environ["FLANEUR_ALLOWED_NETWORKS"] = "127.0.0.0/8"
os.environ["DJANGO_SETTINGS_MODULE"] = "flaneur.settings"

import django

django.setup()

import httpx
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from bench.publishing import rows

SCALE = float(os.environ.get("FLANEUR_BENCH_SCALE", "1"))
HERE = Path(__file__).resolve().parent
YARDSTICK = HERE.parent / "var/procrastinate"
VERSION = "procrastinate[psycopg]==3.10.0"
GAP = 0.2
LEAD = 6.0
"""Seconds between the start of the workers and the moment everything is due: they stand idle by then."""
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    asked = arguments()
    if connection.vendor != "postgresql":
        print("not measured: this wants PostgreSQL, as `make bench-publish` brings it")
        return
    cities = max(1, round(asked.cities * SCALE))
    engines = [Ours(asked.senders), *([Procrastinate(asked.senders)] if asked.yardstick else [])]
    call_command("migrate", verbosity=0, skip_checks=True)
    with network(0.0) as near, network(asked.latency) as far:
        rows.write(cities, asked.channels, near)
        for engine in engines:
            report({"engine": engine.name, **lateness(engine, near, min(cities, asked.jobs))})
        for workers in map(int, asked.workers.split(",")):
            for engine in engines:
                load = Load(cities, asked.channels, workers, asked.senders, asked.latency)
                report({"engine": engine.name, **drained(engine, far, load)})


def arguments() -> argparse.Namespace:
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--cities", type=int, default=1000)
    wanted.add_argument("--channels", type=int, default=5, help="Channels of each city, all due in the same second.")
    wanted.add_argument("--workers", default="1,2,4", help="How many processes drain the burst, one after the other.")
    wanted.add_argument("--senders", type=int, default=settings.SENDERS, help="FLANEUR_SENDERS of each.")
    wanted.add_argument("--latency", type=float, default=0.1, help="Seconds until the network answers.")
    wanted.add_argument("--jobs", type=int, default=200, help="Publications due one by one, for the lateness.")
    wanted.add_argument("--no-yardstick", dest="yardstick", action="store_false", help="Without procrastinate.")
    return wanted.parse_args()


@dataclass(frozen=True)
class Load:
    cities: int
    channels: int
    workers: int
    senders: int
    latency: float

    @property
    def jobs(self) -> int:
        return self.cities * self.channels

    @property
    def ideal(self) -> float:
        """Seconds, were there nothing but the network: each sender waits for one answer at a time."""
        return math.ceil(self.jobs / (self.workers * self.senders)) * self.latency


class Ours:
    """`flaneur worker` as it is shipped."""

    name = "flaneur"

    def __init__(self, senders: int) -> None:
        self.command: list[str | Path] = [sys.executable, "-m", "flaneur", "worker"]
        self.environment = {"FLANEUR_SENDERS": f"{senders}"}

    def plan(self, network: str, moment: float, load: Load) -> None:
        rows.move_to(network)
        rows.plan(_instant(moment))

    def plan_apart(self, network: str, moment: float, jobs: int) -> None:
        rows.move_to(network)
        rows.plan_apart(_instant(moment), timedelta(seconds=GAP), jobs)


class Procrastinate:
    """The same jobs, one at a time for each channel, as a task of PostgreSQL's own task queue."""

    name = "procrastinate"

    def __init__(self, senders: int) -> None:
        python = _installed()
        self.command: list[str | Path] = [python, HERE / "publishing/yardstick.py", "work", f"{senders}"]
        self.environment: dict[str, str] = {}
        self._defer([python, HERE / "publishing/yardstick.py", "prepare"])

    def plan(self, network: str, moment: float, load: Load) -> None:
        pairs = [(number, channel) for number in range(load.cities) for channel in range(load.channels)]
        self._enqueue(network, [(number, f"{number}:{channel}", moment) for number, channel in pairs])

    def plan_apart(self, network: str, moment: float, jobs: int) -> None:
        self._enqueue(network, [(number, f"{number}:0", moment + number * GAP) for number in range(jobs)])

    def _enqueue(self, network: str, jobs: list[tuple[int, str, float]]) -> None:
        told = json.dumps({"jobs": jobs, "server": network})
        self._defer([self.command[0], self.command[1], "defer"], told)

    @staticmethod
    def _defer(command: Sequence[str | Path], told: str = "") -> None:
        subprocess.run(command, input=told, text=True, check=True, timeout=600)


Engine = Ours | Procrastinate


def lateness(engine: Engine, address: str, jobs: int) -> dict[str, Any]:
    """Milliseconds between a due moment and its request at the network; one worker, otherwise idle."""
    begin = time.time() + LEAD + jobs / 100
    engine.plan_apart(address, begin, jobs)
    arrivals: list[Arrival] = []
    with working(engine, 1):
        end = begin + jobs * GAP + 30
        while len(arrivals) < jobs and time.time() < end:
            arrivals += gathered(address)
    late = sorted((at - begin - number * GAP) * 1000 for number, at, _key in arrivals)
    cuts = statistics.quantiles(late, n=100, method="inclusive")
    told = {"p50_ms": cuts[49], "p99_ms": cuts[98], "worst_ms": late[-1]}
    return {"due_one_by_one": jobs, "arrived": len(late), **{name: round(value, 1) for name, value in told.items()}}


def drained(engine: Engine, address: str, load: Load) -> dict[str, Any]:
    """How long a burst takes, beside the ideal; what the workers' memory and processors do meanwhile."""
    begin = time.time() + LEAD + load.jobs / 250
    engine.plan(address, begin, load)
    arrivals: list[Arrival] = []
    with working(engine, load.workers) as workers:
        time.sleep(max(0.0, begin - time.time()))
        worked, sizes = -seconds_worked(workers), []
        while len(arrivals) < load.jobs and time.time() < begin + 60 + 10 * load.ideal:
            arrivals += gathered(address)
            sizes.append(megabytes(workers))
        worked += seconds_worked(workers)
    took = max(at for _number, at, _key in arrivals) - begin + load.latency
    return {
        "workers": load.workers,
        "senders": load.senders,
        "arrived": len(arrivals),
        "twice": len(arrivals) - len({key for _number, _at, key in arrivals}),
        "seconds": round(took, 1),
        "ideal_s": round(load.ideal, 1),
        "of_ideal": round(load.ideal / took * len(arrivals) / load.jobs, 2),
        "per_second": round(len(arrivals) / took, 1),
        "cpu_ms_each": round(worked / len(arrivals) * 1000, 1),
        "mb_a_worker": [sizes[0], sizes[len(sizes) // 2], sizes[-1]],
    }


Arrival = tuple[int, float, str]
"""A publication's number, when it came, and the key that makes a repeat one."""


def gathered(address: str) -> list[Arrival]:
    """What has arrived in the last half second."""
    time.sleep(0.5)
    return [tuple(each) for each in httpx.get(f"{address}/arrivals", timeout=30).json()["arrivals"]]


@contextmanager
def network(latency: float) -> Iterator[str]:
    command = [sys.executable, "-m", "bench.publishing.network", f"{latency}"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        port = server.stdout.readline().strip() if server.stdout else ""
        yield f"http://127.0.0.1:{port}"
        server.communicate("")


@contextmanager
def working(engine: Engine, count: int) -> Iterator[list[int]]:
    """So many workers, by their process numbers; ended in order, as a service manager does."""
    database = {"FLANEUR_DATABASE_URL": os.environ["FLANEUR_DATABASE_URL"]}
    environment = {**os.environ, **engine.environment, **database}
    workers = [subprocess.Popen(engine.command, env=environment, stderr=subprocess.DEVNULL) for _number in range(count)]
    try:
        yield [worker.pid for worker in workers]
    finally:
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
        for worker in workers:
            worker.wait(30)


def seconds_worked(workers: Sequence[int]) -> float:
    """Of all processors, by all of them together."""
    fields = [Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split() for pid in workers]
    return sum(int(each[11]) + int(each[12]) for each in fields) / TICKS


def megabytes(workers: Sequence[int]) -> float:
    """Resident, of the largest."""
    pages = [int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1]) for pid in workers]
    return round(max(pages) * os.sysconf("SC_PAGE_SIZE") / 1e6, 1)


def report(found: dict[str, Any]) -> None:
    """With how many other programs wanted a processor: on a busy machine the ideal is out of reach for anybody."""
    print(json.dumps({"bench": "publish", **found, "load": round(os.getloadavg()[0], 1)}), flush=True)


def _instant(moment: float) -> datetime:
    return datetime.fromtimestamp(moment, UTC)


def _installed() -> Path:
    """The yardstick's interpreter, in an environment of its own."""
    python = YARDSTICK / "bin/python"
    if not (YARDSTICK / VERSION).exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", YARDSTICK], check=True)
        subprocess.run(
            [
                python,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check",
                VERSION,
                "psycopg[binary]",
                "httpx",
            ],
            check=True,
        )
        (YARDSTICK / VERSION).touch()
    return python


if __name__ == "__main__":
    main()
