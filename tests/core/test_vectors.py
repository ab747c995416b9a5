"""The vectors the phone is held to as well: both sides count alike and say the same of a draft."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest

from flaneur.core.charter import RULES, Draft, Effect, Rule, check
from flaneur.core.dispatch import Limits, Unit
from flaneur.core.reading import Phrases, read
from flaneur.core.text import LIMITS, counted, hashtags, is_fitting, length, signs
from flaneur.core.tone import Lexicon, Profile, needles

VECTORS = Path(__file__).resolve().parent.parent / "vectors"


def vectors(name):
    return json.loads((VECTORS / f"{name}.json").read_text())


def cases(name):
    return vectors(name)["cases"]


def draft(fields):
    rooms = {
        name: Limits(room["length"], Unit(room["unit"]), "vectors", date(2026, 11, 23), bytes=room["bytes"])
        for name, room in fields["rooms"].items()
    }
    return Draft(fields["words"], fields["brand_tag"], fields["alts"], rooms)


def told(remark):
    repair = remark.repair
    return {
        "rule": remark.rule,
        "effect": remark.effect,
        "sentence": remark.sentence,
        "values": dict(remark.values),
        "repair": repair and {"start": repair.start, "end": repair.end, "replacement": repair.replacement},
    }


@pytest.mark.parametrize("case", cases("text_counting"), ids=lambda case: case["text"][:20])
def test_a_text_is_counted_as_on_the_phone(case):
    text = case["text"]
    assert length(text, Unit.CODE_POINTS) == case["code_points"]
    assert length(text, Unit.GRAPHEMES) == case["graphemes"]
    assert len(text.encode()) == case["bytes"]
    found = [{"tag": tag, "start": start, "end": end} for tag, start, end in hashtags(text)]
    assert found == case["hashtags"]


@pytest.mark.parametrize("case", cases("reading"), ids=lambda case: case["text"][:20])
def test_a_text_is_read_as_on_the_phone(case):
    reading = read(case["text"])
    assert [word._asdict() for word in reading.words] == case["words"]
    assert list(map(list, reading.sentences)) == case["sentences"]
    assert [asdict(hit) for hit in Phrases(vectors("reading")["entries"]).find(reading)] == case["hits"]


@pytest.mark.parametrize("case", cases("text_networks"), ids=lambda case: case["text"][:20])
def test_a_text_is_on_every_network_what_it_is_on_the_phone(case):
    for network, expected in case["networks"].items():
        limits = LIMITS[network]
        found = signs(case["text"], limits.dialect)
        assert {
            "length": counted(case["text"], limits),
            "fits": is_fitting(case["text"], limits),
            "hashtags": [list(span) for span in found.hashtags],
            "mentions": [list(span) for span in found.mentions],
            "links": [list(span) for span in found.links],
        } == expected, network


def test_the_vectors_know_the_limits_of_today():
    rooms = json.loads((VECTORS / "text_networks.json").read_text())["rooms"]
    assert {name: {key: getattr(LIMITS[name], key) for key in room} for name, room in rooms.items()} == rooms
    assert {*rooms} == {*LIMITS} - {"site", "paper"}


@pytest.mark.parametrize("case", cases("charter"), ids=lambda case: case["name"])
def test_the_charter_says_what_the_phone_says(case):
    book = [Rule(rule["key"], Effect(rule["effect"]), rule["parameters"]) for rule in case["rules"]]
    assert [told(remark) for remark in check(draft(case["draft"]), book)] == case["remarks"]


def test_the_vectors_let_every_rule_speak():
    assert {remark["rule"] for case in cases("charter") for remark in case["remarks"]} == set(RULES)


@pytest.mark.parametrize("case", cases("tone"), ids=lambda case: case["name"])
def test_the_needles_stand_as_on_the_phone(case):
    lexicon, profile = Lexicon.made_from(vectors("tone")["lexicon"]), case["profile"]
    reading = read(case["text"])
    tone = needles(reading, lexicon, Profile(profile["address"], tuple(profile["avoid"]), profile["weights"]))
    hits = [{name: each for name, each in asdict(hit).items() if name != "reason"} for hit in tone.hits]
    assert list(tone.leaning) == pytest.approx(case["tone"]["leaning"], abs=1e-9)
    assert [hit | {"pull": 0} for hit in hits] == [hit | {"pull": 0} for hit in case["tone"]["hits"]]
    assert [hit["pull"] for hit in hits] == pytest.approx([hit["pull"] for hit in case["tone"]["hits"]], abs=1e-9)
    assert tone.verdict == case["tone"]["verdict"]
