"""One stay at the desk: why this voice, what was said yes to, paused, given back, cancelled; a phone shut out."""

from datetime import timedelta

import pytest

from flaneur.core.guest import Age
from flaneur.core.roles import Role
from flaneur.models import Journal, Residency
from flaneur.services.agreements import agree
from flaneur.services.people import give_place
from flaneur.services.portraits import offer_portrait
from flaneur.services.residencies import turn_over_residencies
from tests.makers import NOW, jpeg, make_answers, make_guest, make_residency
from tests.web.desk.conftest import DESK, browser_of

WHY = {"speaker": "person", "reasons": "Elle sait les marchés.", "profile": "Un carnet de fleurs."}


@pytest.fixture
def residency(writer):
    turn_over_residencies(now=NOW)
    return Residency.objects.get()


def address(residency, act=""):
    return f"{DESK}people/residency/{residency.pk}/{act and f'{act}/'}"


def test_the_page_tells_what_was_agreed_and_what_is_asked(sit, residency):
    answers = make_answers(interests="La Belle Équipe\nCafé du Coin, Fleurs Léa")
    agree(residency, answers, by=residency.guest.user, now=NOW)
    page = sit().get(address(residency))
    assert "Version 1 of the charter" in page.text
    assert "La Belle Équipe, Café du Coin, Fleurs Léa" in page.text
    assert [remark.rule for remark in page.context["questions"]] == ["a_person", "public_profile", "reasons"]
    assert page.context["remarks"] == ()


def test_why_somebody_was_chosen_is_said_later_and_says_who_looked(sit, residency):
    assert sit().post(address(residency, "explain"), WHY).status_code == 302
    choice = Residency.objects.get().choice
    assert (choice.reasons, choice.looked_by.email, choice.looked_at) == (
        "Elle sait les marchés.",
        "editor@paris.example",
        NOW,
    )
    assert "looked at the public profile" in sit().get(address(residency)).text


def test_a_choice_with_an_open_question_is_not_kept(sit, residency):
    answer = sit().post(address(residency, "explain"), WHY | {"speaker": "party"})
    assert answer.status_code == 422
    assert [remark.rule for remark in answer.context["questions"]] == ["a_person"]
    assert "Elle sait les marchés." in answer.text
    assert not hasattr(Residency.objects.get(), "choice")


def test_the_parents_yes_is_noted_once_with_who_saw_it(sit, residency):
    agree(residency, make_answers(age=Age.MINOR), by=residency.guest.user, now=NOW)
    client = sit()
    assert client.get(address(residency)).context["wants_consent"]
    for _twice in range(2):
        client.post(address(residency, "consent"))
    residency.agreement.refresh_from_db()
    assert residency.agreement.consent_seen_by.email == "editor@paris.example"
    assert Journal.objects.filter(verb="confirm_consent").count() == 1
    assert not client.get(address(residency)).context["wants_consent"]


def test_a_stay_is_paused_for_a_reason_and_given_back(sit, residency):
    client = sit()
    assert client.post(address(residency, "pause"), {"why": " "}).status_code == 422
    assert Residency.objects.get().state == "live"
    assert client.post(address(residency, "pause"), {"why": "Une entorse."}).status_code == 302
    assert Residency.objects.get().state == "paused"
    client.post(address(residency, "resume"))
    assert Residency.objects.get().state == "live"
    assert Journal.objects.get(verb="pause_residency").why == "Une entorse."


def test_only_what_has_not_begun_is_cancelled(sit, city, residency):
    coming = make_residency(make_guest(city, slug="samir"), NOW + timedelta(days=5))
    client = sit()
    assert client.post(address(coming, "cancel"), {"why": ""}).status_code == 422
    assert client.post(address(residency, "cancel"), {"why": "Non."}).status_code == 422
    assert client.post(address(coming, "cancel"), {"why": "Il déménage."}).status_code == 302
    assert [stay.state for stay in (Residency.objects.get(pk=coming.pk), Residency.objects.get(pk=residency.pk))] == [
        "cancelled",
        "live",
    ]


def test_a_lost_phone_is_shut_out_from_the_desk(sit, residency):
    phone = browser_of(residency.guest.user)
    assert phone.get("/paris/en/guest/").status_code == 200
    sit().post(f"{DESK}people/guest/{residency.guest.pk}/lost/")
    assert phone.get("/paris/en/guest/").status_code == 302


def test_the_desk_shuts_out_nobody_who_is_more_than_its_guest(sit, city, other_city, residency):
    give_place(other_city, email=residency.guest.user.email, role=Role.CHIEF, now=NOW)
    phone = browser_of(residency.guest.user)
    answer = sit().post(f"{DESK}people/guest/{residency.guest.pk}/lost/", follow=True)
    assert "is known elsewhere in this house too" in answer.text
    assert phone.get("/paris/en/guest/").status_code == 200


@pytest.mark.parametrize("role", [Role.ON_CALL, Role.OBSERVER])
def test_only_the_office_sees_a_stay_whole(sit, residency, role):
    client = sit(role)
    assert client.get(address(residency)).status_code == 404
    acts = ("explain", "consent", "resume", "cancel")
    assert [client.post(address(residency, act)).status_code for act in acts] == [404] * len(acts)


def test_whoever_is_on_call_pauses_and_shuts_a_phone_out_and_an_observer_does_not(sit, residency):
    observer, on_call = sit(Role.OBSERVER), sit(Role.ON_CALL)
    lost, pause = f"{DESK}people/guest/{residency.guest.pk}/lost/", address(residency, "pause")
    assert [observer.post(lost).status_code, observer.post(pause, {"why": "Non."}).status_code] == [404, 404]
    page = on_call.get(f"{DESK}people/")
    assert pause in page.text
    assert lost in page.text
    assert pause not in observer.get(f"{DESK}people/").text
    assert "Say in a sentence why" in on_call.post(pause, {"why": ""}, follow=True).text
    assert Residency.objects.get().state == "live"
    on_call.post(pause, {"why": "Une raison de nuit."})
    assert Residency.objects.get().state == "paused"
    phone = browser_of(residency.guest.user)
    on_call.post(lost)
    assert phone.get("/paris/en/guest/").status_code == 302


def test_a_stay_of_another_city_is_not_here(sit, city, other_city):
    theirs = make_residency(make_guest(other_city))
    client = sit()
    assert client.get(address(theirs)).status_code == 404
    assert client.post(address(theirs, "pause"), {"why": "Non."}).status_code == 404
    assert client.post(f"{DESK}people/guest/{theirs.guest.pk}/lost/").status_code == 404


class TestTheirPortrait:
    @pytest.fixture
    def offered(self, residency):
        guest = residency.guest
        offer_portrait(guest, jpeg(), is_lent=True, by=guest.user, now=NOW)
        return guest

    def test_the_desk_looks_at_it_and_shows_it(self, sit, residency, offered):
        client, seen = sit(), offered.portrait_offered
        assert "Offers a portrait: look at it." in client.get(f"{DESK}people/").text
        assert "They offer this one." in client.get(address(residency)).text
        shown = client.get(f"{DESK}people/guest/{offered.pk}/portrait.jpg")
        assert (shown["Content-Type"], "no-store" in shown["Cache-Control"]) == ("image/jpeg", True)
        assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")
        client.post(address(residency, "portrait/show"), {"seen": "another.jpg"})
        assert "Somebody else was faster" in client.get(address(residency)).text
        client.post(address(residency, "portrait/show"), {"seen": seen})
        offered.refresh_from_db()
        assert (offered.portrait, offered.portrait_offered) == (seen, "")

    @pytest.mark.parametrize("act", ["decline", "erase"])
    def test_or_does_not(self, sit, residency, offered, act):
        sit().post(address(residency, f"portrait/{act}"), {"seen": offered.portrait_offered})
        offered.refresh_from_db()
        assert (offered.portrait, offered.portrait_offered) == ("", "")

    def test_nobody_else_sees_what_is_offered(self, sit, residency, offered):
        picture = f"{DESK}people/guest/{offered.pk}/portrait.jpg"
        assert sit(Role.OBSERVER).get(picture).status_code == 404
        assert browser_of(offered.user).get(picture).status_code == 404
