"""What `make bench-tone` prints on our own sentences may rise, never fall; the weights come from them."""

import json
from pathlib import Path

import pytest

from bench import tone as bench
from flaneur.core.reading import read
from flaneur.core.tone import needles
from scripts import tone_weights

HERE = Path(__file__).parent
FLOOR = json.loads((HERE / "floor.json").read_text())
SENTENCES = {
    language: [json.loads(line) for line in (HERE / f"{language}.jsonl").read_text().splitlines()]
    for language in bench.LANGUAGES
}


@pytest.mark.parametrize("language", bench.LANGUAGES)
@pytest.mark.parametrize("name", ["own easy", "own hard"])
def test_no_figure_falls_below_its_floor(language, name):
    """A change that makes the meter worse fails here; one that makes it better raises the floor."""
    passages, lexicon = bench.sets(language)[name], bench.lexicon(language)
    figures = bench.figures([(each["register"], needles(read(each["text"]), lexicon)) for each in passages])
    floor = FLOOR[f"{language} {name}"]
    assert {what: value for what, value in figures.items() if what != "abstains" and value < floor[what] - 1e-3} == {}
    assert figures["abstains"] <= floor["abstains"] + 1e-3


@pytest.mark.parametrize("language", bench.LANGUAGES)
def test_every_register_has_easy_and_hard_sentences_in_both_parts(language):
    told = SENTENCES[language]
    assert len(told) >= 80
    assert len({each["text"] for each in told}) == len(told)
    kinds = {(each["register"], each["hard"], each["part"]) for each in told if each["part"] != "fresh"}
    assert len(kinds) == 3 * 2 * 2


@pytest.mark.parametrize("language", bench.LANGUAGES)
def test_the_weights_are_what_our_sentences_give(language):
    path = tone_weights.lexicon_of(language)
    assert path.read_text() == tone_weights.fresh(path), "stale: run scripts/tone_weights.py"


@pytest.mark.skipif(not bench.SHARED.exists(), reason="FLANEUR_SHARED names no folder with data/texts")
@pytest.mark.parametrize(("language", "least"), [("fr", 0.9), ("en", 0.97)])
def test_real_passages_are_told_apart(language, least):
    passages, lexicon = bench.sets(language)["real, all"], bench.lexicon(language)
    figures = bench.figures([(each["register"], needles(read(each["text"]), lexicon)) for each in passages])
    assert min(figures["friend/institution"], figures["friend/brochure"]) >= least
