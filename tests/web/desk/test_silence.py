"""The one switch: two taps from everywhere, pressed twice is pressed once, lifted with thought."""

import pytest

from flaneur.core.find import FindState
from flaneur.core.roles import Role
from flaneur.models import City, Journal, Publication
from tests.makers import NOW, make_channel, make_find
from tests.web.desk.conftest import DESK

SILENCE = f"{DESK}silence/"
DOORS = ("", "calendar/", "channels/", "people/", "journal/")


def silenced_at(city):
    return City.objects.values_list("silenced_at", flat=True).get(pk=city.pk)


def test_every_page_leads_to_the_switch(sit, city):
    client = sit()
    assert all(f'class="hush" href="{SILENCE}"' in client.get(f"{DESK}{door}").text for door in DOORS)


def test_the_switch_says_what_stops(sit, city, writer):
    make_channel(city, name="Panneau")
    make_find(writer, state=FindState.APPROVED)
    page = sit(Role.ON_CALL).get(SILENCE)
    assert "2 planned publications are held." in page.text
    assert "<b>Paris</b>, <b>Panneau</b>" in page.text
    assert silenced_at(city) is None


def test_pressing_holds_everything_and_is_told_on_every_page(sit, city, writer):
    make_find(writer, state=FindState.APPROVED)
    client = sit(Role.ON_CALL)
    answer = client.post(SILENCE, {"why": "Un deuil national."}, follow=True)
    assert "1 publication is held." in answer.text
    assert silenced_at(city) == NOW
    assert list(Publication.objects.values_list("state", "reason")) == [("held", "silence")]
    for door in DOORS:
        page = client.get(f"{DESK}{door}").text
        assert "on_call Paris pressed it on Thursday 14 May, 12:00." in page
        assert "Un deuil national." in page


def test_pressing_twice_is_pressing_once(sit, city):
    client = sit()
    assert [client.post(SILENCE, {"why": why}).status_code for why in ("Une alerte.", "Encore.")] == [302, 302]
    assert list(Journal.objects.filter(verb="press_silence").values_list("why", flat=True)) == ["Une alerte."]
    assert silenced_at(city) == NOW


def test_a_reason_too_long_is_kept_in_the_form_and_nothing_is_pressed(sit, city):
    answer = sit().post(SILENCE, {"why": "é" * 601})
    assert answer.status_code == 422
    assert "é" * 601 in answer.text
    assert silenced_at(city) is None


@pytest.mark.parametrize("role", [Role.CHIEF, Role.EDITOR])
def test_the_office_lifts_and_what_is_held_stays_held(sit, city, writer, role):
    make_find(writer, state=FindState.APPROVED)
    sit(Role.ON_CALL).post(SILENCE)
    assert sit(role).post(f"{SILENCE}lift/", {"why": "C’est passé."}).status_code == 302
    assert silenced_at(city) is None
    assert list(Publication.objects.values_list("state", flat=True)) == ["held"]
    assert Journal.objects.get(verb="lift_silence").why == "C’est passé."


def test_whoever_pressed_it_is_not_the_one_who_lifts_it(sit, city):
    chief = sit(Role.CHIEF)
    sit(Role.EDITOR)
    chief.post(SILENCE)
    answer = chief.post(f"{SILENCE}lift/")
    assert answer.status_code == 422
    assert "You pressed it yourself: somebody else lifts it, with fresh eyes." in answer.text
    assert silenced_at(city) == NOW


def test_alone_at_the_desk_one_lifts_ones_own_silence_and_is_told(sit, city):
    chief = sit(Role.CHIEF)
    chief.post(SILENCE)
    assert "You lifted what you pressed yourself" in chief.post(f"{SILENCE}lift/", follow=True).text
    assert silenced_at(city) is None
    assert Journal.objects.get(verb="lift_silence").details == {"alone": True}


def test_a_part_of_the_voice_is_silenced_and_speaks_again(sit, city, writer):
    channel = make_channel(city, name="Panneau")
    make_find(writer, state=FindState.APPROVED)
    editor = sit(Role.EDITOR)
    typed = {"on": f"channel:{channel.pk}", "why": "On nous attaque.", "until": "2026-05-14T18:00"}
    assert "1 publication is held." in editor.post(SILENCE, typed, follow=True).text
    assert silenced_at(city) is None
    assert dict(Publication.objects.values_list("channel__name", "state")) == {"Paris": "planned", "Panneau": "held"}
    silence = city.silences.get()
    page = editor.get(SILENCE).text
    assert all(words in page for words in ("Panneau", "On nous attaque.", "thought to last until Thursday 14 May"))
    sit(Role.CHIEF).post(f"{SILENCE}lift/{silence.pk}/")
    assert not city.silences.active().exists()
    assert dict(Publication.objects.values_list("channel__name", "state"))["Panneau"] == "held"


@pytest.mark.parametrize("on", ["channel:nothing", "guest:0", "city:1", "find:00000000-0000-0000-0000-000000000000"])
def test_what_is_not_of_this_city_is_not_silenced(sit, city, on):
    assert sit().post(SILENCE, {"on": on}).status_code == 422
    assert not city.silences.exists()


def test_whoever_is_on_call_presses_and_does_not_lift(sit, city):
    client = sit(Role.ON_CALL)
    client.post(SILENCE)
    assert "Lift the silence" not in client.get(SILENCE).text
    assert client.post(f"{SILENCE}lift/").status_code == 404
    assert silenced_at(city) == NOW


def test_an_observer_cannot_press(sit, city):
    client = sit(Role.OBSERVER)
    page = client.get(SILENCE)
    assert page.status_code == 200
    assert "hush-button" not in page.text
    assert client.post(SILENCE).status_code == 404
    assert silenced_at(city) is None


def test_a_stranger_can_neither_press_nor_lift(stranger, city):
    assert [stranger.post(address).status_code for address in (SILENCE, f"{SILENCE}lift/")] == [404, 404]
    assert stranger.get(SILENCE).status_code == 404
    assert silenced_at(city) is None


def test_the_switch_of_one_city_leaves_the_others_alone(sit, city, other_city):
    sit().post(SILENCE)
    assert silenced_at(other_city) is None


def test_a_find_is_silenced_from_its_own_page_and_the_desk_is_reminded_when_it_lasts(sit, city, writer):
    find = make_find(writer, state=FindState.APPROVED)
    client = sit()
    assert f'name="on" value="find:{find.pk}"' in client.get(f"{DESK}find/{find.pk}/").text
    client.post(SILENCE, {"on": f"find:{find.pk}"})
    assert city.silences.get().find == find
    assert "A silence lasts longer" not in client.get(DESK).text
    city.silences.update(until=NOW)
    assert "A silence lasts longer" in client.get(DESK).text
