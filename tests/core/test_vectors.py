"""The vectors the phone is held to as well: both sides count alike and say the same of a draft."""

import json
from pathlib import Path

import pytest

from flaneur.core.charter import RULES, check
from flaneur.core.dispatch import Unit
from flaneur.core.reading import Phrases, read
from flaneur.core.text import LIMITS, counted, hashtags, is_fitting, length, signs
from flaneur.core.tone import Lexicon, Profile, needles
from flaneur.services.lexicons import charter_lists
from tests.core.charter_vectors import articles_of, draft_of, told

VECTORS = Path(__file__).resolve().parent.parent / "vectors"


def vectors(name):
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


def cases(name):
    return vectors(name)["cases"]


def test_a_text_is_counted_as_on_the_phone():
    for case in cases("text_counting"):
        text = case["text"]
        assert {
            "text": text,
            "code_points": length(text, Unit.CODE_POINTS),
            "graphemes": length(text, Unit.GRAPHEMES),
            "bytes": len(text.encode()),
            "hashtags": [{"tag": tag, "start": start, "end": end} for tag, start, end in hashtags(text)],
        } == case


def test_a_text_is_read_as_on_the_phone():
    phrases = Phrases(vectors("reading")["entries"])
    for case in cases("reading"):
        reading = read(case["text"])
        assert {
            "text": case["text"],
            "words": [word._asdict() for word in reading.words],
            "sentences": case["sentences"],
            "hits": [hit._asdict() for hit in phrases.find(reading)],
        } == case


def test_the_words_of_a_sentence_are_those_of_the_phones():
    for case in cases("reading"):
        reading = read(case["text"])
        inside = [[word for word in reading.words if start <= word.start < end] for start, end in case["sentences"]]
        assert [[*reading.words[each.start : each.stop]] for each in reading.sentences] == [*filter(None, inside)]


def test_a_text_is_on_every_network_what_it_is_on_the_phone():
    for case in cases("text_networks"):
        for network, expected in case["networks"].items():
            limits = LIMITS[network]
            found = signs(case["text"], limits.dialect)
            assert {
                "length": counted(case["text"], limits),
                "fits": is_fitting(case["text"], limits),
                "hashtags": [list(span) for span in found.hashtags],
                "mentions": [list(span) for span in found.mentions],
                "links": [list(span) for span in found.links],
            } == expected, (network, case["text"])


def test_the_vectors_know_the_limits_of_today():
    rooms = json.loads((VECTORS / "text_networks.json").read_text(encoding="utf-8"))["rooms"]
    assert {name: {key: getattr(LIMITS[name], key) for key in room} for name, room in rooms.items()} == rooms
    assert {*rooms} == {*LIMITS} - {"site", "paper"}


def test_the_charter_says_what_the_phone_says():
    for case in cases("charter"):
        said = check(draft_of(case["draft"]), articles_of(case["rules"]), charter_lists(), version=3)
        assert [told(remark) for remark in said] == case["remarks"], case["name"]


def test_the_vectors_let_every_rule_of_the_phone_say_everything_it_may_say():
    said = {(remark["rule"], remark["sentence"]) for case in cases("charter") for remark in case["remarks"]}
    on_phone = [rule for rule in RULES.values() if rule.about.on_phone]
    assert said == {(rule.key, sentence) for rule in on_phone for sentence in rule.about.says.values()}


@pytest.mark.parametrize("case", cases("tone"), ids=lambda case: case["name"])
def test_the_needles_stand_as_on_the_phone(case):
    lexicon, profile = Lexicon.made_from(vectors("tone")["lexicon"]), case["profile"]
    reading = read(case["text"])
    tone = needles(reading, lexicon, Profile(profile["address"], tuple(profile["avoid"]), profile["weights"]))
    hits = [{name: each for name, each in hit._asdict().items() if name != "reason"} for hit in tone.hits]
    assert list(tone.leaning) == pytest.approx(case["tone"]["leaning"], abs=1e-9)
    assert [hit | {"pull": 0} for hit in hits] == [hit | {"pull": 0} for hit in case["tone"]["hits"]]
    assert [hit["pull"] for hit in hits] == pytest.approx([hit["pull"] for hit in case["tone"]["hits"]], abs=1e-9)
    assert tone.verdict == case["tone"]["verdict"]
