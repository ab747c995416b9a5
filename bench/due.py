"""From a publication's due moment to its request at the network, beside django-tasks' own worker in the same run."""

import json
import os
import statistics
import tempfile
import threading
import time
import uuid
from datetime import date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

os.environ["FLANEUR_HOME"] = tempfile.mkdtemp(prefix="flaneur-bench-")
os.environ["FLANEUR_ALLOWED_NETWORKS"] = "127.0.0.0/8"
os.environ["DJANGO_SETTINGS_MODULE"] = "flaneur.settings"

import django

django.setup()

import httpx
from django.core.management import call_command
from django.utils import timezone
from django_tasks import task
from django_tasks_db.management.commands.db_worker import Worker as TasksWorker

from flaneur.adapters import ADAPTERS
from flaneur.adapters.base import Adapter, exchange, settled
from flaneur.core.dispatch import Abilities, Account, Limits, Post, Receipt, Unit
from flaneur.core.find import Consideration, Likeness
from flaneur.core.place import Place
from flaneur.core.roles import Role
from flaneur.models import Channel, Publication
from flaneur.services.channels import seal
from flaneur.services.cities import add_city
from flaneur.services.finds import Capture, capture_find, submit_find
from flaneur.services.people import give_place, welcome_guest
from flaneur.services.residencies import plan_residency
from flaneur.services.review import approve_find
from flaneur.services.working import Worker

JOBS, SPAN, LEAD = 40, 16.0, 2.0


class Door(BaseHTTPRequestHandler):
    """Notes when each request arrives."""

    arrivals: dict[str, datetime] = {}

    def do_POST(self) -> None:
        key = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["key"]
        self.arrivals.setdefault(key, timezone.now())
        answer = json.dumps({"key": key}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_arguments: object) -> None:
        """Silent."""


class Loopback(Adapter):
    kind = "loopback"
    name = "Loopback"
    limits = Limits(300, Unit.GRAPHEMES, source="the bench", read_on=date(2026, 11, 23))
    abilities = Abilities(look_up=True)
    address = ""

    def check(self) -> Account:
        return Account("bench", self.address)

    def publish(self, post: Post) -> Receipt:
        settled(exchange(self.http, "POST", self.address, json={"key": post.key}, decisive=True), decisive=True)
        return Receipt(self.address)

    def retract(self, receipt: Receipt, post_key: str) -> None:
        """Nothing to take back."""


@task()
def knock(key: str) -> None:
    httpx.post(Loopback.address, json={"key": key}, timeout=10)


def main() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Loopback.address = f"http://127.0.0.1:{server.server_address[1]}/"
    ADAPTERS[Loopback.kind] = Loopback  # type: ignore[index] - a mapping to the product, a dict to this bench
    call_command("migrate", verbosity=0, skip_checks=True)
    ours, theirs = lateness(publications(), run_ours), lateness(tasks(), run_theirs)
    for name, late in (("a publication's row", ours), ("django-tasks, polling each second", theirs)):
        print(f"{name}: p50 {late[0]:.0f} ms, p95 {late[1]:.0f} ms, worst {late[2]:.0f} ms late")
    print(json.dumps({"bench": "due", "p50_ms": round(ours[0], 1), "p95_ms": round(ours[1], 1),
                      "x_django_tasks_p50": round(ours[0] / theirs[0], 3)}))  # fmt: skip


def publications() -> dict[str, datetime]:
    """Posts of pages that are already up, due one after the other."""
    now = timezone.now()
    city = add_city(name="Paris", slug="paris", brand_tag="#ParisJeTaime", now=now)
    editor = give_place(city, email="editor@example.org", role=Role.EDITOR, now=now).user
    guest = welcome_guest(city, email="guest@example.org", name="Léa", slug="lea", now=now)
    plan_residency(guest, starts_at=now - timedelta(days=1), ends_at=now + timedelta(days=1), now=now)
    Channel.objects.create(city=city, kind=Loopback.kind, name="Loopback", credentials=seal({}))
    for number in range(JOBS):
        told = {"consideration": Consideration.NOTHING, "likeness": Likeness.NOBODY, "is_lent": True}
        capture = Capture(_uuid(number), f"Trouvaille {number}.", "fr", now, place=Place(), **told)
        find = capture_find(guest, capture, by=guest.user, now=now)
        submit_find(find, by=guest.user, now=now)
        approve_find(find, by=editor, now=now, at=now)
    posts = Publication.objects.filter(channel__kind=Loopback.kind)
    Publication.objects.filter(channel__is_home=True).update(state="sent", sent_at=now, wake_at=None)
    city.finds.update(state="published", published_at=now)
    due = dict(zip([str(post.pk) for post in posts], moments(), strict=True))
    for post in posts:
        Publication.objects.filter(pk=post.pk).update(planned_at=due[str(post.pk)], wake_at=due[str(post.pk)])
    return due


def tasks() -> dict[str, datetime]:
    due = {f"task-{number}": moment for number, moment in enumerate(moments())}
    for key, moment in due.items():
        knock.using(run_after=moment).enqueue(key)
    return due


def moments() -> list[datetime]:
    begin = timezone.now() + timedelta(seconds=LEAD)
    return [begin + timedelta(seconds=SPAN * number / JOBS) for number in range(JOBS)]


def run_ours(stop: threading.Event) -> None:
    worker = Worker(owner="bench", clock=timezone.now, pause=1.0)
    threading.Thread(target=lambda: (stop.wait(), worker.stop()), daemon=True).start()
    worker.run()


def run_theirs(stop: threading.Event) -> None:
    worker = TasksWorker(
        queue_names=["default"],
        excluded_queue_names=[],
        interval=1,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=JOBS,
        worker_id="bench",
    )
    worker.run()


def lateness(due: dict[str, datetime], run: object) -> tuple[float, float, float]:
    """Milliseconds late: median, 95th percentile, worst."""
    stop = threading.Event()
    thread = threading.Thread(target=run, args=[stop])
    thread.start()
    end = time.monotonic() + SPAN + LEAD + 10
    while not due.keys() <= Door.arrivals.keys() and time.monotonic() < end:
        time.sleep(0.05)
    stop.set()
    thread.join(timeout=40)
    late = sorted((Door.arrivals[key] - moment).total_seconds() * 1000 for key, moment in due.items())
    return statistics.median(late), late[int(len(late) * 0.95)], late[-1]


def _uuid(number: int) -> uuid.UUID:
    return uuid.UUID(int=number + 1)


if __name__ == "__main__":
    main()
