"""A guest's own page for their face."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import TestCase

from flaneur.models import Channel, Guest
from tests.makers import NOW, jpeg, make_channel, make_residency
from tests.web.guest.test_stay import phone_of

PAGE = "/paris/en/guest/portrait/"


@pytest.fixture
def phone(guest, monkeypatch):
    make_residency(guest)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    return phone_of(guest.user)


def picture():
    file = jpeg()
    file.name = "me.jpg"
    return file


def test_a_picture_is_offered_lent_and_seen_by_its_guest_alone(phone, guest):
    assert phone.post(PAGE, {"picture": picture(), "is_lent": "on"}).headers["Location"] == PAGE
    guest.refresh_from_db()
    assert (guest.portrait, bool(guest.portrait_offered), guest.portrait_lent_at) == ("", True, NOW)
    assert "This one waits for the desk." in phone.get(PAGE).text
    answer = phone.get(f"{PAGE}offered.jpg")
    assert (answer["Content-Type"], "no-store" in answer["Cache-Control"]) == ("image/jpeg", True)
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")


def test_without_a_picture_only_the_wish_changes(phone, guest):
    Guest.objects.update(portrait_lent_at=NOW, portrait="paris/portraits/lea.jpg")
    assert phone.post(PAGE, {}).status_code == 302
    guest.refresh_from_db()
    assert (guest.portrait, guest.portrait_lent_at) == ("paris/portraits/lea.jpg", None)


def test_a_file_that_is_no_picture_is_told_in_a_sentence_and_the_wish_stays_typed(phone, guest):
    file = picture()
    file.truncate(10)
    answer = phone.post(PAGE, {"picture": file, "is_lent": "on"})
    assert answer.status_code == 422
    assert "This photo is damaged" in answer.text
    assert "checked" in answer.text
    assert Guest.objects.get().portrait_offered == ""


def test_the_page_names_the_accounts_that_would_show_it(phone, city):
    assert "None of the city’s accounts shows its guests today." in phone.get(PAGE).text
    make_channel(city, "mastodon", name="Mammouth")
    Channel.objects.filter(name="Mammouth").update(
        shows_portrait_since=NOW, picture="own.jpg", hands_over_since=NOW - timedelta(days=9)
    )
    assert "These accounts: Mammouth." in phone.get(PAGE).text


def test_an_account_that_asks_after_the_yes_is_told_and_asks_for_another(phone, city):
    wish = {"picture": "own.jpg", "hands_over_since": NOW - timedelta(days=9)}
    for name, since in (("Mammouth", NOW - timedelta(days=1)), ("Ciel", NOW)):
        channel = make_channel(city, "mastodon", name=name)
        Channel.objects.filter(pk=channel.pk).update(handle=name, shows_portrait_since=since, **wish)
    assert "Since you said yes" not in phone.get(PAGE).text
    Guest.objects.update(portrait_lent_at=NOW - timedelta(hours=1))
    assert "the office asks for Ciel too" in phone.get(PAGE).text
    phone.post(PAGE, {"is_lent": "on"})
    assert "Since you said yes" not in phone.get(PAGE).text
    assert Guest.objects.get().portrait_lent_at == NOW


def test_it_is_erased_at_a_press(phone, guest):
    phone.post(PAGE, {"picture": picture()})
    guest.refresh_from_db()
    with TestCase.captureOnCommitCallbacks(execute=True):
        phone.post(f"{PAGE}withdraw/")
    assert not default_storage.exists(guest.portrait_offered)
    assert phone.get(f"{PAGE}offered.jpg").status_code == 404
