"""No text makes the meter slow: a hundred thousand characters of what its rules look for."""

import json
import time
from pathlib import Path

import pytest

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
    return Lexicon.made_from(json.loads(LEXICON.read_text()))


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
