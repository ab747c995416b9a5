"""What the pages hand to their scripts."""

import json
from pathlib import Path

import pytest

from flaneur.core.charter import HOUSE_RULES
from flaneur.web.guest.brief import CHARTER_SENTENCES, capture_brief
from tests.makers import make_channel

VECTORS = Path(__file__).resolve().parents[2] / "vectors/charter.json"

pytestmark = pytest.mark.django_db


def test_every_sentence_of_the_charter_travels_with_the_page():
    cases = json.loads(VECTORS.read_text())["cases"]
    said = {remark["sentence"] for case in cases for remark in case["remarks"]}
    assert said == set(CHARTER_SENTENCES)


def test_the_brief_holds_the_citys_own_rules_and_the_room_of_its_open_channels(city):
    make_channel(city, kind="paper", name="Le panneau")
    make_channel(city, kind="bluesky", name="Bluesky")
    city.channels.filter(name="Le panneau").update(state="dormant")
    brief = capture_brief(city)
    assert [rule["key"] for rule in brief["rules"]] == [rule.key for rule in HOUSE_RULES]
    assert brief["brand_tag"] == "#ParisJeTaime"
    assert set(brief["rooms"]) == {"Paris", "Bluesky"}
    expected = {"length": 300, "unit": "graphemes", "bytes": 3000, "dialect": "bluesky", "link": None}
    assert brief["rooms"]["Bluesky"] == {**expected, "hashtags": None, "mentions": None}


def test_the_outbox_knows_whose_finds_it_may_send(client, writer):
    client.force_login(writer.user)
    assert client.get("/paris/en/guest/").context["outbox"]["owner"] == "paris/lea"
