"""How a city's finds stand beside what its charter wishes for."""

from dataclasses import replace
from datetime import timedelta

from flaneur.core.balance import Share
from flaneur.core.find import Audience, FindState
from flaneur.models import Find
from flaneur.services import balance
from flaneur.services.balance import balance_of, wishes_of
from flaneur.services.cities import publish_charter
from tests.makers import PILLARS, make_find, make_guest

WISHES = {"audiences": {"visitors": 60, "locals": 40}, "registers": {"inspiration": 80, "information": 20}}


def wishing(city, now):
    pillars = [{**pillar, "share": share} for pillar, share in zip(PILLARS, (70, 30), strict=True)]
    return publish_charter(
        city, replace(city.charters.current().book, pillars=pillars, balance=WISHES), by=None, now=now
    )


def told(guest, now, **fields):
    return make_find(guest, state=FindState.PUBLISHED, now=now, **fields)


def test_only_what_went_up_since_then_and_still_stands_is_counted(guest, other_city, city, now):
    charter = wishing(city, now)
    told(guest, now, pillar="hidden", audience=Audience.VISITORS)
    told(
        guest,
        now,
        pillar="icons",
        words="Le café est à 2 €.",
        reasons={"perishable": "vu ce matin", "french_present": ""},
    )
    taken_back = told(guest, now, pillar="icons")
    Find.objects.filter(pk=taken_back.pk).update(state=FindState.RETRACTED)
    old = told(guest, now, pillar="icons")
    Find.objects.filter(pk=old.pk).update(published_at=now - timedelta(days=29))
    make_find(guest, pillar="icons")
    told(make_guest(other_city), now, pillar="icons")
    found = balance_of(charter, since=now - timedelta(weeks=4))
    assert found.finds == 2
    assert found.pillars == (Share("hidden", 70, 50), Share("icons", 30, 50))
    assert found.audiences == (Share("visitors", 60, 75), Share("locals", 40, 25))
    assert found.registers == (Share("inspiration", 80, 50), Share("information", 20, 50))


def test_a_pillar_the_charter_has_given_up_is_counted_beside_the_others(guest, city, now):
    told(guest, now, pillar="icons")
    told(guest, now, pillar="")
    book = city.charters.current().book
    charter = publish_charter(city, replace(book, pillars=PILLARS[:1]), by=None, now=now)
    found = balance_of(charter, since=now - timedelta(weeks=4))
    assert found.pillars == (Share("hidden", None, 0), Share("", None, 100))


def test_the_newest_are_looked_at_in_one_query_however_many_there_are(
    guest, city, now, monkeypatch, django_assert_num_queries
):
    charter = wishing(city, now)
    for minutes, pillar in enumerate(("hidden", "icons", "icons")):
        told(guest, now + timedelta(minutes=minutes), pillar=pillar)
    monkeypatch.setattr(balance, "MOST_FINDS", 2)
    with django_assert_num_queries(1):
        found = balance_of(charter, since=now - timedelta(weeks=4))
    assert (found.finds, found.pillars[1]) == (2, Share("icons", 30, 100))


def test_a_version_of_old_says_what_it_wished_for(city, now):
    assert wishes_of(wishing(city, now)).pillars == (Share("hidden", 70, None), Share("icons", 30, None))
