"""What `make bench-tone` prints on our own sentences may rise, never fall; the weights come from them."""

import json
from collections import Counter
from pathlib import Path

import pytest

from bench import tone as bench
from scripts import tone_weights

HERE = Path(__file__).parent
FLOOR = json.loads((HERE / "floor.json").read_text(encoding="utf-8"))
SENTENCES = {
    language: [json.loads(line) for line in (HERE / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()]
    for language in bench.LANGUAGES
}
LESS_IS_BETTER = {"abstains", "friends misheard"}
REAL = {
    "fr": {
        "friend/institution": 0.96,
        "friend/brochure": 0.99,
        "right": 0.88,
        "abstains": 0.05,
        "friends misheard": 0.1,
    },
    "en": {
        "friend/institution": 0.99,
        "friend/brochure": 0.99,
        "right": 0.94,
        "abstains": 0.05,
        "friends misheard": 0.08,
    },
}


def worse(figures, floor):
    """The figures on the wrong side of their floor."""
    return {
        what: value
        for what, value in figures.items()
        if (value > floor[what] + 1e-3 if what in LESS_IS_BETTER else value < floor[what] - 1e-3)
    }


@pytest.mark.parametrize("name", FLOOR)
def test_no_figure_falls_below_its_floor(name):
    """A change that makes the meter worse fails here; one that makes it better raises the floor."""
    language, _blank, part = name.partition(" ")
    assert worse(bench.figures(bench.judged(bench.sets(language)[part], bench.lexicon(language))), FLOOR[name]) == {}


@pytest.mark.parametrize("language", bench.LANGUAGES)
def test_every_register_has_sentences_in_every_part(language):
    told = SENTENCES[language]
    assert len({each["text"] for each in told}) == len(told)
    kinds = Counter((each["part"], each["hard"], each["register"]) for each in told)
    parts = {("train", False), ("train", True), ("held", False), ("held", True), ("fresh", True), ("last", True)}
    assert {(part, hard) for part, hard, _register in kinds} == parts
    assert len(kinds) == 3 * len(parts)
    assert min(kinds.values()) >= 8


@pytest.mark.parametrize("language", bench.LANGUAGES)
def test_the_weights_are_what_our_sentences_give(language):
    path = tone_weights.lexicon_of(language)
    assert path.read_text(encoding="utf-8") == tone_weights.fresh(path), "stale: run scripts/tone_weights.py"


@pytest.mark.skipif(not bench.SHARED.exists(), reason="FLANEUR_SHARED names no folder with data/texts")
@pytest.mark.parametrize("language", bench.LANGUAGES)
def test_real_passages_are_told_apart(language):
    assert worse(bench.figures(bench.judged(bench.real(language), bench.lexicon(language))), REAL[language]) == {}


@pytest.mark.skipif(not bench.AGENDAS.exists(), reason="FLANEUR_SHARED names no folder with data/texts")
def test_no_office_passes_for_a_friend_in_the_open_agendas():
    told = bench.judged(bench.sets("fr")["real, agendas"], bench.lexicon("fr"))
    assert [register for register, tone in told if tone.verdict == "friend" and register != "friend"] == []
