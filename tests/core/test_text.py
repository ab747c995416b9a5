"""Counting and fitting words: no part of a post is too long, no word is lost, nobody signs an empty page."""

from datetime import date

import pytest
import regex
from hypothesis import assume, given
from hypothesis import strategies as st

from flaneur.core.dispatch import Limits, Unit
from flaneur.core.text import ELLIPSIS, fit, hashtags, is_fitting, is_tagged, legible, length, links

FAMILY = "👨‍👩‍👧‍👦"
CLOSING = "— Léa · #ParisJeTaime\nhttps://paris.example/fr/find/1/"
COURT = (
    "Trois marches, une porte rouge, un chat. Le reste, je vous le laisse. "
    "La cour est derrière le 12, poussez fort : la gardienne dit bonjour à tout le monde. "
    "« Revenez au printemps\u202f!\u202f» Promis."
)


def room(size, unit=Unit.CODE_POINTS, **more):
    return Limits(length=size, unit=unit, source="invented", read_on=date(2026, 11, 23), **more)


# Whole words of the kind people write here, and the signs that have broken counters elsewhere.
words = st.lists(
    st.sampled_from(
        ["Ça", "là\u202f!", "où\u00a0?", "l’été", "«\u202foui\u202f»", "e\u0301", "🇫🇷", FAMILY, "12e", "a.", "b…"]
    )
    | st.text("abcdéœ", min_size=1, max_size=9),
    min_size=1,
    max_size=40,
)
texts = st.tuples(words, st.lists(st.sampled_from([" ", " ", "\n", "\n\n", "\t", "  "]), min_size=40, max_size=40)).map(
    lambda both: "".join(word + gap for word, gap in zip(*both, strict=False)).strip()
)
anything = st.text(max_size=200)
rooms = st.builds(
    room,
    st.integers(70, 320),
    st.sampled_from(Unit),
    bytes=st.none() | st.integers(120, 900),
)


def bare(text):
    return regex.sub(r"\s", "", text)


@pytest.mark.parametrize(
    ("text", "code_points", "graphemes"),
    [
        ("", 0, 0),
        ("Cour Damoye", 11, 11),
        ("été", 3, 3),
        ("e\u0301te\u0301", 5, 3),
        ("🇫🇷", 2, 1),
        (FAMILY, 7, 1),
        ("👍🏽", 2, 1),
        ("\r\n", 2, 1),
        ("là\u202f!", 4, 4),
        ("각", 1, 1),
    ],
)
def test_a_length_is_counted_in_the_networks_unit(text, code_points, graphemes):
    assert length(text, Unit.CODE_POINTS) == code_points
    assert length(text, Unit.GRAPHEMES) == graphemes


def test_a_text_fits_when_neither_its_length_nor_its_bytes_are_too_many():
    limits = room(3, Unit.GRAPHEMES, bytes=30)
    assert is_fitting("été", limits)
    assert not is_fitting("étés", limits)
    assert len(FAMILY.encode()) == 25
    assert is_fitting(FAMILY, limits)
    assert not is_fitting(FAMILY * 2, limits)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("À #Paris, un soir", [("Paris", 2, 8)]),
        ("#Paris et #12e, #Été2026", [("Paris", 0, 6), ("12e", 10, 14), ("Été2026", 16, 24)]),
        ("(#Paris)", [("Paris", 1, 7)]),
        ("#Paris#Nantes", [("Paris", 0, 6)]),
        ("#e\u0301te\u0301", [("e\u0301te\u0301", 0, 6)]),
        ("le n° #12 et le mail a#b", []),
        ("https://paris.example/#Marais &#233; ##double", []),
        ("#", []),
    ],
)
def test_hashtags_are_found_with_their_place(text, expected):
    found = hashtags(text)
    assert list(found) == expected
    assert all(text[start:end] == f"#{tag}" for tag, start, end in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Voir https://paris.example/fr/.", ["https://paris.example/fr/"]),
        ("(http://a.fr/b?c=d#e)", ["http://a.fr/b?c=d#e"]),
        ("«\u202fhttps://a.fr\u202f» et https://b.fr, enfin", ["https://a.fr", "https://b.fr"]),
        ("paris.example ou ftp://a.fr", []),
    ],
)
def test_links_are_found_without_the_punctuation_after_them(text, expected):
    found = links(text)
    assert [link for link, _start, _end in found] == expected
    assert all(text[start:end] == link for link, start, end in found)


@pytest.mark.parametrize(
    ("text", "tag", "expected"),
    [
        ("Un soir #parisjetaime", "#ParisJeTaime", True),
        ("Un soir #PARISJETAIME", "ParisJeTaime", True),
        ("Un soir #ParisJeTaimeBeaucoup", "#ParisJeTaime", False),
        ("ParisJeTaime", "#ParisJeTaime", False),
        ("", "#ParisJeTaime", False),
    ],
)
def test_a_text_is_tagged_whatever_the_capitals(text, tag, expected):
    assert is_tagged(text, tag) is expected


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Une porte\x0brouge \n", "Une porte rouge"),
        ("Un\x00 chat\x07\x1b\x7f\ufffe", "Un chat"),
        ("Une ligne\tet\n\nune autre\r\nencore", "Une ligne\tet\n\nune autre\r\nencore"),
        (FAMILY, FAMILY),
    ],
)
def test_what_no_feed_can_carry_is_left_out(typed, kept):
    assert legible(typed) == kept


def test_words_with_room_are_left_as_they_are():
    short = "Une porte rouge.\n\nUn chat."
    assert fit(short, CLOSING, room(300), threads=True) == (f"{short}\n\n{CLOSING}",)
    assert fit(short, CLOSING, room(300), threads=False) == (f"{short}\n\n{CLOSING}",)


def test_a_find_without_words_is_its_closing_and_one_without_closing_its_words():
    assert fit("", CLOSING, room(300), threads=True) == (CLOSING,)
    assert fit("Un chat.", "", room(300), threads=False) == ("Un chat.",)


def test_without_threads_words_are_cut_at_a_word():
    (post,) = fit(COURT, CLOSING, room(120), threads=False)
    assert post == f"Trois marches, une porte rouge, un chat. Le reste, je vous le…\n\n{CLOSING}"
    assert length(post, Unit.CODE_POINTS) == 118  # "laisse." would make it 124


def test_a_cut_takes_the_spaces_and_signs_before_it_away():
    """Also the narrow space of French, which once made the post one character too long."""
    assert fit("Bonjour à tous\u202f: tout va", "", room(15), threads=False) == ("Bonjour à tous…",)
    assert fit("Bonjour à tous\u202f: tout va", "", room(20), threads=False) == ("Bonjour à tous…",)
    assert fit("Une porte,\tun chat", "", room(11), threads=False) == ("Une porte…",)


def test_a_word_longer_than_a_post_is_cut_between_letters_as_people_see_them():
    assert fit(FAMILY * 5, "", room(15), threads=False) == (FAMILY * 2 + ELLIPSIS,)


def test_a_thread_breaks_between_sentences_and_ends_with_the_closing():
    parts = fit(COURT, CLOSING, room(120), threads=True)
    assert parts == (
        "Trois marches, une porte rouge, un chat. Le reste, je vous le laisse.",
        "La cour est derrière le 12, poussez fort : la gardienne dit bonjour à tout le monde. "
        "« Revenez au printemps\u202f!\u202f»",
        f"Promis.\n\n{CLOSING}",
    )


@pytest.mark.parametrize("ending", ["\u202f!", "\u202f»", "\u00a0?", " !", " »"])
def test_a_thread_never_begins_with_the_sign_that_ends_a_sentence(ending):
    sentence = f"«\u202fC’est là.{ending} Puis" if "»" in ending else f"Attends…{ending} Puis"
    parts = fit(f"{sentence} {'mot ' * 30}".strip(), "", room(80), threads=True)
    assert not [part for part in parts if part[0] in "!?»"]
    assert f"{sentence[: -len(' Puis')]}" in parts[0]


@pytest.mark.parametrize("threads", [True, False])
def test_a_closing_that_fills_the_post_is_refused(threads):
    with pytest.raises(ValueError, match="no room for words"):
        fit("Un chat.", CLOSING, room(length(CLOSING, Unit.CODE_POINTS) + 2), threads=threads)


@pytest.mark.parametrize("threads", [True, False])
def test_a_letter_that_alone_fills_the_post_is_refused(threads):
    with pytest.raises(ValueError, match="no room for words"):
        fit(f"Une {FAMILY}", CLOSING, room(length(CLOSING, Unit.CODE_POINTS) + 6), threads=threads)


@given(texts | anything, st.sampled_from(["", "— Léa", CLOSING]), rooms, st.booleans())
def test_no_part_is_ever_too_long(text, closing, limits, threads):
    try:
        parts = fit(text, closing, limits, threads=threads)
    except ValueError:
        assume(False)
    assert parts
    assert all(is_fitting(part, limits) for part in parts)


@given(texts | anything, st.sampled_from(["", CLOSING]), rooms)
def test_a_thread_loses_nothing_but_white_space(text, closing, limits):
    assume(text.strip())
    parts = fit(text, closing, limits, threads=True)
    assert bare("".join(parts)) == bare(text + closing)


@pytest.mark.parametrize(
    ("text", "closing", "size", "expected"),
    [
        ("un \u202f!", "#ParisJeTaime", 20, ("un \u202f!\n\n#ParisJeTaime",)),
        ("abcdefghijklmnop\n\u202f\n!", "#ParisJeTaime", 20, ("abcdefghijklmnop 1/2", "! 2/2\n\n#ParisJeTaime")),
        ("\n\n «\u202f \n", "#ParisJeTaime", 20, ("«\n\n#ParisJeTaime",)),
    ],
)
def test_a_number_never_stands_for_nothing(text, closing, size, expected):
    assert fit(text, closing, room(size), threads=True, numbered=True) == expected


def test_a_number_that_has_no_room_before_the_closing_is_refused():
    with pytest.raises(ValueError, match="no room for its number"):
        fit("abcdefghijklm nopqrst", "c" * 16, room(20), threads=True, numbered=True)


def test_a_tab_is_a_gap_between_words_too():
    assert fit("Ça alors,\tquelle belle\tcour", "", room(13), threads=True) == ("Ça alors,", "quelle belle", "cour")


@given(texts, st.sampled_from(["", CLOSING]), rooms)
def test_a_thread_breaks_no_word_that_fits(text, closing, limits):
    parts = fit(text, closing, limits, threads=True)
    assert " ".join(parts).split() == f"{text} {closing}".split()


@given(texts | anything, rooms)
def test_the_closing_is_never_alone(text, limits):
    assume(text.strip())
    last = fit(text, CLOSING, limits, threads=True)[-1]
    assert last.endswith(f"\n\n{CLOSING}")
    assert last.removesuffix(CLOSING).strip()


@given(texts, rooms)
def test_only_the_end_is_ever_cut(text, limits):
    (post,) = fit(text, CLOSING, limits, threads=False)
    kept = post.removesuffix(f"\n\n{CLOSING}")
    assert kept == text or (kept.endswith(ELLIPSIS) and text.startswith(kept.removesuffix(ELLIPSIS)))


@pytest.mark.parametrize(
    ("text", "graphemes"),
    [
        ("a\u094d\u0924", 2),
        ("\u0915\u094d\u0924", 1),
        ("\u0915\u093c\u200d\u094d\u0924", 1),
        ("\u0600\u06dd1", 1),
        ("🇫🇷🇧🇪🇨", 3),
        ("\r\n\n\r", 3),
        ("ᄀ가각ᆨ", 2),
        ("👩\u0308\u200d🎨", 1),
        ("a\u200d🎨", 2),
        ("\u200b\u0308", 2),
    ],
)
def test_graphemes_are_those_of_unicode(text, graphemes):
    assert length(text, Unit.GRAPHEMES) == graphemes
