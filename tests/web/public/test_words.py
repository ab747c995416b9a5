"""What templates make of words: French spacing, teasers, sentences with values."""

import pytest

from flaneur.core.errors import Refusal
from flaneur.models import Find, Photo
from flaneur.web.cards import Card
from flaneur.web.templatetags.flaneur import translated, typo


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Levez la tête !", "Levez la tête\u202f!"),
        ("Vraiment? Oui!", "Vraiment\u202f? Oui\u202f!"),
        ("« Patience » : c’est son nom", "«\u202fPatience\u202f»\u202f: c’est son nom"),
        ("«Patience»", "«\u202fPatience\u202f»"),
        ("À 21:40, https://exemple.fr/?a=1", "À 21:40, https://exemple.fr/?a=1"),
        ("déjà\u202f!", "déjà\u202f!"),
    ],
)
def test_french_gets_its_narrow_spaces(typed, printed):
    assert typo(typed, "fr") == printed


def test_english_is_left_alone():
    assert typo("Really ? « yes »", "en") == "Really ? « yes »"


def test_a_refusal_is_told_with_what_it_names():
    assert translated(Refusal("%(size)d characters, %(most)d fit.", size=9, most=5)) == "9 characters, 5 fit."
    assert translated(Refusal("100% no")) == "100% no"


def card(words, photo=None):
    return Card(Find(words=words), None, photo)


def test_a_teaser_is_whole_sentences_else_whole_words():
    assert card("Court.").teaser == "Court."
    sentences = "Une première phrase assez longue pour tenir debout toute seule. " * 3
    assert (
        card(sentences.strip()).teaser
        == ("Une première phrase assez longue pour tenir debout toute seule. " * 2).strip()
    )
    breathless = card("mot " * 60).teaser
    assert len(breathless) <= 150
    assert breathless.endswith("mot…")


def test_a_find_without_words_is_called_by_what_its_photo_shows():
    assert card("", Photo(alt="Une porte rouge")).title == "Une porte rouge"
    assert card("").title == ""


@pytest.mark.parametrize(("size", "loudness"), [(70, "loud"), (71, "clear"), (150, "clear"), (151, "calm")])
def test_short_words_are_set_loud(size, loudness):
    assert card("m" * size).loudness == loudness
