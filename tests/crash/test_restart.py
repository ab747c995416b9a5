"""The database restarts while workers send: they survive it, come back, and neither lose nor double anything."""

import os
import subprocess
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections
from django.utils import timezone

from flaneur.models import Publication
from flaneur.services.working import Worker
from tests.crash.counting import count, total
from tests.crash.towns import open_town
from tests.soon import soon

pytestmark = [pytest.mark.crash, pytest.mark.skipif("connection.vendor != 'postgresql'", reason="of PostgreSQL only")]

RESTARTS = 3


@pytest.fixture
def town(stack, settings, transactional_db, monkeypatch):
    settings.ALLOWED_NETWORKS = ["127.0.0.0/8"]
    monkeypatch.setattr("flaneur.services.claiming.LEASE", timedelta(seconds=3))
    monkeypatch.setattr("flaneur.services.claiming.ECHO", timedelta(seconds=1))
    monkeypatch.setattr("flaneur.services.claiming.LAST_WORD", timedelta(seconds=2))
    monkeypatch.setattr("flaneur.services.planning.STAGGER", timedelta())
    for pause in ("SOON", "AGAIN"):
        monkeypatch.setattr(f"flaneur.adapters.graph.{pause}", timedelta(seconds=0.1))
    return open_town(stack)


def restart(data: Path) -> None:
    """As after a power cut: nobody is asked to finish, the log is replayed. Its options may name a folder beside it."""
    owner = data.owner()
    programs = Path(f"/proc/{(data / 'postmaster.pid').read_text(encoding='utf-8').split()[0]}/exe").readlink().parent
    command = [str(programs / "pg_ctl"), f"--pgdata={data}", "--mode=immediate", "--silent", f"--log={data}/log"]
    as_owner = ["runuser", "-u", owner, "--"] if os.geteuid() == 0 else []
    subprocess.run([*as_owner, *command, "restart"], check=True, timeout=60, cwd=data.parent)


def test_a_worker_survives_restarts_in_the_middle_of_sending(town):
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        data = Path(cursor.fetchone()[0])
    rows = Publication.objects.filter(city=town.city)
    town.plan(6)
    worker = Worker(owner="a worker", clock=timezone.now, pause=0.2, senders=3)
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        for number in range(1, RESTARTS + 1):
            wanted = number * rows.count() // (RESTARTS + 2)
            assert soon(lambda: rows.filter(state="sent").count() >= wanted, 60)  # noqa: B023 - waited for at once
            connections.close_all()
            restart(data)
        assert soon(lambda: not rows.filter(wake_at__isnull=False).exists(), 120)
    finally:
        worker.stop()
        thread.join(timeout=30)
    assert not thread.is_alive()
    counted = total(count([town]))
    assert counted["sent"] == counted["publications"] == rows.count()
    assert (counted["lost"], counted["doubled"], counted["stray"]) == (0, 0, 0)
