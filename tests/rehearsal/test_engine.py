"""The engine on the stage: one find on five networks, through an outage and a dead token, and taken back again."""

from flaneur.models import Attempt
from flaneur.rehearsal.display import displayed
from flaneur.services.publishing import retract_find, retry_publication
from tests.rehearsal.conftest import ALT, connect


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
