"""The guest's door closes when the pen is taken away, also for a session that began before."""

from datetime import timedelta

import pytest

from flaneur.core.residency import UPLOAD_GRACE
from flaneur.models import Find
from flaneur.services.residencies import end_residency
from tests.makers import NOW, make_capture, make_editor, make_residency

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOW, tick=False)]

HOME = "/paris/en/guest/"
CAPTURE = f"{HOME}capture/"
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def residency(guest):
    return make_residency(guest)


@pytest.fixture
def phone(client, residency):
    client.force_login(residency.guest.user)
    assert client.get(HOME).status_code == 200
    return client


def typed(words):
    return {"id": str(make_capture().id), "words": words, "language": "fr", "audience": "both", "discretion": "exact"}


def is_signed_in(client):
    return "_auth_user_id" in client.session


def test_whose_residency_the_desk_ends_is_signed_out_at_the_next_page(phone, residency, city):
    end_residency(residency, by=make_editor(city), now=NOW, why="insults")
    page = phone.get(HOME)
    assert page.status_code == 403
    assert "Your time with the pen is over." in page.text
    assert not is_signed_in(phone)


def test_what_the_phone_still_sends_then_stays_on_it(phone, residency, city):
    end_residency(residency, by=make_editor(city), now=NOW, why="insults")
    answer = phone.post(CAPTURE, typed("Une porte rouge."), **JSON)
    assert answer.status_code == 401
    assert answer.json()["sentence"].startswith("Your time with the pen is over.")
    assert not Find.objects.exists()


def test_a_plain_form_that_comes_too_late_gets_its_words_back(phone, residency, city):
    end_residency(residency, by=make_editor(city), now=NOW, why="insults")
    page = phone.post(CAPTURE, typed("Une porte rouge."))
    assert page.status_code == 403
    assert ">Une porte rouge.</textarea>" in page.text
    assert not Find.objects.exists()


def test_a_residency_that_ends_by_itself_leaves_time_for_slow_connections(phone, residency, time_machine):
    for moment, status in ((-timedelta(seconds=1), 200), (timedelta(), 403)):
        time_machine.move_to(residency.ends_at + UPLOAD_GRACE + moment)
        phone.force_login(residency.guest.user)
        assert phone.get(HOME).status_code == status


def test_a_guest_whose_next_residency_is_near_stays(phone, residency, city):
    make_residency(residency.guest, NOW + timedelta(days=6))
    end_residency(residency, by=make_editor(city), now=NOW, why="a fall")
    assert phone.get(HOME).status_code == 200


def test_whoever_sits_at_a_desk_too_keeps_their_finds(phone, residency, city):
    end_residency(residency, by=make_editor(city, email=residency.guest.user.email), now=NOW, why="on the desk now")
    assert phone.get(HOME).status_code == 200
