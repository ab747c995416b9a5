"""Whom the desk says it has blocked: with a reason and an end, looked at when it comes, lifted by word alone."""

from datetime import timedelta

import pytest

from flaneur.core import dispatch
from flaneur.core.conversation import KEPT
from flaneur.core.errors import IllegalMove, NotAllowed, TooLate, Unfit
from flaneur.core.roles import Role
from flaneur.models import Block, Journal, Reply
from flaneur.services.blocks import block_author, keep_block, unblock_author
from flaneur.services.listening import _rows, forget_old_replies
from flaneur.services.residencies import end_residency, turn_over_residencies
from tests.makers import NOW, make_block, make_channel, make_editor, make_find, make_reply, make_residency

DAY = timedelta(days=1)


@pytest.fixture
def channel(city):
    return make_channel(city, name="Panneau")


@pytest.fixture
def stay(guest):
    return make_residency(guest)


@pytest.fixture
def find(channel, guest, stay):
    return make_find(guest, state="published")


@pytest.fixture
def editor(city):
    return make_editor(city)


def test_it_is_for_the_stay_under_way_unless_a_day_is_said(channel, stay, editor):
    for_stay = make_block(make_reply(channel, author="a", url="https://x.example/a/status/1"))
    assert (for_stay.residency, for_stay.until, for_stay.ends_at) == (stay, None, stay.ends_at)
    assert (for_stay.profile, for_stay.blocked_by, for_stay.blocked_at) == ("https://x.example/a", editor, NOW)
    to_a_day = make_block(make_reply(channel, author="b"), until=NOW + DAY)
    assert (to_a_day.residency, to_a_day.ends_at, to_a_day.profile) == (None, NOW + DAY, "")


@pytest.mark.parametrize(
    ("until", "said"), [(None, "Nobody holds"), (NOW, "has passed"), (NOW + 367 * DAY, "A year at most")]
)
def test_none_is_without_an_end_somebody_lives_to_see(channel, until, said):
    with pytest.raises(Unfit, match=said):
        make_block(make_reply(channel), until=until)
    assert not Block.objects.exists()


def test_somebody_without_a_name_cannot_be_noted(channel, stay):
    with pytest.raises(Unfit, match="does not say who"):
        make_block(make_reply(channel, author=""))


def test_twice_is_once_and_elsewhere_is_somebody_else(city, channel, stay):
    reply = make_reply(channel)
    make_block(reply)
    with pytest.raises(TooLate):
        make_block(reply)
    make_block(make_reply(make_channel(city, "bluesky")))
    assert Block.objects.count() == 2


def test_what_they_said_is_set_aside_and_kept_from_the_guest(city, channel, find, guest):
    for state in ("new", "seen", "answered", "set aside"):
        make_reply(channel, find, state=state)
    other = make_reply(channel, find, author="voisine")
    elsewhere = make_reply(make_channel(city, "bluesky"))
    block = make_block(channel.replies.filter(author="passante").first())
    said = channel.replies.filter(author="passante").order_by("pk").values_list("state", flat=True)
    assert list(said) == ["set aside", "set aside", "answered", "set aside"]
    assert set(Reply.objects.filter(pk__in=[other.pk, elsewhere.pk]).values_list("state", flat=True)) == {"new"}
    assert list(city.replies.gentle(guest, NOW)) == [other]
    unblock_author(block, by=make_editor(city), now=NOW)
    assert city.replies.gentle(guest, NOW).count() == 5


def test_what_they_say_later_arrives_set_aside(channel, stay):
    make_block(make_reply(channel))
    heard = [dispatch.Reply(reference=name, url="", author=name, text="Oh !", created_at=NOW) for name in "ab"]
    heard.append(dispatch.Reply(reference="c", url="", author="passante", text="Encore", created_at=NOW))
    assert [row.state for row in _rows(channel, heard, NOW)] == ["new", "new", "set aside"]


def test_when_the_stay_ends_it_is_due_and_nothing_says_it_is_lifted(city, channel, stay, find, guest):
    block = make_block(make_reply(channel, find))
    assert not city.blocks.due(stay.ends_at - timedelta(seconds=1)).exists()
    turn_over_residencies(now=stay.ends_at)
    forget_old_replies(now=stay.ends_at + 2 * KEPT)
    assert list(city.blocks.due(stay.ends_at)) == [block]
    assert Block.objects.get().state == "blocked"
    make_reply(channel, find)
    assert not city.replies.gentle(guest, stay.ends_at).exists()


def test_a_stay_that_is_cut_short_takes_its_blocks_along(city, channel, stay, editor):
    make_block(make_reply(channel))
    make_block(make_reply(channel, author="b"), until=NOW + DAY)
    end_residency(stay, by=editor, now=NOW, why="Malade.")
    assert [block.author for block in city.blocks.due(NOW)] == ["passante"]
    assert [block.author for block in city.blocks.soonest()] == ["passante", "b"]


def test_it_is_kept_for_a_reason_and_until_a_day(city, channel, stay, editor):
    block = make_block(make_reply(channel))
    later = stay.ends_at + DAY
    with pytest.raises(Unfit, match="has passed"):
        keep_block(block, by=editor, now=later, why="Elle recommence.", until=later)
    keep_block(block, by=editor, now=later, why="Elle recommence.", until=later + DAY)
    kept = Block.objects.get()
    assert (kept.state, kept.residency, kept.until, kept.why) == ("blocked", None, later + DAY, "Elle recommence.")
    assert (city.blocks.due(later).count(), city.blocks.due(later + DAY).count()) == (0, 1)


def test_thirty_days_after_it_was_lifted_it_is_forgotten(channel, stay, editor):
    block = make_block(make_reply(channel))
    unblock_author(block, by=editor, now=NOW)
    with pytest.raises(IllegalMove):
        unblock_author(block, by=editor, now=NOW)
    forget_old_replies(now=NOW + KEPT)
    assert Block.objects.count() == 1
    forget_old_replies(now=NOW + KEPT + timedelta(seconds=1))
    assert not Block.objects.exists()


def test_the_journal_says_who_and_when_and_neither_whom_nor_why(channel, stay, editor):
    block = make_block(make_reply(channel))
    keep_block(block, by=editor, now=NOW, why="Elle insulte.", until=NOW + DAY)
    unblock_author(block, by=editor, now=NOW)
    lines = Journal.objects.filter(subject="block", subject_key=str(block.pk)).order_by("pk")
    assert [line.verb for line in lines] == ["block_author", "keep_block", "unblock_author"]
    assert {(line.by, line.at, line.why, str(line.details)) for line in lines} == {
        (editor, NOW, "", "{'channel': 'Panneau'}")
    }


def test_on_call_notes_it_and_the_office_keeps_or_lifts_it(city, channel, stay):
    night, reader = make_editor(city, Role.ON_CALL), make_editor(city, Role.OBSERVER)
    reply = make_reply(channel)
    with pytest.raises(NotAllowed):
        block_author(reply, by=reader, now=NOW, why="Non.")
    block = block_author(reply, by=night, now=NOW, why="Injures.")
    for who in (night, reader):
        with pytest.raises(NotAllowed):
            unblock_author(block, by=who, now=NOW)
        with pytest.raises(NotAllowed):
            keep_block(block, by=who, now=NOW, why="Non.", until=NOW + DAY)


def test_another_citys_desk_may_nothing(channel, stay, other_city):
    stranger = make_editor(other_city)
    with pytest.raises(NotAllowed):
        make_block(make_reply(channel), by=stranger)
