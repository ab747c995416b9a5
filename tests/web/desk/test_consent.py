"""Consent: out to the network's page and back once, into the session it left from, with nothing readable in between."""

import json
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from flaneur.adapters.base import Refused
from flaneur.core.dispatch import Account, Ask, Consent
from flaneur.core.roles import Role
from flaneur.models import Channel
from flaneur.services.channels import credentials
from tests.makers import NOW
from tests.services.scripted import Scripted, network
from tests.web.desk.conftest import DESK

__all__ = ["network"]
CONNECT = f"{DESK}channels/connect/scripted/"
BACK = "/paris/fr/desk/channels/consent/"
VERIFIER = "a-verifier-nobody-reads"


@pytest.fixture(autouse=True)
def _asks_for_a_yes(network, monkeypatch):
    def consent(self, callback, state):
        url = f"https://{self.credentials['server']}/authorize?state={state}&redirect_uri={callback}"
        return Consent(url, {"verifier": VERIFIER})

    def redeem(self, code, callback):
        if code == "wrong":
            raise Refused("bad code")
        assert callback == f"http://localhost:8000{BACK}"
        self.credentials = {"token": f"{code} for {self.credentials['verifier']}"}

    monkeypatch.setattr(Scripted, "asks", (Ask("server", "Server"),))
    monkeypatch.setattr(Scripted, "consent", consent)
    monkeypatch.setattr(Scripted, "redeem", redeem)
    account = Account("@paris", "https://network.example/@paris", limits={"length": 500, "made_up": 7})
    monkeypatch.setattr(Scripted, "check", lambda _self: account)


@pytest.fixture
def chief(sit):
    return sit(Role.CHIEF)


def ask(client):
    """The state the network would bring back."""
    page = client.post(CONNECT, {"name": "Le réseau", "server": "network.example"})
    address = page.context["address"]
    assert f'href="{address.replace("&", "&amp;")}"' in page.text
    return parse_qs(urlsplit(address).query)["state"][0]


def test_a_yes_becomes_a_channel_with_what_its_own_server_allows(chief, city):
    answer = chief.get(BACK, {"state": ask(chief), "code": "42"}, follow=True)
    assert "Le réseau" in answer.text
    channel = Channel.objects.get(is_home=False)
    assert (channel.name, channel.handle, channel.gap) == ("Le réseau", "@paris", 10)
    assert channel.limits == {"length": 500, "made_up": 7}
    assert credentials(channel) == {"token": f"42 for {VERIFIER}"}
    assert "500 characters" in chief.get(f"{DESK}channels/").text


def test_a_state_is_good_once(chief, city):
    state = ask(chief)
    chief.get(BACK, {"state": state, "code": "wrong"})
    answer = chief.get(BACK, {"state": state, "code": "42"}, follow=True)
    assert answer.status_code == 200
    assert not Channel.objects.filter(is_home=False).exists()


def test_a_state_belongs_to_its_session(chief, sit, city):
    state = ask(chief)
    sit(Role.CHIEF).get(BACK, {"state": state, "code": "42"})
    assert not Channel.objects.filter(is_home=False).exists()


@pytest.mark.parametrize(
    "query", [{}, {"code": "4"}, {"state": "made-up", "code": "4"}, {"state": "a:b:c", "code": "4"}]
)
def test_a_state_nobody_gave_out_connects_nothing(chief, city, query):
    ask(chief)
    assert chief.get(BACK, query).status_code == 302
    assert not Channel.objects.filter(is_home=False).exists()


def test_a_no_connects_nothing(chief, city):
    chief.get(BACK, {"state": ask(chief), "error": "access_denied"})
    assert not Channel.objects.filter(is_home=False).exists()


def test_a_yes_after_a_quarter_of_an_hour_is_too_late(chief, city):
    state = ask(chief)
    with time_machine.travel(NOW + timedelta(minutes=16), tick=False):
        chief.get(BACK, {"state": state, "code": "42"})
    assert not Channel.objects.filter(is_home=False).exists()


def test_what_we_must_remember_is_sealed(chief, city):
    ask(chief)
    assert VERIFIER not in json.dumps(dict(chief.session.items()))


def test_a_dead_token_is_replaced_by_a_new_yes(chief, city):
    chief.get(BACK, {"state": ask(chief), "code": "1"})
    Channel.objects.filter(is_home=False).update(trouble="please reconnect", gap=45)
    assert f'href="{CONNECT}"' in chief.get(f"{DESK}channels/").text
    chief.get(BACK, {"state": ask(chief), "code": "2"})
    channel = Channel.objects.get(is_home=False)
    assert (channel.trouble, channel.gap, credentials(channel)["token"]) == ("", 45, f"2 for {VERIFIER}")


def test_only_a_chief_comes_back(sit, chief, city):
    state = ask(chief)
    assert sit(Role.EDITOR).get(BACK, {"state": state, "code": "42"}).status_code == 404


def test_the_address_to_come_back_to_is_shown_and_the_same_in_every_language(chief, city):
    for language in ("fr", "en"):
        page = chief.get(f"/paris/{language}/desk/channels/connect/scripted/")
        assert f"<code>http://localhost:8000{BACK}</code>" in page.text
