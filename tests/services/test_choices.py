"""Why a desk asks somebody: the charter's questions, answered or not; who looked, and when."""

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from flaneur.core.charter import Article, Book, Effect
from flaneur.core.errors import Unfit
from flaneur.core.guest import Speaker
from flaneur.models import Choice, Journal, Residency
from flaneur.services.choices import Motive, explain_choice, remarks_on_choice
from flaneur.services.cities import publish_charter
from flaneur.services.residencies import plan_residency
from tests.makers import NOW, make_editor, make_guest, make_residency

DAY = timedelta(days=1)
MOTIVE = Motive(Speaker.PERSON, "Elle sait les marchés.", "Un carnet de fleurs.")


def plan(guest, motive, by, starts_at=NOW + DAY):
    return plan_residency(guest, starts_at=starts_at, ends_at=starts_at + DAY, motive=motive, by=by, now=NOW)


def test_a_choice_without_a_word_is_asked_about_and_nothing_is_planned(guest, editor):
    with pytest.raises(Unfit, match="question about this choice"):
        plan(guest, None, editor)
    assert not Residency.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_a_choice_that_is_explained_is_kept_and_its_guest_is_told(guest, editor):
    choice = plan(guest, MOTIVE, editor).choice
    assert (choice.speaker, choice.reasons, choice.profile) == ("person", MOTIVE.reasons, MOTIVE.profile)
    assert (choice.looked_by, choice.looked_at, choice.answers) == (editor, NOW, {})
    to, subject, body = DBTaskResult.objects.get().args_kwargs["args"]
    assert (to, subject) == (guest.user.email, "La plume de Paris est bientôt à vous")
    assert "/paris/fr/guest/agreement/" in body


def test_somebody_comes_back_after_two_years_or_with_a_reason(guest, editor):
    make_residency(guest, NOW - 100 * DAY, NOW - 93 * DAY)
    (remark,) = remarks_on_choice(guest, MOTIVE, starts_at=NOW)
    assert (remark.rule, remark.values) == ("newcomers_first", {"name": "Léa", "months": 3, "most": 24})
    assert remarks_on_choice(guest, MOTIVE, starts_at=NOW + 730 * DAY) == ()
    with pytest.raises(Unfit):
        plan(guest, MOTIVE, editor)
    answered = Motive(MOTIVE.speaker, MOTIVE.reasons, MOTIVE.profile, {"newcomers_first": " Elle remplace Samir. "})
    assert plan(guest, answered, editor).choice.answers == {"newcomers_first": "Elle remplace Samir."}


def test_a_cancelled_stay_and_one_to_come_are_no_last_stay(guest):
    cancelled = make_residency(guest, NOW - 40 * DAY, NOW - 30 * DAY)
    Residency.objects.filter(pk=cancelled.pk).update(state="cancelled")
    make_residency(guest, NOW + 40 * DAY, NOW + 50 * DAY)
    assert remarks_on_choice(guest, MOTIVE, starts_at=NOW) == ()


def test_the_voices_just_before_who_live_in_the_same_district_are_counted(city):
    for days, district in ((40, "1e"), (30, "2e"), (20, "1e"), (10, "1e")):
        slug = f"voix-{days}"
        make_residency(make_guest(city, slug=slug, district=district), NOW - days * DAY, NOW - (days - 5) * DAY)
    neighbour, other = make_guest(city, slug="a", district="1e"), make_guest(city, slug="b", district="2e")
    (remark,) = remarks_on_choice(neighbour, MOTIVE, starts_at=NOW)
    assert (remark.rule, remark.values["district"], remark.values["run"]) == ("every_district", "Louvre", 2)
    assert remarks_on_choice(other, MOTIVE, starts_at=NOW) == ()


def test_a_rule_that_blocks_is_not_talked_out_of(guest, editor, city):
    articles = (Article("a_person", Effect.BLOCK),)
    publish_charter(city, Book(articles=articles), by=None, now=NOW)
    with pytest.raises(Unfit, match="against this choice"):
        plan(guest, Motive(Speaker.COMPANY, answers={"a_person": "Mais si."}), editor)
    assert not Residency.objects.exists()


def test_looking_again_tells_who_looked_last_and_other_words_do_not(guest, editor, city):
    residency, chief = plan(guest, MOTIVE, editor), make_editor(city, "chief")
    reworded = Motive(MOTIVE.speaker, "Elle sait tout.", MOTIVE.profile)
    explain_choice(residency, reworded, by=chief, now=NOW + DAY)
    choice = Choice.objects.get()
    assert (choice.reasons, choice.looked_by, choice.looked_at) == ("Elle sait tout.", editor, NOW)
    seen_anew = Motive(MOTIVE.speaker, MOTIVE.reasons, "Deux carnets.")
    explain_choice(residency, seen_anew, by=chief, now=NOW + DAY)
    choice.refresh_from_db()
    assert (choice.looked_by, choice.looked_at) == (chief, NOW + DAY)
    assert Journal.objects.filter(verb="explain_choice", by=chief).count() == 2


def test_the_install_itself_owes_no_reasons(guest):
    residency = plan(guest, None, None)
    assert not hasattr(residency, "choice")
    assert not DBTaskResult.objects.exists()
