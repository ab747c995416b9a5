"""Several real worker processes on one database share the work, and nothing leaves twice."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.db import connection
from django.utils import timezone

from flaneur.models import Attempt, Channel, Heartbeat, Publication
from flaneur.services.channels import seal
from tests.makers import make_city, make_find, make_guest, make_residency
from tests.soon import soon

CHECKOUT = Path(__file__).resolve().parents[2]
CHANNELS = 60
LATENCY = "0.03"


@contextmanager
def network():
    command = [sys.executable, "-m", "bench.publishing.network", LATENCY]
    with subprocess.Popen(command, cwd=CHECKOUT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
        server.communicate("")


@contextmanager
def working(home, count):
    command = [sys.executable, "-m", "flaneur", "worker"]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "flaneur.settings", "FLANEUR_HOME": str(home)}
    told = {
        "FLANEUR_DATABASE_URL": address(connection.settings_dict),
        "FLANEUR_CREDENTIAL_KEYS": ",".join(configured.CREDENTIAL_KEYS),
        "FLANEUR_ALLOWED_NETWORKS": "127.0.0.0/8",
        "FLANEUR_SPEED": "0.2",
    }
    workers = [subprocess.Popen(command, cwd=CHECKOUT, env=environment | told) for _number in range(count)]
    try:
        yield
    finally:
        for worker in workers:
            worker.send_signal(signal.SIGTERM)
        ended = [worker.wait(30) for worker in workers]
    assert ended == [0] * count


def address(database):
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    return (
        f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    )


def arrived(server):
    with urllib.request.urlopen(f"{server}/arrivals", timeout=10) as answer:
        return Counter(key for _number, _at, key in json.load(answer)["arrivals"])


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("count", [2, 4])
def test_real_workers_share_the_work_and_send_nothing_twice(tmp_path, count):
    now, city = timezone.now(), make_city()
    guest = make_guest(city)
    make_residency(guest, now - timedelta(days=1))
    with network() as server:
        for number in range(CHANNELS):
            account = {"server": server, "token": "abc", "account": "1"}
            channel = {"kind": "mastodon", "name": f"Mastodon {number}", "handle": f"{number}@example.org"}
            Channel.objects.create(city=city, credentials=seal(account), **channel)
        words = "Trouvaille 000001 : une porte rouge, un chat."
        make_find(guest, state="approved", now=now, captured_at=now, at=now, words=words)
        Publication.objects.update(planned_at=now, wake_at=None)
        with working(tmp_path, count):
            assert soon(lambda: Heartbeat.objects.count() == count, seconds=60)
            Publication.objects.filter(channel__is_home=True).update(wake_at=now)
            assert soon(lambda: not Publication.objects.exclude(state="sent").exists(), seconds=90)
        came = arrived(server)
    assert (len(came), came.total()) == (CHANNELS, CHANNELS)
    assert Publication.objects.count() == Attempt.objects.count() == CHANNELS + 1
    assert Attempt.objects.values("owner").distinct().count() == count
