"""The letters a guest gets: what was decided, the remark, and the way to the find."""

import pytest
from django.utils import translation
from django_tasks_db.models import DBTaskResult

from flaneur.models import City
from flaneur.services.review import approve_find, decline_find, return_find
from flaneur.services.silences import press_silence
from tests.makers import NOW, make_capture, make_city, make_editor, make_find, make_guest, make_residency

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(db):
    return make_city(languages=["en", "fr"])


def letter():
    """The one letter that was written: to whom, its subject, its body."""
    return DBTaskResult.objects.get(task_path__endswith="send_letter").args_kwargs["args"]


@pytest.fixture
def find(city):
    guest = make_guest(city)
    make_residency(guest)
    return make_find(guest)


def test_an_approved_find_is_told_with_its_hour_in_the_citys_time(find):
    approve_find(find, by=make_editor(find.city), now=NOW)
    to, subject, body = letter()
    assert to == "lea@paris.example"
    assert subject == "The desk says yes: your find is going to Paris’s wall"
    assert "Hello Léa," in body
    assert "It appears on Thursday 14 May at 12:30." in body
    assert f"/paris/en/guest/find/{find.pk}/" in body
    assert make_capture().words in body


def test_in_silence_no_hour_is_promised(find):
    editor = make_editor(find.city)
    press_silence(find.city, by=editor, now=NOW)
    approve_find(find, by=editor, now=NOW)
    assert "It appears on" not in letter()[2]


def test_a_returned_find_comes_with_the_remark_and_the_words(find):
    return_find(find, by=make_editor(find.city), now=NOW, remark="Which door? L'autre, peut-être & encore")
    _to, subject, body = letter()
    assert subject == "Your find needs one more touch"
    assert "Which door? L'autre, peut-être & encore" in body
    assert make_capture().words in body


def test_a_declined_find_comes_with_the_reason(find):
    decline_find(find, by=make_editor(find.city), now=NOW, remark="That is an advertisement.")
    _to, subject, body = letter()
    assert subject == "About the find you sent us"
    assert "That is an advertisement." in body


def test_a_letter_leads_to_the_citys_own_domain_in_a_language_with_pages():
    city = make_city("lyon", domain="lyon.example")
    City.objects.filter(pk=city.pk).update(languages=["es", "en"])
    city.refresh_from_db()
    find = make_find(make_guest(city))
    return_find(find, by=make_editor(city), now=NOW, remark="Which door?")
    body = letter()[2]
    assert f"http://lyon.example/en/guest/find/{find.pk}/" in body
    assert "Hello Léa," in body


def test_letters_speak_the_citys_first_language_whoever_presses_the_button(find):
    with translation.override("fr"):
        return_find(find, by=make_editor(find.city), now=NOW, remark="Which door?")
    assert "Nothing is lost: open it, change what you like, send it again." in letter()[2]
