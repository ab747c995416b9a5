"""Posts of several steps: each is kept before the next, never repeated, taken back when the rest does not follow."""

from datetime import timedelta

import pytest

from flaneur.adapters.base import Lost, Refused, TryLater, Unfinished
from flaneur.core.calendar import ECHO, LAST_WORD, LATEST, LEASE, LONGEST_SENDING_WAIT
from flaneur.core.dispatch import Pace, Receipt
from flaneur.core.find import FindState
from flaneur.models import Channel, Journal, Publication
from flaneur.services.claiming import claim_next
from flaneur.services.publishing import (
    ask_again,
    cancel_publication,
    release_publication,
    retract_find,
    retry_publication,
)
from flaneur.services.silences import press_silence
from tests.makers import make_channel, make_find
from tests.services.scripted import Answer
from tests.services.stepwise import Stepwise, stepwise

__all__ = ["stepwise"]
STEP = timedelta(seconds=20)


@pytest.fixture
def channel(city, stepwise):
    return make_channel(city, Stepwise.kind)


@pytest.fixture
def row(find, channel):
    return find.publications.get(channel=channel)


def anew(row):
    return Publication.objects.get(pk=row.pk)


def outcomes(row):
    return [(t.errand, t.outcome) for t in row.tries.all()]


def numbers(stepwise):
    return [int(reference.rpartition("/")[2]) for reference in stepwise.wall]


def walk(work, clock, steps):
    for _step in range(steps):
        work()
        clock.now += STEP


def test_each_step_is_kept_and_the_next_one_waits_as_long_as_it_must(row, at_slot, work, stepwise):
    work()
    found = anew(row)
    assert (found.state, found.progress, found.references) == ("planned", {"done": 1}, [f"{row.pk}/0"])
    assert (found.wake_at, found.attempts, found.owner) == (at_slot.now + STEP, 0, "")
    assert outcomes(row) == [("send", "step")]


def test_a_thread_stands_whole_after_its_steps_and_no_part_twice(row, at_slot, work, stepwise):
    walk(work, at_slot, 3)
    found = anew(row)
    assert (found.state, found.progress, len(found.references)) == ("sent", {}, 3)
    assert numbers(stepwise) == [0, 1, 2]
    assert outcomes(row) == [("send", "step"), ("send", "step"), ("send", "delivered")]


def test_patience_is_for_trouble_not_for_steps(row, at_slot, work, stepwise, monkeypatch):
    monkeypatch.setattr(Stepwise, "parts", 12)
    walk(work, at_slot, 12)
    assert (anew(row).state, numbers(stepwise)) == ("sent", list(range(12)))


def test_only_parts_that_can_be_seen_count_against_the_networks_pace(row, at_slot, work, stepwise, monkeypatch):
    publish = Stepwise.publish

    def after_five_looks(self, post):
        looked = post.progress.get("looked", 0)
        if looked < 5 and "done" not in post.progress:
            raise Unfinished({"looked": looked + 1}, (), STEP)
        return publish(self, post)

    monkeypatch.setattr(Stepwise, "publish", after_five_looks)
    monkeypatch.setattr(Stepwise, "paces", {"send": Pace(3, timedelta(minutes=30))})
    walk(work, at_slot, 8)
    assert (anew(row).state, numbers(stepwise)) == ("sent", [0, 1, 2])
    assert [each.size for each in row.tries.all()] == [0] * 5 + [1] * 3


def test_to_ask_for_the_address_of_what_stands_counts_as_no_post(row, at_slot, work, stepwise, monkeypatch):
    def publish(_self, post):
        if not post.progress:
            raise Unfinished({"posts": ["a"]}, ("a",))
        return Receipt("https://network.example/a", ("a",))

    monkeypatch.setattr(Stepwise, "publish", publish)
    walk(work, at_slot, 2)
    assert (anew(row).state, [each.size for each in row.tries.all()]) == ("sent", [1, 0])


def test_a_container_that_never_gets_ready_is_held_when_it_is_late(row, at_slot, work, stepwise, monkeypatch):
    def never(_self, _post):
        raise Unfinished({"container": "c1"}, (), timedelta(minutes=10))

    monkeypatch.setattr(Stepwise, "publish", never)
    for _minute in range(int(LATEST / timedelta(minutes=10)) + 2):
        work()
        at_slot.forward(minutes=10)
    found = anew(row)
    assert (found.state, found.reason, found.progress) == ("held", "late", {"container": "c1"})


@pytest.mark.parametrize("code", ["503", "429"])
def test_half_a_thread_never_waits_long_for_its_rest(row, at_slot, work, stepwise, code):
    work()
    stepwise.script = [Answer(TryLater("busy", code=code)) for _ in range(40)]
    waits = []
    while len(waits) < 14:
        found, channel = anew(row), Channel.objects.get(pk=row.channel_id)
        at_slot.now = max(found.wake_at, channel.rests_until or found.wake_at)
        work()
        waits.append(max(anew(row).wake_at, Channel.objects.get(pk=row.channel_id).rests_until or at_slot.now))
        waits[-1] -= at_slot.now
    assert max(waits) == LONGEST_SENDING_WAIT


@pytest.mark.parametrize("arrived", [True, False])
def test_a_step_whose_answer_was_lost_is_looked_up_and_goes_on_from_there(row, at_slot, work, stepwise, arrived):
    work()
    at_slot.now += STEP
    stepwise.script = [Answer(Lost("no answer"), arrives=arrived)]
    work()
    assert (anew(row).state, anew(row).progress) == ("unsure", {"done": 1})
    at_slot.now += ECHO
    walk(work, at_slot, 3)
    assert (anew(row).state, numbers(stepwise)) == ("sent", [0, 1, 2])
    assert outcomes(row)[1:3] == [("send", "lost"), ("look up", "step" if arrived else "absent")]


def test_a_worker_that_dies_in_the_middle_of_a_thread_repeats_nothing(row, at_slot, work, stepwise):
    work()
    at_slot.now += STEP
    assert claim_next(owner="the dead", now=at_slot.now).publication.pk == row.pk
    at_slot.now += LEASE
    work()
    at_slot.now += LAST_WORD
    walk(work, at_slot, 3)
    assert (anew(row).state, numbers(stepwise)) == ("sent", [0, 1, 2])


def test_silence_in_the_middle_holds_the_rest_and_its_release_goes_on(row, at_slot, work, stepwise, city, editor):
    work()
    press_silence(city, by=editor, now=at_slot.now)
    at_slot.now += STEP
    work()
    assert (anew(row).state, numbers(stepwise)) == ("held", [0])
    city.silences.update(lifted_at=at_slot.now)
    release_publication(anew(row), by=editor, now=at_slot.now)
    walk(work, at_slot, 2)
    assert (anew(row).state, numbers(stepwise)) == ("sent", [0, 1, 2])


def test_silence_that_falls_while_a_step_is_taken_holds_the_next(
    row, at_slot, work, stepwise, city, editor, monkeypatch
):
    publish = Stepwise.publish

    def while_silence_falls(self, post):
        press_silence(city, by=editor, now=at_slot.now)
        return publish(self, post)

    monkeypatch.setattr(Stepwise, "publish", while_silence_falls)
    work()
    at_slot.now += STEP
    work()
    assert (anew(row).state, anew(row).reason, numbers(stepwise)) == ("held", "silence", [0])


def test_a_thread_cancelled_in_the_middle_does_not_stay_half(row, at_slot, work, stepwise, editor):
    work()
    cancel_publication(anew(row), by=editor, now=at_slot.now, why="Plus de saison.")
    assert anew(row).state == "retracting"
    work()
    found = anew(row)
    assert (found.state, found.references, found.progress, stepwise.wall) == ("retracted", [], {}, [])


def test_a_find_taken_back_in_the_middle_takes_the_parts_with_it(row, find, at_slot, work, stepwise, editor):
    work()
    find.refresh_from_db()
    retract_find(find, by=editor, now=at_slot.now, why="Un voisin l’a demandé.")
    work()
    assert (anew(row).state, stepwise.wall) == ("retracted", [])


def test_a_find_taken_back_during_a_step_takes_that_step_with_it(
    row, find, at_slot, work, stepwise, editor, monkeypatch
):
    publish = Stepwise.publish

    def meanwhile(self, post):
        find.refresh_from_db()
        retract_find(find, by=editor, now=at_slot.now, why="Un voisin l’a demandé.")
        return publish(self, post)

    monkeypatch.setattr(Stepwise, "publish", meanwhile)
    work()
    assert (anew(row).state, stepwise.wall) == ("retracted", [])


def test_a_thread_refused_in_the_middle_is_taken_back_and_can_be_sent_anew(row, at_slot, work, stepwise, editor):
    """As another post: a server that remembers what it was asked would answer with the one that is gone."""
    work()
    began = anew(row).begun_at
    at_slot.now += STEP
    stepwise.script = [Answer(Refused("no more than one a minute"))]
    work()
    found = anew(row)
    assert (found.state, found.reason, stepwise.wall) == ("failed", "no more than one a minute", [])
    assert (found.references, found.progress) == ([], {})
    assert outcomes(row)[1:] == [("send", "refused"), ("take back", "gone")]
    retry_publication(found, by=editor, now=at_slot.now)
    walk(work, at_slot, 3)
    assert (anew(row).state, numbers(stepwise)) == ("sent", [0, 1, 2])
    assert anew(row).begun_at > began


def test_what_the_network_calls_a_request_is_kept_with_its_attempt(row, at_slot, work, stepwise, monkeypatch):
    def publish(self, _post):
        self.request_id = "req-42"
        raise TryLater("busy", code="503 Overloaded")

    monkeypatch.setattr(Stepwise, "publish", publish)
    work()
    attempt = row.tries.get()
    assert (attempt.errand, attempt.outcome, attempt.code, attempt.request_id) == (
        "send",
        "deferred",
        "503 Overloaded",
        "req-42",
    )
    assert (attempt.started_at, attempt.ended_at) == (at_slot.now, at_slot.now)


class TestTakingBack:
    @pytest.fixture(autouse=True)
    def _stands(self, row, at_slot, work):
        walk(work, at_slot, 3)
        assert anew(row).state == "sent"

    @pytest.fixture
    def taken_back(self, find, editor, at_slot, row):
        find.refresh_from_db()
        retract_find(find, by=editor, now=at_slot.now, why="Un voisin l’a demandé.")
        return row

    def test_is_believed_only_when_it_has_been_read_back(self, taken_back, at_slot, work, stepwise):
        stepwise.ghosts = [f"{taken_back.pk}/0"]
        work()
        found = anew(taken_back)
        assert (found.state, found.reason) == ("retracting", "The network said yes, and still shows it.")
        stepwise.ghosts = []
        at_slot.forward(minutes=31)
        work()
        assert anew(taken_back).state == "retracted"
        assert [t.outcome for t in taken_back.tries.filter(errand="take back")] == ["standing", "gone"]

    def test_is_not_believed_of_what_nobody_can_point_to(self, taken_back, at_slot, work, stepwise):
        Publication.objects.filter(pk=taken_back.pk).update(references=[])
        stepwise.script = [Answer(TryLater("busy")), Answer(Refused("by hand, please"))]
        for _try in range(2):
            work()
            at_slot.forward(minutes=61)
        assert anew(taken_back).state == "stranded"

    def test_becomes_a_persons_task_when_it_never_goes(self, taken_back, at_slot, work, stepwise, city):
        stepwise.ghosts = [f"{taken_back.pk}/0"]
        for _try in range(8):
            work()
            at_slot.forward(minutes=61)
        assert anew(taken_back).state == "stranded"
        assert list(city.publications.in_need()) == [taken_back]
        assert Journal.objects.about(taken_back).filter(verb="strand").count() == 1

    @pytest.mark.parametrize("trouble", [TryLater("busy"), Lost("no answer")])
    def test_becomes_a_persons_task_when_the_network_stays_away(
        self, taken_back, at_slot, work, stepwise, city, editor, trouble
    ):
        stepwise.script = [Answer(trouble)] * 8
        for _try in range(8):
            assert anew(taken_back).state == "retracting"
            work()
            at_slot.forward(minutes=121)
        assert (anew(taken_back).state, anew(taken_back).reason) == ("stranded", str(trouble))
        assert list(city.publications.in_need()) == [taken_back]
        ask_again(anew(taken_back), by=editor, now=at_slot.now)
        work()
        assert (anew(taken_back).state, stepwise.wall) == ("retracted", [])

    def test_keeps_to_the_networks_pace(self, taken_back, guest, at_slot, work, stepwise, editor, channel):
        """Four parts in half an hour are allowed: the second thread of three waits its turn."""
        other = make_find(guest, state=FindState.APPROVED, now=at_slot.now, at=at_slot.now, captured_at=at_slot.now)
        began = at_slot.now
        walk(work, at_slot, 4)
        other.refresh_from_db()
        retract_find(other, by=editor, now=at_slot.now, why="Un autre voisin.")
        work()
        waiting = other.publications.get(channel=channel)
        assert (anew(taken_back).state, waiting.state) == ("retracted", "retracting")
        assert waiting.wake_at == began + timedelta(minutes=30)
        at_slot.now = waiting.wake_at
        work()
        assert anew(waiting).state == "retracted"
