"""A listener killed outright, as by `kill -9`, at every point between the network's answer and the lease's end."""

import os
import signal
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connections

from flaneur.core.calendar import LEASE
from flaneur.models import Channel, Reply
from flaneur.rehearsal.display import say
from flaneur.services import listening
from flaneur.services.listening import hear_due

pytestmark = pytest.mark.django_db(transaction=True)

LONGEST_BACK_OFF = timedelta(minutes=11)


def die(*_arguments, **_named):
    os.kill(os.getpid(), signal.SIGKILL)


def die_after(verb):
    def act(*arguments, **named):
        verb(*arguments, **named)
        die()

    return act


def before_it_is_kept():
    listening._keep = die


def within_the_transaction():
    Reply.objects.bulk_create = die


def at_the_end_of_the_transaction():
    Reply.objects.bulk_create = die_after(Reply.objects.bulk_create)


def before_the_lease_is_given_back():
    listening._keep = die_after(listening._keep)


@pytest.mark.parametrize(
    "point",
    [
        before_it_is_kept,
        within_the_transaction,
        at_the_end_of_the_transaction,
        before_the_lease_is_given_back,
    ],
    ids=lambda point: point.__name__,
)
def test_a_killed_listener_loses_nothing_and_doubles_nothing(cast, clock, point):
    Channel.objects.exclude(kind="x").update(listens=False)
    assert hear_due(owner="an ear", clock=clock) == 1
    for number in range(3):
        say(cast["x"].stage.network, f"No. {number}", "")
    clock.now += timedelta(minutes=31)
    connections.close_all()
    if not (child := os.fork()):
        with suppress(BaseException):
            point()
            hear_due(owner="a doomed ear", clock=clock)
        os._exit(1)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    channel = Channel.objects.get(kind="x")
    assert (channel.owner, channel.leased_until) == ("a doomed ear", clock.now + LEASE)
    assert Reply.objects.count() in {0, 3}
    assert hear_due(owner="an ear", clock=clock) == 0

    clock.now += LONGEST_BACK_OFF
    assert hear_due(owner="an ear", clock=clock) == 1
    assert sorted(Reply.objects.values_list("text", flat=True)) == ["No. 0", "No. 1", "No. 2"]
    assert Channel.objects.get(kind="x").owner == ""
