"""One-time links and places at the desk."""

from datetime import timedelta

import pytest

from flaneur.core.errors import NotAllowed, TooLate
from flaneur.core.roles import Role
from flaneur.models import SignInLink, User
from flaneur.services.people import LINK_LIFE, forget_old_links, give_place, make_link, spend_link
from tests.makers import make_editor, make_user


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


def test_a_place_is_given_once_and_its_role_changes(city, now):
    chief = make_editor(city, Role.CHIEF)
    first = give_place(city, email="new@paris.example", role=Role.OBSERVER, now=now, by=chief)
    second = give_place(city, email="NEW@paris.example", role=Role.EDITOR, now=now, by=chief)
    assert (first.pk, second.role) == (second.pk, "editor")


def test_whoever_may_not_invite_cannot_give_places(city, now):
    with pytest.raises(NotAllowed):
        give_place(city, email="a@b.example", role=Role.CHIEF, now=now, by=make_editor(city, Role.ON_CALL))
