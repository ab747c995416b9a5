"""What people say on the five stand-ins is heard once, kept for a while, and disturbs nothing that is to leave."""

from datetime import timedelta

import pytest
from django.db import DatabaseError

from flaneur.adapters import ADAPTERS
from flaneur.adapters.base import TryLater
from flaneur.core.conversation import KEPT, NEAR
from flaneur.core.dispatch import Heard
from flaneur.models import Channel, Count, Publication, Reply
from flaneur.rehearsal.display import say
from flaneur.services import listening
from flaneur.services.counting import count_due
from flaneur.services.listening import forget_old_replies, hear_due
from flaneur.services.publishing import retract_find
from flaneur.services.review import approve_find
from tests.makers import make_find, make_photo
from tests.rehearsal.conftest import ALT, post_on

HEARING = {"instagram", "mastodon", "threads", "x"}


def answer(cast, text="Quelle belle porte !"):
    """A passer-by answers the find on every network where they can."""
    for kind in HEARING:
        say(cast[kind].stage.network, text, post_on(cast[kind]))


def heard(**fields):
    return sorted(Reply.objects.filter(**fields).values_list("channel__kind", "text"))


def test_an_answer_is_heard_on_every_network_that_tells_and_belongs_to_its_publication(cast, sent, listen, clock):
    answer(cast)
    assert listen() == 4
    kinds = [kind for kind, _text in heard(publication__find=sent, city=sent.city)]
    assert kinds == sorted(HEARING)
    assert all("Quelle belle porte !" in text for _kind, text in heard())
    assert set(Reply.objects.values_list("state", "heard_at", "is_harsh")) == {("new", clock.now, False)}
    assert all(reply.url.startswith("http") and reply.author for reply in Reply.objects.all())


def test_a_mention_belongs_to_no_publication(cast, sent, listen):
    for kind in ("mastodon", "x", "threads"):
        say(cast[kind].stage.network, "Un bonjour à @paris", "")
    listen()
    assert [kind for kind, _text in heard(publication=None)] == ["mastodon", "threads", "x"]


def test_who_dies_before_the_page_is_kept_hears_it_again_and_keeps_it_once(cast, sent, listen, monkeypatch):
    answer(cast)

    def die(*_rows, **_how):
        raise DatabaseError("killed here")

    with monkeypatch.context() as death:
        death.setattr(Reply.objects, "bulk_create", die)
        for _channel in HEARING:
            with pytest.raises(DatabaseError):
                listen(31)
    assert heard() == []
    listen(400)
    listen(400)
    assert len(heard()) == 4


def test_a_page_that_is_told_twice_is_kept_once(cast, sent, listen):
    before = dict(Channel.objects.values_list("pk", "hear_cursor"))
    answer(cast)
    listen()
    for pk, cursor in before.items():
        Channel.objects.filter(pk=pk).update(hear_cursor=cursor)
    listen()
    assert len(heard()) == 4


def test_an_ear_that_lost_its_lease_keeps_neither_page_nor_place(cast, sent, listen, monkeypatch):
    answer(cast)
    before = set(Channel.objects.values_list("hear_cursor", flat=True))
    keep = listening._keep

    def late(lease, told, now):
        Channel.objects.filter(pk=lease.channel.pk).update(owner="somebody else")
        keep(lease, told, now)

    monkeypatch.setattr(listening, "_keep", late)
    listen()
    assert heard() == []
    assert set(Channel.objects.values_list("hear_cursor", flat=True)) == before


@pytest.mark.parametrize("act", ["hear", "count"])
def test_an_answer_that_breaks_its_adapter_is_that_channels_trouble_alone(
    cast, sent, listen, clock, monkeypatch, caplog, act
):
    answer(cast)

    def break_down(*_arguments):
        raise KeyError("timestamp")

    monkeypatch.setattr(ADAPTERS["threads"], act, break_down)
    assert listen() == 4
    clock.now += timedelta(hours=1)
    assert count_due(owner="a counter", clock=clock) == 5
    broken, others = Channel.objects.get(kind="threads"), Channel.objects.exclude(kind="threads")
    assert (bool(broken.hear_trouble), broken.hear_misses) == ((True, 1) if act == "hear" else (False, 0))
    assert set(others.values_list("hear_misses", "hear_trouble")) == {(0, "")}
    assert "was not understood" in caplog.text


def test_a_rate_limit_met_rests_the_ear_and_trouble_is_told_without_stopping_anything(cast, sent, listen, clock):
    cast["mastodon"].stage.network.faults.busy = True
    cast["x"].stage.network.faults.broken = True
    cast["threads"].stage.network.faults.expired = True
    listen()
    mastodon, x, threads, instagram = (
        Channel.objects.get(kind=kind) for kind in ("mastodon", "x", "threads", "instagram")
    )
    assert set(Channel.objects.values_list("rests_until", flat=True)) == {None}
    assert [bool(channel.hear_trouble) for channel in (mastodon, x, threads, instagram)] == [True, True, True, False]
    assert {channel.trouble for channel in (mastodon, x, threads, instagram)} == {""}
    assert [channel.hear_misses for channel in (mastodon, x, threads, instagram)] == [1, 1, 1, 0]
    assert x.hear_at == clock.now + timedelta(minutes=10)
    assert set(Channel.objects.values_list("owner", flat=True)) == {""}

    for kind in ("mastodon", "x", "threads"):
        faults = cast[kind].stage.network.faults
        faults.busy = faults.broken = faults.expired = False
    listen(120)
    assert set(Channel.objects.values_list("hear_misses", "hear_trouble")) == {(0, "")}


@pytest.mark.parametrize(("wish", "again"), [(None, 10), (timedelta(minutes=2), 10), (timedelta(hours=3), 180)])
def test_a_network_that_wants_a_rest_from_listening_is_left_alone_and_still_sent_to(
    cast, sent, listen, clock, monkeypatch, wish, again
):
    def busy(*_arguments):
        raise TryLater("busy", wish, code="429")

    monkeypatch.setattr(ADAPTERS["threads"], "hear", busy)
    listen()
    threads = Channel.objects.get(kind="threads")
    assert (threads.hear_at, threads.rests_until) == (clock.now + timedelta(minutes=again), None)


def test_a_network_that_wants_a_rest_from_counting_is_not_asked_for_another_post(
    cast, sent, listen, clock, monkeypatch, guest, editor, live
):
    other = make_find(guest)
    make_photo(other, alt=ALT)
    approve_find(other, by=editor, now=clock.now, at=clock.now)
    live(lambda: set(other.publications.values_list("state", flat=True)) == {"sent"})
    asked = []

    def busy(_adapter, receipt):
        asked.append(receipt)
        raise TryLater("busy", timedelta(hours=3), code="429")

    monkeypatch.setattr(ADAPTERS["threads"], "count", busy)
    clock.now += timedelta(hours=2)
    count_due(owner="a counter", clock=clock)
    again = Publication.objects.filter(channel__kind="threads").values_list("count_at", "channel__rests_until")
    assert (len(asked), set(again)) == (1, {(clock.now + timedelta(hours=3), None)})


def test_a_network_that_has_more_to_tell_is_asked_again_soon(cast, sent, listen, clock, monkeypatch):
    """Whatever it was: likes, words between two people."""
    monkeypatch.setattr(ADAPTERS["threads"], "hear", lambda *_arguments: Heard((), "a cursor", is_all=False))
    listen()
    threads = Channel.objects.get(kind="threads")
    assert (threads.hear_at, threads.hear_cursor) == (clock.now + NEAR, "a cursor")


def test_what_a_network_will_not_tell_is_said_and_the_rest_is_heard(cast, sent, listen, clock, monkeypatch):
    monkeypatch.setattr(ADAPTERS["threads"], "hear", lambda *_arguments: Heard((), "a cursor", trouble="No right."))
    listen()
    threads = Channel.objects.get(kind="threads")
    assert (threads.hear_trouble, threads.hear_misses, threads.hear_cursor) == ("No right.", 0, "a cursor")


def test_a_round_ends_however_slow_the_networks_are(cast, sent, clock):
    """Each answer takes so long that the first channel is due again before the last was asked."""

    def slow():
        clock.now += timedelta(minutes=10)
        return clock.now

    rounds = iter(range(100))
    slow()
    answer(cast)
    assert hear_due(owner="an ear", clock=slow, is_stopped=lambda: next(rounds) > 50) == 4


def test_what_is_about_to_leave_goes_first(cast, sent, listen, clock):
    channel = Channel.objects.get(kind="mastodon")
    sent.publications.filter(channel=channel).update(wake_at=clock.now + timedelta(minutes=31))
    assert listen() == 3


@pytest.mark.parametrize("fields", [{"state": "read-only"}, {"state": "dormant"}, {"listens": False}, {"trouble": "x"}])
def test_who_sleeps_or_shall_not_listen_is_not_asked(cast, sent, listen, fields):
    Channel.objects.filter(kind="x").update(**fields)
    assert listen() == 3


def test_reading_is_charged_and_never_takes_more_than_a_tenth_of_the_budget(cast, sent, listen, clock):
    x = Channel.objects.get(kind="x")
    say(cast["x"].stage.network, "Bonjour", "")
    listen()
    x.refresh_from_db()
    assert x.read_cost == 11
    Channel.objects.filter(pk=x.pk).update(budget=110)
    say(cast["x"].stage.network, "Bonsoir", "")
    listen()
    x.refresh_from_db()
    assert (x.read_cost, x.hear_at > clock.now + timedelta(hours=5), bool(x.hear_trouble)) == (11, True, True)
    clock.now += timedelta(days=31)
    Channel.objects.filter(pk=x.pk).update(hear_at=None)
    listen()
    x.refresh_from_db()
    assert (x.read_cost, x.hear_trouble) == (11, "")
    assert [text for _kind, text in heard()] == ["Bonjour", "Bonsoir"]


def test_attacks_are_told_from_the_rest(cast, sent, listen):
    answer(cast, "Espèce de connard, dégage de cette ville.")
    say(cast["x"].stage.network, "Merci Léa !", post_on(cast["x"]))
    listen()
    assert len(heard(is_harsh=True)) == 4
    assert [text for _kind, text in heard(is_harsh=False)] == ["Merci Léa !"]


def test_words_are_forgotten_after_thirty_days(cast, sent, listen, clock):
    answer(cast)
    listen()
    forget_old_replies(now=clock.now + KEPT)
    assert len(heard()) == 4
    forget_old_replies(now=clock.now + KEPT + timedelta(seconds=1))
    assert heard() == []
    listen()
    assert heard() == []


def test_numbers_are_kept_at_five_ages_and_no_more(cast, sent, clock):
    clock.now = max(sent.publications.values_list("sent_at", flat=True))
    for hours in range(1, 24 * 9):
        clock.now += timedelta(hours=1)
        if hours == 5:
            answer(cast)
        count_due(owner="a counter", clock=clock)
    ages = Count.objects.filter(publication__channel__kind="mastodon").values_list("hours", "replies")
    assert list(ages) == [(1, 0), (6, 1), (24, 1), (72, 1), (168, 1)]
    assert set(Count.objects.values_list("publication__channel__kind", flat=True)) == HEARING | {"pinterest"}
    assert set(sent.publications.values_list("count_at", flat=True)) == {None}


def test_a_post_that_was_taken_back_is_not_counted(cast, sent, editor, clock, live):
    sent.refresh_from_db()
    retract_find(sent, by=editor, now=clock(), why="a neighbour asked")
    live(lambda: set(sent.publications.values_list("state", flat=True)) == {"retracted"})
    clock.now += timedelta(hours=2)
    assert count_due(owner="a counter", clock=clock) == 0
