"""A town asks nothing of whatever else listens on this machine."""

import socket
from contextlib import closing

import pytest

pytestmark = pytest.mark.crash


@pytest.fixture
def neighbour(settings):
    """Listens where the city is said to be reached, as another program on port 8000 would."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        settings.BASE_URL = f"http://127.0.0.1:{listening.getsockname()[1]}"
        listening.settimeout(0)
        yield listening


def test_pictures_are_not_looked_for_at_a_neighbours(neighbour, town, times, live):
    town.plan(1, times)
    live(lambda: town.shown("instagram") and town.shown("threads"))
    with pytest.raises(BlockingIOError):
        neighbour.accept()
