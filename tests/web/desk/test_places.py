"""Places at the desk: given by a letter, changed, taken away, by the chief alone and never the last one."""

import pytest
from allauth.mfa.models import Authenticator
from django_tasks_db.models import DBTaskResult

from flaneur.core.roles import Role
from flaneur.models import Journal, Membership
from tests.browser import axe_violations, sideways_scroll, small_targets
from tests.makers import make_editor
from tests.web.desk.conftest import DESK, browser_of

PLACES = f"{DESK}places/"


def place_of(user):
    return Membership.objects.get(user=user)


def act(place, name):
    return f"{PLACES}{place.pk}/{name}/"


def test_a_chief_asks_a_second_editor_to_the_desk_who_then_comes_in(sit, city):
    typed = {"email": "New@Paris.example", "name": "Inès", "role": "editor"}
    answer = sit(Role.CHIEF).post(f"{PLACES}give/", typed, follow=True)
    assert "Inès has a place at the desk; a letter says how to come in." in answer.text
    place = Membership.objects.get(user__email="new@paris.example")
    assert (place.city, place.role, place.user.name) == (city, "editor", "Inès")
    assert DBTaskResult.objects.get().args_kwargs["args"][0] == "new@paris.example"
    assert browser_of(place.user).get(DESK).status_code == 200


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"email": "nowhere", "role": "editor"}, "email"),
        ({"email": "chief@paris.example", "role": "editor"}, "email"),
        ({"email": "new@paris.example", "role": "king"}, "role"),
    ],
)
def test_an_invitation_that_cannot_be_keeps_what_was_typed(sit, city, typed, field):
    answer = sit(Role.CHIEF).post(f"{PLACES}give/", typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert f'value="{typed["email"]}"' in answer.text
    assert Membership.objects.count() == 1


def test_the_page_says_who_sits_here_since_when_and_with_how_many_passkeys(sit, city):
    client, editor = sit(Role.CHIEF), make_editor(city)
    for name in ("phone", "laptop"):
        Authenticator.objects.create(user=editor, type=Authenticator.Type.WEBAUTHN, data={"name": name})
    browser_of(editor)
    page = client.get(PLACES)
    assert [(place.user.name, place.role, place.passkeys) for place in page.context["places"]] == [
        ("chief Paris", "chief", 0),
        ("editor Paris", "editor", 2),
    ]
    assert "Last came in on Thursday 14 May 2026, 12:00 · 2 passkeys" in page.text


def test_a_place_taken_away_closes_the_desk_to_an_open_session(sit, city):
    chief, editor = sit(Role.CHIEF), make_editor(city)
    theirs = browser_of(editor)
    assert theirs.get(DESK).status_code == 200
    assert chief.post(act(place_of(editor), "take"), {"why": "Another town."}).status_code == 302
    assert [theirs.get(address).status_code for address in (DESK, PLACES, f"{DESK}journal/")] == [404] * 3
    assert Journal.objects.get(verb="take_place").why == "Another town."
    assert "editor Paris" in chief.get(f"{DESK}journal/?verb=take_place").text


def test_a_changed_role_counts_at_the_next_click(sit, city):
    chief, observer = sit(Role.CHIEF), make_editor(city, Role.OBSERVER)
    theirs = browser_of(observer)
    assert theirs.post(f"{DESK}people/guest/", {}).status_code == 404
    chief.post(act(place_of(observer), "role"), {"role": "editor"})
    assert theirs.post(f"{DESK}people/guest/", {}).status_code == 422


def test_the_last_chief_is_told_why_they_stay(sit, city):
    client = sit(Role.CHIEF)
    place = Membership.objects.get()
    for name, typed in (("role", {"role": "editor"}), ("take", {})):
        answer = client.post(act(place, name), typed)
        assert answer.status_code == 422
        assert "A desk keeps an editor-in-chief" in answer.text
    assert Membership.objects.get().role == "chief"


def test_a_chief_among_others_may_leave(sit, city):
    client = sit(Role.CHIEF)
    make_editor(city, Role.CHIEF, email="second@paris.example")
    answer = client.post(act(Membership.objects.get(user__email="chief@paris.example"), "take"), follow=True)
    assert answer.redirect_chain == [("/paris/en/", 302)]
    assert Membership.objects.get().user.email == "second@paris.example"


def test_the_passkeys_of_a_lost_phone_are_removed(sit, city):
    chief, editor = sit(Role.CHIEF), make_editor(city)
    Authenticator.objects.create(user=editor, type=Authenticator.Type.WEBAUTHN, data={"name": "phone"})
    answer = chief.post(act(place_of(editor), "passkeys"), follow=True)
    assert "1 passkey of editor Paris is removed." in answer.text
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ON_CALL, Role.OBSERVER])
def test_everybody_else_reads_names_and_changes_nothing(sit, city, role):
    chief = make_editor(city, Role.CHIEF)
    client = sit(role)
    page = client.get(PLACES)
    assert "chief Paris" in page.text
    assert chief.email not in page.text
    doors = [f"{PLACES}give/", *(act(place_of(chief), name) for name in ("role", "take", "passkeys"))]
    assert [client.post(door, {"role": "observer"}).status_code for door in doors] == [404] * 4
    assert set(Membership.objects.values_list("role", flat=True)) == {"chief", role}


def test_a_chief_of_another_city_finds_no_such_place(sit, city, other_city):
    theirs = place_of(make_editor(other_city))
    client = sit(Role.CHIEF)
    assert [client.post(act(theirs, name), {"role": "chief"}).status_code for name in ("role", "take")] == [404] * 2


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("device", ["phone", "desktop"])
def test_the_page_reads_well(request, city, device):
    chief = make_editor(city, Role.CHIEF)
    make_editor(city)
    page = request.getfixturevalue(device)(chief)
    page.goto("/paris/fr/desk/places/")
    for summary in page.locator("details > summary").all():
        summary.click()
    assert axe_violations(page) == []
    assert (sideways_scroll(page), small_targets(page)) == (0, [])
