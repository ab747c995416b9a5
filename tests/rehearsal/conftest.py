"""A city with a channel on each of the five stand-ins, and time that passes a minute at a time."""

from datetime import timedelta

import pytest

from flaneur.models import Channel
from flaneur.rehearsal.display import displayed
from flaneur.rehearsal.served import Front, Served, serving
from flaneur.rehearsal.stages import stages
from flaneur.services.channels import connect_channel
from flaneur.services.listening import hear_due
from flaneur.services.review import approve_find
from flaneur.services.sending import publish_due
from tests.makers import NOW, make_find, make_photo

ALT = "Une porte rouge au fond d’une cour"


class Clock:
    now = NOW

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def cast(city, settings, clock):
    """Five networks, and a channel of the city's on each."""
    settings.ALLOWED_NETWORKS = ["127.0.0.1/32"]
    networks = [
        Served(stage, Front(lambda _network: "", {}, lambda _network, _yes, _no: "")) for stage in stages(clock)
    ]
    with serving(networks):
        for network in networks:
            network.stage.network.fetch = lambda _address: b""  # no city serves them: something else may listen there
            connect(city, network)
        Channel.objects.filter(city=city).update(gap=0)
        yield {network.stage.kind: network for network in networks}


def connect(city, network):
    answers = {**network.typed, **network.stage.granted}
    return connect_channel(city, kind=network.stage.kind, name=network.stage.name, answers=answers, now=NOW)


@pytest.fixture
def live(clock):
    """Let a worker work for some hours, a minute at a time."""

    def _live(until, hours=6):
        for _minute in range(hours * 60):
            publish_due(owner="a worker", clock=clock)
            if until():
                return
            clock.now += timedelta(minutes=1)
        raise AssertionError("it never came to that")

    return _live


@pytest.fixture
def find(cast, guest, editor):
    find = make_find(guest)
    make_photo(find, alt=ALT)
    approve_find(find, by=editor, now=NOW, at=NOW)
    return find


@pytest.fixture
def listen(clock):
    """Ask every network until none has more, so many minutes later."""

    def _listen(minutes=31):
        clock.now += timedelta(minutes=minutes)
        return hear_due(owner="an ear", clock=clock)

    return _listen


@pytest.fixture
def sent(find, live, listen):
    """The find stands on every network, and each has told where its replies begin."""
    assert listen(0) == 4
    live(lambda: set(find.publications.values_list("state", flat=True)) == {"sent"})
    assert listen() == 4
    return find


def post_on(network):
    return displayed(network.stage.network)[-1].reference
