"""The desk at a frozen moment: whoever sits there, and pages as they read in English."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from flaneur.core.roles import Role
from flaneur.models import User
from tests.makers import NOW, make_editor, make_residency, make_user

DESK = "/paris/en/desk/"


@pytest.fixture(autouse=True)
def _this_moment(request):
    """Browsers keep their own clock; everybody else stands still."""
    if request.node.get_closest_marker("browser"):
        yield
    else:
        with time_machine.travel(NOW, tick=False):
            yield


@pytest.fixture
def sit(city) -> Callable[..., Client]:
    """`sit(Role.EDITOR)` is a browser of somebody at the city's desk."""

    def sit_down(role: Role = Role.EDITOR) -> Client:
        return browser_of(make_editor(city, role))

    return sit_down


@pytest.fixture
def stranger(db) -> Client:
    """Somebody who is signed in and has no place at this desk."""
    return browser_of(make_user("stranger@example.org"))


@pytest.fixture
def writer(guest):
    """A guest who holds the pen."""
    make_residency(guest)
    return guest


def browser_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
