"""A guest's yes to the charter: theirs alone, kept with its version, and without it nothing is shown."""

from datetime import timedelta

import pytest

from flaneur.core.charter import Article, Book, Effect
from flaneur.core.errors import NotAllowed, TooLate, Unfit
from flaneur.core.guest import Age, Standing
from flaneur.core.place import Place
from flaneur.models import Agreement, Find, Journal
from flaneur.services.agreements import agree, agreement_of, confirm_consent, is_near_a_vote, remarks_on_stay
from flaneur.services.cities import publish_charter
from flaneur.services.remarks import remarks_on
from flaneur.services.residencies import cancel_residency, plan_residency
from flaneur.services.review import approve_find
from tests.makers import NOW, make_answers, make_find, make_guest, make_residency

DAY = timedelta(days=1)


@pytest.fixture
def silent_stay(guest):
    """A stay whose guest has said nothing yet."""
    return plan_residency(guest, starts_at=NOW - DAY, ends_at=NOW + DAY, now=NOW - DAY)


def said_of(residency):
    city = residency.city
    remarks = remarks_on_stay(residency, agreement_of(residency), city.charters.current(), zone=city.zone)
    return [remark.rule for remark in remarks]


def test_without_a_yes_a_find_is_handed_in_and_nobody_approves_it(guest, silent_stay, editor):
    find = make_find(guest)
    assert remarks_on(find)[0].rule == "agreement"
    with pytest.raises(Unfit, match="still blocks"):
        approve_find(find, by=editor, now=NOW)
    agree(silent_stay, make_answers(), by=guest.user, now=NOW)
    approve_find(find, by=editor, now=NOW)
    assert Find.objects.get().state == "approved"


def test_a_yes_names_the_version_and_the_journal_has_every_one_of_them(guest, silent_stay, city):
    agree(silent_stay, make_answers(), by=guest.user, now=NOW)
    publish_charter(city, Book(), by=None, now=NOW)
    agree(silent_stay, make_answers(has_lock=False, interests=" Fleurs Léa "), by=guest.user, now=NOW + DAY / 2)
    agreement = Agreement.objects.get()
    assert (agreement.charter.version, agreement.agreed_at) == (2, NOW + DAY / 2)
    assert (agreement.has_lock, agreement.declared) == (False, ["Fleurs Léa"])
    lines = Journal.objects.filter(verb="agree").order_by("id")
    assert [(line.by, line.details) for line in lines] == [(guest.user, {"version": 1}), (guest.user, {"version": 2})]


def test_nobody_says_yes_in_a_guests_place(silent_stay, editor):
    with pytest.raises(NotAllowed):
        agree(silent_stay, make_answers(), by=editor, now=NOW)
    assert not Agreement.objects.exists()


def test_a_stay_that_is_over_or_off_wants_no_yes(guest, city, editor, silent_stay):
    with pytest.raises(TooLate):
        agree(silent_stay, make_answers(), by=guest.user, now=silent_stay.ends_at)
    coming = plan_residency(guest, starts_at=NOW + 2 * DAY, ends_at=NOW + 3 * DAY, now=NOW)
    cancel_residency(coming, by=editor, now=NOW, why="Non.")
    with pytest.raises(TooLate):
        agree(coming, make_answers(), by=guest.user, now=NOW)
    assert not Agreement.objects.exists()


def test_a_minor_waits_for_the_parents_and_for_somebody_who_saw_their_yes(guest, silent_stay, editor):
    agree(silent_stay, make_answers(age=Age.MINOR), by=guest.user, now=NOW)
    assert said_of(silent_stay) == ["of_age"]
    find = make_find(guest)
    with pytest.raises(Unfit):
        approve_find(find, by=editor, now=NOW)
    confirm_consent(silent_stay, by=editor, now=NOW)
    assert said_of(silent_stay) == []
    approve_find(find, by=editor, now=NOW)


def test_an_adults_parents_are_nobodys_business(guest, silent_stay, editor):
    agree(silent_stay, make_answers(), by=guest.user, now=NOW)
    with pytest.raises(TooLate):
        confirm_consent(silent_stay, by=editor, now=NOW)
    assert not Journal.objects.filter(verb="confirm_consent").exists()


def test_only_the_office_notes_the_parents_yes(guest, silent_stay):
    agree(silent_stay, make_answers(age=Age.MINOR), by=guest.user, now=NOW)
    with pytest.raises(NotAllowed):
        confirm_consent(silent_stay, by=guest.user, now=NOW)
    assert said_of(silent_stay) == ["of_age"]


def test_before_a_vote_a_candidate_tells_nothing(guest, silent_stay, city):
    publish_charter(city, with_periods(city, "2026-05-01/2026-06-14"), by=None, now=NOW)
    agree(silent_stay, make_answers(standing=Standing.UNASKED), by=guest.user, now=NOW)
    assert said_of(silent_stay) == ["no_candidates"]
    agree(silent_stay, make_answers(standing=Standing.YES), by=guest.user, now=NOW)
    assert said_of(silent_stay) == ["no_candidates"]
    agree(silent_stay, make_answers(standing=Standing.NO), by=guest.user, now=NOW)
    assert said_of(silent_stay) == []


def test_the_periods_are_those_of_the_charter_and_of_the_catalogue_where_it_has_none(guest, city):
    coming = make_residency(guest, NOW + DAY, NOW + 8 * DAY)
    for periods, is_near in (("2026-05-16/2026-06-14", True), ("2026-06-01/2026-06-14", False)):
        charter = publish_charter(city, with_periods(city, periods), by=None, now=NOW)
        assert is_near_a_vote(coming, charter, zone=city.zone) is is_near
    charter = publish_charter(city, Book(articles=()), by=None, now=NOW)
    assert not is_near_a_vote(coming, charter, zone=city.zone)
    last_winter = make_residency(make_guest(city, slug="samir"), NOW - 70 * DAY, NOW - 60 * DAY)
    assert is_near_a_vote(last_winter, charter, zone=city.zone)


def test_what_a_city_leaves_out_stops_nothing(guest, silent_stay, city, editor):
    publish_charter(city, Book(articles=()), by=None, now=NOW)
    find = make_find(guest)
    assert [remark.rule for remark in remarks_on(find)] == []
    approve_find(find, by=editor, now=NOW)


def test_an_open_phone_is_told_and_stops_nothing(guest, silent_stay, editor):
    agree(silent_stay, make_answers(has_lock=False), by=guest.user, now=NOW)
    assert said_of(silent_stay) == ["locked_phone"]
    find = make_find(guest)
    assert "locked_phone" not in [remark.rule for remark in remarks_on(find)]
    approve_find(find, by=editor, now=NOW)


def test_a_find_that_names_a_declared_interest_is_asked_about(guest, silent_stay):
    agree(silent_stay, make_answers(interests="Cour Damoye"), by=guest.user, now=NOW)
    with pytest.raises(Unfit, match="question"):
        make_find(guest, place=Place("Cour Damoye", 2.35, 48.85))
    answers = {"brand_tag": "voulu", "french_present": "voulu", "declared_interest": "C’est chez moi, et je le dis."}
    find = make_find(guest, place=Place("Cour Damoye", 2.35, 48.85), reasons=answers)
    assert [remark.rule for remark in remarks_on(find) if remark.rule == "declared_interest"] == ["declared_interest"]


def with_periods(city, periods):
    articles = city.charters.current().articles
    mine = [a for a in articles if a.key != "before_a_vote"]
    return Book(articles=(*mine, Article("before_a_vote", Effect.HOLD, {"periods": [periods]})))
