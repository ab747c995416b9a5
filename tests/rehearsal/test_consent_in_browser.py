"""Connecting a channel as an office does it: from the desk to the network's page, a yes, and back; then a find."""

import pytest
from django.utils import timezone, translation
from playwright.sync_api import expect

from flaneur.core.roles import Role
from flaneur.management.commands.rehearse import entered, open_house
from flaneur.models import Channel
from flaneur.rehearsal.served import serving
from flaneur.services.review import approve_find
from tests.browser import axe_violations, sideways_scroll, small_targets
from tests.journey import a_worker
from tests.makers import make_city, make_editor, make_find, make_guest, make_photo, make_residency
from tests.rehearsal.conftest import ALT
from tests.soon import soon

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = "Trois marches, une porte rouge, un chat."


@pytest.fixture
def house(live_server, settings):
    settings.BASE_URL = live_server.url
    settings.ALLOWED_NETWORKS = ["127.0.0.1/32"]
    networks = open_house(0)
    with serving(networks), translation.override("en"):
        yield {network.stage.kind: network for network in networks}


@pytest.fixture
def town(live_server):
    return make_city()


def to_the_network(page, network):
    """From the list of channels to the page where the network asks."""
    page.goto("/paris/en/desk/channels/")
    page.get_by_role("link", name=network.stage.name, exact=True).click()
    for label, value in entered(network):
        page.get_by_label(label, exact=True).fill(value)
    page.get_by_role("button", name="Connect").click()
    page.get_by_role("link", name=f"To {network.stage.name}").click()
    expect(page.get_by_text("rien ici n’est public")).to_be_visible()
    assert page.url.startswith(network.origin)


def approved(town):
    """A find with a picture, by a guest who holds the pen now, that leaves at once."""
    guest, now = make_guest(town), timezone.now()
    make_residency(guest, now - timezone.timedelta(days=1), now + timezone.timedelta(days=1))
    find = make_find(guest, words=WORDS, now=now, captured_at=now)
    make_photo(find, alt=ALT)
    approve_find(find, by=make_editor(town), now=now, at=now)
    return find


@pytest.mark.parametrize("kind", ["x", "threads"])
def test_a_channel_is_connected_by_a_yes_and_a_find_is_seen_on_its_network(house, town, desktop, kind):
    network = house[kind]
    page = desktop(make_editor(town, Role.CHIEF), locale="en-GB")
    to_the_network(page, network)
    page.get_by_role("link", name="Oui").click()
    expect(page.get_by_text(f"{network.stage.name}\u202f: le canal est branché.")).to_be_visible()
    channel = Channel.objects.get(kind=kind)
    assert channel.url.startswith(network.origin)

    find = approved(town)
    with a_worker():
        assert soon(lambda: find.publications.get(channel=channel).state == "sent", 30)
    page.goto(find.publications.get(channel=channel).url)
    expect(page.locator(".words")).to_contain_text(WORDS)
    picture = page.get_by_role("img", name=ALT)
    assert picture.evaluate("image => image.complete && image.naturalWidth") > 0
    expect(page.get_by_text(f"Image\u202f: {ALT}")).to_be_visible()


def test_a_no_connects_nothing_and_says_so(house, town, desktop):
    page = desktop(make_editor(town, Role.CHIEF), locale="en-GB")
    to_the_network(page, house["x"])
    page.get_by_role("link", name="Non").click()
    page.wait_for_url("**/desk/channels/")
    expect(page.locator(".message")).to_be_visible()
    assert not Channel.objects.filter(is_home=False).exists()


def test_faults_and_a_raid_are_switched_on_the_page_and_it_reads_well_on_a_phone(house, phone):
    network, faults = house["x"], house["x"].stage.network.faults
    network.stage.network.mention("Quelle belle porte !")
    page = phone()
    page.goto(f"{network.origin}/")
    page.get_by_label("Il est en panne (500)").check()
    page.get_by_label("Sur tous les réseaux de la répétition").check()
    page.get_by_role("button", name="À partir de maintenant").click()
    expect(page.get_by_text("en difficulté")).to_have_count(5)
    assert faults.broken
    assert house["pinterest"].stage.network.faults.broken

    page.get_by_label("Ce qu’elle dit").fill("Dégage !")
    page.get_by_label("Combien de fois").fill("12")
    page.get_by_role("button", name="Le dire").click()
    expect(page.get_by_text("Dégage !", exact=False).and_(page.locator(".words"))).to_have_count(12)
    assert axe_violations(page) == []
    assert small_targets(page) == []
    assert sideways_scroll(page) == 0
