"""Who has lost the phone their passkey is on: the code asks for it, and two people can help."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client

from flaneur.core.roles import Role
from flaneur.models import Journal
from tests.makers import NOW, make_city, make_editor, make_guest, make_residency
from tests.web.account.test_sign_in import is_signed_in, sign_in_by_code

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOW, tick=False)]


@pytest.fixture
def client():
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def chief(city):
    """The only one of the city, with a passkey on a phone that is gone."""
    user = make_editor(city, Role.CHIEF)
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "phone", "credential": {}})
    return user


def link(capsys, *words):
    call_command("link", *words)
    return capsys.readouterr().out.strip()


def test_a_code_alone_does_not_let_in_who_has_a_passkey(client, chief):
    answer = sign_in_by_code(client, chief.email)
    assert answer.headers["Location"] == "/paris/en/account/login/passkey/confirm/"
    assert not is_signed_in(client)


def test_a_link_of_the_command_leads_to_the_desk_once(client, chief, settings, capsys):
    address = link(capsys, chief.email.upper(), "--city", "paris")
    secret = address.removeprefix(f"{settings.BASE_URL}/paris/account/link/")
    assert client.post(f"/paris/account/link/{secret}").headers["Location"] == "/paris/fr/desk/"
    assert client.session["_auth_user_id"] == str(chief.pk)
    assert Client().post(f"/paris/account/link/{secret}").status_code == 410
    made = Journal.objects.get(verb="make_link")
    assert (made.city.slug, made.by, made.details) == ("paris", None, {"for": chief.pk})
    assert Authenticator.objects.exists()


def test_without_their_passkeys_the_last_chief_comes_in_by_code_again(client, chief, capsys):
    link(capsys, chief.email, "--city", "paris", "--without-passkeys")
    assert sign_in_by_code(client, chief.email).headers["Location"] == "/paris/en/desk/"
    assert Journal.objects.get(verb="forget_passkeys").by is None


def test_a_link_for_a_guest_leads_to_their_finds_on_the_citys_own_domain(capsys, client, db, settings):
    settings.ALLOWED_HOSTS = ["voix.example"]
    city = make_city(domain="voix.example")
    guest = make_guest(city)
    make_residency(guest)
    address = link(capsys, guest.user.email, "--city", "paris")
    assert address.startswith("http://voix.example/account/link/")
    answer = client.post(address.removeprefix("http://voix.example"), headers={"host": "voix.example"})
    assert answer.headers["Location"] == "http://voix.example/fr/guest/"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nobody@paris.example", "--city", "paris"), "Nobody of Paris has the address nobody@paris.example."),
        (("editor@nantes.example", "--city", "paris"), "Nobody of Paris has the address editor@nantes.example."),
        (("chief@paris.example", "--city", "lille"), "No city is called lille."),
    ],
)
def test_nobody_else_gets_a_link(chief, other_city, words, sentence):
    make_editor(other_city)
    with pytest.raises(CommandError, match=f"^{sentence}$"):
        call_command("link", *words)
    assert not Journal.objects.filter(verb="make_link").exists()
