"""Cities: added whole, silenced in one gesture."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import get_resolver

from flaneur.core.charter import HOUSE_RULES, Book
from flaneur.core.errors import NotAllowed
from flaneur.core.roles import Role
from flaneur.models import City, Journal
from flaneur.models.cities import RESERVED_SLUGS
from flaneur.services.cities import add_city, city_for, publish_charter, revision_for
from flaneur.services.silences import lift_silence, press_silence, silence_of
from tests.makers import make_city, make_editor, make_find


def test_a_new_city_has_a_home_a_charter_and_a_line_in_the_journal(db, now):
    city = add_city(name="Nantes", slug="nantes", brand_tag="#NantesJeTaime", now=now)
    assert [(c.kind, c.is_home, c.state) for c in city.channels.all()] == [("site", True, "active")]
    assert city.charters.current().articles == HOUSE_RULES
    assert list(city.journal.values_list("verb", flat=True)) == ["publish_charter", "add_city"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"slug": "static"},
        {"slug": "a b"},
        {"brand_tag": "ParisJeTaime"},
        {"time_zone": "Europe/Lutetia"},
        {"name": ""},
        {"languages": ["fr", " en"]},
        {"languages": []},
        {"slots": ["25:00"]},
        {"districts": []},
    ],
)
def test_a_city_with_a_wrong_field_is_refused(db, now, wrong):
    with pytest.raises(ValidationError) as refusal:
        add_city(**{"name": "Paris", "slug": "paris", "brand_tag": "#ParisJeTaime", "now": now, **wrong})
    assert list(refusal.value.message_dict) == list(wrong)
    assert City.objects.count() == 0


def test_no_city_is_called_like_an_address_of_the_install():
    ours = {str(each.pattern).partition("/")[0] for each in get_resolver("flaneur.urls").url_patterns}
    languages = {code for code, _name in settings.LANGUAGES}
    assert {*ours, *languages, settings.STATIC_URL.strip("/")} - {""} <= RESERVED_SLUGS


def test_a_domain_is_kept_as_browsers_ask_for_it(db):
    assert make_city(domain="Lyon.Example.").domain == "lyon.example"


def test_a_city_is_found_by_its_domain_before_any_slug(db):
    paris = make_city("paris", domain="parisjetaime.example")
    nantes = make_city("nantes")
    assert city_for("parisjetaime.example", "nantes") == paris
    assert city_for("localhost", "nantes") == nantes
    assert city_for("localhost", "bordeaux") is None
    assert revision_for("parisjetaime.example", "nantes") == (paris.pk, City.objects.get(pk=paris.pk).revision)


def test_a_new_charter_keeps_the_old_one(city, now):
    chief = make_editor(city, Role.CHIEF)
    book = Book("#ParisTeDit", {"fr": {"intro": "Autrement."}}, balance={"audiences": {"visitors": 60, "locals": 40}})
    publish_charter(city, book, by=chief, now=now)
    old, new = city.charters.order_by("version")
    assert (old.version, old.brand_tag, new.version, new.brand_tag) == (1, "#ParisJeTaime", 2, "#ParisTeDit")
    assert (City.objects.get().brand_tag, new.text, new.book) == ("#ParisTeDit", book.text, book)
    line = Journal.objects.filter(verb="publish_charter").latest("pk")
    assert (line.by, line.details) == (chief, {"version": 2})


def test_only_the_chief_publishes_a_charter_and_never_under_a_tag_that_is_none(city, editor, now):
    with pytest.raises(NotAllowed):
        publish_charter(city, Book(), by=editor, now=now)
    with pytest.raises(ValidationError):
        publish_charter(city, Book("no tag"), by=make_editor(city, Role.CHIEF), now=now)
    assert city.charters.count() == 1


def test_silence_pressed_twice_is_pressed_once(city, guest, now):
    make_find(guest, state="approved")
    on_call = make_editor(city, Role.ON_CALL)
    assert press_silence(city, by=on_call, now=now, why="an accident") == 1
    assert press_silence(city, by=on_call, now=now + timedelta(minutes=1)) == 0
    city.refresh_from_db()
    assert city.silenced_at == now
    line = Journal.objects.get(verb="press_silence")
    assert (line.by, line.why, line.details) == (on_call, "an accident", {"held": 1})


def test_whoever_is_on_call_silences_but_the_office_lifts(city, now):
    on_call = make_editor(city, Role.ON_CALL)
    press_silence(city, by=on_call, now=now)
    with pytest.raises(NotAllowed):
        lift_silence(silence_of(city), by=on_call, now=now)
    lift_silence(silence_of(city), by=make_editor(city, Role.CHIEF), now=now)
    assert City.objects.get(pk=city.pk).silenced_at is None


def test_an_observer_or_a_stranger_cannot_silence(city, other_city, now):
    for person in (make_editor(city, Role.OBSERVER), make_editor(other_city, Role.CHIEF)):
        with pytest.raises(NotAllowed):
            press_silence(city, by=person, now=now)
    assert City.objects.get(pk=city.pk).silenced_at is None
