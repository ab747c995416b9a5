"""A city whose find is about to leave, on its page and on a network that answers as told."""

from datetime import timedelta

import pytest

from flaneur.core.find import FindState
from flaneur.services.sending import publish_due
from tests.makers import make_channel, make_find
from tests.services.scripted import Deaf, Scripted, network

__all__ = ["network"]


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, now):
        self.now = now

    def __call__(self):
        return self.now

    def forward(self, **delta):
        self.now += timedelta(**delta)


@pytest.fixture
def clock(now):
    return Clock(now)


@pytest.fixture
def work(clock):
    """Let one worker do everything that is due."""

    def _work(owner="a worker"):
        return publish_due(owner=owner, clock=clock)

    return _work


@pytest.fixture
def channel(city, network):
    return make_channel(city, Scripted.kind)


@pytest.fixture
def deaf_channel(city, network):
    return make_channel(city, Deaf.kind)


@pytest.fixture
def find(channel, guest, editor):
    """Approved, and planned at the next slot."""
    return make_find(guest, state=FindState.APPROVED)


@pytest.fixture
def home(find):
    return find.publications.get(channel__is_home=True)


@pytest.fixture
def publication(find, channel):
    return find.publications.get(channel=channel)


@pytest.fixture
def at_slot(clock, home):
    clock.now = home.planned_at
    return clock
