"""Every page of the demonstration's Paris, in French and with real content, on the narrowest screen."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from flaneur.core.roles import Role
from flaneur.demo import seed
from flaneur.demo.towns import TOWNS
from flaneur.models import City, Guest, User
from tests.browser import sideways_scroll

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DOORS = {"public": "/paris/fr/", "guest": "/paris/fr/guest/", "desk": "/paris/fr/desk/"}
ONE_OF_MANY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+|(?<=voices/)[a-z-]+")
"""What tells pages of one kind apart: a find's number, a voice's name."""
FILES = re.compile(r"/(feed|file)/?$|\.\w+$")


@pytest.fixture
def paris(monkeypatch) -> City:
    monkeypatch.setattr(seed, "SIZE", (320, 240))
    monkeypatch.setattr(seed, "TOWNS", TOWNS[:1])
    [city] = seed.seed(now=datetime.now(UTC))
    return city


def person_at(city: City, door: str) -> User | None:
    if door == "desk":
        return city.memberships.get(role=Role.CHIEF).user
    return Guest.objects.get(city=city, name="Léa M.").user if door == "guest" else None


def pages_behind(page, start: str) -> Iterator[str]:
    """One page of each kind that can be reached from here without leaving by another door; the page shows it."""
    waiting, kinds = [start], set()
    while waiting:
        address = waiting.pop(0)
        kind = ONE_OF_MANY.sub("…", address)
        if kind in kinds:
            continue
        kinds.add(kind)
        page.goto(address)
        yield address
        links = page.locator("a[href]").evaluate_all("links => links.map((link) => link.getAttribute('href'))")
        waiting += [link.split("#")[0].split("?")[0] for link in links if is_behind(link, start)]


def is_behind(link: str, start: str) -> bool:
    others = [door for door in DOORS.values() if door.startswith(start) and door != start]
    return link.startswith(start) and not link.startswith((*others, "/paris/fr/account/")) and not FILES.search(link)


def test_nothing_scrolls_sideways_at_320_pixels(phone, paris):
    for door, least in {"public": 5, "guest": 4, "desk": 10}.items():
        page = phone(person_at(paris, door), viewport={"width": 320, "height": 640})
        found = {address: sideways_scroll(page) for address in pages_behind(page, DOORS[door])}
        assert {address: width for address, width in found.items() if width} == {}
        assert len(found) >= least
