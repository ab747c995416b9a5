"""Coming in: by a link that works once, by a code, around one's residency; and nobody learns who has an account."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from flaneur.core.residency import UPLOAD_GRACE
from flaneur.models import User
from flaneur.services.people import make_link
from flaneur.services.residencies import end_residency
from tests.makers import NOW, make_editor, make_guest, make_residency, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOW, tick=False)]

LOGIN = "/paris/en/account/login/"
CODE = "/paris/en/account/login/code/confirm/"
GUEST = "/paris/en/guest/"


@pytest.fixture
def client():
    """Somebody whose browser asks for English, for pages without a language in their address."""
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def writer(guest):
    make_residency(guest)
    return guest


def link_for(user, *, leads_to=GUEST, now=NOW):
    return f"/paris/account/link/{make_link(user, leads_to=leads_to, now=now)}"


def is_signed_in(client):
    return "_auth_user_id" in client.session


def code_from(letter):
    return re.search(r"^\s*([A-Z0-9]{4}-?[A-Z0-9]{4})\s*$", letter.body, re.MULTILINE)[1]


def sign_in_by_code(client, email):
    client.post(LOGIN, {"login": email})
    return client.post(CODE, {"code": code_from(mail.outbox[-1])})


def test_looking_at_a_link_spends_nothing(client, writer):
    address = link_for(writer.user)
    for _ in range(3):
        assert client.get(address).status_code == 200
    assert not is_signed_in(client)
    assert client.post(address).headers["Location"] == GUEST


def test_the_button_signs_in_and_leads_where_the_link_leads(client, writer):
    answer = client.post(link_for(writer.user, leads_to="/paris/en/guest/capture/"))
    assert answer.headers["Location"] == "/paris/en/guest/capture/"
    assert client.session["_auth_user_id"] == str(writer.user.pk)


def test_a_link_works_once(client, writer):
    address = link_for(writer.user)
    client.post(address)
    client.logout()
    again = client.post(address)
    assert again.status_code == 410
    assert "This key no longer turns" in again.content.decode()
    assert LOGIN in again.content.decode()
    assert not is_signed_in(client)


@pytest.mark.parametrize("secret", ["unknown", "ü" * 40])
def test_an_unknown_link_says_what_to_do(client, city, secret):
    assert client.post(f"/paris/account/link/{secret}").status_code == 410


def test_a_link_of_last_week_has_turned_old(client, writer):
    address = link_for(writer.user, now=NOW - timedelta(days=7))
    assert client.post(address).status_code == 410


def test_a_link_never_leads_to_another_house(client, writer):
    assert client.post(link_for(writer.user, leads_to="https://elsewhere.example/")).headers["Location"] == GUEST


def test_a_link_of_the_install_itself_opens_the_same_door(client, writer):
    secret = make_link(writer.user, leads_to=GUEST, now=NOW)
    assert client.get(f"/account/link/{secret}").status_code == 200
    assert client.post(f"/account/link/{secret}").headers["Location"] == GUEST


def test_a_link_that_comes_too_early_stays_good(client, guest, time_machine):
    make_residency(guest, NOW + timedelta(days=9))
    address = link_for(guest.user)
    early = client.post(address)
    assert early.status_code == 403
    assert "This door opens on Saturday 16 May." in early.content.decode()
    time_machine.shift(timedelta(days=3))
    assert client.post(address).headers["Location"] == GUEST


def test_a_code_by_mail_signs_in(client, writer):
    answer = sign_in_by_code(client, writer.user.email)
    assert answer.headers["Location"] == GUEST
    assert client.session["_auth_user_id"] == str(writer.user.pk)
    assert mail.outbox[0].to == [writer.user.email]


def test_who_was_on_the_way_somewhere_arrives_there(client, writer):
    client.post(LOGIN, {"login": writer.user.email, "next": "/paris/en/guest/capture/"})
    answer = client.post(CODE, {"code": code_from(mail.outbox[-1]), "next": "/paris/en/guest/capture/"})
    assert answer.headers["Location"] == "/paris/en/guest/capture/"


def test_an_editor_lands_at_the_desk(client, city):
    assert sign_in_by_code(client, make_editor(city).email).headers["Location"] == "/paris/en/desk/"


def test_somebody_without_a_place_here_lands_on_the_wall(client, city):
    assert sign_in_by_code(client, make_user().email).headers["Location"] == "/paris/en/"


def test_three_wrong_codes_lead_back_to_the_start(client, writer):
    client.post(LOGIN, {"login": writer.user.email})
    first, second, third = (client.post(CODE, {"code": "WRONG"}) for _ in range(3))
    assert (first.status_code, second.status_code) == (200, 200)
    assert "Incorrect code." in first.content.decode()
    assert third.headers["Location"] == "/paris/en/account/login/code/"
    assert not is_signed_in(client)


def test_nobody_learns_which_addresses_are_known(client, writer):
    known = client.post(LOGIN, {"login": writer.user.email})
    client.session.flush()
    unknown = client.post(LOGIN, {"login": "nobody@paris.example"})
    assert known.headers["Location"] == unknown.headers["Location"] == CODE
    assert "We know nobody under this address." in mail.outbox[-1].body
    assert mail.outbox[-1].to == ["nobody@paris.example"]


def test_codes_are_not_handed_out_without_end(writer):
    answers = [Client().post(LOGIN, {"login": writer.user.email}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 200, 200, 200]
    assert len(mail.outbox) == 3


def test_nobody_signs_up(client, city):
    client.post("/paris/en/account/signup/", {"email": "new@paris.example"})
    assert "By invitation" in client.get("/paris/en/account/signup/").content.decode()
    assert not User.objects.filter(email="new@paris.example").exists()


@pytest.mark.parametrize("page", ["email/", "password/reset/", "password/change/", "2fa/", "2fa/totp/activate/"])
def test_of_allauths_pages_only_ours_exist(client, writer, page):
    client.force_login(writer.user)
    assert client.get(f"/paris/en/account/{page}").status_code == 404


@pytest.mark.parametrize(("begins", "is_open"), [(timedelta(days=7), True), (timedelta(days=7, seconds=1), False)])
def test_a_guest_may_come_in_from_a_week_before(client, guest, begins, is_open):
    make_residency(guest, NOW + begins)
    assert sign_in_by_code(client, guest.user.email).status_code == (302 if is_open else 403)
    assert is_signed_in(client) is is_open


@pytest.mark.parametrize(("ended", "is_open"), [(UPLOAD_GRACE - timedelta(seconds=1), True), (UPLOAD_GRACE, False)])
def test_a_guest_may_come_in_until_uploads_are_over(client, guest, ended, is_open):
    make_residency(guest, NOW - ended - timedelta(days=7), NOW - ended)
    assert sign_in_by_code(client, guest.user.email).status_code == (302 if is_open else 403)
    assert is_signed_in(client) is is_open


def test_who_is_turned_away_is_told_why_and_keeps_nothing(client, guest):
    make_residency(guest, NOW - timedelta(days=20), NOW - timedelta(days=13))
    answer = sign_in_by_code(client, guest.user.email)
    assert "Your time with the pen is over." in answer.content.decode()
    assert client.get(LOGIN).status_code == 200


def test_a_guest_without_dates_is_not_told_that_their_time_is_over(client, guest):
    answer = sign_in_by_code(client, guest.user.email)
    assert answer.status_code == 403
    assert "The desk has not set your dates yet." in answer.content.decode()


def test_a_guest_whose_residency_the_desk_ended_stays_outside(client, writer, city):
    end_residency(writer.residencies.get(), by=make_editor(city), now=NOW, why="insults")
    assert sign_in_by_code(client, writer.user.email).status_code == 403
    assert not is_signed_in(client)


def test_a_guest_with_a_place_at_the_desk_comes_in_at_any_time(client, city, guest):
    make_editor(city, email=guest.user.email)
    assert sign_in_by_code(client, guest.user.email).status_code == 302


def test_a_guests_session_ends_when_uploads_are_over(client, writer):
    client.post(link_for(writer.user))
    assert client.session.get_expiry_date() == writer.residencies.get().ends_at + UPLOAD_GRACE


def test_the_longest_of_several_residencies_counts(client, writer):
    later = make_residency(writer, NOW + timedelta(days=6))
    make_residency(writer, NOW + timedelta(days=30))
    client.post(link_for(writer.user))
    assert client.session.get_expiry_date() == later.ends_at + UPLOAD_GRACE


def test_an_editors_session_is_an_ordinary_one(client, city, settings):
    client.post(link_for(make_editor(city)))
    assert client.session.get_expiry_age() == settings.SESSION_COOKIE_AGE


def test_a_guest_of_another_city_is_still_a_guest(client, city, other_city):
    samir = make_guest(other_city, name="Samir", slug="samir")
    make_residency(samir, NOW - timedelta(days=30), NOW - timedelta(days=20))
    assert sign_in_by_code(client, samir.user.email).status_code == 403


def test_signing_out_takes_a_press(client, writer):
    client.force_login(writer.user)
    client.get("/paris/en/account/logout/")
    assert is_signed_in(client)
    client.post("/paris/en/account/logout/")
    assert not is_signed_in(client)


@pytest.mark.parametrize("page", ["login/", "logout/", "passkeys/", "inactive/", "signup/"])
def test_nothing_about_somebody_signed_in_is_kept_by_a_browser(client, writer, page):
    client.force_login(writer.user)
    assert "no-store" in client.get(f"/paris/en/account/{page}").headers["Cache-Control"]


def test_the_letter_carries_its_code_in_the_subject(client, writer):
    client.post(LOGIN, {"login": writer.user.email})
    letter = mail.outbox[-1]
    assert letter.subject == f"{code_from(letter)} is your code"
