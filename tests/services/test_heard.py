"""The balance of a city: what was told, where, and how much of it at partners'."""

from datetime import timedelta

from django.utils import translation

from flaneur.core.charter import Article, Book, Effect
from flaneur.core.heard import Heard
from flaneur.core.place import Place
from flaneur.services.cities import publish_charter
from flaneur.services.heard import hearing
from tests.makers import NOW, PILLARS, make_find, make_guest, make_residency

WEEK = timedelta(weeks=1)


def test_only_what_is_near_counts_back_and_ahead(city):
    for slug, weeks, district in (("a", -14, "1e"), ("b", -2, "1e"), ("c", 3, "2e"), ("d", 14, "2e")):
        make_residency(make_guest(city, slug=slug, district=district), NOW + weeks * WEEK)
    told = hearing(city, now=NOW)
    assert (told.weeks, list(told.districts)) == (12, [Heard("Louvre", 0, 1, 0), Heard("Bourse", 0, 0, 1)])


def test_places_that_come_back_are_named_and_partners_counted(city, guest):
    publish_charter(city, charter_with(partners=["cour damoye"]), by=None, now=NOW)
    for place in ("Cour Damoye", "cour Damoye", "Le banc", ""):
        make_find(guest, state="published", place=Place(place, 2.35, 48.85))
    make_find(guest, place=Place("Cour Damoye"))
    with translation.override("fr"):
        told = hearing(city, now=NOW)
    assert (told.places, told.partners) == (3, 2)
    assert [(name.lower(), times) for name, times in told.often] == [("cour damoye", 2)]
    assert list(told.themes) == [Heard("Coins cachés", 4, wished=30), Heard("L’icône autrement", wished=None)]


def test_a_find_that_was_taken_back_or_is_long_past_does_not_count(city, guest):
    make_find(guest, state="published")
    assert [theme.finds for theme in hearing(city, now=NOW).themes] == [1, 0]
    assert [theme.finds for theme in hearing(city, now=NOW + 13 * WEEK).themes] == [0, 0]
    city.finds.update(state="retracted")
    assert [theme.finds for theme in hearing(city, now=NOW).themes] == [0, 0]


def charter_with(partners):
    pillars = [PILLARS[0] | {"share": 30}, PILLARS[1]]
    return Book(pillars=pillars, articles=(Article("same_place", Effect.NUDGE, {"partners": partners}),))
