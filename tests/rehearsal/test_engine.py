"""The engine on the stage: one find on five networks, through an outage and a dead token, and taken back again."""

from datetime import timedelta

import pytest

from flaneur.models import Attempt, Channel
from flaneur.rehearsal.display import displayed
from flaneur.rehearsal.served import Front, Served, serving
from flaneur.rehearsal.stages import stages
from flaneur.services.channels import connect_channel
from flaneur.services.publishing import retract_find, retry_publication
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
    networks = [Served(stage, Front(lambda _network: "", {})) for stage in stages(clock)]
    with serving(networks):
        for network in networks:
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


def states(find):
    return set(find.publications.values_list("state", flat=True))


def shown(cast):
    return {kind: [post.alts for post in displayed(network.stage.network)] for kind, network in cast.items()}


def test_an_outage_on_all_five_leaves_one_post_on_each_and_taken_back_none(cast, find, editor, clock, live):
    tries = Attempt.objects.filter(publication__find=find, publication__channel__is_home=False)

    def is_over():
        """Each network has taken something and hung up once; too often, and the desk would be asked."""
        hit = set(tries.values_list("publication__channel__kind", flat=True))
        for kind, network in cast.items():
            network.stage.network.faults.drops = kind not in hit
        return hit == set(cast)

    is_over()
    live(is_over)
    assert set(tries.filter(outcome="lost").values_list("publication__channel__kind", flat=True)) == {"pinterest"}
    live(lambda: states(find) == {"sent"})
    assert shown(cast) == {kind: [[ALT]] for kind in cast}

    find.refresh_from_db()
    retract_find(find, by=editor, now=clock(), why="a neighbour asked")
    live(lambda: states(find) == {"retracted"})
    assert shown(cast) == {kind: [] for kind in cast}


def test_a_dead_token_stops_one_network_until_it_is_connected_anew(cast, find, editor, clock, live):
    threads = cast["threads"]
    threads.stage.network.faults.expired = True
    live(lambda: find.publications.filter(state="sent").count() == 5)
    live(lambda: states(find) == {"sent", "failed"})
    publication = find.publications.get(state="failed")
    assert (publication.channel.kind, shown(cast)["threads"]) == ("threads", [])
    assert "reconnect" in publication.channel.trouble

    threads.stage.network.faults.expired = False
    assert connect(find.city, threads) == publication.channel
    retry_publication(publication, by=editor, now=clock())
    live(lambda: states(find) == {"sent"})
    assert shown(cast) == {kind: [[ALT]] for kind in cast}
