"""A month's budget: counted by what was charged, kept by leaving the link out, then by holding."""

from datetime import timedelta

import pytest

from flaneur.adapters.base import Lost, Refused, TryLater
from flaneur.core.calendar import ECHO
from flaneur.core.find import FindState
from flaneur.models import Attempt, Channel
from flaneur.services.budgets import may_read, spent
from flaneur.services.previews import previews
from tests.makers import NOW, make_channel, make_find
from tests.services.scripted import Answer, Scripted

WITH_LINK, WITHOUT = 200, 15
_SPEAKING = Scripted.publish, Scripted.look_up


@pytest.fixture(autouse=True)
def _prices(monkeypatch):
    """What X takes: a post with a link costs thirteen times one without; what got lost is charged when it is found."""
    price, publish, look_up = classmethod(lambda _cls, post: WITH_LINK if post.link else WITHOUT), *_SPEAKING

    def charged(verb):
        def speak(self, post):
            receipt = verb(self, post)
            self.spent += self.price(post) if receipt else 0
            return receipt

        return speak

    monkeypatch.setattr(Scripted, "price", price)
    monkeypatch.setattr(Scripted, "publish", charged(publish))
    monkeypatch.setattr(Scripted, "look_up", charged(look_up))


@pytest.fixture
def budget(channel):
    def _set(thousandths):
        Channel.objects.filter(pk=channel.pk).update(budget=thousandths)

    return _set


def charged(channel):
    return list(Attempt.objects.filter(publication__channel=channel).values_list("outcome", "cost"))


def test_without_a_budget_every_post_has_its_link_and_its_price_is_kept(find, channel, at_slot, work, network):
    work()
    assert network.arrived[0].link
    assert charged(channel) == [("delivered", WITH_LINK)]
    assert spent(channel, now=at_slot.now) == WITH_LINK


def test_what_the_month_has_room_for_keeps_its_link(find, channel, budget, at_slot, work, network):
    budget(WITH_LINK)
    work()
    assert network.arrived[0].link


def test_above_it_a_post_goes_without_its_link(find, publication, channel, budget, at_slot, work, network):
    budget(WITH_LINK - 1)
    work()
    publication.refresh_from_db()
    assert (network.arrived[0].link, publication.state, publication.has_link) == ("", "sent", False)
    assert "http" not in network.arrived[0].parts[0].text
    assert charged(channel) == [("delivered", WITHOUT)]


def test_what_is_still_too_dear_is_held_with_a_sentence(
    find, publication, channel, budget, at_slot, work, network, city
):
    budget(WITHOUT - 1)
    work()
    publication.refresh_from_db()
    assert (publication.state, publication.reason, network.arrived) == ("held", "too dear", [])
    assert charged(channel) == [("refused", 0)]
    assert list(city.publications.in_need()) == [publication]


@pytest.mark.parametrize("trouble", [Refused("no"), TryLater("busy"), Lost("no answer")])
def test_what_did_not_surely_arrive_is_not_charged_yet(find, channel, at_slot, work, network, trouble):
    network.script = [Answer(trouble, arrives=True)]
    work()
    assert [cost for _outcome, cost in charged(channel)] == [0]


def test_what_got_lost_is_charged_when_it_is_found(find, channel, at_slot, work, network):
    network.script = [Answer(Lost("no answer"), arrives=True)]
    work()
    at_slot.now += ECHO
    work()
    assert charged(channel) == [("lost", 0), ("found", WITH_LINK)]


def test_a_month_begins_anew_at_the_citys_midnight(find, channel, at_slot, work):
    """In Paris June begins at 22:00 UTC."""
    work()
    june = NOW.replace(month=6, day=1, hour=0) - timedelta(hours=2)
    assert spent(channel, now=june - timedelta(seconds=1)) == WITH_LINK
    assert spent(channel, now=june) == 0


def test_a_preview_says_what_it_costs(channel, guest):
    find = make_find(guest, state=FindState.SUBMITTED)
    assert {shown.card.channel.name: shown.dollars for shown in previews(find, now=NOW)} == {
        "Paris": 0,
        "Scripted": 0.2,
    }


@pytest.mark.parametrize(("kind", "may"), [("mastodon", True), ("x", False)])
def test_a_budget_of_nothing_leaves_the_reading_that_takes_nothing(city, kind, may):
    channel = make_channel(city, kind)
    channel.budget = 0
    assert may_read(channel, now=NOW) is may
