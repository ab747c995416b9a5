"""What the nouns say of themselves, and the named querysets that read as English."""

from datetime import time, timedelta
from types import SimpleNamespace
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from flaneur.core.charter import HOUSE_RULES, Article, Book, Effect
from flaneur.core.find import FindState
from flaneur.core.place import Discretion, Place
from flaneur.core.publication import PublicationState
from flaneur.core.roles import Act, Role
from flaneur.models import Charter, Find, Journal, Photo, Publication, Residency, User
from flaneur.models.publications import ChannelState
from flaneur.services.cities import publish_charter
from tests.makers import NOW, make_channel, make_city, make_editor, make_find, make_guest, make_residency, publish

HOUR = timedelta(hours=1)


@pytest.fixture
def shelf(guest, editor):
    """A find in each of four states, and one of another city."""
    states = [FindState.DRAFT, FindState.SUBMITTED, FindState.APPROVED, FindState.PUBLISHED]
    finds = {state: make_find(guest, state=state, id=uuid4()) for state in states}
    elsewhere = make_find(make_guest(make_city("nantes")), state=FindState.PUBLISHED)
    return SimpleNamespace(city=guest.city, guest=guest, elsewhere=elsewhere, **finds)


def test_a_user_is_made_without_a_password(db):
    user = User.objects.create_user("Lea@Paris.Example", name="Léa")
    assert (user.email, str(user), user.has_usable_password()) == ("lea@paris.example", "Léa", False)
    assert str(User.objects.create_user("sami@paris.example")) == "sami@paris.example"


def test_a_superuser_may_everything(db):
    user = User.objects.create_superuser("root@paris.example")
    assert (user.is_staff, user.is_superuser) == (True, True)


def test_a_place_at_the_desk_allows_what_its_role_allows(city):
    place = make_editor(city, Role.ON_CALL).memberships.get()
    assert place.may(Act.SILENCE)
    assert not place.may(Act.LIFT)


def test_the_public_sees_what_is_published_in_its_own_city(shelf):
    assert list(shelf.city.finds.public()) == [shelf.published]


def test_the_newest_find_comes_first(shelf):
    later = make_find(shelf.guest, state=FindState.SUBMITTED)
    make_find(shelf.guest, state=FindState.APPROVED, id=uuid4())
    Find.objects.filter(pk=later.pk).update(state=FindState.APPROVED)
    later.refresh_from_db()
    Publication.objects.create(
        city=shelf.city, find=later, channel=shelf.city.channels.get(is_home=True), planned_at=NOW
    )
    publish(later, at=NOW + HOUR)
    assert list(shelf.city.finds.public().newest()) == [later, shelf.published]


def test_the_queue_gives_the_oldest_first(shelf):
    second = make_find(shelf.guest, state=FindState.SUBMITTED, now=NOW + HOUR)
    assert list(shelf.city.finds.waiting()) == [shelf.submitted, second]


def test_a_secret_find_is_in_no_district(shelf):
    secret = make_find(shelf.guest, discretion=Discretion.SECRET)
    assert secret.district == "2e"
    assert secret not in shelf.city.finds.in_district("2e")
    assert shelf.published in shelf.city.finds.in_district("2e")
    assert not shelf.city.finds.in_district("1e").exists()


def test_a_find_shows_of_its_place_what_its_discretion_allows(shelf):
    find = shelf.submitted
    assert find.place == Place("Cour Damoye", 2.35, 48.85, "2e")
    assert find.shown_place == Place("Cour Damoye", 2.35, 48.85, "2e")
    find.discretion = Discretion.SECRET
    assert find.shown_place == Place()


def test_a_find_is_called_by_its_first_whole_words(shelf):
    assert str(shelf.draft) == "Trois marches, une porte rouge, un chat. Le reste, je vous…"
    assert str(Find(id=shelf.draft.pk)) == str(shelf.draft.pk)


def test_a_photo_is_seen_by_its_guest_and_the_desk_until_everybody_may(shelf):
    def seen_by(find):
        photo = Photo(find=find)
        askers = [None, User(), make_guest(shelf.elsewhere.city, slug="b").user, shelf.guest.user, editor]
        return [photo.is_visible_to(asker) for asker in askers]

    editor = make_editor(shelf.city)
    assert seen_by(shelf.submitted) == [False, False, False, True, True]


def test_the_photos_of_a_published_find_are_everybodys(shelf):
    assert Photo(find=shelf.published).is_visible_to(None)


def test_the_photos_of_a_city_are_its_own(shelf):
    for number, find in enumerate([shelf.published, shelf.elsewhere]):
        Photo.objects.create(find=find, digest=str(number), original=str(number), width=4, height=3)
    assert [photo.find for photo in Photo.of_city(shelf.city)] == [shelf.published]


@pytest.fixture
def weeks(guest):
    starts = [NOW - timedelta(days=9), NOW - timedelta(days=2), NOW + timedelta(days=7)]
    return [make_residency(guest, start) for start in starts]


def test_residencies_are_past_present_or_to_come(weeks):
    past, present, to_come = weeks
    assert list(Residency.objects.past(NOW)) == [past]
    assert list(Residency.objects.at(NOW)) == [present]
    assert list(Residency.objects.to_come(NOW)) == [to_come]


def test_the_last_instant_belongs_to_whoever_comes_next(weeks):
    past, present, _to_come = weeks
    assert past.ends_at == present.starts_at
    assert list(Residency.objects.at(past.ends_at)) == [present]
    assert present.is_open(past.ends_at)
    assert not past.is_open(past.ends_at)


def test_a_cancelled_residency_is_nowhere(weeks):
    Residency.objects.update(state="cancelled")
    assert [Residency.objects.past(NOW).count(), Residency.objects.at(NOW).count()] == [0, 0]


@pytest.fixture
def board(guest):
    """A publication in each state; the planned one sleeps until its time, the sending one until its lease ends."""
    find = make_find(guest)
    rows = {}
    for number, state in enumerate(PublicationState):
        lease = {"owner": "worker"} if state is PublicationState.SENDING else {}
        wakes = state in {PublicationState.PLANNED, PublicationState.SENDING, PublicationState.RETRACTING}
        rows[state] = Publication.objects.create(
            city=guest.city,
            find=find,
            channel=make_channel(guest.city, name=state, kind=state),
            state=state,
            planned_at=NOW + number * HOUR,
            wake_at=NOW - number * HOUR if wakes else None,
            sent_at=NOW,
            **lease,
        )
    return rows


def names(publications):
    return [publication.state for publication in publications]


def test_due_is_what_wants_a_worker_now_the_longest_waiting_first(board):
    assert names(Publication.objects.due(NOW)) == ["retracting", "sending", "planned"]
    assert names(Publication.objects.due(NOW - HOUR)) == ["retracting", "sending"]


def test_upcoming_is_planned_or_held_and_in_need_is_what_a_person_decides(board):
    assert names(Publication.objects.upcoming()) == ["planned", "held"]
    assert names(Publication.objects.in_need()) == ["unsure", "failed", "stranded"]


@pytest.mark.parametrize(
    ("reason", "is_asked"), [("trouble", True), ("not approved", True), ("silence", False), ("dormant", False)]
)
def test_what_is_held_unasked_is_for_a_person_to_decide(board, reason, is_asked):
    Publication.objects.filter(state="held").update(reason=reason)
    assert ("held" in names(Publication.objects.in_need())) == is_asked


def test_only_active_channels_are_open_the_home_first(city):
    for name, state in [("Zinc", "active"), ("Ardoise", "active"), ("X", "dormant"), ("Y", "read-only")]:
        channel = make_channel(city, name=name, kind=name)
        type(channel).objects.filter(pk=channel.pk).update(state=ChannelState(state))
    assert [channel.name for channel in city.channels.open()] == ["Paris", "Ardoise", "Zinc"]


def test_the_newest_charter_is_the_one_in_force(city):
    tags = Article("readable_hashtags", Effect.SYS, sentence={"fr": "Avec capitales."})
    systems = (Article("present_place", Effect.SYS), Article("feed_no_trolls", Effect.SYS))
    own = (Article("fits", Effect.ASK), tags, *systems)
    second = publish_charter(city, Book(articles=own), by=None, now=NOW + HOUR)
    assert city.charters.current() == second
    assert second.articles == own
    assert Charter.objects.get(version=1).articles == HOUSE_RULES


def test_a_pillar_a_charter_does_not_know_has_no_name(city):
    charter = city.charters.current()
    assert charter.pillar("hidden")["name"]["fr"] == "Coins cachés"
    assert charter.pillar("markets") == {"key": "markets", "name": {}}


def test_the_journal_gives_its_newest_lines_about_a_subject(city, guest):
    for hours, verb in enumerate(["open_residency", "end_residency"]):
        Journal.objects.create(city=city, at=NOW + hours * HOUR, verb=verb, subject="guest", subject_key=str(guest.pk))
    lines = city.journal.about(guest).newest()
    assert [line.verb for line in lines] == ["end_residency", "open_residency", "welcome_guest"]
    assert str(lines[0]) == "2026-05-14 11:00 end_residency"


def test_a_city_keeps_its_own_clock_and_slots(city):
    assert city.zone == ZoneInfo("Europe/Paris")
    assert city.slot_times == [time(9, 30), time(12, 30), time(17, 30), time(20, 30)]
    assert not city.is_silent


@pytest.mark.parametrize(
    ("texts", "language", "expected"),
    [
        ({"fr": "Bonjour", "en": "Hello"}, "en", "Hello"),
        ({"fr": "Bonjour", "en": ""}, "en", "Bonjour"),
        ({"br": "Demat"}, "en", "Demat"),
        ({}, "en", ""),
    ],
)
def test_a_text_is_given_in_the_language_else_in_the_citys_first_else_in_any(city, texts, language, expected):
    assert city.in_language(texts, language) == expected


@pytest.mark.parametrize(
    "fields",
    [
        {"slug": "admin"},
        {"brand_tag": "ParisJeTaime"},
        {"brand_tag": "#Paris je t’aime"},
        {"time_zone": "Europe/Lutèce"},
    ],
)
def test_a_city_with_a_name_it_cannot_have_is_refused_before_the_database(db, fields):
    with pytest.raises(ValidationError):
        make_city(**{"slug": "lutece", **fields})
