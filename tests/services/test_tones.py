"""A city's tone: its profile comes from its charter, the language from the words when nobody gave one."""

import pytest

from flaneur.core.tone import HOUSE, Profile
from flaneur.services.cities import publish_charter
from flaneur.services.tones import tone_of, tone_profile
from tests.makers import NOW

pytestmark = pytest.mark.django_db

TONE = {"address": "tu", "avoid": ["spot*"], "weights": {"event": 0.5}}


def test_the_profile_stands_in_the_charters_text(city):
    assert tone_profile(city.charters.current()) == HOUSE
    charter = publish_charter(city, by=None, now=NOW, text={"fr": {"intro": "La voix d’une amie."}, "tone": TONE})
    assert tone_profile(charter) == Profile("tu", ("spot*",), {"event": 0.5})
    assert city.in_language(charter.text, "en") == {"intro": "La voix d’une amie."}


def test_words_are_heard_in_the_language_they_are_in(city):
    charter = city.charters.current()
    assert tone_of("We missed the bus so I walked home in the rain.", charter).verdict == "friend"
    assert tone_of("On a raté le bus, je suis rentrée à pied sous la pluie.", charter).verdict == "friend"
    assert tone_of("Wir haben den Bus verpasst und sind zu Fuß gegangen.", charter) is None
    assert tone_of("On a raté le bus.", charter, language="de") is None
