from collections import Counter
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from flaneur.adapters.paper import Paper
from flaneur.core.find import FindState
from flaneur.core.publication import PublicationState
from flaneur.core.residency import ResidencyState
from flaneur.demo import doors, seed
from flaneur.demo.story import Shot
from flaneur.demo.towns import TOWNS
from flaneur.models import City, Find, Heartbeat, Journal, Photo, Publication
from flaneur.services.people import spend_link
from flaneur.services.remarks import remarks_on
from flaneur.services.residencies import guest_on_duty
from tests.makers import NOW, make_city, make_find, make_guest, make_publication


@pytest.fixture
def seeded(db, monkeypatch):
    monkeypatch.setattr(seed, "SIZE", (320, 240))
    assert [city.slug for city in seed.seed(now=NOW)] == ["paris", "nantes", "bordeaux"]


@pytest.fixture
def only_nantes(monkeypatch):
    monkeypatch.setattr(seed, "SIZE", (320, 240))
    monkeypatch.setattr(seed, "TOWNS", TOWNS[1:2])


@pytest.mark.usefixtures("seeded")
def test_the_demonstration_is_a_city_in_the_middle_of_its_week(capsys):
    _every_find_ends_where_its_story_says()
    _paris_has_a_guest_on_duty_and_a_calendar()
    _nothing_published_is_late_or_lost()
    _photos_are_upright_and_described()
    _review_has_remarks_to_show()
    _seeding_again_changes_nothing()
    _the_doors_open_once()
    _the_command_prints_three_of_them(capsys)


def _every_find_ends_where_its_story_says():
    told = {entry.id_in(town.slug): entry.becomes for town in TOWNS for entry in town.entries}
    assert dict(Find.objects.values_list("pk", "state")) == told
    assert not Find.objects.filter(lon__isnull=False, district="")


def _paris_has_a_guest_on_duty_and_a_calendar():
    paris = City.objects.get(slug="paris")
    assert guest_on_duty(paris, now=NOW).guest.name == "Léa M."
    states = [residency.state for residency in paris.residencies.order_by("starts_at")]
    scheduled = ResidencyState.SCHEDULED
    assert states == [ResidencyState.ENDED, ResidencyState.LIVE, scheduled, scheduled]
    following, later = paris.residencies.to_come(NOW)
    assert later.starts_at - following.ends_at > timedelta(days=7)


def _nothing_published_is_late_or_lost():
    states = Counter(Publication.objects.values_list("state", flat=True))
    told = Counter(entry.becomes for town in TOWNS for entry in town.entries)
    assert states == {
        PublicationState.SENT: 2 * told[FindState.PUBLISHED],
        PublicationState.PLANNED: 2 * told[FindState.APPROVED],
        PublicationState.RETRACTED: 2 * told[FindState.RETRACTED],
    }
    assert not Publication.objects.filter(state=PublicationState.PLANNED, planned_at__lte=NOW)
    assert not Publication.objects.filter(sent_at__gt=NOW)
    assert not Journal.objects.filter(at__gt=NOW)


def _photos_are_upright_and_described():
    shots: list[Shot] = [shot for town in TOWNS for entry in town.entries for shot in entry.shots]
    assert Photo.objects.count() == len(shots)
    assert Photo.objects.filter(alt="").count() == 1
    upright = {shot.alt for shot in shots if shot.is_upright}
    assert {photo.alt for photo in Photo.objects.all() if photo.height > photo.width} == upright
    assert all("latitude" in photo.metadata for photo in Photo.objects.all())


def _review_has_remarks_to_show():
    waiting = City.objects.get(slug="paris").finds.waiting()
    remarks = {find.words[:12]: {remark.rule for remark in remarks_on(find)} for find in waiting}
    assert remarks["Aux serres d"] == {"alt_text"}
    assert remarks["Derrière la "] == {"brand_tag"}
    assert remarks["Rain again? "] == {"french_present"}


def _seeding_again_changes_nothing():
    before = (Journal.objects.count(), list(City.objects.values_list("pk", "revision")), Photo.objects.count())
    assert seed.seed(now=NOW + timedelta(days=1)) == []
    assert before == (Journal.objects.count(), list(City.objects.values_list("pk", "revision")), Photo.objects.count())


def _the_doors_open_once():
    guest, editor, public = doors.doors("http://localhost:8123", now=NOW)
    assert (guest.label, editor.label) == ("Ambassadeur (Léa M.)", "Rédaction (Hugo P.)")
    assert public.address == "http://localhost:8123/paris/"
    assert guest.address.startswith("http://localhost:8123/paris/account/link/")
    secret = editor.address.rpartition("/")[2]
    link = spend_link(secret, now=NOW)
    assert (link.user.email, link.leads_to) == ("hugo@paris.example", "/paris/fr/desk/")


def _the_command_prints_three_of_them(capsys):
    call_command("demo", "--links", "--base-url", "http://localhost:8123/")
    labels = [line.partition("\u202f: ")[0] for line in capsys.readouterr().out.splitlines()]
    assert labels == ["Ambassadeur (Léa M.)", "Rédaction (Hugo P.)", "Site public"]


def test_a_seeding_that_was_cut_short_is_taken_up_again(db, only_nantes):
    def power_cut(_illustrate, told):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        seed.seed(now=NOW, spread=power_cut)
    assert set(Find.objects.values_list("state", flat=True)) == {FindState.DRAFT}
    assert [city.slug for city in seed.seed(now=NOW + timedelta(minutes=5))] == ["nantes"]
    assert Find.objects.filter(state=FindState.PUBLISHED).count() == 5


def undrawn(_illustrate, _told):
    """Leaves the photos out, which take the longest."""
    return ()


@pytest.mark.django_db(transaction=True)
def test_the_demonstration_sends_its_own_finds_only_and_outside_any_transaction(only_nantes, monkeypatch):
    theirs = make_publication(make_find(make_guest(make_city("lille")), state=FindState.APPROVED))
    Publication.objects.filter(pk=theirs.pk).update(wake_at=NOW - timedelta(days=30))
    within, send = [], Paper.publish

    def publish(adapter, post):
        within.append(connection.in_atomic_block)
        return send(adapter, post)

    monkeypatch.setattr(Paper, "publish", publish)
    seed.seed(now=NOW, spread=undrawn)
    assert within
    assert set(within) == {False}
    theirs.refresh_from_db()
    assert (theirs.state, theirs.attempts) == (PublicationState.PLANNED, 0)


def test_a_demonstration_that_was_stopped_while_it_published_is_taken_up_again(db, only_nantes, monkeypatch):
    shown, show = [], seed._show

    def power_cut(told, editor):
        if shown:
            raise RuntimeError
        shown.append(show(told, editor))

    with monkeypatch.context() as patch:
        patch.setattr(seed, "_show", power_cut)
        with pytest.raises(RuntimeError):
            seed.seed(now=NOW, spread=undrawn)
    assert Find.objects.filter(state=FindState.PUBLISHED).count() == 1
    assert [city.slug for city in seed.seed(now=NOW + timedelta(minutes=5), spread=undrawn)] == ["nantes"]
    assert dict(Find.objects.values_list("pk", "state")) == {
        entry.id_in("nantes"): entry.becomes for entry in TOWNS[1].entries
    }
    assert seed.seed(now=NOW + timedelta(minutes=10), spread=undrawn) == []


def test_under_a_living_worker_the_demonstration_is_not_made(db):
    Heartbeat.objects.create(owner="a worker", beat_at=timezone.now())
    with pytest.raises(CommandError, match="Arrêtez d’abord le service"):
        call_command("demo")
    assert City.objects.count() == 0


def test_a_city_of_the_same_name_that_is_not_ours_is_left_alone(city):
    assert "paris" not in [made.slug for made in _seed_only(city)]
    assert not city.finds.exists()


def _seed_only(city):
    towns = [town for town in TOWNS if town.slug == city.slug]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(seed, "TOWNS", towns)
        return seed.seed(now=NOW)


def test_without_a_demonstration_the_command_says_how_to_make_one(db):
    assert doors.doors("http://localhost:8000", now=NOW) == []
    with pytest.raises(CommandError, match="`flaneur demo` la crée"):
        call_command("demo", "--links")
