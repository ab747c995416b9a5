"""One sender for a channel at a time, channels that rest, and tokens renewed by one alone."""

import threading
import time
from collections import Counter, defaultdict
from datetime import timedelta

import pytest
from django.db import connection

from flaneur.adapters.base import Refused, TryLater
from flaneur.core.calendar import LEASE
from flaneur.core.dispatch import Receipt
from flaneur.core.find import FindState
from flaneur.models import Attempt, Channel, Journal, Publication
from flaneur.services.channels import credentials
from flaneur.services.claiming import claim_next, next_wake
from flaneur.services.renewing import AGAIN, renew_due
from flaneur.services.sending import publish_due, run_errand
from flaneur.services.working import Worker
from tests.makers import NOW, make_channel, make_city, make_find, make_guest, make_residency
from tests.services.scripted import Answer, Deaf, Scripted
from tests.services.test_races import anew, together
from tests.soon import soon

MANY = 6


@pytest.fixture
def due(guest, channel, clock):
    """Two finds whose pages are up, and whose posts are due at once on one channel."""
    found = [make_find(guest, state=FindState.PUBLISHED, at=NOW) for _number in range(2)]
    rows = Publication.objects.filter(channel=channel, find__in=found)
    rows.update(wake_at=NOW)
    return list(rows.order_by("pk"))


def test_a_channel_has_one_sender_and_the_next_row_waits_for_it(due, clock, channel):
    claim = claim_next(owner="one", now=clock.now)
    assert claim_next(owner="two", now=clock.now) is None
    assert next_wake() == clock.now + LEASE
    run_errand(claim, clock=clock)
    channel.refresh_from_db()
    assert (channel.owner, channel.leased_until) == ("", None)
    assert claim_next(owner="two", now=clock.now) is not None


def test_the_channel_of_a_worker_that_died_is_free_again_when_its_lease_is_over(due, clock):
    claim_next(owner="the dead", now=clock.now)
    clock.now += LEASE
    assert claim_next(owner="the next", now=clock.now) is not None


def test_a_slow_worker_does_not_free_the_channel_somebody_else_has(due, clock, channel):
    slow = claim_next(owner="the slow", now=clock.now)
    clock.now += LEASE
    claim_next(owner="the next", now=clock.now)
    run_errand(slow, clock=clock)
    channel.refresh_from_db()
    assert (channel.owner, channel.leased_until) == ("the next", clock.now + LEASE)


def test_a_network_that_asks_for_a_rest_hears_nothing_from_the_whole_channel(due, clock, work, network, city):
    network.script = [Answer(TryLater("busy", after=timedelta(minutes=7), code="429"))]
    work()
    assert ([row.tries.count() for row in due], network.arrived) in (([1, 0], []), ([0, 1], []))
    clock.forward(minutes=6, seconds=59)
    work()
    assert network.arrived == []
    clock.forward(seconds=1)
    work()
    assert len(network.arrived) == 2


def test_a_429_without_a_time_rests_the_channel_by_our_own_patience(due, clock, work, network, channel):
    network.script = [Answer(TryLater("busy", code="429"))]
    work()
    channel.refresh_from_db()
    assert clock.now < channel.rests_until <= clock.now + timedelta(seconds=3)


def test_a_server_that_stumbles_does_not_rest_the_channel(due, clock, work, network, channel):
    network.script = [Answer(TryLater("no usable answer", code="503"))]
    work()
    channel.refresh_from_db()
    assert channel.rests_until is None
    assert len(network.arrived) == 1


def test_an_idle_worker_sleeps_until_a_resting_channel_wakes(due, clock, work, network):
    network.script = [Answer(TryLater("busy", after=timedelta(minutes=7), code="429"))]
    work()
    assert next_wake() == clock.now + timedelta(minutes=7)


@pytest.mark.django_db(transaction=True)
class TestReallyAtOnce:
    """Threads with a connection each: on PostgreSQL they meet, on SQLite they queue to write."""

    @pytest.fixture
    def crowd(self, network, monkeypatch):
        """Two channels with many posts due at once, on a network that counts who speaks at the same time."""
        city = make_city()
        guest = make_guest(city)
        make_residency(guest)
        channels = [make_channel(city, Scripted.kind, name="One"), make_channel(city, Deaf.kind, name="Two")]
        found = [make_find(guest, state=FindState.PUBLISHED, at=NOW) for _number in range(MANY)]
        Publication.objects.filter(channel__in=channels, find__in=found).update(wake_at=NOW)
        return _Crowd(monkeypatch)

    def test_four_senders_never_meet_in_a_channel_and_send_everything_once(self, crowd):
        start = threading.Barrier(4)
        senders = [lambda name=name: _until_all_sent(f"sender {name}", start) for name in range(4)]
        assert [trouble for trouble in together(*senders) if isinstance(trouble, Exception)] == []
        assert set(Counter(crowd.sent).values()) == {1}
        assert len(crowd.sent) == 2 * MANY
        assert crowd.most_in_one == 1
        assert crowd.most_at_all == 2, "two channels are spoken for side by side"
        assert Attempt.objects.exclude(outcome="delivered").count() == 0

    def test_a_worker_with_two_senders_lets_no_slow_network_delay_another(self, crowd, monkeypatch):
        slow = Channel.objects.get(name="One")
        crowd.delays[slow.pk] = 1.5
        clock = lambda: NOW  # noqa: E731 - a clock that stands
        worker = Worker(owner="a worker", clock=clock, pause=0.05, senders=2)
        life = threading.Thread(target=worker.run)
        life.start()
        quick = Publication.objects.filter(channel__name="Two", state="sent")
        done = soon(lambda: quick.count() == MANY, seconds=10)
        sent_slowly = Publication.objects.filter(channel=slow, state="sent").count()
        worker.stop()
        life.join(timeout=20)
        assert done
        assert sent_slowly < MANY
        assert not life.is_alive()


class _Crowd:
    def __init__(self, monkeypatch):
        self.lock, self.speaking, self.sent = threading.Lock(), Counter(), []
        self.most_in_one = self.most_at_all = 0
        self.delays = defaultdict(lambda: 0.05)
        crowd = self

        def publish(_adapter, post):
            channel = Publication.objects.values_list("channel_id", flat=True).get(pk=post.key)
            crowd.enter(channel)
            time.sleep(crowd.delays[channel])
            with crowd.lock:
                crowd.speaking[channel] -= 1
                crowd.sent.append(post.key)
            return Receipt("", (post.key,))

        monkeypatch.setattr(Scripted, "publish", publish)

    def enter(self, channel):
        with self.lock:
            self.speaking[channel] += 1
            self.most_in_one = max(self.most_in_one, self.speaking[channel])
            self.most_at_all = max(self.most_at_all, self.speaking.total())


def _until_all_sent(owner, start):
    connection.ensure_connection()
    start.wait(20)
    end = time.monotonic() + 30
    while Publication.objects.filter(channel__is_home=False).exclude(state="sent").exists():
        assert time.monotonic() < end
        if not publish_due(owner=owner, clock=lambda: NOW):
            time.sleep(0.01)


class TestRenewing:
    @pytest.fixture
    def aging(self, channel, clock, monkeypatch):
        """A channel whose token wants to be renewed now."""
        Channel.objects.filter(pk=channel.pk).update(renew_at=clock.now)
        monkeypatch.setattr(Scripted, "renew_at", property(lambda self: clock.now + timedelta(days=50)))
        monkeypatch.setattr(Scripted, "renew", lambda self: setattr(self, "credentials", {"token": "fresh"}))
        return channel

    def test_a_token_is_renewed_in_time_and_its_next_time_is_noted(self, aging, clock):
        assert renew_due(owner="a worker", clock=clock) == 1
        found = anew(aging)
        assert credentials(found) == {"token": "fresh"}
        assert (found.renew_at, found.owner) == (clock.now + timedelta(days=50), "")
        assert renew_due(owner="a worker", clock=clock) == 0

    def test_nobody_renews_while_somebody_speaks_for_the_channel(self, aging, due, clock):
        claim_next(owner="a sender", now=clock.now)
        assert renew_due(owner="a worker", clock=clock) == 0

    def test_a_token_that_is_dead_is_trouble_of_the_channel(self, aging, clock, monkeypatch):
        def refused(_self):
            raise Refused("please reconnect", reconnect=True)

        monkeypatch.setattr(Scripted, "renew", refused)
        renew_due(owner="a worker", clock=clock)
        found = anew(aging)
        assert (found.trouble, found.renew_at) == ("please reconnect", None)
        assert Journal.objects.about(aging).get().verb == "lose_token"

    def test_a_network_out_of_reach_is_tried_again_while_the_old_token_lives(self, aging, clock, monkeypatch):
        def busy(_self):
            raise TryLater("busy", after=timedelta(hours=1))

        monkeypatch.setattr(Scripted, "renew", busy)
        renew_due(owner="a worker", clock=clock)
        assert (anew(aging).renew_at, anew(aging).trouble) == (clock.now + timedelta(hours=1), "")
        assert timedelta(minutes=10) == AGAIN

    def test_a_token_that_lives_for_minutes_is_renewed_once_in_a_while_and_the_round_ends(
        self, aging, clock, monkeypatch
    ):
        monkeypatch.setattr(Scripted, "renew_at", property(lambda self: clock.now - timedelta(minutes=15)))
        stops = iter([False] * 5 + [True] * 5)
        assert renew_due(owner="a worker", clock=clock, is_stopped=lambda: next(stops)) == 1
        assert anew(aging).renew_at == clock.now + AGAIN

    def test_a_worker_renews_in_the_thread_that_listens_and_keeps_no_post_waiting(self, aging, clock):
        worker = Worker(owner="a worker", clock=clock)
        worker.look_around()
        assert credentials(anew(aging)) != {"token": "fresh"}
        worker.listen()
        assert credentials(anew(aging)) == {"token": "fresh"}
