"""A town whose networks answer on this machine, in a time of its own."""

import logging
from contextlib import ExitStack
from datetime import timedelta

import pytest

from flaneur.services.sending import publish_due
from tests.crash.towns import open_town
from tests.makers import NOW


@pytest.fixture(autouse=True)
def _quiet():
    """What breaks here is meant to, and would be told by the hundred."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


class Times:
    """What time it is, and what this machine says it is."""

    def __init__(self):
        self.now, self.skew = NOW, timedelta()

    def __call__(self):
        return self.now + self.skew

    def really(self):
        return self.now


@pytest.fixture
def times():
    return Times()


@pytest.fixture
def stack():
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def town(stack, settings, transactional_db, times):
    """Its networks' clocks are right, whatever ours says."""
    settings.ALLOWED_NETWORKS = ["127.0.0.0/8"]
    return open_town(stack, times.really)


@pytest.fixture
def live(times):
    """Let a worker work, a quarter of a minute at a time, until something is so."""

    def _live(until=lambda: False, minutes=0):
        for _step in range(4 * (minutes or 8 * 60)):
            publish_due(owner="a worker", clock=times)
            if until():
                return
            times.now += timedelta(seconds=15)
        assert minutes, "it never came to that"

    return _live
