"""Background errands: what a dead worker leaves is taken up, what fails is tried again, five times in all."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from flaneur.models import Heartbeat
from flaneur.services.background import (
    DEAD_AFTER,
    MOST_TRIES,
    errand_runner,
    forget_errands,
    reap_errands,
    retry_errands,
)
from flaneur.services.mail import send_letter

# The library's worker closes old connections between errands, and with them a test's own transaction.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def errand(db):
    send_letter.enqueue("lea@paris.example", "Bonjour", "Un mot.")
    return DBTaskResult.objects.get()


def claimed_by(errand, owner):
    errand.claim(owner)


def test_an_errand_is_run_once(errand, mailoutbox):
    errand_runner(owner="a worker").run()
    errand_runner(owner="a worker").run()
    assert [letter.subject for letter in mailoutbox] == ["Bonjour"]


def test_an_errand_of_a_dead_worker_is_ready_again(errand, mailoutbox, now):
    claimed_by(errand, "the dead")
    Heartbeat.objects.create(owner="the dead", beat_at=now - DEAD_AFTER)
    assert reap_errands(now=now) == 1
    errand_runner(owner="a worker").run()
    assert len(mailoutbox) == 1


def test_an_errand_of_a_living_worker_is_left_alone(errand, now):
    claimed_by(errand, "the living")
    Heartbeat.objects.create(owner="the living", beat_at=now - timedelta(seconds=1))
    assert reap_errands(now=now) == 0


def test_a_failed_errand_is_tried_again_later_and_not_for_ever(errand, settings):
    settings.EMAIL_BACKEND = "no.such.Backend"
    for tries in range(1, MOST_TRIES + 1):
        DBTaskResult.objects.update(run_after=timezone.now() - timedelta(seconds=1))
        errand_runner(owner="a worker").run()
        again = retry_errands(now=timezone.now())
        assert again == (1 if tries < MOST_TRIES else 0)
    errand.refresh_from_db()
    assert errand.status == "FAILED"
    assert len(errand.worker_ids) == MOST_TRIES


def test_finished_errands_are_forgotten_after_a_week(errand):
    errand_runner(owner="a worker").run()
    assert forget_errands(now=timezone.now() + timedelta(days=6)) == 0
    assert forget_errands(now=timezone.now() + timedelta(days=8)) == 1
