"""The city's own site, on the morning everything in makers.py happens."""

from datetime import timedelta

import pytest
import time_machine

from flaneur.core.find import FindState
from flaneur.core.place import Place
from tests import makers


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(makers.NOW, tick=False):
        yield


@pytest.fixture
def publish(guest):
    """`publish(minutes=5, **fields)` puts a find on the wall that many minutes ago."""

    def publish(words="Trois marches, une porte rouge, un chat.", *, minutes=5, by=None, **fields):
        place = fields.pop("place", Place("Cour Damoye", 2.35, 48.85))
        at = makers.NOW - timedelta(minutes=minutes)
        whose = by or guest
        fields |= {"words": words, "place": place, "captured_at": at}
        find = makers.make_find(whose, state=FindState.DRAFT, now=at, **fields)
        makers.submit_find(find, by=whose.user, now=at)
        makers.approve_find(find, by=makers.make_editor(whose.city), now=at)
        makers.publish(find, at=at)
        return find

    return publish
