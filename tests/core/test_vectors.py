"""The vectors the phone is held to as well: both sides count alike and say the same of a draft."""

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from flaneur.core.charter import RULES, check
from flaneur.core.dispatch import Unit
from flaneur.core.reading import Phrases, read
from flaneur.core.text import hashtags, length
from flaneur.services.lexicons import charter_lists
from tests.core.charter_vectors import articles_of, draft_of, told

VECTORS = Path(__file__).resolve().parent.parent / "vectors"


def vectors(name):
    return json.loads((VECTORS / f"{name}.json").read_text())


def cases(name):
    return vectors(name)["cases"]


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


@pytest.mark.parametrize("case", cases("charter"), ids=lambda case: case["name"])
def test_the_charter_says_what_the_phone_says(case):
    said = check(draft_of(case["draft"]), articles_of(case["rules"]), charter_lists(), version=3)
    assert [told(remark) for remark in said] == case["remarks"]


def test_the_vectors_let_every_rule_of_the_phone_say_everything_it_may_say():
    said = {(remark["rule"], remark["sentence"]) for case in cases("charter") for remark in case["remarks"]}
    on_phone = [rule for rule in RULES.values() if rule.about.on_phone]
    assert said == {(rule.key, sentence) for rule in on_phone for sentence in rule.about.says.values()}
