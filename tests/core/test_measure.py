"""A text on every network: lengths others get wrong, breaks that keep together what belongs together."""

from dataclasses import replace

import pytest
import regex
from hypothesis import assume, given
from hypothesis import strategies as st

from flaneur.core.dispatch import Unit
from flaneur.core.text import (
    ELLIPSIS,
    LIMITS,
    Unbreakable,
    alt_limits,
    cut,
    fit,
    hashtag,
    is_fitting,
    limits_of,
    measure,
    short_alt,
    signs,
    title_limits,
)

FAMILY = "👨‍👩‍👧‍👦"
CLOSING = "— Léa · #ParisJeTaime\nhttps://paris.fr/trouvailles/1/"
NETWORKS = sorted(LIMITS)

words = st.lists(
    st.sampled_from(
        ["Ça", "là\u202f!", "«\u202foui\u202f»", "🇫🇷", FAMILY, "12\u00a0h", "Fin.", "Non…", "M.", "#Zinc", "#été",
         "@ParisOTC", "@lea@ville.example", "https://exemple.org/a?b=c", "paris.fr/agenda", "e\u0301", "東京", "\ufeff"]
    )
    | st.text("abcdéœ", min_size=1, max_size=9),
    min_size=1,
    max_size=120,
)  # fmt: skip
texts = st.tuples(words, st.sampled_from([" ", "\n\n", ". ", "  "])).map(lambda both: both[1].join(both[0]))
networks = st.sampled_from([replace(each, length=max(each.length // 5, 90)) for each in LIMITS.values()])


def lengths(text):
    return {network: measure(text, network).length for network in ("x", "mastodon", "bluesky", "threads")}


class TestNumbersOthersGetWrong:
    """peers.md, 4.7: each was read in a public programme on the day named there."""

    def test_x_counts_neither_utf_16_nor_code_points(self):
        assert lengths(f"{FAMILY}東京 https://exemple.org/{'a' * 90}")["x"] == 2 + 4 + 1 + 23

    def test_bluesky_counts_graphemes_and_bytes(self):
        assert measure("é" * 300, "bluesky").fits
        assert measure(FAMILY * 120, "bluesky").length == 120
        assert not measure(FAMILY * 121, "bluesky").fits

    def test_bluesky_takes_four_pictures(self):
        assert LIMITS["bluesky"].pictures == 4

    def test_a_mastodon_instance_has_a_limit_of_its_own(self):
        there = limits_of("mastodon", length=5000, link=25)
        assert measure("a" * 501, there).fits
        assert not measure("a" * 501, "mastodon").fits
        assert measure("https://exemple.org/abc/def", there).length == 25

    def test_pinterest_takes_eight_hundred_and_five_pictures(self):
        assert measure("a" * 800, "pinterest").fits
        assert not measure("a" * 801, "pinterest").fits
        assert LIMITS["pinterest"].pictures == 5

    def test_threads_takes_twenty_pictures(self):
        assert LIMITS["threads"].pictures == 20

    def test_a_description_is_never_cut_inside_a_letter(self):
        described = f"{'é' * 498}{FAMILY}"
        assert short_alt(described, LIMITS["pinterest"]) == f"{'é' * 498}{ELLIPSIS}"
        assert short_alt(described, LIMITS["bluesky"]) == described


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("là\u202f!", {"x": 5, "mastodon": 4, "bluesky": 4, "threads": 4}),
        ("e\u0301te\u0301", {"x": 3, "mastodon": 3, "bluesky": 3, "threads": 5}),
        ("Bonjour 👋", {"x": 10, "mastodon": 9, "bluesky": 9, "threads": 12}),
        ("❤️ ☀ ©", {"x": 2 + 1 + 2 + 1 + 1, "mastodon": 5, "bluesky": 5, "threads": 6 + 1 + 3 + 1 + 1}),
        ("@lea@ville.example !", {"x": 20, "mastodon": 6, "bluesky": 20, "threads": 20}),
        ("fin.Puis paris.fr", {"x": 9 + 23, "mastodon": 17, "bluesky": 17, "threads": 17}),
    ],
)
def test_each_network_counts_in_its_own_way(text, expected):
    assert lengths(text) == expected


def test_the_warning_before_a_post_counts_with_it():
    assert measure("a" * 400, "mastodon", spoiler="b" * 100).fits
    told = measure("a b " * 100 + "a", "mastodon", spoiler="b" * 100)
    assert (told.length, told.fits) == (501, False)
    assert all(measure(piece, "mastodon", spoiler="b" * 100).fits for piece in told.pieces)


def test_instagram_takes_thirty_hashtags_and_a_city_fewer():
    tags = " ".join(f"#t{number}a" for number in range(31))
    assert not measure(tags, "instagram").fits
    assert measure(tags[: -len(" #t30a")], "instagram").fits
    assert not measure("#a #b #c #d", limits_of("instagram", hashtags=3)).fits


def test_a_title_and_a_description_have_limits_of_their_own():
    title, alt = title_limits(LIMITS["pinterest"]), alt_limits(LIMITS["pinterest"])
    assert (title.length, alt.length) == (100, 500)
    assert measure("#a https://exemple.org", title).hashtags == ()
    with pytest.raises(ValueError, match="no limit"):
        title_limits(LIMITS["x"])


def test_what_x_refuses_a_post_for_does_not_fit_and_is_left_out():
    told = measure("a\ufeffb", "x")
    assert (told.length, told.fits, told.pieces) == (4, False, ("ab",))
    assert measure("a\ufeffb", "bluesky").fits


def test_the_spans_of_a_measure_are_code_points():
    text = "𝓟 @ParisOTC #été https://exemple.org/é."
    told = measure(text, "x")
    found = [text[span.start : span.end] for span in (*told.mentions, *told.hashtags, *told.links)]
    assert found == ["@ParisOTC", "#été", "https://exemple.org/é"]


@pytest.mark.parametrize("network", NETWORKS)
def test_an_empty_text_fits_for_a_picture_may_be_all_there_is(network):
    told = measure("", network)
    assert (told.length, told.fits, told.pieces) == (0, True, ("",))


def test_a_link_longer_than_a_post_is_not_broken():
    link = f"https://exemple.org/{'a' * 300}"
    assert measure(f"Voir {link}", "bluesky").pieces == ()
    assert measure(f"Voir {link}", "mastodon").pieces == (f"Voir {link}",)
    with pytest.raises(Unbreakable):
        fit(f"Voir {link}", "", LIMITS["bluesky"], threads=True)
    assert cut(f"Voir {link}", LIMITS["bluesky"]) == f"Voir{ELLIPSIS}"


@given(texts, networks)
def test_every_piece_fits_and_nothing_is_lost(text, limits):
    pieces = measure(text, limits).pieces
    assume(pieces)
    assert all(is_fitting(piece, limits) for piece in pieces)
    kept = text.replace("\ufeff", "") if limits.unit is Unit.WEIGHTED else text
    assert regex.sub(r"\s", "", "".join(pieces)) == regex.sub(r"\s", "", kept)


@given(texts, networks, st.booleans(), st.booleans())
def test_no_sign_is_ever_broken(text, limits, threads, numbered):
    try:
        parts = fit(text, CLOSING, limits, threads=threads, numbered=numbered)
    except ValueError:
        assume(False)
    assert all(is_fitting(part, limits) for part in parts)
    whole = {span.text for span in signs(f"{text}\n\n{CLOSING}", limits.dialect).all()}
    assert {span.text for part in parts for span in signs(part, limits.dialect).all()} <= whole


@given(texts, networks)
def test_numbers_count_to_the_number_of_parts(text, limits):
    try:
        parts = fit(text, CLOSING, limits, threads=True, numbered=True)
    except ValueError:
        assume(False)
    assume(len(parts) > 1)
    bodies = [*parts[:-1], parts[-1].removesuffix(f"\n\n{CLOSING}")]
    assert [body.rsplit(" ", 1)[-1] for body in bodies] == [f"{n}/{len(parts)}" for n in range(1, len(parts) + 1)]


def room(length):
    return replace(LIMITS["bluesky"], length=length)


@pytest.mark.parametrize(
    ("text", "length", "expected"),
    [
        ("Une cour. Un chat dort. #Marais #Zinc", 30, ("Une cour.", "Un chat dort. #Marais #Zinc")),
        ("Une cour. Un chat. https://a.fr/b", 30, ("Une cour.", "Un chat. https://a.fr/b")),
        ("Une cour. Un chat dort là. 🐈", 20, ("Une cour.", "Un chat dort là. 🐈")),
        ("M. Dupont ouvre la porte. Il rit.", 26, ("M. Dupont ouvre la porte.", "Il rit.")),
        ("Voilà la rue… puis la cour. Ici.", 29, ("Voilà la rue… puis la cour.", "Ici.")),
        ("«\u202fEntrez\u202f!\u202f» dit-elle. Je ris.", 24, ("«\u202fEntrez\u202f!\u202f» dit-elle.", "Je ris.")),
        ("Une cour\nUn chat dort", 14, ("Une cour", "Un chat dort")),
        ("Une cour, un chat !", 17, ("Une cour, un", "chat !")),
        ("Il est 18\u00a0h\u00a030 ici", 13, ("Il est", "18\u00a0h\u00a030 ici")),
        ("Deux\n\nlignes restent. Puis la suite.", 24, ("Deux\n\nlignes restent.", "Puis la suite.")),
    ],
)
def test_a_thread_breaks_where_a_reader_would(text, length, expected):
    assert fit(text, "", room(length), threads=True) == expected


def test_a_numbered_thread_says_so_at_the_end_of_each_part():
    parts = fit("Une porte rouge. Un chat roux. Une cour.", "— Léa", room(24), threads=True, numbered=True)
    assert parts == ("Une porte rouge. 1/3", "Un chat roux. 2/3", "Une cour. 3/3\n\n— Léa")
    assert fit("Un chat.", "— Léa", room(24), threads=True, numbered=True) == ("Un chat.\n\n— Léa",)


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("comme ceci", "#CommeCeci"),
        ("coins cachés", "#CoinsCachés"),
        ("l’icône autrement", "#LIcôneAutrement"),
        ("JO 2024", "#JO2024"),
        ("#ParisJeTaime", "#ParisJeTaime"),
        ("zinc", "#zinc"),
        ("e\u0301te\u0301 indien", "#ÉtéIndien"),
        ("bons-plans !", "#BonsPlans"),
    ],
)
def test_several_words_become_one_hashtag(spoken, written):
    assert hashtag(spoken) == written
    assert [found.text for found in measure(written, "x").hashtags] == [written[1:]]


@pytest.mark.parametrize("spoken", ["", "2024", "#", "— !"])
def test_a_hashtag_needs_a_letter(spoken):
    with pytest.raises(ValueError, match="letter"):
        hashtag(spoken)
