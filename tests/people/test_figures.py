"""What `make bench-people` prints of our own cases may rise, never fall; nobody's friendly sentence is stopped."""

import json
from pathlib import Path

import pytest

from bench import people as bench

HERE = Path(__file__).parent
FLOOR = json.loads((HERE / "floor.json").read_text(encoding="utf-8"))
CASES = {
    language: [json.loads(line) for line in (HERE / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()]
    for language in bench.LANGUAGES
}


@pytest.mark.parametrize("name", FLOOR)
def test_no_figure_falls_below_its_floor(name):
    """A change that hears less, or stops more that is harmless, fails here; a better one raises the floor."""
    figures, floor = bench.figures(bench.sets()[name]), FLOOR[name]
    assert figures["recall"] >= floor["recall"] - 1e-3
    assert figures["false alarms"] <= floor["false alarms"] + 1e-3


def test_every_set_of_our_own_cases_has_a_floor():
    assert set(FLOOR) == {name for name in bench.sets() if name.startswith("own")}


@pytest.mark.parametrize("language", bench.LANGUAGES)
def test_each_class_is_hateful_or_harmless_and_both_parts_know_it(language):
    told = CASES[language]
    assert len({each["text"] for each in told}) == len(told) >= 200
    meant = {(each["class"], each["hateful"]) for each in told}
    assert len(meant) == len({kind for kind, _hateful in meant}) >= 30
    parts = [{each["class"] for each in told if each["part"] == part} for part in ("first", "late")]
    assert parts[0] == parts[1]


@pytest.mark.parametrize("language", [f"tone {language}" for language in bench.LANGUAGES])
def test_none_of_our_friendly_official_and_boasting_sentences_is_stopped(language):
    stopped = {case.text: bench.heard(case, bench.PEOPLE) for case in bench.quiet()[language]}
    assert {text: rules for text, rules in stopped.items() if rules} == {}


@pytest.mark.skipif(not bench.OTHERS.exists(), reason="FLANEUR_SHARED names no folder with data/texts")
def test_cases_of_others_are_told_apart():
    figures = bench.figures(bench.sets()["others fr"])
    assert figures["recall"] >= 0.95
    assert figures["false alarms"] <= 0.02
    told = {case.text: bench.heard(case, bench.PEOPLE) for case in bench.quiet()["real passages"]}
    assert {text: rules for text, rules in told.items() if rules} == {}
