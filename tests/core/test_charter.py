"""The charter's rules; what phone and server say alike of the same drafts is in test_vectors.py."""

import time
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flaneur.core.charter import (
    HOUSE_RULES,
    RULES,
    About,
    Article,
    Book,
    Draft,
    Effect,
    Ground,
    Lists,
    Remark,
    Repair,
    Stay,
    check,
    is_blocked,
    mended,
    speaking,
    unanswered,
)
from flaneur.core.charter.rule import Finding, rule
from flaneur.core.dispatch import Limits, Unit
from flaneur.core.find import Consideration, Likeness
from flaneur.core.place import Discretion, Place
from flaneur.core.reading import Phrases, read
from flaneur.services.lexicons import charter_lists

ROOM = Limits(length=40, unit=Unit.GRAPHEMES, source="invented", read_on=date(2026, 11, 23), bytes=60)
LISTS = charter_lists()


def remarks(key, words="", effect=Effect.ASK, **draft):
    article = Article(key, effect, draft.pop("parameters", {}))
    return check(Draft(**{"words": words, "brand_tag": "#ParisJeTaime", **draft}), [article], LISTS)


def said(*arguments, **keywords):
    return [remark.sentence % remark.values for remark in remarks(*arguments, **keywords)]


def repaired(words, remark):
    return words[: remark.repair.start] + remark.repair.replacement + words[remark.repair.end :]


def test_style_never_blocks_and_the_systems_own_work_is_no_choice():
    for key, known in RULES.items():
        may_block = known.about.ground is not Ground.STYLE and known.effects != (Effect.SYS,)
        assert (Effect.BLOCK in known.effects) is may_block, key
        assert (known.effects == (Effect.SYS,)) is (known.about.effect is Effect.SYS), key
        assert known.about.effect in known.effects, key


def test_every_rule_says_why_and_where_it_comes_from():
    for key, known in RULES.items():
        assert known.about.why.endswith((".", "?")) or "#CommeCeci" in known.about.why, key
        assert known.about.source, key
        assert known.about.says, key


def test_the_house_has_every_rule_once_as_strongly_as_the_catalogue_advises():
    assert [(article.key, article.effect) for article in HOUSE_RULES] == [
        (known.key, known.about.effect) for known in RULES.values()
    ]


def test_what_blocks_in_a_new_city_is_law_safety_access_and_accessibility():
    blocking = {a.key: RULES[a.key].about.ground for a in HOUSE_RULES if a.effect is Effect.BLOCK}
    assert set(blocking.values()) == {Ground.LAW, Ground.SAFETY, Ground.ACCESS, Ground.ACCESSIBILITY}
    assert {"alt_text", "licence", "consideration", "labelled", "children_agree", "fragile_place"} <= set(blocking)


def test_no_rule_is_entered_twice_and_none_may_block_for_style():
    about = About(effect=Effect.NUDGE, ground=Ground.STYLE, why="Why.", source="a test", says={})
    with pytest.raises(ValueError, match="alt_text"):
        rule(about)(_named("alt_text"))
    harsh = About(effect=Effect.BLOCK, ground=Ground.STYLE, why="Why.", source="a test", says={})
    with pytest.raises(ValueError, match="block"):
        rule(harsh)(_named("no_adjectives"))
    assert "no_adjectives" not in RULES


def _named(name):
    def judge(_seen, _given):
        yield Finding("nothing")

    judge.__name__ = name
    return judge


def test_a_charter_cannot_leave_out_what_the_system_does():
    book = Book(articles=[Article("alt_text", Effect.NUDGE)])
    systems = ["readable_hashtags", "present_place", "feed_no_trolls"]
    assert [article.key for article in book.with_the_systems_own()] == ["alt_text", *systems]
    assert Book().with_the_systems_own() == HOUSE_RULES


def test_remarks_come_in_the_order_of_the_articles_with_their_effect_and_the_charters_version():
    draft = Draft(words="#parisjetaime", brand_tag="#ParisJeTaime", alts=[""])
    articles = [Article("alt_text", Effect.NUDGE), Article("brand_tag", Effect.HOLD)]
    assert check(draft, articles, version=7) == (
        Remark(
            "alt_text",
            Effect.NUDGE,
            "Say what photo %(number)d shows, for those who cannot see it.",
            {"number": 1},
            version=7,
        ),
        Remark(
            "brand_tag",
            Effect.HOLD,
            "The city's tag is written #%(wanted)s.",
            {"wanted": "ParisJeTaime"},
            0,
            13,
            Repair(0, 13, "#ParisJeTaime"),
            7,
        ),
    )


def test_a_rule_nobody_wrote_is_an_error_not_a_silence():
    with pytest.raises(KeyError):
        check(Draft(words="", brand_tag="#ParisJeTaime"), [Article("no_adjectives", Effect.ASK)])


@pytest.mark.parametrize("effect", Effect)
def test_only_a_block_blocks_and_only_a_question_wants_an_answer(effect):
    spoken = [Remark("alt_text", effect, "")]
    assert is_blocked(spoken) is (effect is Effect.BLOCK)
    assert bool(unanswered(spoken, {})) is (effect is Effect.ASK)
    assert unanswered(spoken, {"alt_text": "voulu"}) == ()
    assert speaking(spoken, effect) == tuple(spoken)


def test_the_system_puts_right_only_what_is_its_own():
    words = "Un soir #coinscachés, #COINSCACHÉS et #parisjetaime"
    known = {"known": {"coinscachés": "CoinsCachés"}}
    articles = [Article("readable_hashtags", Effect.SYS, known), Article("brand_tag", Effect.ASK)]
    said = check(Draft(words, "#ParisJeTaime"), articles)
    assert mended(words, said) == "Un soir #CoinsCachés, #CoinsCachés et #parisjetaime"


@pytest.mark.parametrize("words", ["", "Un soir", "#ParisJeTaime", "#Paris", "#ParisJeTaimeBeaucoup"])
def test_a_missing_brand_tag_earns_no_word_the_house_adds_it(words):
    assert remarks("brand_tag", words) == ()


def test_each_variant_of_the_brand_tag_is_put_right_by_one_tap():
    words = "#parisjetaime le matin, #PARISJETAIME le soir"
    first, second = remarks("brand_tag", words)
    assert repaired(words, first) == "#ParisJeTaime le matin, #PARISJETAIME le soir"
    assert repaired(words, second) == "#parisjetaime le matin, #ParisJeTaime le soir"


def test_a_brand_tag_may_be_written_without_its_sign():
    assert [r.values for r in remarks("brand_tag", "#parisjetaime", brand_tag="ParisJeTaime")] == [
        {"wanted": "ParisJeTaime"}
    ]


@pytest.mark.parametrize(
    ("alt", "expected"),
    [
        ("Une porte rouge au fond d’une cour", []),
        ("x" * 10, []),
        ("x" * 400, []),
        ("Une photo de mariage encadrée", []),
        ("x" * 9, ["The description of photo 1 has 9 characters; between 10 and 400 help."]),
        ("x" * 401, ["The description of photo 1 has 401 characters; between 10 and 400 help."]),
        ("DSC_000123.JPG", ["The description of photo 1 is the name of its file: say what one sees."]),
        ("Photo d’une porte rouge", ["Photo 1: begin with what one sees; that it is a photo is known."]),
    ],
)
def test_a_photo_wants_a_description_that_helps(alt, expected):
    assert said("alt_text", alts=[alt]) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("é" * 30, []),  # 60 bytes
        ("e" * 41, ["Bluesky has room for 40 characters in one post, these words have 41."]),
        ("🇫🇷" * 8, ["Bluesky has room for 60 bytes in one post, these words have 64."]),
    ],
)
def test_words_longer_than_a_channels_post_are_told(words, expected):
    assert said("fits", words, rooms={"Bluesky": ROOM}) == expected


def test_a_place_told_often_in_a_stay_is_named():
    stay = Stay(told=4, visits={"cafe du coin": 2, "pont neuf": 1})
    assert said("same_place", place=Place("Café du Coin"), stay=stay) == [
        "“Café du Coin” was told 2 times in this stay already."
    ]
    assert said("same_place", place=Place("Pont Neuf"), stay=stay) == []
    assert said("same_place", place=Place("Pont Neuf"), stay=stay, parameters={"most": 1}) != []
    assert said("same_place", place=Place("Pont Neuf")) == []


def test_a_stay_begins_with_a_hello_and_ends_with_a_goodbye():
    assert said("introduction", "Un chat.", stay=Stay()) == ["Your first find here: a word on who you are?"]
    assert said("introduction", "Je m’appelle Léa. Un chat.", stay=Stay()) == []
    assert said("introduction", "Un chat.", stay=Stay(told=1)) == []
    assert said("farewell", "Un chat.", stay=Stay(is_last_day=True)) == [
        "Your stay ends today: a goodbye, a thank-you?"
    ]
    assert said("farewell", "Merci à tous, à bientôt.", stay=Stay(is_last_day=True)) == []
    assert said("farewell", "Un chat.", stay=Stay()) == []


def test_a_fact_nobody_asked_for_is_no_fault():
    assert [r.rule for r in check(Draft("Un chat sur le mur.", "#ParisJeTaime"), HOUSE_RULES, LISTS)] == []


def test_a_fragile_place_is_found_however_hastily_it_is_typed():
    given = {"places": ["rue Crémieux"]}
    place, street = Place("RUE CREMIEUX, Paris"), Discretion.STREET
    assert said("fragile_place", place=place, discretion=street, parameters=given) == [
        "“RUE CREMIEUX, Paris” is fragile: tell the district only, or keep it secret."
    ]
    assert said("fragile_place", place=place, discretion=Discretion.SECRET, parameters=given) == []


@pytest.mark.parametrize("consideration", Consideration)
def test_whoever_got_something_says_so(consideration):
    is_label_due = consideration in {Consideration.KIND, Consideration.MONEY}
    assert bool(remarks("labelled", "Un soir", consideration=consideration)) is is_label_due
    assert remarks("labelled", "Publicité · Un soir", consideration=consideration) == ()
    assert bool(remarks("consideration", "Un soir", consideration=consideration)) is (
        consideration is Consideration.UNSAID
    )


@pytest.mark.parametrize("likeness", Likeness)
def test_nobody_is_shown_against_their_will(likeness):
    alts = ["Une porte rouge"]
    assert bool(remarks("adults_agree", alts=alts, likeness=likeness)) is (likeness is Likeness.ADULTS_UNASKED)
    assert bool(remarks("children_agree", alts=alts, likeness=likeness)) is (likeness is Likeness.CHILD_UNASKED)
    assert remarks("children_agree", likeness=likeness) == ()


@pytest.mark.thorough
@given(st.text(alphabet="abé ’-’\n", max_size=60))
def test_lists_find_what_phrases_of_each_would(text):
    lists = {"one": ["ab*", "a b", "é"], "two": {"b-a": "x", "ba": ""}, "three": ["a", "a é b", "bab*"]}
    reading = read(text)
    expected = {name: list(Phrases(entries).find(reading)) for name, entries in lists.items()}
    assert Lists(lists).find(reading) == {name: hits for name, hits in expected.items() if hits}


def test_a_pair_offers_other_words_unless_it_has_none():
    lists = Lists({"pairs": {"mise en place": "", "usagers": "gens"}, "plain": ["usagers"]})
    assert [lists.better(name, "usagers") for name in ("pairs", "plain", "unknown")] == ["gens", None, None]
    assert lists.better("pairs", "mise en place") is None


@given(
    st.text(max_size=80) | st.lists(st.sampled_from(["#parisjetaime", "#coinscachés", "usagers", "8 €"])).map(" ".join),
    st.lists(st.text(max_size=12), max_size=4),
)
@pytest.mark.thorough
def test_every_remark_is_a_sentence_with_all_its_values_and_every_repair_repairs(words, alts):
    draft = Draft(words, "#ParisJeTaime", alts=alts, rooms={"Bluesky": ROOM}, consideration=Consideration.KIND)
    found = check(draft, HOUSE_RULES, LISTS)
    for remark in found:
        assert remark.sentence % remark.values
        if remark.start is not None:
            assert 0 <= remark.start <= remark.end <= len(words)
        if remark.repair:
            again = check(replace(draft, words=repaired(words, remark)), HOUSE_RULES, LISTS)
            assert _repairs(again, remark.rule) < _repairs(found, remark.rule)


def _repairs(remarks, rule):
    return sum(remark.rule == rule and remark.repair is not None for remark in remarks)


HOSTILE = {
    "one letter": "a",
    "marks on nothing": "\u0301",
    "hashtags": "#a ",
    "hashtags glued": "#a",
    "mentions of money": "8 € ",
    "hours": "8 h à ",
    "apostrophes": "d'",
    "families": "👩\u200d",
    "flags": "🇫",
    "links": "http://",
    "queries": "http://a?ref=",
    "brackets": "http://a(",
    "beginnings of phrases": "dans le cadre ",
    "every listed word": "putain usagers Ricard bière votez ",
    "fancy": "𝓬 ",
    "blanks": " \n",
    "points": "...",
    "right to left": "\u202e\u0640 ",
}


@pytest.mark.hostile
@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_costs_no_more_than_its_length(piece):
    """Ten times the text may take forty times as long on a busy machine; what is quadratic takes a hundred."""
    small, large = (_seconds(piece * (size // len(piece))) for size in (10_000, 100_000))
    assert large < max(40 * small, 1.0)


def _seconds(words):
    """Processor time of the rules; what counting alone costs is held in test_text.py."""
    draft = Draft(words, "#ParisJeTaime", alts=[words], consideration=Consideration.KIND)
    began = time.process_time()
    check(draft, HOUSE_RULES, LISTS)
    return time.process_time() - began
