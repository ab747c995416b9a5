"""What the pages hand to their scripts."""

import pytest
from django.utils import translation

from flaneur.core.charter import HOUSE_RULES, RULES, Article, Effect
from flaneur.core.charter.draft import Seen
from flaneur.services.lexicons import CHARTER_LANGUAGES
from flaneur.web.guest.brief import capture_brief, phone_book
from tests.makers import make_channel

pytestmark = pytest.mark.django_db


def test_every_rule_travels_with_its_sentences_in_the_readers_language(city):
    article = Article("alt_text", Effect.BLOCK, sentence={"fr": "Une photo se raconte."})
    with translation.override("fr"):
        (rule,) = phone_book([article], version=2)["rules"]
        (other,) = phone_book([Article("fits", Effect.NUDGE)], version=2)["rules"]
    assert rule["why"] == "Une photo se raconte."
    assert rule["says"]["missing"] == gettext_in("fr", RULES["alt_text"].about.says["missing"])
    assert other["why"] == gettext_in("fr", RULES["fits"].about.why) != RULES["fits"].about.why


def gettext_in(language, sentence):
    with translation.override(language):
        return translation.gettext(sentence)


def test_what_the_phone_looks_for_lies_where_the_brief_says(client, guest, city):
    addresses = capture_brief(city)["lexicons"]
    assert set(addresses) == {"*", *CHARTER_LANGUAGES}
    names = {address.rpartition("/")[2] for parts in addresses.values() for address in parts}
    assert names == {"charter.json", "charter_fr.json", "charter_en.json", "people_fr.json", "people_en.json"}


def test_the_brief_holds_the_citys_own_rules_and_the_room_of_its_open_channels(city):
    make_channel(city, kind="paper", name="Le panneau")
    make_channel(city, kind="bluesky", name="Bluesky")
    city.channels.filter(name="Le panneau").update(state="dormant")
    brief = capture_brief(city)
    assert [rule["key"] for rule in brief["book"]["rules"]] == [
        article.key for article in HOUSE_RULES if RULES[article.key].about.looks_at is Seen
    ]
    assert brief["brand_tag"] == "#ParisJeTaime"
    assert set(brief["rooms"]) == {"Paris", "Bluesky"}
    expected = {"length": 300, "unit": "graphemes", "bytes": 3000, "dialect": "bluesky", "link": None}
    assert brief["rooms"]["Bluesky"] == {
        **expected,
        "hashtags": None,
        "mentions": None,
        "least_pictures": 0,
        "alt_length": None,
    }


def test_the_outbox_knows_whose_finds_it_may_send(client, writer):
    client.force_login(writer.user)
    assert client.get("/paris/en/guest/").context["outbox"]["owner"] == "paris/lea"
