"""The charter's rules, one by one; what the phone says of the same drafts is in test_vectors.py."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flaneur.core.charter import HOUSE_RULES, RULES, Draft, Effect, Remark, Repair, Rule, check, is_blocked
from flaneur.core.dispatch import Limits, Unit

ROOM = Limits(length=40, unit=Unit.GRAPHEMES, source="invented", read_on=date(2026, 11, 23), bytes=60)


def remarks(rule, words="", **draft):
    parameters = draft.pop("parameters", {})
    return check(Draft(words=words, brand_tag="#ParisJeTaime", **draft), [Rule(rule, Effect.ASK, parameters)])


def said(*arguments, **keywords):
    return [remark.sentence % remark.values for remark in remarks(*arguments, **keywords)]


def repaired(words, remark):
    return words[: remark.repair.start] + remark.repair.replacement + words[remark.repair.end :]


def test_the_house_has_every_rule_once_and_only_accessibility_blocks():
    assert [rule.key for rule in HOUSE_RULES] == list(RULES)
    assert [rule.key for rule in HOUSE_RULES if rule.effect is Effect.BLOCK] == ["alt_text"]


def test_remarks_come_in_the_order_of_the_rules_and_carry_their_effect():
    draft = Draft(words="#parisjetaime", brand_tag="#ParisJeTaime", alts=[""])
    book = [Rule("alt_text", Effect.NUDGE), Rule("brand_tag", Effect.HOLD)]
    assert check(draft, book) == (
        Remark(
            "alt_text",
            Effect.NUDGE,
            "Say what photo %(number)d shows, for those who cannot see it.",
            {"number": 1},
        ),
        Remark(
            "brand_tag",
            Effect.HOLD,
            "The city's tag is written #%(wanted)s.",
            {"wanted": "ParisJeTaime"},
            Repair(0, 13, "#ParisJeTaime"),
        ),
    )


def test_a_rule_nobody_wrote_is_an_error_not_a_silence():
    with pytest.raises(KeyError):
        check(Draft(words="", brand_tag="#ParisJeTaime"), [Rule("no_adjectives", Effect.ASK)])


@pytest.mark.parametrize("effect", Effect)
def test_only_a_block_blocks(effect):
    assert is_blocked([Remark("alt_text", effect, "")]) is (effect is Effect.BLOCK)
    assert is_blocked([]) is False


@pytest.mark.parametrize("words", ["", "Un soir", "#ParisJeTaime", "#Paris", "#ParisJeTaimeBeaucoup"])
def test_a_missing_brand_tag_earns_no_word_the_house_adds_it(words):
    assert remarks("brand_tag", words) == ()


def test_each_variant_of_the_brand_tag_is_put_right_by_one_tap():
    words = "#parisjetaime le matin, #PARISJETAIME le soir"
    first, second = remarks("brand_tag", words)
    assert repaired(words, first) == "#ParisJeTaime le matin, #PARISJETAIME le soir"
    assert repaired(words, second) == "#parisjetaime le matin, #ParisJeTaime le soir"


def test_a_brand_tag_may_be_written_without_its_sign():
    draft = Draft(words="#parisjetaime", brand_tag="ParisJeTaime")
    assert [remark.values for remark in check(draft, [Rule("brand_tag", Effect.ASK)])] == [{"wanted": "ParisJeTaime"}]


@pytest.mark.parametrize(
    ("alt", "expected"),
    [
        ("Une porte rouge au fond d’une cour", []),
        ("x" * 10, []),
        ("x" * 400, []),
        ("", ["Say what photo 1 shows, for those who cannot see it."]),
        (" \n", ["Say what photo 1 shows, for those who cannot see it."]),
        ("x" * 9, ["The description of photo 1 has 9 characters; between 10 and 400 help."]),
        (" porte    ", ["The description of photo 1 has 5 characters; between 10 and 400 help."]),
        ("x" * 401, ["The description of photo 1 has 401 characters; between 10 and 400 help."]),
    ],
)
def test_a_photo_wants_a_description_of_a_helpful_length(alt, expected):
    assert said("alt_text", alts=[alt]) == expected


def test_photos_are_named_by_their_number():
    assert [remark.values["number"] for remark in remarks("alt_text", alts=["", "Une porte rouge", "non"])] == [1, 3]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("é" * 30, []),  # 60 bytes
        ("e" * 40, []),
        ("e" * 41, ["Bluesky has room for 40 characters in one post, these words have 41."]),
        ("🇫🇷" * 8, ["Bluesky has room for 40 characters in one post, these words have 8."]),  # 64 bytes
    ],
)
def test_words_longer_than_a_channels_post_are_told(words, expected):
    assert said("fits", words, rooms={"Bluesky": ROOM}) == expected


def test_each_channel_speaks_for_itself():
    wide = Limits(length=2000, unit=Unit.CODE_POINTS, source="invented", read_on=date(2026, 11, 23))
    rooms = {"Le mur": wide, "Bluesky": ROOM, "Papier": ROOM}
    found = remarks("fits", "e" * 50, rooms=rooms)
    assert [remark.values["channel"] for remark in found] == ["Bluesky", "Papier"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("#CoinsCachés", []),
        ("#bouquinistes", []),  # twelve letters pass for one word
        ("#bouquinisteries", ["#bouquinisteries looks like several words: give each a capital."]),
        ("#quaidevalmy75010", ["#quaidevalmy75010 looks like several words: give each a capital."]),
        ("#Quaidevalmy75010", []),
        ("#parisjetaime", []),  # that one is brand_tag's affair
    ],
)
def test_a_long_hashtag_without_capitals_is_taken_for_several_words(words, expected):
    assert said("readable_hashtags", words) == expected


def test_a_city_knows_its_own_spellings():
    words = "Un soir #coinscachés, #COINSCACHÉS, #CoinsCachés et #quaisdeseine"
    known = {"coinscachés": "CoinsCachés", "QuaisDeSeine": "quaisdeseine"}
    found = remarks("readable_hashtags", words, parameters={"known": known})
    assert [remark.values for remark in found] == [
        {"tag": "coinscachés", "wanted": "CoinsCachés"},
        {"tag": "COINSCACHÉS", "wanted": "CoinsCachés"},
    ]
    assert repaired(words, found[0]) == "Un soir #CoinsCachés, #COINSCACHÉS, #CoinsCachés et #quaisdeseine"


def test_spellings_that_are_no_table_are_left_aside():
    assert said("readable_hashtags", "#coinscachés", parameters={"known": ["CoinsCachés"]}) == []


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("#Paris #Seine", []),
        ("#Paris #Seine #ParisJeTaime", []),
        ("#Paris #Seine #Canal", ["4 hashtags with the city's own; 3 are enough."]),
        ("#a #b #c #parisjetaime", ["4 hashtags with the city's own; 3 are enough."]),
    ],
)
def test_three_hashtags_are_enough_the_citys_own_included(words, expected):
    assert said("few_hashtags", words) == expected


@pytest.mark.parametrize(("most", "is_silent"), [(2, False), (5, True), ("2", True), (None, True)])
def test_a_city_may_choose_how_many_hashtags_are_enough(most, is_silent):
    assert (said("few_hashtags", "#a #b #c", parameters={"most": most}) == []) is is_silent


@given(
    st.text(max_size=80) | st.lists(st.sampled_from(["#parisjetaime", "#coinscachés", "#Seine", "mot"])).map(" ".join),
    st.lists(st.text(max_size=12), max_size=4),
)
def test_every_remark_is_a_sentence_with_all_its_values_and_every_repair_repairs(words, alts):
    book = [*HOUSE_RULES, Rule("readable_hashtags", Effect.ASK, {"known": {"coinscachés": "CoinsCachés"}})]
    found = check(Draft(words=words, brand_tag="#ParisJeTaime", alts=alts, rooms={"Bluesky": ROOM}), book)
    for remark in found:
        assert "%" not in (remark.sentence % remark.values).replace(words, "")
        if remark.repair:
            again = check(Draft(words=repaired(words, remark), brand_tag="#ParisJeTaime"), book)
            assert sum(r.repair is not None for r in again) < sum(r.repair is not None for r in found)
