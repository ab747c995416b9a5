"""`flaneur rehearse`: it starts, says what to type, connects a city, and ends when told to."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from flaneur.core.errors import Unfit
from flaneur.management.commands.rehearse import connect_to, open_house
from flaneur.rehearsal.served import serving
from flaneur.services.channels import describe_channels, speaking_for

ROOT = Path(__file__).parents[2]
NETWORKS = ["Mastodon", "X", "Instagram", "Threads", "Pinterest"]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def five_free_ports():
    """The first of five that nobody listens on; tests beside this one begin to look elsewhere."""
    begin = 20_000 + os.getpid() % 1_500 * 5
    for first in range(begin, 32_000, 5):
        with socket.socket() as one:
            if all(one.connect_ex(("127.0.0.1", first + number)) for number in range(5)):
                return first
    raise AssertionError("no ports are free")


def test_it_says_where_each_network_is_and_ends_when_told_to(tmp_path):
    first = five_free_ports()
    place = {"cwd": ROOT, "env": {**os.environ, "FLANEUR_HOME": str(tmp_path)}}
    command = [sys.executable, "-m", "flaneur", "rehearse", "--port", f"{first}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **place) as running:
        try:
            lines = [running.stdout.readline() for _line in range(6)]
            assert [line.partition(":")[0] for line in lines[1:]] == NETWORKS
            for number, line in enumerate(lines[1:]):
                address = re.search(r"http://127\.0\.0\.1:\d+/", line)[0]
                assert address == f"http://127.0.0.1:{first + number}/"
                assert httpx.get(address, headers={"accept": "text/html"}).status_code == 200
            running.send_signal(signal.SIGINT)
            assert running.wait(10) == 0
        finally:
            running.kill()


def test_a_city_is_connected_to_all_five_and_once_more_after_a_new_start(city, settings):
    settings.ALLOWED_NETWORKS = ["127.0.0.1/32"]
    for _start in range(2):
        networks = open_house(0)
        with serving(networks):
            for network in networks:
                connect_to(city, network)
            cards = {card.network: card.channel for card in describe_channels(city) if not card.channel.is_home}
            assert sorted(cards) == sorted(NETWORKS)
            for network in networks:
                channel = cards[network.stage.name]
                assert channel.name == f"{network.stage.name} (rehearsal)"
                assert channel.url.startswith(network.origin)
                with speaking_for(channel, now=timezone.now()) as adapter:
                    assert adapter.check().url == channel.url


def test_a_network_that_refuses_is_named(city, settings):
    settings.ALLOWED_NETWORKS = ["127.0.0.1/32"]
    networks = open_house(0)
    networks[1].stage.network.faults.expired = True
    with serving(networks), pytest.raises(CommandError, match="X: The network refused the connection") as refused:
        connect_to(city, networks[1])
    assert isinstance(refused.value.__cause__, Unfit)
    assert [card.channel.is_home for card in describe_channels(city)] == [True]


@pytest.mark.parametrize("allowed", [[], ["10.0.0.0/8"]])
def test_nobody_is_connected_where_channels_may_not_speak_to_this_machine(city, settings, allowed):
    settings.ALLOWED_NETWORKS = allowed
    with pytest.raises(CommandError, match=r"FLANEUR_ALLOWED_NETWORKS=127\.0\.0\.1/32"):
        call_command("rehearse", connect="paris")


def test_a_city_nobody_knows_is_refused(db):
    with pytest.raises(CommandError, match=r"No city is called ys\."):
        call_command("rehearse", connect="ys")


def test_a_taken_port_is_named_and_the_others_are_free_again():
    first = five_free_ports()
    with socket.create_server(("127.0.0.1", first + 2)):
        with pytest.raises(CommandError, match=f"Port {first + 2} "):
            open_house(first)
        socket.create_server(("127.0.0.1", first + 1)).close()
