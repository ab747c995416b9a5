"""Two who act at once, and what was under way when something changed: nothing doubles, fires back or gets stuck."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connections

from flaneur.adapters import ADAPTERS
from flaneur.adapters.base import Lost, Refused, TryLater
from flaneur.adapters.guard import CONVERSATION
from flaneur.core.calendar import ECHO, LAST_WORD, LEASE
from flaneur.core.errors import AlreadyHandedIn, NotAllowed, TooLate, Unfit
from flaneur.core.find import FindState
from flaneur.models import Channel, City, Find, Guest, Photo, Publication
from flaneur.services import finds, photos, planning
from flaneur.services.channels import connect_channel, credentials, seal
from flaneur.services.claiming import claim_next
from flaneur.services.finds import Upload, capture_find, hand_in, submit_find
from flaneur.services.publishing import (
    cancel_publication,
    confirm_publication,
    hold_publication,
    release_publication,
    retract_find,
    retry_publication,
)
from flaneur.services.residencies import end_residency
from flaneur.services.review import approve_find, return_find
from flaneur.services.silences import lift_silence, press_silence, silence_of
from tests.makers import NOW, jpeg, make_capture, make_editor, make_find, make_residency
from tests.services.scripted import Answer, Scripted


def anew(row):
    return type(row).objects.get(pk=row.pk)


def raises(trouble):
    def call(*_arguments):
        raise trouble

    return call


@pytest.fixture
def unsure(publication, at_slot, work, network):
    """Its answer was lost, and it is time to look."""
    network.script = [Answer(Lost("no answer"), arrives=True)]
    work()
    at_slot.now += ECHO
    return anew(publication)


@pytest.mark.parametrize("verb", ["confirm", "hold"])
def test_the_desk_decides_while_the_network_is_asked_and_the_worker_leaves_it(
    unsure, at_slot, work, network, editor, monkeypatch, verb
):
    def look_up(_adapter, _post):
        if verb == "confirm":
            confirm_publication(anew(unsure), url="https://network.example/1", by=editor, now=at_slot.now)
        else:
            hold_publication(anew(unsure), by=editor, now=at_slot.now)
        raise TryLater("slow")

    monkeypatch.setattr(network, "look_up", look_up)
    work()
    assert (anew(unsure).state, anew(unsure).wake_at) == ("sent" if verb == "confirm" else "held", None)


def test_a_row_nobody_can_take_does_not_stand_in_the_way(find, home, publication, at_slot, work, network, monkeypatch):
    Publication.objects.filter(pk=publication.pk).update(state="sent", sent_at=NOW, wake_at=NOW)
    work()
    assert anew(home).state == "sent"
    assert anew(publication).wake_at > at_slot.now


def test_a_network_nobody_speaks_any_more_does_not_either(unsure, at_slot, work, monkeypatch, guest, editor):
    Publication.objects.filter(pk=unsure.pk).update(state="sending", owner="a dead worker", wake_at=at_slot.now)
    monkeypatch.delitem(ADAPTERS, Scripted.kind)
    Channel.objects.filter(pk=unsure.channel_id).update(state="dormant")
    other = make_find(guest, state=FindState.APPROVED, now=at_slot.now, captured_at=NOW, at=at_slot.now)
    work()
    assert anew(other).state == "published"


@pytest.mark.parametrize("trouble", [TryLater("busy", timedelta(minutes=10)), Lost("no answer")])
def test_what_was_on_its_way_when_silence_fell_waits_for_its_release(
    publication, at_slot, work, network, city, editor, monkeypatch, trouble
):
    def while_silence_falls(*_arguments):
        press_silence(city, by=editor, now=at_slot.now)
        raise trouble

    with monkeypatch.context() as patched:
        patched.setattr(network, "publish", while_silence_falls)
        work()
    at_slot.forward(minutes=5)
    lift_silence(silence_of(city), by=editor, now=at_slot.now)
    at_slot.forward(minutes=6)
    work()
    assert (anew(publication).state, anew(publication).reason, network.arrived) == ("held", "silence", [])
    release_publication(anew(publication), by=editor, now=at_slot.now)
    work()
    assert (anew(publication).state, len(network.arrived)) == ("sent", 1)


def test_the_page_of_a_worker_that_died_is_not_confirmed_but_looked_up(home, publication, find, at_slot, work, editor):
    claim_next(owner="a dead worker", now=at_slot.now)
    at_slot.now += LEASE
    work()
    with pytest.raises(Unfit):
        confirm_publication(anew(home), url="https://paris.example/", by=editor, now=at_slot.now)
    at_slot.now += LAST_WORD
    work()
    assert (anew(find).state, anew(home).state, anew(publication).state) == ("published", "sent", "sent")


def test_a_clock_that_jumps_an_hour_lets_nobody_send_what_a_living_worker_is_sending(
    publication, at_slot, work, network, monkeypatch
):
    """The conversation goes on for its 90 seconds, whatever the clock says; only then may anybody look."""
    send = Scripted.publish

    def while_the_clock_jumps(adapter, post):
        at_slot.forward(hours=1)
        for _step in range(9):
            assert work("another") == 0
            at_slot.forward(seconds=CONVERSATION / 9)
        return send(adapter, post)

    monkeypatch.setattr(Scripted, "publish", while_the_clock_jumps)
    work()
    at_slot.now += ECHO
    work("another")
    assert anew(publication).state == "sent"
    assert [post.key for post in network.arrived] == [str(publication.pk)]
    assert [(t.owner, t.outcome) for t in publication.tries.all()] == [("a worker", "lost"), ("another", "found")]


class TestAFindTakenBackWhileItsPostWasUnsure:
    @pytest.fixture(autouse=True)
    def _taken_back(self, unsure, find, at_slot, work, editor, monkeypatch):
        with monkeypatch.context() as patched:
            patched.setattr(Scripted, "look_up", raises(Refused("not now")))
            work()
            retract_find(anew(find), by=editor, now=at_slot.now, why="A neighbour asked.")
            work()
        assert anew(unsure).state == "unsure"

    def test_is_taken_back_there_too_when_the_desk_finds_it(self, unsure, at_slot, work, editor, network):
        confirm_publication(anew(unsure), url="https://network.example/1", by=editor, now=at_slot.now)
        work()
        assert (anew(unsure).state, network.arrived) == ("retracted", [])

    def test_is_not_sent_again(self, unsure, at_slot, editor):
        with pytest.raises(Unfit, match="taken back"):
            retry_publication(anew(unsure), by=editor, now=at_slot.now)

    def test_can_be_closed_when_it_never_arrived(self, unsure, at_slot, editor, city):
        cancel_publication(anew(unsure), by=editor, now=at_slot.now, why="It is not there.")
        assert list(city.publications.in_need()) == []


def test_a_post_that_stayed_is_shown_to_the_desk(find, publication, at_slot, work, editor, city, monkeypatch):
    work()
    monkeypatch.setattr(Scripted, "retract", raises(Refused("too old")))
    retract_find(anew(find), by=editor, now=at_slot.now, why="A neighbour asked.")
    work()
    assert list(city.publications.in_need()) == [publication]


def test_a_channel_that_wants_a_person_is_asked_once_and_connected_again(
    guest, city, channel, clock, work, network, editor, monkeypatch
):
    found = [make_find(guest, state=FindState.APPROVED, at=NOW + timedelta(minutes=number)) for number in (1, 2, 3)]
    clock.forward(minutes=4)
    network.script = [Answer(Refused("401", reconnect=True))] * 3
    work()
    posts = Publication.objects.filter(channel=channel, find__in=found).order_by("planned_at")
    assert [(post.state, post.reason) for post in posts][1:] == [("held", "trouble")] * 2
    assert set(posts) <= set(city.publications.in_need())
    chief = make_editor(city, "chief")
    Channel.objects.filter(pk=channel.pk).update(handle="@test")
    again = connect_channel(
        city, kind=Scripted.kind, name="Le réseau", answers={"password": "new"}, by=chief, now=clock.now
    )
    assert (again, again.trouble, credentials(again)) == (channel, "", {"password": "new"})


def test_an_old_session_does_not_overwrite_a_new_password(publication, at_slot, work, network, channel, monkeypatch):
    Channel.objects.filter(pk=channel.pk).update(credentials=seal({"password": "old"}))

    def publish(adapter, _post):
        Channel.objects.filter(pk=channel.pk).update(credentials=seal({"password": "new"}))
        adapter.credentials = {**adapter.credentials, "access": "old session"}
        raise TryLater("busy")

    monkeypatch.setattr(Scripted, "publish", publish)
    work()
    assert credentials(anew(channel)) == {"password": "new"}


def test_what_was_handed_in_anew_is_not_approved_unread(guest, editor, now):
    find = make_find(guest)
    read_at = find.submitted_at
    return_find(anew(find), by=editor, now=now, remark="Où est-ce ?")
    submit_find(anew(find), by=guest.user, now=now + timedelta(minutes=1))
    with pytest.raises(TooLate):
        approve_find(anew(find), by=editor, now=now + timedelta(minutes=2), seen=read_at)
    assert anew(find).state == "submitted"


def test_a_photo_that_comes_too_late_does_not_join_an_approved_find(guest, city, editor, now, settings, monkeypatch):
    make_residency(guest)
    capture, develop = make_capture(), photos._develop

    def slowly(photo, original):
        develop(photo, original)
        approve_find(hand_in(guest, capture, [], by=guest.user, now=now), by=editor, now=now)

    monkeypatch.setattr(photos, "_develop", slowly)
    with pytest.raises(AlreadyHandedIn):
        hand_in(guest, capture, [Upload(jpeg(), "Ce que personne n’a lu")], by=guest.user, now=now)
    kept = Find.objects.get()
    assert (kept.state, kept.photos.count()) == ("approved", 0)
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_the_second_of_two_that_hand_in_finds_it_done(guest, now, monkeypatch):
    make_residency(guest)
    capture, submit = make_capture(), finds.submit_find

    def after_another(find, **named):
        monkeypatch.setattr(finds, "submit_find", submit)
        hand_in(guest, capture, [], by=guest.user, now=now)
        submit(find, **named)

    monkeypatch.setattr(finds, "submit_find", after_another)
    assert hand_in(guest, capture, [], by=guest.user, now=now).state == "submitted"


def test_nothing_arrives_once_a_residency_was_cut_short(guest, editor, now):
    residency = make_residency(guest)
    draft = capture_find(guest, make_capture(), by=guest.user, now=now)
    end_residency(residency, by=make_editor(guest.city, "chief"), now=now, why="Une urgence.")
    soon, taken_before = now + timedelta(hours=1), now - timedelta(hours=1)
    with pytest.raises(NotAllowed):
        capture_find(guest, make_capture(captured_at=taken_before), by=guest.user, now=soon)
    with pytest.raises(NotAllowed):
        capture_find(guest, make_capture(id=draft.pk, words="Encore"), by=guest.user, now=soon)


def together(*calls):
    """What each gave, or raised, all at once in threads of their own."""

    def run(call):
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        futures = [pool.submit(run, call) for call in calls]
    return [future.exception() or future.result() for future in futures]


@pytest.mark.django_db(transaction=True)
class TestReallyAtOnce:
    """On SQLite the database lets one writer in at a time; on PostgreSQL these meet."""

    def test_the_same_capture_is_one_find_with_one_photo(self, guest, now):
        make_residency(guest)
        guest, capture = Guest.objects.select_related("city", "user").get(), make_capture()

        def send():
            upload = Upload(jpeg(), "Une porte rouge au fond")
            return hand_in(guest, capture, [upload], by=guest.user, now=now).state

        assert together(send, send) == ["submitted", "submitted"]
        assert (Find.objects.count(), Photo.objects.count()) == (1, 1)

    def test_two_approvals_take_two_slots(self, guest, editor, now, monkeypatch):
        pair, choose, met = (make_find(guest), make_find(guest)), planning.next_slot, threading.Barrier(2)

        def slowly(*named, **more):
            slot = choose(*named, **more)
            with suppress(threading.BrokenBarrierError):
                met.wait(0.5)
            return slot

        monkeypatch.setattr(planning, "next_slot", slowly)
        together(*(lambda find=find: approve_find(anew(find), by=editor, now=now) for find in pair))
        assert len(set(Publication.objects.values_list("planned_at", flat=True))) == 2

    def test_silence_pressed_while_something_is_planned_holds_it(self, guest, editor, now, monkeypatch):
        find, look = make_find(guest), planning.open_channels
        press = threading.Thread(
            target=lambda: together(lambda: press_silence(City.objects.get(), by=editor, now=now)), daemon=True
        )

        def meanwhile(city):
            press.start()
            press.join(0.3)
            return look(city)

        monkeypatch.setattr(planning, "open_channels", meanwhile)
        approve_find(find, by=editor, now=now)
        press.join(10)
        assert set(Publication.objects.values_list("state", flat=True)) == {"held"}

    def test_a_photo_worded_anew_and_an_approval_do_not_wait_for_one_another(self, guest, editor, now, monkeypatch):
        """Both lock the city before the find: one the other way round is ended by PostgreSQL."""
        make_residency(guest)
        guest, capture, lock = Guest.objects.select_related("city", "user").get(), make_capture(), finds.lock_find
        find = hand_in(guest, capture, [Upload(jpeg(), "Une porte rouge, fermée")], by=guest.user, now=now)
        results = []
        approval = threading.Thread(
            target=lambda: results.extend(together(lambda: approve_find(anew(find), by=editor, now=now))), daemon=True
        )

        def meanwhile(find):
            state = lock(find)
            approval.start()
            approval.join(0.3)
            return state

        monkeypatch.setattr(finds, "lock_find", meanwhile)
        hand_in(guest, capture, [Upload(jpeg(), "Une porte rouge au fond")], by=guest.user, now=now)
        approval.join(10)
        assert [result for result in results if isinstance(result, Exception)] == []
        assert (anew(find).state, Photo.objects.get().alt) == ("approved", "Une porte rouge au fond")

    def test_a_photo_worded_anew_locks_the_city_first(self, guest, now, monkeypatch):
        make_residency(guest)
        guest, capture, order = Guest.objects.select_related("city", "user").get(), make_capture(), []
        hand_in(guest, capture, [Upload(jpeg(), "Une porte rouge, fermée")], by=guest.user, now=now)
        for name in ("lock_city", "lock_find"):
            lock = getattr(finds, name)
            monkeypatch.setattr(finds, name, lambda row, lock=lock, name=name: (order.append(name), lock(row))[1])
        hand_in(guest, capture, [Upload(jpeg(), "Une porte rouge au fond")], by=guest.user, now=now)
        assert order == ["lock_city", "lock_find"]
