"""What rules are spared on a plain text is nothing they would have found."""

import sys

import pytest

from flaneur.core import reading
from flaneur.core.charter import accessibility
from flaneur.core.reading import Reading, read
from flaneur.core.text.emoji import EMOJI

PLAIN = reading._BEYOND.sub("", "".join(map(chr, range(sys.maxunicode + 1))))


def test_both_patterns_part_a_plain_text_at_the_same_signs():
    text = "a".join(PLAIN)
    assert reading._PLAIN_WORD.split(text) == reading._WORD.split(text)


def test_a_plain_text_holds_no_emoji_and_no_borrowed_letter():
    text = " ".join(PLAIN)
    assert (accessibility._EMOJI.search(text), accessibility._FANCY.search(text)) == (None, None)
    assert EMOJI.search(text) is None


@pytest.mark.parametrize("text", ["l’été à Sète", "e\u0301te\u0301 🐈", "ΣΊΣΥΦΟΣ ﬁn ²", "𝓬afé", "", " ", "\n—"])
def test_the_columns_and_the_gaps_of_a_reading_are_its_text(text):
    told = read(text)
    assert "".join(gap + word for gap, word in zip(told.gaps, (*told.written, ""), strict=True)) == text
    assert [text[start:end] for start, end in zip(told.starts, told.ends, strict=True)] == [*told.written]
    assert {len(column) for column in columns(told)} == {len(told.written)}


def columns(told: Reading):
    return told.starts, told.ends, told.lowers, told.folded, told.stems


def test_words_a_text_repeats_and_words_too_long_to_remember_are_spelled_alike():
    word = "É" * 41
    assert (read(word).lowers, read(word).folded) == (("é" * 41,), ("e" * 41,))
    assert (read("É").lowers, read("É").folded) == (("é",), ("e",))
