"""What the desk sets on a channel, calls back, corrects and decides."""

from datetime import time, timedelta

import pytest
from django.core.files.base import ContentFile

from flaneur.core.find import FindState
from flaneur.core.roles import Role
from flaneur.models import Attempt, Channel, City, Find, Journal, Publication
from flaneur.services.people import give_place
from tests.makers import NOW, jpeg, make_channel, make_find
from tests.web.desk.conftest import DESK, browser_of

TYPED = {"slots": "08:30, 19:00", "gap": "15", "quiet_from": "22:00", "quiet_until": "07:30", "budget": "12.50"}


@pytest.fixture
def channel(city):
    return make_channel(city, name="Panneau")


def rhythm(channel):
    return f"{DESK}channels/{channel.pk}/rhythm/"


def test_a_chief_gives_a_channel_its_rhythm(sit, channel):
    client = sit(Role.CHIEF)
    assert client.post(rhythm(channel), TYPED).status_code == 302
    channel.refresh_from_db()
    kept = (channel.slots, channel.gap, channel.quiet_from, channel.quiet_until, channel.budget)
    assert kept == (["08:30", "19:00"], 15, time(22), time(7, 30), 12500)
    page = client.get(rhythm(channel)).text
    assert all(f'value="{word}"' in page for word in ("08:30, 19:00", "15", "22:00", "07:30", "12.5"))
    assert Journal.objects.get(verb="set_rhythm").details["budget"] == "12500"


@pytest.mark.parametrize(
    ("name", "typed"),
    [("slots", "25:00"), ("gap", "-1"), ("gap", "1441"), ("quiet_until", ""), ("budget", "-1"), ("quiet_from", "dusk")],
)
def test_what_makes_no_sense_is_asked_again(sit, channel, name, typed):
    answer = sit(Role.CHIEF).post(rhythm(channel), {**TYPED, name: typed})
    assert answer.status_code == 422
    assert name in answer.context["form"].errors
    assert Channel.objects.get(pk=channel.pk).gap == 0


def test_a_face_is_shown_only_with_a_name_and_a_picture_to_put_back(sit, channel):
    client, face = sit(Role.CHIEF), {**TYPED, "shows_portrait": "on"}
    assert set(client.post(rhythm(channel), face).context["form"].errors) == {"shows_portrait", "picture"}
    assert set(client.post(rhythm(channel), {**face, "hands_over": "on"}).context["form"].errors) == {"picture"}
    assert client.get(picture_of(channel)).status_code == 404
    broken = {**face, "hands_over": "on", "picture": ContentFile(b"GIF89a", "own.jpg")}
    answer = client.post(rhythm(channel), broken)
    assert (answer.status_code, "This file is not a photo we can read" in answer.text) == (422, True)
    assert Channel.objects.get(pk=channel.pk).shows_portrait_since is None
    assert client.post(rhythm(channel), {**broken, "picture": jpeg()}).status_code == 302
    channel.refresh_from_db()
    assert (channel.shows_portrait_since, bool(channel.picture)) == (NOW, True)
    assert client.post(rhythm(channel), {**face, "hands_over": "on"}).status_code == 302, "it is kept"
    shown = client.get(picture_of(channel))
    assert shown["Content-Type"] == "image/jpeg"
    assert b"".join(shown.streaming_content).startswith(b"\xff\xd8")
    assert sit(Role.EDITOR).get(picture_of(channel)).status_code == 404
    client.post(rhythm(channel), TYPED)
    assert Channel.objects.get(pk=channel.pk).shows_portrait_since is None


def picture_of(channel):
    return f"{DESK}channels/{channel.pk}/picture.jpg"


def test_the_home_has_no_rhythm_and_only_a_chief_sets_one(sit, city, channel, other_city):
    client = sit(Role.CHIEF)
    for other in (city.channels.get(is_home=True), make_channel(other_city)):
        assert client.get(rhythm(other)).status_code == 404
    assert sit(Role.EDITOR).get(rhythm(channel)).status_code == 404


def test_what_is_approved_for_now_can_be_called_back_for_three_minutes(sit, city, writer):
    find = make_find(writer)
    client = sit()
    page = client.get(f"{DESK}find/{find.pk}/").text
    assert '<time datetime="2026-05-14T12:03:00+02:00">12:03</time>' in page
    client.post(f"{DESK}find/{find.pk}/approve/", {"when": "now", "seen": find.submitted_at.isoformat()})
    assert Publication.objects.get().is_live
    assert 'data-leaves-at="2026-05-14T12:03:00+02:00"' in client.get(f"{DESK}find/{find.pk}/").text
    answer = client.post(f"{DESK}find/{find.pk}/undo/", follow=True)
    assert "Called back: nothing of it has left." in answer.text
    assert (Find.objects.get().state, Publication.objects.count()) == ("submitted", 0)


def test_what_has_left_cannot_be_called_back(sit, writer):
    find = make_find(writer, state=FindState.PUBLISHED)
    answer = sit().post(f"{DESK}find/{find.pk}/undo/", follow=True)
    assert "it can be taken back, and no longer called back" in answer.text
    assert Find.objects.get().state == "published"


def test_a_published_find_is_corrected_and_the_desk_reads_where_the_old_words_stay(sit, channel, writer):
    find = make_find(writer, state=FindState.PUBLISHED)
    Publication.objects.filter(channel=channel).update(state="sent", sent_at=NOW)
    client = sit()
    assert "The old words stay on: Panneau." in client.get(f"{DESK}find/{find.pk}/").text
    typed = {"words": "Trois marches, une porte bleue, un chat de gouttière.", "reason": "Elle est bleue."}
    answer = client.post(f"{DESK}find/{find.pk}/correct/", typed, follow=True)
    assert "Corrected. The old words stay on: Panneau." in answer.text
    assert Find.objects.get().words == typed["words"]
    assert client.post(f"{DESK}find/{find.pk}/correct/", {"words": ""}).status_code == 422


def test_nobody_corrects_their_own_find(writer):
    find = make_find(writer, state=FindState.PUBLISHED)
    give_place(find.city, email=writer.user.email, role=Role.CHIEF, now=NOW)
    client = browser_of(writer.user)
    assert "This find is your own" in client.get(f"{DESK}find/{find.pk}/").text
    answer = client.post(f"{DESK}find/{find.pk}/correct/", {"words": "Autre chose.", "reason": "Parce que."})
    assert answer.status_code == 422
    assert "Nobody approves their own find." in answer.text


def test_what_waits_for_a_decision_is_listed_with_its_evidence(sit, channel, writer):
    find = make_find(writer, state=FindState.PUBLISHED)
    row = find.publications.get(channel=channel)
    Publication.objects.filter(pk=row.pk).update(state="unsure", wake_at=None, reason="Nothing came back.")
    for number, (errand, outcome) in enumerate([("send", "lost"), ("look up", "deferred")], start=1):
        Attempt.objects.create(
            publication=row, number=number, errand=errand, owner="w", started_at=NOW, ended_at=NOW, outcome=outcome,
            code="504", request_id="req-42",
        )  # fmt: skip
    page = sit(Role.OBSERVER).get(f"{DESK}decisions/").text
    for words in (
        "Nothing came back.",
        "Sending",
        "Looking whether it is there",
        "504 req-42",
        "It is there, it is not",
    ):
        assert words in page
    assert "Nothing to decide." not in page


def test_nothing_to_decide_says_so(sit, city):
    assert "Nothing to decide." in sit().get(f"{DESK}decisions/").text


def test_a_city_says_how_late_is_too_late(sit, city):
    client = sit(Role.CHIEF)
    assert client.post(f"{DESK}channels/lateness/", {"minutes": "45"}).status_code == 302
    assert City.objects.get().lateness == 45
    assert client.post(f"{DESK}channels/lateness/", {"minutes": "0"}).status_code == 422
    assert sit(Role.EDITOR).post(f"{DESK}channels/lateness/", {"minutes": "45"}).status_code == 404


def test_a_chief_sets_when_something_planned_waits(sit, city, channel):
    client = sit(Role.CHIEF)
    assert client.post(f"{DESK}channels/heat/", {"replies": 3, "minutes": 20}).status_code == 302
    city.refresh_from_db()
    assert (city.hot_replies, city.hot_minutes) == (3, 20)
    assert Journal.objects.get(verb="set_heat").details == {"replies": 3, "minutes": 20}
    assert client.post(f"{DESK}channels/heat/", {"replies": 3, "minutes": 1}).status_code == 422
    assert sit(Role.EDITOR).post(f"{DESK}channels/heat/", {"replies": 0, "minutes": 20}).status_code == 404


def test_an_account_names_its_guest_only_when_the_chief_wishes_it_and_since_then(sit, channel):
    typed = {"slots": "", "gap": "0", "quiet_from": "", "quiet_until": "", "budget": ""}
    client = sit(Role.CHIEF)
    client.post(rhythm(channel), {**typed, "hands_over": "on"})
    channel.refresh_from_db()
    assert channel.hands_over_since == NOW
    assert 'name="hands_over" id="id_hands_over" checked' in client.get(rhythm(channel)).text
    Channel.objects.update(hands_over_since=NOW - timedelta(days=1))
    client.post(rhythm(channel), {**typed, "hands_over": "on"})
    channel.refresh_from_db()
    assert channel.hands_over_since == NOW - timedelta(days=1)
    client.post(rhythm(channel), typed)
    channel.refresh_from_db()
    assert channel.hands_over_since is None


def test_a_channel_may_be_told_not_to_listen(sit, channel):
    typed = {"slots": "", "gap": "0", "quiet_from": "", "quiet_until": "", "budget": ""}
    client = sit(Role.CHIEF)
    client.post(f"{DESK}channels/{channel.pk}/rhythm/", typed)
    channel.refresh_from_db()
    assert not channel.listens
    client.post(f"{DESK}channels/{channel.pk}/rhythm/", {**typed, "listens": "on"})
    channel.refresh_from_db()
    assert channel.listens
