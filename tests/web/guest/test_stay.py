"""Before the pen is held: the charter, a yes in a few points; and a phone that is lost."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from flaneur.core.charter import RULES, Article, Book, Effect
from flaneur.core.charter.draft import Seen
from flaneur.core.later import Later
from flaneur.models import Agreement, Find
from flaneur.services.cities import publish_charter
from flaneur.services.residencies import pause_residency, plan_residency, turn_over_residencies
from tests.makers import make_editor, make_find, make_residency, make_user

HOME, PAGE, LOST = ("/paris/en/guest/", "/paris/en/guest/agreement/", "/paris/en/guest/lost/")
YES = {"charter": "on", "alone": "on", "age": "adult", "interests": "Fleurs Léa", "has_lock": "on"}
DAY = timedelta(days=1)


@pytest.fixture
def newcomer(guest):
    """A guest whose stay began this morning, and who has not said yes yet."""
    now = datetime.now(UTC)
    plan_residency(guest, starts_at=now - DAY / 24, ends_at=now + DAY, now=now)
    return guest


def phone_of(user):
    client = Client()
    client.force_login(user)
    return client


def test_the_page_shows_the_charter_whole_and_keeps_a_yes(newcomer):
    phone = phone_of(newcomer.user)
    page = phone.get(PAGE)
    assert "La voix d’une amie." in page.text
    assert page.context["rules"] == [rule.about.why for rule in RULES.values() if rule.about.looks_at is Seen]
    assert "standing" not in page.context["form"].fields
    assert "Read the charter and say yes" in phone.get(HOME).text
    assert phone.post(PAGE, YES).headers["Location"] == HOME
    agreement = Agreement.objects.get()
    assert (agreement.charter.version, agreement.age, agreement.standing) == (1, "adult", "unasked")
    assert (agreement.interests, agreement.has_lock) == ("Fleurs Léa", True)
    assert "Read the charter and say yes" not in phone.get(HOME).text


@pytest.mark.parametrize("missing", ["charter", "alone", "age"])
def test_a_yes_with_an_open_point_is_none_and_what_was_typed_stays(newcomer, missing):
    typed = {name: said for name, said in YES.items() if name != missing}
    answer = phone_of(newcomer.user).post(PAGE, typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [missing]
    assert "Fleurs Léa" in answer.text
    assert not Agreement.objects.exists()


def test_before_a_vote_it_is_asked_who_stands(newcomer, city):
    today = datetime.now(UTC).date()
    period = f"{today - DAY}/{today + DAY}"
    mine = [article for article in city.charters.current().articles if article.key != "before_a_vote"]
    vote = Article("before_a_vote", Effect.HOLD, {"periods": [period]})
    publish_charter(city, Book(articles=(*mine, vote)), by=None, now=datetime.now(UTC))
    phone = phone_of(newcomer.user)
    assert list(phone.post(PAGE, YES).context["form"].errors) == ["standing"]
    phone.post(PAGE, YES | {"standing": "yes"})
    assert Agreement.objects.get().standing == "yes"
    assert "stands, holds a mandate or campaigns, and a vote is near" in phone.get(HOME).text


def test_a_newer_charter_is_told_and_a_second_yes_replaces_the_first(newcomer, city):
    phone = phone_of(newcomer.user)
    phone.post(PAGE, YES)
    publish_charter(city, Book(), by=None, now=datetime.now(UTC))
    assert "The charter has changed since you said yes to it." in phone.get(HOME).text
    assert "You said yes to version 1" in phone.get(PAGE).text
    phone.post(PAGE, YES)
    assert Agreement.objects.get().charter.version == 2


def test_who_has_no_days_has_nothing_to_say_yes_to(guest):
    make_residency(guest, datetime.now(UTC) - 2 * DAY, datetime.now(UTC) - DAY)
    Agreement.objects.all().delete()
    phone = phone_of(guest.user)
    assert "nothing to say yes to" in phone.get(PAGE).text
    phone.post(PAGE, YES)
    assert not Agreement.objects.exists()


def test_strangers_have_no_agreement_and_no_phone_to_lose(city, newcomer):
    stranger = phone_of(make_user("stranger@example.org"))
    for address in (PAGE, LOST):
        assert [stranger.get(address).status_code, stranger.post(address, YES).status_code] == [404, 404]
        assert Client().get(address).status_code == 302
    assert not Agreement.objects.exists()


def test_a_lost_phone_is_shut_out_from_another_one_which_stays_in(writer):
    lost, other = phone_of(writer.user), phone_of(writer.user)
    assert "My phone is lost" in other.get(HOME).text
    assert other.get(LOST).status_code == 200
    assert lost.get(HOME).status_code == 200
    assert other.post(LOST).headers["Location"] == HOME
    assert [lost.get(HOME).status_code, other.get(HOME).status_code] == [302, 200]


def test_a_paused_guest_reads_that_the_pen_rests(writer, city):
    turn_over_residencies(now=datetime.now(UTC))
    pause_residency(writer.residencies.get(), by=make_editor(city), now=datetime.now(UTC), why="Une entorse.")
    assert "Your pen rests" in phone_of(writer.user).get(HOME).text


def test_whoever_has_left_says_so_in_one_tap(writer):
    now = datetime.now(UTC)
    find = make_find(writer, later=Later.LEFT, captured_at=now, now=now)
    phone, address = phone_of(writer.user), f"{HOME}find/{find.pk}/"
    assert "It waits until you have left" in phone.get(address).text
    phone.post(f"{address}left/")
    assert Find.objects.get().may_show_at < now + timedelta(minutes=5)
    assert "It waits until you have left" not in phone.get(address).text
    assert "does not wait for you to leave any more" in phone.post(f"{address}left/", follow=True).text


def test_nobody_leaves_in_somebody_elses_place(writer):
    now = datetime.now(UTC)
    find = make_find(writer, later=Later.LEFT, captured_at=now, now=now)
    stranger = phone_of(make_user("stranger@example.org"))
    assert stranger.post(f"{HOME}find/{find.pk}/left/").status_code == 404
    assert Find.objects.get().may_show_at == find.may_show_at


def test_the_capture_page_carries_the_wish_to_wait(writer):
    phone = phone_of(writer.user)
    page = phone.get(f"{HOME}capture/")
    assert "An exact place waits 60 minutes in any case." in page.text
    fields = {"words": "Un chat.", "language": "fr", "audience": "both", "discretion": "street", "end": "1"}
    sent = fields | {"id": str(page.context["form"].initial["id"]), "later": "tonight", "consideration": "nothing"}
    phone.post(f"{HOME}capture/", sent | {"reason-brand_tag": "voulu"})
    assert Find.objects.get().later == "tonight"
    assert phone.post(f"{HOME}capture/", sent | {"later": "some day"}).status_code == 422
