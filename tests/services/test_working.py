"""A worker's day."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from flaneur.models import Find, Heartbeat
from flaneur.services.bell import Sleeper, ring
from flaneur.services.people import make_link
from flaneur.services.working import Worker, owner_name, tidy
from tests.makers import make_channel, make_city, make_find, make_guest, make_residency, make_user
from tests.soon import soon


def test_one_round_publishes_turns_over_and_gives_a_sign_of_life(find, at_slot):
    worker = Worker(owner="a worker", clock=at_slot)
    worker.look_around()
    find.refresh_from_db()
    assert find.state == "published"
    assert find.residency.__class__.objects.get(pk=find.residency_id).state == "live"
    assert Heartbeat.objects.get().beat_at == at_slot.now


@pytest.mark.django_db(transaction=True)
def test_a_broken_duty_does_not_end_the_others(find, at_slot, monkeypatch, caplog):
    monkeypatch.setattr("flaneur.services.working.turn_over_residencies", lambda **_: 1 / 0)
    worker = Worker(owner="a worker", clock=at_slot, pause=0)
    worker._safely(worker.look_around)
    assert "a duty failed" in caplog.text
    monkeypatch.undo()
    worker._safely(worker.look_around)
    find.refresh_from_db()
    assert find.state == "published"


def test_tidying_forgets_old_links_and_old_signs_of_life(db, now):
    make_link(make_user(), leads_to="/", now=now - timedelta(days=30))
    Heartbeat.objects.create(owner="long gone", beat_at=now - timedelta(days=2))
    tidy(now=now)
    assert make_user().sign_in_links.count() == 0
    assert Heartbeat.objects.count() == 0


def test_two_workers_never_share_a_name():
    assert owner_name() != owner_name()


@pytest.mark.django_db(transaction=True)
def test_a_running_worker_publishes_what_is_planned_while_it_sleeps_and_stops_when_told():
    city = make_city()
    make_channel(city)
    guest = make_guest(city)
    now = timezone.now()
    make_residency(guest, now - timedelta(days=1))
    worker = Worker(owner="a worker", clock=timezone.now, pause=5)
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        find = make_find(guest, state="approved", now=now, captured_at=now)
        find.publications.update(planned_at=now)
        find.publications.filter(channel__is_home=True).update(wake_at=now)
        ring()
        assert soon(lambda: {p.state for p in find.publications.all()} == {"sent"})
        assert Find.objects.get(pk=find.pk).state == "published"
    finally:
        worker.stop()
        ring()
        thread.join(timeout=20)
    assert not thread.is_alive()
    assert Heartbeat.objects.count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="the bell rings on PostgreSQL only; SQLite has its counter"
)
def test_the_bell_wakes_a_sleeper_before_its_time():
    woken = []

    def sleep():
        sleeper = Sleeper()
        sleeper.sleep(0.01)
        ready.set()
        began = time.monotonic()
        sleeper.sleep(10)
        woken.append(time.monotonic() - began)
        connection.close()

    ready = threading.Event()
    thread = threading.Thread(target=sleep)
    thread.start()
    ready.wait(5)
    ring()
    thread.join(timeout=12)
    assert woken[0] < 5
