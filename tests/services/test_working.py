"""A worker's day."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from flaneur.adapters.base import TryLater
from flaneur.adapters.guard import CONVERSATION
from flaneur.models import Find, Heartbeat, Publication
from flaneur.services.background import is_worker_alive
from flaneur.services.bell import Sleeper, ring
from flaneur.services.mail import send_letter
from flaneur.services.people import make_link
from flaneur.services.working import Worker, owner_name, tidy
from tests.makers import make_channel, make_city, make_find, make_guest, make_residency, make_user
from tests.services.scripted import Scripted
from tests.soon import soon


def test_one_round_publishes_and_turns_over(find, at_slot):
    worker = Worker(owner="a worker", clock=at_slot)
    worker.look_around()
    find.refresh_from_db()
    assert find.state == "published"
    assert find.residency.__class__.objects.get(pk=find.residency_id).state == "live"


def test_a_stop_is_heard_between_two_publications(guest, channel, editor, network, clock, monkeypatch, now):
    for _number in range(3):
        make_find(guest, state="approved", at=now)
    worker = Worker(owner="a worker", clock=clock)
    send = Scripted.publish
    monkeypatch.setattr(Scripted, "publish", lambda self, post: (worker.stop(), send(self, post))[1])
    worker.look_around()
    assert len(network.arrived) == 1
    assert Publication.objects.filter(channel=channel, state="planned").count() == 2


def test_reading_stands_back_while_posts_wait_for_a_worker(find, publication, at_slot, monkeypatch):
    answers = []
    monkeypatch.setattr("flaneur.services.working.hear_due", lambda *, is_stopped, **_: answers.append(is_stopped()))
    worker = Worker(owner="a worker", clock=at_slot)
    worker.listen()
    at_slot.forward(seconds=5)
    worker.listen()
    worker.look_around()
    worker.listen()
    assert answers == [False, True, False]


@pytest.mark.django_db(transaction=True)
def test_a_worker_in_a_slow_conversation_is_alive_all_the_while(find, publication, at_slot, monkeypatch):
    monkeypatch.setattr("flaneur.services.working.BEAT", timedelta(seconds=0.05))
    signs = []

    def listen(_self, _post):
        at_slot.forward(seconds=CONVERSATION)
        signs.append(soon(lambda: is_worker_alive(now=at_slot.now), seconds=5))
        worker.stop()
        raise TryLater("slow")

    monkeypatch.setattr(Scripted, "publish", listen)
    worker = Worker(owner="a worker", clock=at_slot, pause=0.05)
    worker.run()
    assert signs == [True]


@pytest.mark.django_db(transaction=True)
def test_a_worker_is_known_to_be_alive_before_its_first_errand(monkeypatch, clock):
    known = []
    worker = Worker(owner="a worker", clock=clock, pause=0.01)
    monkeypatch.setattr(worker.errands, "run", lambda: known.append(is_worker_alive(now=clock.now)))
    monkeypatch.setattr(worker, "look_around", lambda: soon(lambda: known))
    monkeypatch.setattr(worker, "_pause", lambda: worker.stop() or 0)
    worker.run()
    assert known[0] is True


@pytest.mark.django_db(transaction=True)
def test_a_stop_leaves_the_errands_that_have_not_begun(monkeypatch, clock):
    worker = Worker(owner="a worker", clock=clock, pause=0.01)
    monkeypatch.setattr("flaneur.services.mail.send_mail", lambda *_letter: worker.stop())
    for _number in range(3):
        send_letter.enqueue("lea@paris.example", "Bonjour", "Un mot.")
    worker.run()
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == ["READY", "READY", "SUCCESSFUL"]


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
