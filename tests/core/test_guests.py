"""Rules about guests and their stays: a case for every sentence they may say, and for each silence beside it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from flaneur.core.charter import (
    RULES,
    Agreed,
    Article,
    Choosing,
    Draft,
    Effect,
    Lull,
    Remark,
    Stay,
    Talk,
    check,
    check_guest,
    spoken,
    unreasoned,
)
from flaneur.core.charter.draft import Seen
from flaneur.core.charter.law import touches
from flaneur.core.charter.places import Pin
from flaneur.core.guest import Age, Speaker, Standing
from flaneur.core.later import Later, earliest
from flaneur.core.place import Discretion, Place
from flaneur.core.residency import months_between
from flaneur.services.lexicons import charter_lists

KNOWN = {"name": "Léa", "speaker": Speaker.PERSON, "profile": "Un carnet.", "reasons": "Les marchés."}
GIVEN = {"is_given": True, "age": Age.ADULT, "standing": Standing.NO, "has_lock": True}
PARIS = ZoneInfo("Europe/Paris")
FRENCH, ENGLISH = charter_lists()["fr"], charter_lists()["en"]

CASES = [
    ("a_person", Choosing(**KNOWN), None),
    ("a_person", Choosing(**KNOWN | {"speaker": Speaker.UNSAID}), "unsaid"),
    ("a_person", Choosing(**KNOWN | {"speaker": Speaker.COMPANY}), "company"),
    ("a_person", Choosing(**KNOWN | {"speaker": Speaker.ASSOCIATION}), "association"),
    ("a_person", Choosing(**KNOWN | {"speaker": Speaker.PARTY}), "party"),
    ("public_profile", Choosing(**KNOWN), None),
    ("public_profile", Choosing(**KNOWN | {"profile": " "}), "unseen"),
    ("newcomers_first", Choosing(**KNOWN), None),
    ("newcomers_first", Choosing(**KNOWN, months_since=24), None),
    ("newcomers_first", Choosing(**KNOWN, months_since=23), "again"),
    ("every_district", Choosing(**KNOWN, district="Bourse", run=1), None),
    ("every_district", Choosing(**KNOWN, district="", run=5), None),
    ("every_district", Choosing(**KNOWN, district="Bourse", run=2), "run"),
    ("reasons", Choosing(**KNOWN), None),
    ("reasons", Choosing(**KNOWN | {"reasons": "\n"}), "unsaid"),
    ("agreement", Agreed(**GIVEN), None),
    ("agreement", Agreed(), "missing"),
    ("of_age", Agreed(), None),
    ("of_age", Agreed(**GIVEN), None),
    ("of_age", Agreed(**GIVEN | {"age": Age.MINOR}, has_consent=True), None),
    ("of_age", Agreed(**GIVEN | {"age": Age.MINOR}), "parents"),
    ("of_age", Agreed(**GIVEN | {"age": Age.UNSAID}), "parents"),
    ("no_candidates", Agreed(**GIVEN | {"standing": Standing.YES}), None),
    ("no_candidates", Agreed(**GIVEN, is_before_a_vote=True), None),
    ("no_candidates", Agreed(is_before_a_vote=True), None),
    ("no_candidates", Agreed(**GIVEN | {"standing": Standing.YES}, is_before_a_vote=True), "stands"),
    ("no_candidates", Agreed(**GIVEN | {"standing": Standing.UNASKED}, is_before_a_vote=True), "unasked"),
    ("locked_phone", Agreed(**GIVEN), None),
    ("locked_phone", Agreed(), None),
    ("locked_phone", Agreed(**GIVEN | {"has_lock": False}), "open"),
    ("friendly_word", Lull(hours=23, hour=12), None),
    ("friendly_word", Lull(hours=24, hour=8), None),
    ("friendly_word", Lull(hours=24, hour=19), None),
    ("friendly_word", Lull(hours=24, hour=9), "word"),
    ("friendly_word", Lull(hours=40, hour=18), "word"),
    ("answer_some", Talk(spoke=4, answered=0), None),
    ("answer_some", Talk(spoke=5, answered=0), "some"),
    ("answer_some", Talk(spoke=10, answered=1), None),
    ("answer_some", Talk(spoke=11, answered=1), "some"),
    ("feed_no_trolls", spoken("Quelle belle porte, merci Léa !", FRENCH), None),
    ("feed_no_trolls", spoken("Ma grand-mère y vendait des fleurs. Où est-ce ?", FRENCH), None),
    ("feed_no_trolls", spoken("", FRENCH), None),
    ("feed_no_trolls", spoken("Espèce de connard, dégage.", FRENCH), "harsh"),
    ("feed_no_trolls", spoken("Fuck off, you ugly cow.", ENGLISH), "harsh"),
    ("present_place", Pin(Discretion.STREET), None),
    ("present_place", Pin(Discretion.EXACT), "waits"),
]
"""Rule, what it looks at, and which of its sentences it says."""


@pytest.mark.parametrize(("key", "known", "says"), CASES)
def test_a_rule_says_this_of_that(key, known, says):
    article = Article(key, Effect.ASK)
    remarks = check_guest(known, [article], version=4)
    wanted = [] if says is None else [RULES[key].about.says[says]]
    assert [remark.sentence for remark in remarks] == wanted
    assert {(remark.effect, remark.version) for remark in remarks} <= {(Effect.ASK, 4)}
    assert all(remark.sentence % remark.values for remark in remarks)


def test_every_sentence_about_a_guest_is_said_by_a_case():
    written = {
        (key, says) for key, rule in RULES.items() if rule.about.looks_at is not Seen for says in rule.about.says
    }
    assert {(key, says) for key, _known, says in CASES if says} == written


def test_a_rule_about_guests_has_nothing_to_say_of_a_draft_nor_one_about_finds_of_a_guest():
    everything = [Article(key, rule.about.effect) for key, rule in RULES.items()]
    about_guests = {key for key, rule in RULES.items() if rule.about.looks_at is not Seen}
    draft = Draft("Trois marches.", "#ParisJeTaime", alts=[""])
    assert {remark.rule for remark in check(draft, everything)}.isdisjoint(about_guests)
    assert {remark.rule for remark in check_guest(Agreed(), everything)} == {"agreement"}
    assert all(not RULES[key].about.on_phone for key in about_guests)


def test_a_city_sets_its_own_pause_and_hours():
    months = Article("newcomers_first", Effect.HOLD, {"months": 6})
    assert check_guest(Choosing(**KNOWN, months_since=6), [months]) == ()
    patient = Article("friendly_word", Effect.NUDGE, {"hours": 48})
    assert check_guest(Lull(hours=47, hour=12), [patient]) == ()


def test_questions_and_second_looks_want_a_word_of_the_desk_and_nothing_else_does():
    remarks = [Remark(effect, effect, "") for effect in Effect]
    assert [remark.rule for remark in unreasoned(remarks, {})] == ["ask", "hold"]
    assert [remark.rule for remark in unreasoned(remarks, {"ask": "oui", "hold": " "})] == ["hold"]


@pytest.mark.parametrize(
    ("words", "place", "found"),
    [
        ("Au Café du Coin, le chat dort.", "", "Café du Coin"),
        ("Le chat dort.", "Cafe du coin", "Cafe du coin"),
        ("Au café, le chat dort.", "La cour", None),
    ],
)
def test_a_declared_interest_is_noticed_in_the_words_and_in_the_place(words, place, found):
    stay = Stay(interests=["café du coin", "Fleurs Léa"])
    draft = Draft(words, "#ParisJeTaime", place=Place(place), stay=stay)
    remarks = check(draft, [Article("declared_interest", Effect.ASK)])
    assert [remark.values["found"] for remark in remarks] == ([found] if found else [])


def test_nothing_is_asked_of_who_declared_nothing():
    draft = Draft("Au Café du Coin.", "#ParisJeTaime", place=Place("Café du Coin"), stay=Stay())
    assert check(draft, [Article("declared_interest", Effect.ASK)]) == ()


def test_a_city_may_let_nothing_wait():
    assert check_guest(Pin(Discretion.EXACT), [Article("present_place", Effect.SYS, {"minutes": 0})]) == ()


@pytest.mark.parametrize(
    ("later", "seen", "shown"),
    [
        (Later.NOW, "2026-05-14T10:00", "2026-05-14T10:00"),
        (Later.HOUR, "2026-05-14T10:00", "2026-05-14T11:00"),
        (Later.TONIGHT, "2026-05-14T10:00", "2026-05-14T20:00"),
        (Later.TONIGHT, "2026-05-14T21:30", "2026-05-14T22:30"),
        (Later.LEFT, "2026-05-14T10:00", "2026-05-15T08:00"),
        (Later.LEFT, "2026-05-14T00:30", "2026-05-15T08:00"),
        (Later.TONIGHT, "2026-10-25T12:00", "2026-10-25T20:00"),
        (Later.LEFT, "2026-10-24T12:00", "2026-10-25T08:00"),
    ],
)
def test_a_find_waits_on_the_citys_own_clock(later, seen, shown):
    moments = [datetime.fromisoformat(wall).replace(tzinfo=PARIS) for wall in (seen, shown)]
    assert earliest(later, moments[0].astimezone(UTC), zone=PARIS) == moments[1]


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        ("2026-01-31", "2026-02-28", 0),
        ("2026-01-31", "2026-03-31", 2),
        ("2024-05-14", "2026-05-14", 24),
        ("2026-05-14", "2026-05-14", 0),
    ],
)
def test_months_are_whole(earlier, later, months):
    assert months_between(datetime.fromisoformat(earlier), datetime.fromisoformat(later)) == months


@pytest.mark.parametrize(
    ("first", "last", "meets"),
    [
        ("2025-08-20", "2025-08-31", False),
        ("2025-08-25", "2025-09-01", True),
        ("2025-10-01", "2025-10-07", True),
        ("2026-03-22", "2026-03-29", True),
        ("2026-03-23", "2026-03-29", False),
        ("2025-01-01", "2026-12-31", True),
    ],
)
def test_a_stay_meets_a_period_from_its_first_day_to_its_last(first, last, meets):
    assert touches(first, last, ["2025-09-01/2026-03-22"]) is meets


def test_the_house_advises_two_years_and_a_day():
    assert RULES["newcomers_first"].defaults == {"months": 24}
    assert timedelta(hours=RULES["friendly_word"].defaults["hours"]) == timedelta(days=1)
