"""Channels: what each network allows, how one is connected, and that no secret is ever shown again."""

import pytest
from django.utils import translation
from django.utils.translation import gettext

from flaneur.core.find import FindState
from flaneur.core.roles import Role
from flaneur.models import Channel, Handover, Journal, Publication
from flaneur.services.channels import networks
from tests.makers import make_channel, make_find, make_residency
from tests.services.scripted import network
from tests.web.desk.conftest import DESK

__all__ = ["network"]
CHANNELS = f"{DESK}channels/"
SECRET = "abcd-efgh-ijkl-mnop"


def test_a_card_tells_what_the_network_allows_and_when_that_was_read(sit, city):
    make_channel(city, "bluesky", "Bluesky de Paris", identifier="paris.example", password=SECRET)
    page = sit().get(CHANNELS)
    for words in ("Bluesky de Paris", "300 characters", "then a thread", "Limits read on 23 November 2026."):
        assert words in page.text
    assert SECRET not in page.text


def test_trouble_is_shown(sit, city):
    channel = make_channel(city, "bluesky")
    Channel.objects.filter(pk=channel.pk).update(
        trouble="The network no longer accepts our credentials: please reconnect the channel."
    )
    assert "please reconnect the channel" in sit().get(CHANNELS).text


def test_an_account_that_does_not_say_who_holds_the_pen_is_told(sit, city, guest):
    channel = make_channel(city, "mastodon")
    handover = Handover.objects.create(channel=channel, residency=make_residency(guest), state="named", said="Léa")
    sentence = "What its account says of whoever holds the pen could not be changed yet."
    assert sentence not in sit().get(CHANNELS).text
    Handover.objects.filter(pk=handover.pk).update(misses=1)
    assert sentence in sit().get(CHANNELS).text


def test_the_form_asks_what_the_network_needs(sit, city):
    page = sit(Role.CHIEF).get(f"{CHANNELS}connect/bluesky/")
    assert [field.name for field in page.context["form"]] == ["name", "service", "identifier", "password"]
    assert '<input type="password" name="password"' in page.text


def test_every_network_but_the_home_can_be_connected(sit, city):
    client = sit(Role.CHIEF)
    assert {kind: client.get(f"{CHANNELS}connect/{kind}/").status_code for kind in networks()} == dict.fromkeys(
        networks(), 200
    )
    assert client.get(f"{CHANNELS}connect/site/").status_code == 404
    assert client.get(f"{CHANNELS}connect/pigeon/").status_code == 404


def test_connecting_the_notice_board_keeps_it(sit, city):
    answer = sit(Role.CHIEF).post(f"{CHANNELS}connect/paper/", {"name": "Panneau"}, follow=True)
    assert "Panneau is connected." in answer.text
    assert list(Channel.objects.filter(is_home=False).values_list("kind", "name", "state")) == [
        ("paper", "Panneau", "active")
    ]
    assert Journal.objects.get(verb="connect_channel").details["kind"] == "paper"


def test_what_waited_for_a_channel_is_shown_once_it_is_connected_again(sit, city, writer, network):
    chief = sit(Role.CHIEF)
    chief.post(f"{CHANNELS}connect/scripted/", {"name": "Panneau"})
    row = make_find(writer, state=FindState.PUBLISHED).publications.get(channel__name="Panneau")
    Publication.objects.filter(pk=row.pk).update(state="held", wake_at=None, reason="trouble")
    answer = chief.post(f"{CHANNELS}connect/scripted/", {"name": "Panneau"}, follow=True)
    assert answer.request["PATH_INFO"] == f"{DESK}decisions/"
    for words in ("Panneau is connected.", "release it here", "has to be connected again first", f"{row.pk}"):
        assert words in answer.text
    row.refresh_from_db()
    assert row.state == "held"


def test_what_is_missing_is_asked_again_and_the_secret_is_not_drawn(sit, city):
    answer = sit(Role.CHIEF).post(
        f"{CHANNELS}connect/bluesky/", {"name": "Bluesky", "service": "", "identifier": "paris", "password": SECRET}
    )
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["service"]
    assert 'value="paris"' in answer.text
    assert SECRET not in answer.text


def test_a_network_that_refuses_is_told_in_its_words(sit, city):
    typed = {"name": "Bluesky", "service": "ftp://nowhere.invalid", "identifier": "paris", "password": SECRET}
    answer = sit(Role.CHIEF).post(f"{CHANNELS}connect/bluesky/", typed)
    assert answer.status_code == 422
    assert "The network refused the connection" in answer.text
    assert SECRET not in answer.text
    assert not Channel.objects.filter(is_home=False).exists()


def test_and_in_the_readers_language(sit, city):
    typed = {"name": "Bluesky", "service": "ftp://nowhere.invalid", "identifier": "paris", "password": SECRET}
    answer = sit(Role.CHIEF).post("/paris/fr/desk/channels/connect/bluesky/", typed)
    with translation.override("fr"):
        reason = gettext("The server's address is not a web address.")
    assert reason != "The server's address is not a web address."
    assert answer.context["form"].non_field_errors() == [f"Le réseau a refusé la connexion\u202f: {reason}"]


@pytest.mark.parametrize("state", ["read-only", "dormant", "active"])
def test_a_chief_changes_what_a_channel_may_do(sit, city, state):
    channel = make_channel(city)
    sit(Role.CHIEF).post(f"{CHANNELS}state/", {"channel": channel.pk, "state": state, "why": "Vacances."})
    channel.refresh_from_db()
    assert channel.state == state
    assert Journal.objects.get(verb="set_channel_state").why == "Vacances."


def test_the_home_and_other_cities_channels_cannot_be_changed(sit, city, other_city):
    client, home = sit(Role.CHIEF), city.channels.get(is_home=True)
    theirs = make_channel(other_city)
    for channel in (home, theirs):
        assert client.post(f"{CHANNELS}state/", {"channel": channel.pk, "state": "dormant"}).status_code == 422
        channel.refresh_from_db()
        assert channel.state == "active"


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ON_CALL, Role.OBSERVER])
def test_only_a_chief_connects_or_changes(sit, city, role):
    client = sit(role)
    page = client.get(CHANNELS)
    assert page.status_code == 200
    assert "Connect another" not in page.text
    assert client.get(f"{CHANNELS}connect/paper/").status_code == 404
    assert client.post(f"{CHANNELS}connect/paper/", {"name": "Panneau"}).status_code == 404
    assert client.post(f"{CHANNELS}state/", {"channel": make_channel(city).pk, "state": "dormant"}).status_code == 404


def test_a_stranger_finds_nothing(stranger, city):
    assert [stranger.get(address).status_code for address in (CHANNELS, f"{CHANNELS}connect/paper/")] == [404, 404]


def test_what_a_network_can_do_without_may_stay_empty(sit, city):
    form = sit(Role.CHIEF).get(f"{CHANNELS}connect/x/").context["form"]
    assert {name: field.required for name, field in form.fields.items()} == {
        "name": True,
        "client_id": True,
        "client_secret": False,
        "threads": True,
        "service": True,
    }
