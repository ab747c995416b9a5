"""People: residencies that never overlap, guests that are welcomed, links told once."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from flaneur.core.place import Place
from flaneur.core.roles import Role
from flaneur.models import Guest, Journal, Proposal, Residency, SignInLink, User
from flaneur.services.people import give_place
from tests.makers import NOW, make_find, make_guest, make_residency, make_user
from tests.web.desk.conftest import DESK, browser_of

PEOPLE = f"{DESK}people/"
WELCOME, LINK, PLAN, ASK = (f"{PEOPLE}{door}/" for door in ("guest", "link", "residency", "ask"))
WEEK = {"starts_at": "2026-05-24T18:00", "ends_at": "2026-05-31T18:00"}
WHY = {"speaker": "person", "reasons": "Elle sait les marchés.", "profile": "Un carnet de fleurs, rien d’autre."}


def test_the_page_shows_now_next_and_before(sit, city):
    before, now, after = (make_guest(city, name=name, slug=name.lower()) for name in ("Marc", "Lea", "Samir"))
    make_residency(before, NOW - timedelta(days=14), NOW - timedelta(days=7))
    make_residency(now, NOW - timedelta(days=1), NOW + timedelta(days=1))
    make_residency(after, NOW + timedelta(days=8), NOW + timedelta(days=9))
    page = sit().get(PEOPLE)
    assert [residency.guest.name for residency, _can_end in page.context["residencies"]] == ["Lea", "Samir"]
    assert [can_end for _residency, can_end in page.context["residencies"]] == [True, False]
    assert [residency.guest.name for residency in page.context["past"]] == ["Marc"]
    assert page.context["empty"][0].monday == date(2026, 5, 25)
    assert "editor Paris" in page.text


def test_welcoming_somebody_gives_them_a_page_of_their_own(sit, city, guest):
    typed = {"name": "Léa", "email": "Autre.Lea@Example.org", "trade": "fleuriste", "district": "2e", "said_yes": "on"}
    sit().post(WELCOME, typed)
    lea = Guest.objects.get(slug="lea-2")
    assert (lea.name, lea.user.email, lea.trade) == ("Léa", "autre.lea@example.org", {"fr": "fleuriste"})
    assert lea.district == "2e"


def test_a_name_without_latin_letters_finds_an_address(sit, city):
    sit().post(WELCOME, {"name": "美玲", "email": "meiling@example.org", "said_yes": "on"})
    assert Guest.objects.get(name="美玲").slug == "guest"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": "", "email": "a@example.org", "said_yes": "on"}, "name"),
        ({"name": "Ana", "email": "nowhere", "said_yes": "on"}, "email"),
        ({"name": "Léa", "email": "LEA@paris.example", "said_yes": "on"}, "email"),
        ({"name": "Ana", "email": "ana@example.org"}, "said_yes"),
        ({"name": "Ana", "email": "ana@example.org", "said_yes": "on", "district": "9e"}, "district"),
    ],
)
def test_a_welcome_that_cannot_be_is_asked_again(sit, city, guest, typed, field):
    answer = sit().post(WELCOME, typed)
    assert answer.status_code == 422
    assert list(answer.context["forms"]["welcome"].errors) == [field]
    assert answer.context["forms"]["welcome"]["email"].value() == typed["email"]
    assert Guest.objects.count() == 1


def test_a_residency_is_planned_on_the_citys_clock(sit, city, guest):
    answer = sit().post(PLAN, {"guest": guest.pk, **WEEK, **WHY})
    residency = Residency.objects.get()
    assert answer.headers["Location"] == f"{PLAN}{residency.pk}/"
    assert residency.starts_at == datetime(2026, 5, 24, 16, 0, tzinfo=UTC)
    assert residency.ends_at == datetime(2026, 5, 31, 16, 0, tzinfo=UTC)
    assert str(Journal.objects.get(verb="plan_residency").by) == "editor Paris"


def test_the_charter_asks_about_a_choice_before_it_is_made(sit, guest):
    answer = sit().post(PLAN, {"guest": guest.pk, **WEEK, "speaker": "company"})
    assert answer.status_code == 422
    assert [remark.rule for remark in answer.context["questions"]] == ["a_person", "public_profile", "reasons"]
    assert "Léa speaks for a company: the pen is lent to people." in answer.text
    assert 'value="2026-05-24T18:00"' in answer.text
    assert not Residency.objects.exists()


def test_a_reason_is_enough_to_go_on_and_it_is_kept(sit, guest):
    answers = {"reason-a_person": "Sa librairie, mais en son nom.", "reason-public_profile": "Elle n’en a pas."}
    typed = {"guest": guest.pk, **WEEK, "speaker": "company", "reasons": "Elle lit à voix haute.", **answers}
    assert sit().post(PLAN, typed).status_code == 302
    choice = Residency.objects.get().choice
    assert (choice.speaker, choice.reasons, choice.profile) == ("company", "Elle lit à voix haute.", "")
    assert choice.answers == {rule.removeprefix("reason-"): said for rule, said in answers.items()}
    assert (choice.looked_by, choice.looked_at) == (None, None)


def test_asking_somebody_keeps_an_address_and_nothing_else(sit, city):
    before = Guest.objects.count()
    assert sit().post(ASK, {"email": "Ana@Example.org"}).status_code == 302
    proposal = Proposal.objects.get()
    assert (proposal.email, proposal.asked_by.email) == ("ana@example.org", "editor@paris.example")
    assert proposal.expires_at == NOW + timedelta(days=14)
    assert not User.objects.filter(email="ana@example.org").exists()
    assert Guest.objects.count() == before
    assert "ana@example.org" in sit().get(PEOPLE).text
    assert "ana" not in str(Journal.objects.values_list("details", "why"))


@pytest.mark.parametrize("email", ["nowhere", "lea@paris.example"])
def test_a_question_to_nobody_or_to_a_guest_is_refused(sit, guest, email):
    answer = sit().post(ASK, {"email": email})
    assert answer.status_code == 422
    assert list(answer.context["forms"]["ask"].errors) == ["email"]
    assert not Proposal.objects.exists()


def test_a_question_is_taken_back_with_its_address(sit, city):
    client = sit()
    client.post(ASK, {"email": "ana@example.org"})
    client.post(f"{ASK}{Proposal.objects.get().pk}/withdraw/")
    assert not Proposal.objects.exists()
    assert Journal.objects.newest()[0].verb == "withdraw_proposal"


def test_the_balance_names_who_is_not_heard(sit, city):
    lea = make_guest(city, district="1e")
    make_residency(lea)
    make_find(lea, state="published", place=Place("Cour Damoye", 2.35, 48.85))
    page = sit().get(PEOPLE)
    told = {each.name: (each.finds, each.voices) for each in page.context["hearing"].districts}
    assert told == {"Louvre": (0, 1), "Bourse": (1, 0)}
    assert page.context["hearing"].silent == []
    Guest.objects.update(district="2e")
    assert "Not heard: Louvre." in sit().get(PEOPLE).text


def test_an_overlap_is_refused_with_a_sentence_and_what_was_typed_stays(sit, city, guest):
    make_residency(guest)
    samir = make_guest(city, name="Samir", slug="samir")
    typed = {"guest": samir.pk, **WHY, "starts_at": "2026-05-16T18:00", "ends_at": "2026-05-23T18:00"}
    answer = sit().post(PLAN, typed)
    assert answer.status_code == 422
    assert "Another residency lies in these days." in answer.text
    assert 'value="2026-05-16T18:00"' in answer.text
    assert Residency.objects.count() == 1


def test_an_end_before_the_beginning_is_refused(sit, guest):
    typed = {"guest": guest.pk, **WHY, "starts_at": "2026-05-24T18:00", "ends_at": "2026-05-23T18:00"}
    answer = sit().post(PLAN, typed)
    assert answer.status_code == 422
    assert list(answer.context["forms"]["plan"].errors) == ["ends_at"]


def test_an_empty_week_is_one_tap_from_the_form(sit, city):
    page = sit().get(PEOPLE, {"week": "2026-05-25"})
    assert 'value="2026-05-24T18:00"' in page.text
    assert 'value="2026-05-31T18:00"' in page.text


def test_a_link_is_told_once_and_signs_the_guest_in(sit, client, city, writer):
    answer = sit().post(LINK, {"guest": writer.pk})
    (address,) = re.findall(r'value="(http://testserver/paris/account/link/[^"]+)"', answer.text)
    assert SignInLink.objects.get().leads_to == "/paris/en/guest/"
    assert address.rsplit("/", 1)[1] not in str(Journal.objects.values_list("details", "why"))
    assert "no-store" in answer.headers["Cache-Control"]
    assert client.post(address).status_code == 302
    assert client.session["_auth_user_id"] == str(writer.user_id)


def test_a_link_never_opens_more_than_this_citys_guest(sit, city, other_city, guest):
    desk_elsewhere = make_guest(city, slug="chief", email="chief@nantes.example")
    give_place(other_city, email="chief@nantes.example", role=Role.CHIEF, now=NOW)
    own_chief = make_guest(city, slug="own", email="own@paris.example")
    give_place(city, email="own@paris.example", role=Role.CHIEF, now=NOW)
    guest_elsewhere = make_guest(city, slug="two", email="two@example.org")
    make_guest(other_city, slug="two", email="two@example.org")
    client = sit()
    for somebody in (desk_elsewhere, own_chief, guest_elsewhere):
        answer = client.post(LINK, {"guest": somebody.pk})
        assert answer.status_code == 422
        assert "signs in with a code by e-mail" in answer.text
    assert not SignInLink.objects.exists()


def test_another_citys_guest_can_neither_be_planned_nor_let_in(sit, city, other_city):
    theirs = make_guest(other_city)
    client = sit()
    typed = {"guest": theirs.pk, **WEEK, **WHY}
    assert [client.post(LINK, typed).status_code, client.post(PLAN, typed).status_code] == [422, 422]
    assert not SignInLink.objects.exists()
    assert not Residency.objects.exists()


def test_ending_a_residency_needs_a_reason_and_takes_the_pen_away(sit, writer):
    residency = Residency.objects.get()
    address = f"{PLAN}{residency.pk}/end/"
    client = sit()
    assert client.post(address, {"why": ""}).status_code == 422
    assert client.post(address, {"why": "Une chute à vélo."}).status_code == 302
    residency.refresh_from_db()
    assert (residency.state, residency.ends_at) == ("ended", NOW)
    assert Journal.objects.get(verb="end_residency").why == "Une chute à vélo."


def test_what_has_not_begun_cannot_end(sit, guest):
    residency = make_residency(guest, NOW + timedelta(days=1))
    answer = sit().post(f"{PLAN}{residency.pk}/end/", {"why": "Non."})
    assert answer.status_code == 422
    assert "What has not begun cannot end" in answer.text
    residency.refresh_from_db()
    assert residency.state == "scheduled"


@pytest.mark.parametrize("role", [Role.ON_CALL, Role.OBSERVER])
def test_only_the_office_invites(sit, writer, role):
    client = sit(role)
    page = client.get(PEOPLE)
    assert page.status_code == 200
    assert "Plan a residency" not in page.text
    assert writer.user.email not in page.text
    stay = f"{PLAN}{Residency.objects.get().pk}/"
    assert [client.post(address).status_code for address in (WELCOME, LINK, PLAN, ASK, f"{stay}end/")] == [404] * 5
    assert client.get(stay).status_code == 404


def test_a_guest_is_a_stranger_at_the_desk(writer):
    client = browser_of(writer.user)
    assert [client.get(address).status_code for address in (DESK, PEOPLE, f"{DESK}journal/")] == [404] * 3


def test_a_stranger_finds_nothing(stranger, city):
    assert stranger.get(PEOPLE).status_code == 404
    assert [stranger.post(address).status_code for address in (WELCOME, LINK, PLAN)] == [404] * 3


def test_three_residencies_cost_the_queries_of_one(sit, city, writer, django_assert_num_queries):
    client = sit()
    with django_assert_num_queries(17) as one:
        client.get(PEOPLE)
    for number in (1, 2):
        later = make_guest(city, name=f"Voix {number}", slug=f"voix-{number}")
        make_residency(later, NOW + timedelta(days=7 * number), NOW + timedelta(days=7 * number + 7))
        make_user(f"somebody-{number}@example.org")
    with django_assert_num_queries(len(one)):
        client.get(PEOPLE)
