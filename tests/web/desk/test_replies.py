"""What the desk reads of people's answers, and that nobody types a password to answer them."""

from datetime import timedelta

import pytest

from flaneur.core.find import FindState
from flaneur.core.roles import Role
from flaneur.models import Count, Journal, Reply
from tests.makers import NOW, make_channel, make_find, make_reply
from tests.web.desk.conftest import DESK

REPLIES = f"{DESK}replies/"


@pytest.fixture
def channel(city):
    return make_channel(city, name="Panneau")


@pytest.fixture
def find(channel, writer):
    return make_find(writer, state=FindState.PUBLISHED, words="Trois marches.")


def texts(page):
    return [reply.text for reply, _steps in page.context["replies"]]


def test_answers_are_read_here_and_answered_there(sit, channel, find):
    reply = make_reply(channel, find)
    page = sit().get(REPLIES)
    assert all(told in page.text for told in ("passante", "Quelle belle porte !", "Trois marches.", "Panneau", "12:00"))
    assert f'href="{reply.url}" rel="noreferrer nofollow"' in page.text
    assert "you answer on the network itself" in page.text
    assert 'type="password"' not in page.text


def test_words_of_strangers_are_shown_as_words(sit, channel):
    make_reply(channel, text="<script>alert(1)</script>\n<b>ici</b>", author='"><img src=x>', language='fr" onload="x')
    page = sit().get(REPLIES).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>&lt;b&gt;ici&lt;/b&gt;" in page
    assert all(evil not in page for evil in ("<script>alert", "<img src=x>", 'lang="fr" onload'))


def test_the_newest_twenty_are_a_page_and_the_choice_goes_along(sit, channel):
    for number in range(21):
        make_reply(channel, text=f"No. {number}", posted_at=NOW - timedelta(minutes=number))
    client = sit()
    first, second = client.get(REPLIES, {"state": "new"}), client.get(REPLIES, {"state": "new", "page": 2})
    assert texts(first) == [f"No. {number}" for number in range(20)]
    assert texts(second) == ["No. 20"]
    assert "?page=2&amp;state=new" in first.text


def test_answers_are_chosen_by_channel_state_and_kind(sit, city, channel, find):
    other = make_channel(city, "bluesky", name="Vitrine")
    make_reply(channel, find, text="gentil")
    make_reply(channel, text="méchant", is_harsh=True)
    make_reply(other, text="signalé", reported_at=NOW, state="seen")
    client = sit()
    chosen = [
        ({}, {"gentil", "méchant", "signalé"}),
        ({"channel": str(other.pk)}, {"signalé"}),
        ({"channel": "elsewhere"}, {"gentil", "méchant", "signalé"}),
        ({"state": "new"}, {"gentil", "méchant"}),
        ({"kind": "gentle"}, {"gentil"}),
        ({"kind": "harsh"}, {"méchant"}),
        ({"kind": "reported"}, {"signalé"}),
        ({"kind": "mention"}, {"méchant", "signalé"}),
    ]
    assert [set(texts(client.get(REPLIES, asked))) for asked, _told in chosen] == [told for _asked, told in chosen]


@pytest.mark.parametrize(
    ("before", "step", "after"),
    [("new", "see", "seen"), ("new", "answer", "answered"), ("seen", "aside", "set aside"), ("answered", "up", "seen")],
)
def test_the_desk_notes_what_became_of_an_answer(sit, channel, before, step, after):
    reply = make_reply(channel, state=before)
    answer = sit().post(f"{REPLIES}{reply.pk}/{step}/?state={before.replace(' ', '+')}&page=2")
    assert answer.headers["Location"] == f"{REPLIES}?state={before.replace(' ', '+')}&page=2"
    assert Reply.objects.get().state == after
    line = Journal.objects.newest().first()
    assert (line.subject_key, line.why, line.details) == (str(reply.pk), "", {})


def test_an_old_page_changes_nothing(sit, channel):
    reply = make_reply(channel, state="seen")
    page = sit().post(f"{REPLIES}{reply.pk}/see/", follow=True)
    assert "Somebody else was faster" in page.text
    assert sit().post(f"{REPLIES}{reply.pk}/burn/").status_code == 404


def test_an_observer_reads_and_changes_nothing(sit, channel):
    reply, client = make_reply(channel), sit(Role.OBSERVER)
    page = client.get(REPLIES)
    assert "Quelle belle porte" in page.text
    assert f"{REPLIES}{reply.pk}/" not in page.text
    assert client.post(f"{REPLIES}{reply.pk}/see/").status_code == 404


def test_a_desk_sees_nothing_of_another_city(sit, other_city):
    reply, client = make_reply(make_channel(other_city)), sit()
    assert texts(client.get(REPLIES)) == []
    assert client.post(f"{REPLIES}{reply.pk}/see/").status_code == 404


def test_the_charter_says_when_nobody_was_answered(sit, channel, find):
    for number in range(5):
        make_reply(channel, find, author=f"passante {number}")
    client = sit()
    assert "5 people spoke to this voice, and 0 had an answer" in client.get(REPLIES).text
    Reply.objects.filter(author="passante 0").update(state="answered")
    assert "spoke to this voice" not in client.get(REPLIES).text


def test_three_answers_cost_the_queries_of_one(sit, channel, find, django_assert_num_queries):
    client = sit()
    make_reply(channel, find)
    client.get(REPLIES)
    with django_assert_num_queries(13) as one:
        client.get(REPLIES)
    make_reply(channel, find)
    make_reply(channel)
    with django_assert_num_queries(len(one)):
        assert len(texts(client.get(REPLIES))) == 3


def test_a_publication_tells_how_it_fares_here_and_elsewhere(sit, city, channel, find):
    other = make_channel(city, "bluesky", name="Vitrine")
    publication = find.publications.get(channel=channel)
    elsewhere = find.publications.create(city=city, channel=other, planned_at=NOW)
    for hours, views in ((1, 10), (6, 1234)):
        Count.objects.create(publication=publication, hours=hours, counted_at=NOW, views=views, likes=3)
    Count.objects.create(publication=elsewhere, hours=1, counted_at=NOW, views=77)
    make_reply(channel, find)
    page = sit().get(f"{DESK}publication/{publication.pk}/").text
    assert all(
        told in page
        for told in ("seen 10 times", "seen 1234 times", "seen 77 times", "liked by 3", "1 answer was heard")
    )
