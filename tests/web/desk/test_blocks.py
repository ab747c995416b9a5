"""The page on which somebody notes whom they blocked on a network, and the task it becomes."""

from datetime import UTC, datetime, timedelta

import pytest

from flaneur.core.roles import Role
from flaneur.models import Block, Residency
from tests.makers import NOW, make_block, make_channel, make_find, make_reply
from tests.web.desk.conftest import DESK

REPLIES, BLOCKS, DECISIONS = f"{DESK}replies/", f"{DESK}replies/blocks/", f"{DESK}decisions/"
PROFILE = "https://x.example/passante"


@pytest.fixture
def channel(city):
    return make_channel(city, name="Panneau")


@pytest.fixture
def reply(channel, writer):
    return make_reply(channel, make_find(writer, state="published"), url=f"{PROFILE}/status/1")


@pytest.fixture
def block(reply):
    return make_block(reply)


@pytest.fixture
def over(block):
    """Its stay is over."""
    stay = block.residency
    Residency.objects.filter(pk=stay.pk).update(ends_at=NOW)
    return block


def test_it_is_done_there_and_noted_here(sit, reply):
    client = sit(Role.ON_CALL)
    assert f'href="{REPLIES}{reply.pk}/block/"' in client.get(REPLIES).text
    page = client.get(f"{REPLIES}{reply.pk}/block/").text
    told = (
        "No program blocks anybody",
        f'href="{PROFILE}" rel="noreferrer nofollow"',
        "the stay of Léa, Monday 18 May",
    )
    assert all(words in page for words in told)
    page = client.post(f"{REPLIES}{reply.pk}/block/", {"why": "Une suite d’injures.", "until": ""}, follow=True)
    assert page.redirect_chain == [(BLOCKS, 302)]
    told = (
        "passante",
        "Panneau",
        "Une suite d’injures.",
        "For the stay of Léa, to 18 May 2026",
        "14 May 2026",
        PROFILE,
    )
    assert all(words in page.text for words in told)
    page = client.get(REPLIES).text
    assert "blocked on the network" in page
    assert f"{REPLIES}{reply.pk}/block/" not in page


def test_a_reason_is_owed_and_what_was_typed_stays(sit, reply):
    page = sit().post(f"{REPLIES}{reply.pk}/block/", {"why": "", "until": "2026-05-20"})
    assert page.status_code == 422
    assert "Say in a sentence why they are blocked." in page.text
    assert 'value="2026-05-20"' in page.text
    page = sit().post(f"{REPLIES}{reply.pk}/block/", {"why": "Injures.", "until": "2026-05-13"})
    assert (page.status_code, "This moment has passed." in page.text, "Injures." in page.text) == (422, True, True)
    assert not Block.objects.exists()


def test_a_day_lasts_to_its_last_minute_in_the_city(sit, reply):
    sit().post(f"{REPLIES}{reply.pk}/block/", {"why": "Injures.", "until": "2026-05-14"})
    assert Block.objects.get().until == datetime(2026, 5, 14, 21, 59, tzinfo=UTC)


def test_without_anybody_who_holds_the_pen_a_day_is_wanted(sit, channel):
    client, reply = sit(), make_reply(channel)
    assert "Left empty" not in client.get(f"{REPLIES}{reply.pk}/block/").text
    assert client.post(f"{REPLIES}{reply.pk}/block/", {"why": "Injures.", "until": ""}).status_code == 422
    assert client.post(f"{REPLIES}{reply.pk}/block/", {"why": "Injures.", "until": "2026-06-01"}).status_code == 302


def test_who_gave_no_name_is_not_offered(sit, channel):
    reply = make_reply(channel, author="")
    assert f"{REPLIES}{reply.pk}/block/" not in sit().get(REPLIES).text


def test_while_the_stay_lasts_there_is_nothing_to_decide(sit, block):
    assert "Nothing to decide." in sit().get(DECISIONS).text


def test_when_the_stay_is_over_a_person_lifts_it_there_and_says_so(sit, over):
    client = sit()
    front = client.get(DESK)
    assert (front.context["desk"].in_need, "1 block has come to its end" in front.text) == (1, True)
    page = client.get(DECISIONS).text
    assert all(words in page for words in ("1 block has come to its end", "lift it, or keep it", "passante", PROFILE))
    assert Block.objects.get().state == "blocked"
    page = client.post(f"{BLOCKS}{over.pk}/lift/", {"back": "decisions"}, follow=True)
    assert page.redirect_chain == [(DECISIONS, 302)]
    assert "Nothing to decide." in page.text
    assert "Nobody is blocked." in client.get(BLOCKS).text
    assert Block.objects.get().unblocked_at == NOW
    assert client.post(f"{BLOCKS}{over.pk}/lift/").status_code == 404


def test_or_keeps_it_with_a_reason_and_a_day(sit, over):
    client, address = sit(), f"{BLOCKS}{over.pk}/keep/"
    assert "They stay blocked on Panneau" in client.get(address).text
    for typed in ({"why": "", "until": "2026-06-01"}, {"why": "Encore.", "until": ""}):
        assert client.post(address, typed).status_code == 422
    page = client.post(address, {"why": "Encore.", "until": "2026-06-01"}, follow=True).text
    assert all(words in page for words in ("Kept until then.", "Until 1 June 2026.", "Encore."))
    assert "Nothing to decide." in client.get(DECISIONS).text


def test_the_soonest_end_comes_first_twenty_to_a_page(sit, channel, writer):
    for number in range(21):
        made = make_block(make_reply(channel, author=f"n{number:02}"), until=NOW + timedelta(days=30 - number))
    client = sit()
    first, second = client.get(BLOCKS), client.get(BLOCKS, {"page": 2})
    assert [one.author for one in first.context["page"]] == [f"n{number:02}" for number in range(20, 0, -1)]
    assert [one.author for one in second.context["page"]] == ["n00"]
    assert made.author == "n20"


def test_three_blocks_cost_the_queries_of_one(sit, channel, block, django_assert_num_queries):
    client = sit()
    client.get(BLOCKS)
    with django_assert_num_queries(9) as one:
        client.get(BLOCKS)
    for author in "ab":
        make_block(make_reply(channel, author=author))
    with django_assert_num_queries(len(one)):
        assert len(client.get(BLOCKS).context["page"]) == 3


def test_names_and_reasons_are_shown_as_words(sit, channel, writer):
    make_block(make_reply(channel, author='"><img src=x>'), why="<script>alert(1)</script>")
    page = sit().get(BLOCKS).text
    assert "&lt;script&gt;alert(1)" in page
    assert "<img src=x>" not in page


@pytest.mark.parametrize("role", [Role.ON_CALL, Role.OBSERVER])
def test_whoever_is_not_of_the_office_neither_keeps_nor_lifts(sit, over, role):
    client = sit(role)
    page = client.get(BLOCKS).text
    assert "passante" in page
    assert f"{BLOCKS}{over.pk}/" not in page
    for step in ("keep", "lift"):
        assert client.post(f"{BLOCKS}{over.pk}/{step}/", {"why": "Non.", "until": "2026-06-01"}).status_code == 404


def test_an_observer_notes_nothing(sit, reply):
    client = sit(Role.OBSERVER)
    assert f"{REPLIES}{reply.pk}/block/" not in client.get(REPLIES).text
    assert client.post(f"{REPLIES}{reply.pk}/block/", {"why": "Non."}).status_code == 404


def test_a_desk_touches_nothing_of_another_city(sit, other_city):
    reply, client = make_reply(make_channel(other_city)), sit()
    block = make_block(reply, until=NOW + timedelta(days=1))
    assert client.post(f"{REPLIES}{reply.pk}/block/", {"why": "Non."}).status_code == 404
    for step in ("keep", "lift"):
        assert client.post(f"{BLOCKS}{block.pk}/{step}/", {"why": "Non.", "until": "2026-06-01"}).status_code == 404
    assert "Nobody is blocked." in client.get(BLOCKS).text
