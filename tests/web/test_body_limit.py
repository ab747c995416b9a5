"""How much a request may bring: nothing of a body that is too long is read, let alone written to disk."""

from io import BytesIO

import pytest
from django.test import Client

from flaneur.web.body_limit import MOST, ORDINARY
from tests.makers import NOW, make_editor, make_residency

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOW, tick=False)]

CAPTURE = "/paris/en/guest/capture/"
LOGIN = "/paris/en/account/login/"
FORM = 'multipart/form-data; boundary="x"'


class Body(BytesIO):
    """A body that counts how much of it was asked for."""

    asked = 0

    def read(self, size=-1):
        self.asked += max(size, 0) or 1
        return super().read(size)


def post(client, path, length, **headers):
    """A POST that says it brings so many bytes. Gives the answer and whether anybody read of them."""
    body = Body(b"--x--")
    told = {"CONTENT_LENGTH": str(length)} if length is not None else {}
    answer = client.generic("POST", path, **{"wsgi.input": body, "CONTENT_TYPE": FORM, **told}, **headers)
    return answer, bool(body.asked)


@pytest.fixture
def stranger(city):
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32
    return client


@pytest.fixture
def phone(guest):
    make_residency(guest)
    client = Client(enforce_csrf_checks=True)
    client.force_login(guest.user)
    client.cookies["csrftoken"] = "a" * 32
    return client


@pytest.mark.parametrize("path", [LOGIN, "/language", "/paris/account/link/any", "/paris/en/desk/people/guest/"])
def test_of_a_strangers_long_body_nothing_is_read(stranger, path):
    answer, was_read = post(stranger, path, ORDINARY + 1)
    assert (answer.status_code, was_read) == (413, False)
    assert answer.headers["Connection"] == "close"


def test_an_ordinary_form_is_read_and_judged(stranger):
    answer, was_read = post(stranger, LOGIN, ORDINARY)
    assert (answer.status_code, was_read) == (403, True)


def test_a_guest_may_bring_four_photos_and_no_more(phone):
    for length, status in ((MOST["guest:capture"], 403), (MOST["guest:capture"] + 1, 413)):
        answer, was_read = post(phone, CAPTURE, length)
        assert (answer.status_code, was_read) == (status, status == 403)


def test_only_a_capture_is_long(phone, city):
    assert post(phone, LOGIN, ORDINARY + 1)[0].status_code == 413
    phone.force_login(make_editor(city))
    assert post(phone, "/paris/en/desk/people/guest/", ORDINARY + 1)[0].status_code == 413


def test_a_capture_without_a_session_is_asked_to_sign_in_so_that_the_outbox_keeps_it(stranger):
    stranger.cookies["sessionid"] = "invented"
    answer, was_read = post(stranger, CAPTURE, ORDINARY + 1, HTTP_ACCEPT="application/json")
    assert (answer.status_code, was_read) == (401, False)
    assert answer.json()["sentence"].startswith("You are signed out.")


def test_a_body_of_unknown_length_is_not_begun(phone):
    answer, was_read = post(phone, CAPTURE, None, HTTP_TRANSFER_ENCODING="chunked")
    assert (answer.status_code, was_read) == (411, False)


def test_the_outbox_and_people_are_told_in_a_sentence(phone):
    sentence = "That is more than fits through this door."
    assert sentence in post(phone, CAPTURE, MOST["guest:capture"] + 1)[0].text
    told, _was_read = post(phone, CAPTURE, MOST["guest:capture"] + 1, HTTP_ACCEPT="application/json")
    assert told.json() == {"sentence": sentence}
