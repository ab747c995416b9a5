"""One-time links and places at the desk."""

from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from flaneur.core.errors import NotAllowed, TooLate
from flaneur.core.roles import Role
from flaneur.models import Journal, SignInLink, User
from flaneur.services.invitations import invite_guest
from flaneur.services.people import (
    LINK_LIFE,
    change_role,
    forget_old_links,
    forget_passkeys,
    give_place,
    lose_phone,
    make_link,
    spend_link,
    take_place,
)
from flaneur.services.working import tidy
from tests.makers import make_city, make_editor, make_guest, make_user


def test_a_link_signs_in_once(db, now):
    user = make_user()
    secret = make_link(user, leads_to="/paris/fr/guest/capture/", now=now)
    link = spend_link(secret, now=now)
    assert (link.user, link.leads_to) == (user, "/paris/fr/guest/capture/")
    with pytest.raises(TooLate):
        spend_link(secret, now=now)


def test_only_the_digest_of_a_link_is_kept(db, now):
    secret = make_link(make_user(), leads_to="/", now=now)
    assert secret not in str(SignInLink.objects.values().get())
    assert len(secret) >= 32


def test_an_old_an_unknown_and_a_strangers_link_are_refused_alike(db, now):
    user = make_user()
    secret = make_link(user, leads_to="/", now=now)
    for wrong, moment in ((secret, now + LINK_LIFE), ("nonsense", now)):
        with pytest.raises(TooLate):
            spend_link(wrong, now=moment)
    User.objects.filter(pk=user.pk).update(is_active=False)
    with pytest.raises(TooLate):
        spend_link(secret, now=now)


def test_old_links_are_forgotten(db, now):
    make_link(make_user(), leads_to="/", now=now)
    assert forget_old_links(now=now) == 0
    assert forget_old_links(now=now + LINK_LIFE + timedelta(seconds=1)) == 1


def test_sessions_that_are_over_are_forgotten_and_no_other(db):
    """Django reads the clock by itself here: that a session is over is written against it."""
    over, running = SessionStore(), SessionStore()
    over.set_expiry(-1)
    for session in (over, running):
        session.save()
    tidy(now=datetime.now(UTC))
    assert list(Session.objects.values_list("pk", flat=True)) == [running.session_key]


def letters():
    return [row.args_kwargs["args"] for row in DBTaskResult.objects.filter(task_path__endswith="send_letter")]


def lines(verb):
    return [(line.by, line.subject, line.why, line.details) for line in Journal.objects.filter(verb=verb)]


def passkey(user):
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "phone"})


@pytest.fixture
def chief(city):
    return make_editor(city, Role.CHIEF)


def test_a_place_is_given_once_and_its_role_changes(city, chief, now):
    first = give_place(city, email="new@paris.example", role=Role.OBSERVER, now=now, by=chief)
    second = give_place(city, email="NEW@paris.example", role=Role.EDITOR, now=now, by=chief)
    assert (first.pk, second.role, city.memberships.get(pk=first.pk).role) == (second.pk, "editor", "editor")
    assert lines("change_role") == [(chief, "membership", "", {"role": "editor"})]


def test_whoever_gets_a_place_is_told_once_and_how_to_come_in(db, now):
    city = make_city(domain="voix.example", languages=["en", "fr"])
    chief = make_editor(city, Role.CHIEF)
    for _ in range(2):
        give_place(city, email="new@paris.example", role=Role.ON_CALL, now=now, by=chief)
    ((to, subject, body),) = letters()
    assert (to, subject) == ("new@paris.example", "A place at Paris’s desk")
    assert "chief Paris has given you a place at Paris’s desk. Your role: on call." in body
    assert "http://voix.example/en/desk/\n" in body
    assert "Give the address new@paris.example: we send a code to this mailbox" in body


@pytest.mark.parametrize("role", [Role.EDITOR, Role.ON_CALL, Role.OBSERVER])
def test_only_a_chief_gives_changes_and_takes_places(city, chief, now, role):
    by, place = make_editor(city, role), city.memberships.get(user=chief)
    for act in (
        lambda: give_place(city, email="a@b.example", role=Role.OBSERVER, now=now, by=by),
        lambda: change_role(place, Role.OBSERVER, now=now, by=by),
        lambda: take_place(place, now=now, by=by),
        lambda: forget_passkeys(place, now=now, by=by),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert set(city.memberships.values_list("user__email", "role")) == {(chief.email, "chief"), (by.email, role)}


def test_the_last_chief_stays_chief_until_there_is_another(city, chief, now):
    editor = city.memberships.get(user=make_editor(city))
    own = city.memberships.get(user=chief)
    for act in (lambda: change_role(own, Role.EDITOR, by=chief, now=now), lambda: take_place(own, by=chief, now=now)):
        with pytest.raises(NotAllowed, match="keeps an editor-in-chief"):
            act()
    change_role(editor, Role.CHIEF, by=chief, now=now)
    take_place(own, by=chief, now=now, why="another town")
    assert list(city.memberships.values_list("user__email", "role")) == [(editor.user.email, "chief")]
    assert lines("take_place") == [(chief, "user", "another town", {"role": "chief"})]


def test_a_link_made_for_a_guest_does_not_open_the_desk_they_sit_at_since(other_city, guest, editor, now):
    secret = invite_guest(guest, leads_to="/", by=editor, now=now)
    give_place(other_city, email=guest.user.email, role=Role.CHIEF, now=now)
    with pytest.raises(TooLate):
        spend_link(secret, now=now)


def test_a_link_made_for_a_guest_does_not_open_the_finds_of_another_city(other_city, guest, editor, now):
    secret = invite_guest(guest, leads_to="/", by=editor, now=now)
    make_guest(other_city, email=guest.user.email)
    with pytest.raises(TooLate):
        spend_link(secret, now=now)


def test_a_chief_removes_the_passkeys_of_a_lost_phone(city, chief, editor, now):
    passkey(editor)
    place = city.memberships.get(user=editor)
    assert [forget_passkeys(place, by=chief, now=now) for _ in range(2)] == [1, 0]
    assert not Authenticator.objects.exists()
    assert lines("forget_passkeys") == [(chief, "user", "", {"count": 1})]


def test_nobodys_passkeys_are_removed_by_a_desk_that_is_not_their_only_one(city, other_city, chief, now):
    elsewhere = make_editor(other_city, email="two@paris.example")
    place = give_place(city, email=elsewhere.email, role=Role.EDITOR, now=now)
    for who in (elsewhere, chief):
        passkey(who)
    for there in (place, city.memberships.get(user=chief)):
        with pytest.raises(NotAllowed):
            forget_passkeys(there, by=chief, now=now)
    assert Authenticator.objects.count() == 2
    assert forget_passkeys(place, by=None, now=now) == 1


def test_a_lost_phone_is_outside_at_once(guest, editor, now):
    secret = make_link(guest.user, leads_to="/", now=now)
    Authenticator.objects.create(user=guest.user, type=Authenticator.Type.WEBAUTHN, data={})
    phone, elsewhere = signed_in(guest.user), signed_in(editor)
    lose_phone(guest, by=guest.user, now=now)
    assert (is_in(phone), is_in(elsewhere)) == (False, True)
    with pytest.raises(TooLate):
        spend_link(secret, now=now)
    assert not Authenticator.objects.exists()
    assert (Journal.objects.newest()[0].verb, Journal.objects.newest()[0].by) == ("lose_phone", guest.user)


def test_the_desk_shuts_out_its_own_guests_phone_and_nobody_elses(city, other_city, guest, editor, now):
    with pytest.raises(NotAllowed):
        lose_phone(guest, by=make_user("stranger@example.org"), now=now)
    phone = signed_in(guest.user)
    lose_phone(guest, by=editor, now=now)
    assert not is_in(phone)
    chief = make_guest(city, slug="chief", email="chief@nantes.example")
    give_place(other_city, email="chief@nantes.example", role=Role.CHIEF, now=now)
    phone = signed_in(chief.user)
    with pytest.raises(NotAllowed, match="known elsewhere"):
        lose_phone(chief, by=editor, now=now)
    assert is_in(phone)
    lose_phone(chief, by=chief.user, now=now)
    assert not is_in(phone)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def is_in(client):
    request = HttpRequest()
    request.session = client.session
    return get_user(request).is_authenticated
