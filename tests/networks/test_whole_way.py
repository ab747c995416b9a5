"""The whole way in a browser, from a phone to a real network and back: site, paper and Bluesky."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from flaneur.models import Channel
from flaneur.services.channels import connect_channel
from tests.journey import WORDS, a_worker, approve_now, capture, come_in, make_town, take_back
from tests.lossy import lossy_proxy
from tests.makers import NOW
from tests.peer import ALLOWED_NETWORKS, eventually
from tests.soon import soon

pytestmark = [pytest.mark.network, pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def town(live_server, settings, peer, monkeypatch):
    """A town in a hurry: its networks do not wait for one another."""
    monkeypatch.setattr("flaneur.services.planning.STAGGER", timedelta())
    settings.BASE_URL = live_server.url
    settings.ALLOWED_NETWORKS = ALLOWED_NETWORKS
    town = make_town()
    connect_channel(town.city, kind="bluesky", name="Bluesky", answers=peer.account(), now=NOW)
    return town


def posts(peer, channel):
    return [record["value"] for record in peer.records(channel.handle.removeprefix("@"))]


def test_a_find_goes_from_a_phone_to_site_paper_and_bluesky_and_is_taken_back(town, peer, phone, desktop):
    find = capture(come_in(phone(locale="en-GB"), town.key_for(town.guest.user, "guest/capture/")), WORDS, photos=2)
    desk = come_in(desktop(locale="en-GB"), town.key_for(town.editor, "desk/"))
    channel = Channel.objects.get(kind="bluesky")
    with a_worker():
        approve_now(desk, town, find)
        assert soon(lambda: states(find) == {"sent"}, 60), states(find)
        publication = find.publications.get(channel=channel)
        thread = eventually(lambda: peer.thread(publication.references[0], parts=2))
        root, reply = thread["post"]["record"], thread["replies"][0]["post"]["record"]
        assert f"{root['text']} {reply['text']}".startswith(WORDS)
        assert [image["alt"][:14] for image in root["embed"]["images"]] == ["Une porte roug"] * 2
        assert root["langs"] == ["fr"]
        assert f"/paris/fr/find/{find.pk}/" in reply["text"]
        assert "#ParisJeTaime" in reply["text"]
        assert len(town.notices()) == 1

        take_back(desk, town, find, "a neighbour asked")
        assert soon(lambda: states(find) == {"retracted"}, 60), states(find)
    assert posts(peer, channel) == []
    eventually(lambda: peer.thread(publication.references[0]) is None)
    assert town.notices() == []
    reader = desktop(locale="en-GB")
    assert reader.goto(f"/paris/fr/find/{find.pk}/").status == 410
    expect(reader.get_by_text("Trois marches")).to_have_count(0)


def test_an_answer_lost_on_the_way_back_leaves_one_post(town, peer, phone, desktop, monkeypatch):
    monkeypatch.setattr("flaneur.services.claiming.ECHO", timedelta(seconds=1))
    with lossy_proxy(peer.pds) as proxy:
        answers = {**peer.account("nantes"), "service": proxy.url}
        channel = connect_channel(town.city, kind="bluesky", name="Through a tunnel", answers=answers, now=NOW)
        find = capture(come_in(phone(locale="en-GB"), town.key_for(town.guest.user, "guest/capture/")), "Un chat.")
        desk = come_in(desktop(locale="en-GB"), town.key_for(town.editor, "desk/"))
        proxy.lose("putRecord")
        with a_worker():
            approve_now(desk, town, find)
            assert soon(lambda: states(find) == {"sent"}, 60), states(find)
    publication = find.publications.get(channel=channel)
    assert [attempt.outcome for attempt in publication.tries.all()] == ["lost", "found"]
    assert len(proxy.lost) == 1
    assert len(posts(peer, channel)) == 1


def states(find):
    return {publication.state for publication in find.publications.all()}
