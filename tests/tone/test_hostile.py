"""No text makes the meter slow: a hundred thousand characters of what its rules look for."""

import json
import time
import tracemalloc
from itertools import count, islice
from pathlib import Path

import pytest

from flaneur.core.charter import HOUSE_RULES, Draft, check
from flaneur.core.reading import read
from flaneur.core.tone import Lexicon, Profile, needles

pytestmark = pytest.mark.hostile

LEXICON = Path(__file__).resolve().parents[2] / "flaneur/lexicons/tone_fr.json"
HOSTILE = 100_000
PIECES = (
    "à ", "dans le cadre ", "on s’est bien ", "a", "8 h ", "14 mai. ", "l’", "est aussi donc ainsi ", "deux petits ",
    "tionisationement ", "AB cd ef ", "🐈", " ", "\n", "́",
)  # fmt: skip


@pytest.fixture(scope="module")
def french():
    return Lexicon.made_from(json.loads(LEXICON.read_text(encoding="utf-8")))


@pytest.mark.parametrize("piece", PIECES, ids=repr)
def test_eight_times_the_text_takes_about_eight_times_as_long_not_sixty(piece, french):
    text = (piece * HOSTILE)[:HOSTILE]
    part, whole = _seconds(text[: HOSTILE // 8], french), _seconds(text, french)
    assert whole < 24 * part + 0.5
    assert whole < 5


def _seconds(text, lexicon):
    begun = time.perf_counter()
    needles(read(text), lexicon, Profile(address="tu", avoid=("à la", "dans le cadre*")))
    return time.perf_counter() - begun


def test_what_was_read_does_not_stay_in_memory(french):
    """Words nobody wrote before, texts without an end of word: what is remembered of either has an end."""
    numbers = count(0x10000)

    def new_words():
        for _text in range(150):
            words = " ".join(f"é{number:x}" for number in islice(numbers, 40))
            check(Draft(words, "#ParisJeTaime"), HOUSE_RULES)
            needles(read(words), french)

    tracemalloc.start()
    try:
        new_words()
        before, _peak = tracemalloc.get_traced_memory()
        new_words()
        needles(read("É" + "é" * HOSTILE), french)
        after, _peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after < before + HOSTILE
