"""Channels: connected after asking the network, their secrets under rotatable keys."""

import re

import pytest
from cryptography.fernet import Fernet
from django.core.management import CommandError, call_command

from flaneur.adapters.base import Refused
from flaneur.core.dispatch import Account
from flaneur.core.errors import NotAllowed, Unfit
from flaneur.core.roles import Role
from flaneur.models import Channel
from flaneur.services.channels import (
    connect_channel,
    credentials,
    networks,
    rooms,
    rotate_keys,
    seal,
    speaking_for,
)
from tests.makers import make_channel, make_editor
from tests.services.scripted import Scripted


def test_a_channel_is_kept_once_its_network_knows_us(city, network, now):
    chief = make_editor(city, Role.CHIEF)
    channel = connect_channel(city, kind="scripted", name="Test", answers={"token": "abc"}, by=chief, now=now)
    assert (channel.handle, channel.url) == ("@test", "https://network.example/@test")
    assert credentials(channel) == {"token": "abc"}
    assert b"abc" not in Channel.objects.get(pk=channel.pk).credentials


def test_a_network_that_refuses_leaves_no_channel(city, network, now, monkeypatch):
    monkeypatch.setattr(Scripted, "check", lambda _self: (_ for _ in ()).throw(Refused("wrong password")))
    with pytest.raises(Unfit) as refusal:
        connect_channel(city, kind="scripted", name="Test", answers={"token": "abc"}, now=now)
    assert refusal.value.values == {"reason": "wrong password"}
    assert city.channels.count() == 1


def test_an_account_with_long_names_is_kept_as_far_as_they_fit(city, network, now, monkeypatch):
    account = Account("@" + "é" * 200, f"https://network.example/{'a' * 300}")
    monkeypatch.setattr(Scripted, "check", lambda _self: account)
    for _time in range(2):
        channel = connect_channel(city, kind="scripted", name="Test", answers={}, now=now)
    assert (channel.handle, channel.url) == (account.handle[:200], "")
    assert city.channels.filter(is_home=False).count() == 1


def test_only_the_chief_connects(city, network, now, editor):
    with pytest.raises(NotAllowed):
        connect_channel(city, kind="scripted", name="Test", answers={}, by=editor, now=now)


def test_keys_rotate_and_the_old_one_may_go(city, network, settings, now):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.CREDENTIAL_KEYS = [old]
    channel = make_channel(city, "scripted", token="abc")
    settings.CREDENTIAL_KEYS = [new, old]
    assert rotate_keys(now=now) == ([channel], [])
    settings.CREDENTIAL_KEYS = [new]
    channel.refresh_from_db()
    assert credentials(channel) == {"token": "abc"}
    (line,) = city.journal.filter(verb="rotate_keys")
    assert (line.at, line.subject_key) == (now, str(channel.pk))


def test_a_token_renewed_while_the_keys_rotate_is_kept(city, network, settings, now):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.CREDENTIAL_KEYS = [old]
    channel = make_channel(city, "scripted", token="good for one time")
    settings.CREDENTIAL_KEYS = [new, old]
    with speaking_for(channel, now=now) as adapter:
        rotate_keys(now=now)
        adapter.credentials = {"token": "renewed"}
    assert credentials(Channel.objects.get(pk=channel.pk)) == {"token": "renewed"}


@pytest.mark.parametrize("keys", [1, 2])
def test_a_token_renewed_meanwhile_does_not_undo_a_new_connection(city, network, settings, now, keys):
    """Whether we hold the key of that connection, or another process alone does."""
    mine, theirs = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.CREDENTIAL_KEYS = [mine]
    channel = make_channel(city, "scripted", token="old")
    with speaking_for(channel, now=now) as adapter:
        settings.CREDENTIAL_KEYS = [theirs, mine]
        Channel.objects.filter(pk=channel.pk).update(credentials=seal({"token": "connected anew"}))
        settings.CREDENTIAL_KEYS = [mine, theirs][:keys]
        adapter.credentials = {"token": "renewed"}
    settings.CREDENTIAL_KEYS = [theirs]
    assert credentials(Channel.objects.get(pk=channel.pk)) == {"token": "connected anew"}


def test_a_channel_no_key_opens_does_not_keep_the_others_from_rotating(city, network, settings, capsys):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.CREDENTIAL_KEYS = [Fernet.generate_key().decode()]
    lost = make_channel(city, "bluesky", token="lost")
    before = lost.credentials
    settings.CREDENTIAL_KEYS = [old]
    kept = make_channel(city, "scripted", token="abc")
    settings.CREDENTIAL_KEYS = [new, old]
    with pytest.raises(CommandError, match=rf"Aucune clé n’ouvre {re.escape(str(lost))}\u202f: ajoutez l’ancienne clé"):
        call_command("rotate_keys")
    assert capsys.readouterr().out == "1 canal scellé avec la clé la plus récente.\n"
    settings.CREDENTIAL_KEYS = [new]
    assert credentials(Channel.objects.get(pk=kept.pk)) == {"token": "abc"}
    assert bytes(Channel.objects.get(pk=lost.pk).credentials) == before


def test_without_its_key_a_channel_asks_to_be_reconnected(city, network, settings):
    channel = make_channel(city, "scripted", token="abc")
    settings.CREDENTIAL_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(Refused) as refusal:
        credentials(channel)
    assert refusal.value.reconnect
    assert "abc" not in str(refusal.value)


def test_the_home_is_not_offered_for_connection(network):
    assert "site" not in networks()
    assert {"paper", "bluesky"} <= set(networks())


def test_rooms_are_those_of_the_open_channels(city, network):
    make_channel(city, "scripted", name="Test")
    dormant = make_channel(city, "paper", name="Board")
    Channel.objects.filter(pk=dormant.pk).update(state="dormant")
    assert set(rooms(city)) == {"Paris", "Test"}
