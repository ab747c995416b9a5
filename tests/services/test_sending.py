"""Claim, send, settle: what happens when all goes well, and when it dies exactly here."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from flaneur.adapters.base import Lost, Refused, TryLater
from flaneur.core.calendar import ECHO, LAST_WORD, LATEST, LEASE
from flaneur.core.dispatch import Receipt
from flaneur.models import Attempt, Channel, Journal, Publication
from flaneur.services import sending
from flaneur.services.channels import credentials
from flaneur.services.claiming import claim_next
from flaneur.services.planning import plan_find
from flaneur.services.publishing import retract_find
from flaneur.services.sending import publish_due, run_errand
from flaneur.services.silences import press_silence
from tests.makers import make_channel, make_editor, make_find
from tests.services.scripted import Answer, Scripted


def states(find):
    return {p.channel.kind: p.state for p in find.publications.select_related("channel")}


def test_nothing_leaves_before_its_slot(find, work, network):
    assert work() == 0
    assert network.arrived == []


def test_the_page_goes_up_first_and_wakes_the_other_channels(find, at_slot, work, network):
    assert work() == 2
    find.refresh_from_db()
    assert (find.state, find.published_at) == ("published", at_slot.now)
    assert states(find) == {"site": "sent", "scripted": "sent"}
    assert [post.parts[0].text.splitlines()[-1] for post in network.arrived] == [
        f"http://localhost:8000/paris/fr/find/{find.pk}/"
    ]


def test_a_network_waits_as_long_as_the_page_is_held(find, home, publication, at_slot, work, network):
    Publication.objects.filter(pk=home.pk).update(state="held", wake_at=None)
    assert work() == 0
    publication.refresh_from_db()
    assert (publication.state, publication.wake_at, network.arrived) == ("planned", None, [])


def test_publishing_makes_the_citys_kept_pages_stale(find, city, at_slot, work):
    before = city.revision
    work()
    city.refresh_from_db()
    assert city.revision > before


def test_what_the_network_made_of_it_is_kept_for_the_desk(publication, at_slot, work, monkeypatch):
    unlike = "It was published, but not for everybody to see."
    monkeypatch.setattr(Scripted, "publish", lambda _self, post: Receipt("", (post.key,), unlike))
    work()
    publication.refresh_from_db()
    assert (publication.state, publication.reason) == ("sent", unlike)


def test_what_a_network_says_at_length_is_kept_as_far_as_it_fits(publication, at_slot, work, network, monkeypatch):
    """The post is out: to break here would make it unsure. A cut address would lead elsewhere."""
    network.script = [Answer(TryLater("busy" * 200))]
    work()
    publication.refresh_from_db()
    assert (publication.state, len(publication.reason)) == ("planned", 500)
    receipt = Receipt(f"https://network.example/{'a' * 500}", ("1",), "é" * 501)

    def publish(adapter, _post):
        adapter.request_id = "r" * 121
        return receipt

    monkeypatch.setattr(Scripted, "publish", publish)
    at_slot.forward(minutes=1)
    work()
    publication.refresh_from_db()
    assert (publication.state, publication.url, publication.references) == ("sent", "", ["1"])
    assert (len(publication.reason), len(publication.tries.last().request_id)) == (500, 120)


def test_an_attempt_and_the_journal_tell_what_happened(find, publication, at_slot, work):
    work()
    attempt = publication.tries.get()
    assert (attempt.number, attempt.owner, attempt.outcome, attempt.ended_at) == (
        1,
        "a worker",
        "delivered",
        at_slot.now,
    )
    line = Journal.objects.about(publication).newest().first()
    assert (line.verb, line.by, line.details) == ("deliver", None, {"url": f"https://network.example/{publication.pk}"})


def test_a_lost_answer_is_looked_up_and_never_sent_again(find, publication, at_slot, work, network):
    network.script = [Answer(Lost("no answer"), arrives=True)]
    work()
    publication.refresh_from_db()
    assert (publication.state, publication.wake_at) == ("unsure", at_slot.now + ECHO)
    at_slot.now += ECHO
    work()
    publication.refresh_from_db()
    assert publication.state == "sent"
    assert [post.key for post in network.arrived] == [str(publication.pk)]
    assert [(t.errand, t.outcome) for t in publication.tries.all()] == [("send", "lost"), ("look up", "found")]


def test_a_lost_request_that_never_arrived_is_sent_again_after_the_look_up(find, publication, at_slot, work, network):
    network.script = [Answer(Lost("no answer"), arrives=False)]
    work()
    at_slot.now += ECHO
    work()
    publication.refresh_from_db()
    assert publication.state == "sent"
    assert [t.outcome for t in publication.tries.all()] == ["lost", "absent", "delivered"]


def test_what_cannot_be_looked_up_waits_for_the_desk(city, deaf_channel, guest, editor, clock, work, network):
    find = make_find(guest, state="approved")
    clock.now = find.publications.first().planned_at
    network.script = [Answer(Lost("no answer"), arrives=True)]
    work()
    clock.forward(hours=1)
    work()
    publication = find.publications.get(channel=deaf_channel)
    assert (publication.state, publication.wake_at, publication.reason) == ("unsure", None, "no answer")
    assert len(network.arrived) == 1


@pytest.mark.parametrize("arrived", [True, False])
def test_a_worker_that_dies_after_its_claim_leaves_an_unsure_row(find, publication, at_slot, work, network, arrived):
    work_until_the_network(at_slot)
    claim = claim_next(owner="the dead", now=at_slot.now)
    assert claim.publication.pk == publication.pk
    if arrived:
        with sending.speaking_for(claim.publication.channel, now=at_slot.now) as adapter:
            adapter.publish(sending._post(claim.publication))
    assert work() == 0, "the lease still stands"
    at_slot.now += LEASE
    work()
    at_slot.now += LAST_WORD
    work()
    publication.refresh_from_db()
    assert publication.state == "sent"
    assert len(network.arrived) == 1
    assert [t.outcome for t in publication.tries.all()] == (
        ["lost", "found"] if arrived else ["lost", "absent", "delivered"]
    )


def work_until_the_network(clock):
    """Run only the page's errand."""
    run_errand(claim_next(owner="a worker", now=clock.now), clock=clock)


def test_a_worker_that_lost_its_lease_settles_nothing(find, publication, at_slot, work, network):
    work_until_the_network(at_slot)
    slow = claim_next(owner="the slow", now=at_slot.now)
    at_slot.now += LEASE
    work("the quick")
    at_slot.now += LAST_WORD
    work("the quick")
    run_errand(slow, clock=at_slot)
    publication.refresh_from_db()
    assert publication.state == "sent"
    assert publication.owner == ""
    assert [(t.owner, t.outcome) for t in publication.tries.all()] == [
        ("the slow", "lost"),
        ("the quick", "absent"),
        ("the quick", "delivered"),
    ]


def test_two_workers_never_take_the_same_row(find, at_slot):
    first, second = claim_next(owner="one", now=at_slot.now), claim_next(owner="two", now=at_slot.now)
    assert first is not None
    assert second is None


def test_try_later_waits_as_long_as_the_network_asks(find, publication, at_slot, work, network):
    network.script = [Answer(TryLater("busy", after=timedelta(minutes=7)))]
    work()
    publication.refresh_from_db()
    assert (publication.state, publication.wake_at, publication.reason) == (
        "planned",
        at_slot.now + timedelta(minutes=7),
        "busy",
    )
    at_slot.forward(minutes=7)
    work()
    publication.refresh_from_db()
    assert publication.state == "sent"


def test_an_outage_is_sat_out_until_it_is_too_late_and_a_person_decides(find, publication, at_slot, work, network):
    network.script = [Answer(TryLater("busy")) for _ in range(40)]
    for _ in range(119):
        work()
        at_slot.forward(minutes=1)
    publication.refresh_from_db()
    assert (publication.state, publication.reason) == ("planned", "busy")
    assert 15 <= publication.attempts <= 24
    at_slot.forward(minutes=2)
    work()
    publication.refresh_from_db()
    assert (publication.state, publication.reason, publication.wake_at) == ("held", "late", None)
    assert publication in find.city.publications.in_need()


def test_an_outage_that_ends_in_time_costs_nothing_but_time(find, publication, at_slot, work, network):
    network.script = [Answer(TryLater("busy")) for _ in range(10)]
    for _ in range(119):
        work()
        at_slot.forward(minutes=1)
    publication.refresh_from_db()
    assert (publication.state, len(network.arrived)) == ("sent", 1)


@pytest.mark.parametrize(("silent_for", "state"), [(30, "sent"), (180, "unsure")])
def test_a_network_that_cannot_be_asked_for_a_while_is_asked_until_it_is_too_late(
    find, publication, at_slot, work, network, monkeypatch, silent_for, state
):
    network.script = [Answer(Lost("no answer"), arrives=True)]
    back_at = at_slot.now + timedelta(minutes=silent_for)
    look_up = network.look_up

    def out_of_order(self, post):
        if at_slot.now < back_at:
            raise TryLater("busy")
        return look_up(self, post)

    monkeypatch.setattr(network, "look_up", out_of_order)
    for _ in range(240):
        work()
        at_slot.forward(minutes=1)
    publication.refresh_from_db()
    assert (publication.state, len(network.arrived)) == (state, 1)
    assert publication.wake_at is None


def test_a_refusal_is_final_and_troubles_the_channel_only_when_it_must_reconnect(
    find, publication, at_slot, work, network
):
    network.script = [Answer(Refused("bad token", reconnect=True))]
    work()
    publication.refresh_from_db()
    assert (publication.state, publication.reason, publication.wake_at) == ("failed", "bad token", None)
    assert Channel.objects.get(pk=publication.channel_id).trouble == "bad token"


def test_silence_before_the_claim_holds_the_publication(find, publication, at_slot, work, network, city, editor, now):
    press_silence(city, by=editor, now=now)
    assert work() == 0
    assert states(find) == {"site": "held", "scripted": "held"}
    assert network.arrived == []


def test_silence_stops_even_a_row_that_was_missed_by_the_press(find, home, at_slot, work, network, city, editor, now):
    press_silence(city, by=editor, now=now)
    Publication.objects.filter(pk=home.pk).update(state="planned", wake_at=now)
    assert work() == 0
    home.refresh_from_db()
    assert (home.state, home.reason, home.wake_at) == ("held", "silence", None)


def test_silence_of_one_city_leaves_the_others_alone(find, at_slot, work, network, other_city, now):
    press_silence(other_city, by=make_editor(other_city), now=now)
    work()
    assert states(find) == {"site": "sent", "scripted": "sent"}


def test_what_is_late_is_held_for_a_person(find, at_slot, work, network):
    at_slot.now += LATEST + timedelta(seconds=1)
    assert work() == 0
    assert states(find)["site"] == "held"
    assert network.arrived == []


def test_a_dormant_channel_gets_nothing(find, publication, at_slot, work, network):
    Channel.objects.filter(pk=publication.channel_id).update(state="dormant")
    work()
    publication.refresh_from_db()
    assert (publication.state, publication.reason, network.arrived) == ("held", "dormant", [])


def test_a_find_taken_back_while_its_post_was_on_its_way_is_taken_back_there_too(
    find, publication, at_slot, work, network, editor
):
    work_until_the_network(at_slot)
    claim = claim_next(owner="a worker", now=at_slot.now)
    find.refresh_from_db()
    retract_find(find, by=editor, now=at_slot.now, why="a neighbour asked")
    run_errand(claim, clock=at_slot)
    assert len(network.arrived) == 1, "it did arrive"
    work()
    assert states(find) == {"site": "retracted", "scripted": "retracted"}
    assert network.arrived == []


def test_a_find_taken_back_before_its_slot_never_leaves(find, at_slot, work, network, editor, now):
    retract_find(find, by=editor, now=now, why="changed our mind")
    assert work() == 0
    assert states(find) == {"site": "cancelled", "scripted": "cancelled"}
    assert network.arrived == []


def test_a_network_that_cannot_take_back_now_is_asked_again(
    find, publication, at_slot, work, network, editor, monkeypatch
):
    work()
    find.refresh_from_db()
    answers = [TryLater("busy"), Refused("too old to delete")]
    monkeypatch.setattr(network, "retract", lambda *_args: (_ for _ in ()).throw(answers.pop(0)))
    retract_find(find, by=editor, now=at_slot.now, why="a neighbour asked")
    work()
    publication.refresh_from_db()
    assert (publication.state, publication.reason) == ("retracting", "busy")
    at_slot.forward(minutes=5)
    work()
    publication.refresh_from_db()
    assert (publication.state, publication.reason) == ("stranded", "too old to delete")


def test_what_an_adapter_derives_from_the_moment_stays_the_same_in_every_attempt(find, at_slot, work, network):
    network.script = [Answer(TryLater("busy"), arrives=True)]
    work()
    at_slot.forward(minutes=3)
    work()
    first, second = network.arrived
    assert first == second


def test_a_refreshed_session_is_kept_even_when_sending_failed(find, publication, at_slot, work, network, monkeypatch):
    def publish(self, post):
        self.credentials = {"token": "fresh"}
        raise TryLater("busy")

    monkeypatch.setattr(network, "publish", publish)
    work()
    assert credentials(Channel.objects.get(pk=publication.channel_id)) == {"token": "fresh"}


def test_planning_twice_is_planning_once(find, editor, now):
    before = list(find.publications.values_list("pk", "planned_at"))
    plan_find(find, by=editor, now=now + timedelta(days=1))
    assert list(find.publications.values_list("pk", "planned_at")) == before


def test_a_channel_opened_later_gets_an_old_find_at_once(find, at_slot, work, city, network):
    work()
    late = make_channel(city, "paper")
    find.refresh_from_db()
    plan_find(find, by=None, now=at_slot.now, at=at_slot.now)
    work()
    assert find.publications.get(channel=late).state == "sent"


def test_the_queries_of_an_idle_look_do_not_grow_with_finished_rows(find, at_slot, work, django_assert_num_queries):
    work()
    with django_assert_num_queries(4):
        publish_due(owner="a worker", clock=at_slot)


def test_a_publication_costs_a_handful_of_queries(publication, home, at_slot, work, network):
    """Five thousand in the same second pay it five thousand times (`make bench-publish`)."""
    Publication.objects.filter(pk=publication.pk).update(wake_at=None)
    work()
    Publication.objects.filter(pk=publication.pk).update(wake_at=at_slot.now)
    with CaptureQueriesContext(connection) as idle:
        publish_due(owner="a worker", clock=lambda: at_slot.now - timedelta(days=1))
    with CaptureQueriesContext(connection) as queries:
        work()
    assert len(network.arrived) == 1
    assert len(queries) - len(idle) <= 20, "\n".join(query["sql"] for query in queries)


def test_what_is_live_leaves_before_what_has_waited_longer(deaf_channel, find, at_slot, work):
    posts = find.publications.filter(channel__is_home=False)
    posts.update(planned_at=at_slot.now + timedelta(minutes=5))
    work()
    waiting, live = posts
    Publication.objects.filter(pk=waiting.pk).update(wake_at=at_slot.now - timedelta(minutes=5))
    Publication.objects.filter(pk=live.pk).update(wake_at=at_slot.now, is_live=True)
    claims = [claim_next(owner="a worker", now=at_slot.now) for _number in range(2)]
    assert [claim.publication.pk for claim in claims] == [live.pk, waiting.pk]


def test_a_claim_reads_neither_maps_nor_rules(publication, at_slot):
    row = claim_next(owner="a worker", now=at_slot.now).publication
    assert "districts" in row.city.get_deferred_fields()
    assert row.find.city is row.channel.city is row.city


def test_a_claim_asks_for_the_longest_due_without_its_find(publication, at_slot):
    """Two tables, and PostgreSQL walks the index of due times; with the find's as well it sorted all that is due."""
    with CaptureQueriesContext(connection) as queries:
        claim_next(owner="a worker", now=at_slot.now)
    ordered = [query["sql"] for query in queries if "ORDER BY" in query["sql"]]
    assert ordered
    assert all(sql.count(" JOIN ") == 1 for sql in ordered)


def test_every_attempt_has_its_own_number(find, publication, at_slot, work, network):
    network.script = [Answer(TryLater("busy")), Answer(TryLater("busy"))]
    for _ in range(3):
        work()
        at_slot.forward(minutes=5)
    assert list(Attempt.objects.filter(publication=publication).values_list("number", flat=True)) == [1, 2, 3]
