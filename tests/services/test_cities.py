"""Cities: added whole, silenced in one gesture."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import get_resolver

from flaneur.core.errors import NotAllowed
from flaneur.core.roles import Role
from flaneur.models import City, Journal
from flaneur.models.cities import RESERVED_SLUGS
from flaneur.services.cities import add_city, city_for, lift_silence, press_silence, publish_charter, revision_for
from tests.makers import make_city, make_editor, make_find


def test_a_new_city_has_a_home_a_charter_and_a_line_in_the_journal(db, now):
    city = add_city(name="Nantes", slug="nantes", brand_tag="#NantesJeTaime", now=now)
    assert [(c.kind, c.is_home, c.state) for c in city.channels.all()] == [("site", True, "active")]
    assert [rule.key for rule in city.charters.current().rule_book][:2] == ["brand_tag", "alt_text"]
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


def test_a_city_is_found_by_its_domain_before_any_slug(db):
    paris = make_city("paris", domain="parisjetaime.example")
    nantes = make_city("nantes")
    assert city_for("parisjetaime.example", "nantes") == paris
    assert city_for("localhost", "nantes") == nantes
    assert city_for("localhost", "bordeaux") is None
    assert revision_for("parisjetaime.example", "nantes") == (paris.pk, City.objects.get(pk=paris.pk).revision)


def test_a_new_charter_keeps_the_old_one(city, editor, now):
    publish_charter(city, by=editor, now=now, text={"fr": {"intro": "Autrement."}})
    assert [c.version for c in city.charters.order_by("version")] == [1, 2]
    assert city.charters.current().text == {"fr": {"intro": "Autrement."}}


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
        lift_silence(city, by=on_call, now=now)
    lift_silence(city, by=make_editor(city, Role.CHIEF), now=now)
    assert City.objects.get(pk=city.pk).silenced_at is None


def test_an_observer_or_a_stranger_cannot_silence(city, other_city, now):
    for person in (make_editor(city, Role.OBSERVER), make_editor(other_city, Role.CHIEF)):
        with pytest.raises(NotAllowed):
            press_silence(city, by=person, now=now)
    assert City.objects.get(pk=city.pk).silenced_at is None
