"""Finds on the guest's side: the same capture twice is one find, and nothing typed is lost."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest

from flaneur.core.charter import Article, Book, Effect
from flaneur.core.errors import NotAllowed, Unfit
from flaneur.core.find import Consideration
from flaneur.core.place import Discretion, Place
from flaneur.models import Find, Journal
from flaneur.services.cities import publish_charter
from flaneur.services.finds import Capture, Upload, capture_find, hand_in, submit_find, withdraw_find
from flaneur.services.remarks import remarks_on
from flaneur.services.residencies import end_residency
from flaneur.services.review import approve_find, return_find
from tests.makers import jpeg, make_capture, make_find, make_guest, make_residency


@pytest.fixture
def residency(guest):
    return make_residency(guest)


def test_a_capture_with_its_photo_goes_to_review(guest, residency, now):
    capture = make_capture()
    find = hand_in(guest, capture, [Upload(jpeg(), "Une porte rouge au fond d’une cour")], by=guest.user, now=now)
    assert (find.pk, find.state, find.residency_id, find.submitted_at) == (capture.id, "submitted", residency.pk, now)
    assert [(photo.position, photo.alt) for photo in find.photos.all()] == [(0, "Une porte rouge au fond d’une cour")]
    assert find.charter == guest.city.charters.current()


def test_the_same_capture_sent_twice_is_one_find(guest, residency, now):
    capture = make_capture()
    for _ in range(2):
        hand_in(guest, capture, [Upload(jpeg(), "Une porte rouge")], by=guest.user, now=now)
    find = Find.objects.get()
    assert find.photos.count() == 1
    assert Journal.objects.filter(verb="submit_find").count() == 1


def test_a_repeat_after_the_approval_changes_nothing(guest, residency, editor, now):
    capture = make_capture()
    find = hand_in(guest, capture, [], by=guest.user, now=now)
    approve_find(find, by=editor, now=now)
    hand_in(guest, make_capture(id=capture.id, words="autre chose"), [], by=guest.user, now=now)
    find.refresh_from_db()
    assert (find.state, find.words) == ("approved", capture.words)


def test_a_photo_that_is_none_is_refused_and_the_words_are_kept(guest, residency, now):
    capture = make_capture()
    with pytest.raises(Unfit):
        hand_in(guest, capture, [Upload(BytesIO(b"Bonjour, je suis un texte."))], by=guest.user, now=now)
    find = Find.objects.get(pk=capture.id)
    assert (find.state, find.words, find.photos.count()) == ("draft", capture.words, 0)
    hand_in(guest, capture, [Upload(jpeg(), "Une porte rouge")], by=guest.user, now=now)
    find.refresh_from_db()
    assert (find.state, find.photos.count()) == ("submitted", 1)


def test_a_find_needs_a_line_or_a_photo(guest, residency, now):
    find = capture_find(guest, make_capture(words="  "), by=guest.user, now=now)
    with pytest.raises(Unfit):
        submit_find(find, by=guest.user, now=now)


def test_words_too_long_for_a_page_are_refused_with_both_numbers(guest, residency, now):
    with pytest.raises(Unfit) as refusal:
        capture_find(guest, make_capture(words="a" * 2001), by=guest.user, now=now)
    assert refusal.value.values == {"size": 2001, "most": 2000}


def test_only_the_guest_on_duty_captures(guest, city, now):
    stranger = make_guest(city, name="Samir", slug="samir")
    make_residency(guest)
    with pytest.raises(NotAllowed):
        capture_find(stranger, make_capture(), by=stranger.user, now=now)
    assert Find.objects.count() == 0


def test_what_was_taken_in_time_may_arrive_two_days_late(guest, residency, now):
    taken = residency.ends_at - timedelta(minutes=2)
    late = residency.ends_at + timedelta(hours=47)
    find = capture_find(guest, make_capture(captured_at=taken), by=guest.user, now=late)
    assert find.residency_id == residency.pk
    with pytest.raises(NotAllowed):
        capture_find(guest, make_capture(captured_at=taken), by=guest.user, now=late + timedelta(hours=1, seconds=1))


def test_a_phone_with_a_fast_clock_cannot_write_into_the_future(guest, residency, now):
    find = capture_find(guest, make_capture(captured_at=now + timedelta(days=3)), by=guest.user, now=now)
    assert find.captured_at == now


def test_a_residency_that_was_ended_takes_nothing_more(guest, residency, editor, now):
    end_residency(residency, by=editor, now=now - timedelta(minutes=1), why="asked to stop")
    with pytest.raises(NotAllowed):
        capture_find(guest, make_capture(captured_at=now), by=guest.user, now=now)


def test_the_district_comes_from_the_point(guest, residency, now):
    capture = make_capture(place=Place("Ici", 2.35, 48.85, district="made up"))
    assert capture_find(guest, capture, by=guest.user, now=now).district == "2e"
    elsewhere = make_capture(place=Place("Loin", 3.0, 48.85), discretion=Discretion.SECRET)
    assert capture_find(guest, elsewhere, by=guest.user, now=now).district == ""


def test_somebody_elses_find_cannot_be_overwritten(guest, residency, city, now):
    capture = make_capture()
    capture_find(guest, capture, by=guest.user, now=now)
    stranger = make_guest(city, name="Samir", slug="samir")
    with pytest.raises(NotAllowed):
        capture_find(stranger, make_capture(id=capture.id, words="volé"), by=stranger.user, now=now)
    assert Find.objects.get().words == capture.words


def test_a_returned_find_is_mended_under_the_same_id(guest, residency, editor, now):
    find = make_find(guest)
    return_find(find, by=editor, now=now, remark="Quelle cour ?")
    again = hand_in(guest, make_capture(id=find.pk, words="La cour Damoye."), [], by=guest.user, now=now)
    assert (again.state, again.words) == ("submitted", "La cour Damoye.")


def test_a_guest_withdraws_before_the_approval_but_not_after(guest, residency, editor, now):
    find = make_find(guest)
    withdraw_find(find, by=guest.user, now=now)
    assert Find.objects.get(pk=find.pk).state == "withdrawn"
    approved = make_find(guest, state="approved", id=uuid4())
    with pytest.raises(Exception, match="approved"):
        withdraw_find(approved, by=guest.user, now=now)


def test_remarks_come_from_the_charter_the_find_was_submitted_under(city, guest, residency, now):
    find = make_find(guest, words="Je suis Léa. Un chat. #parisjetaime")
    publish_charter(city, Book(articles=[]), by=None, now=now)
    (remark,) = remarks_on(find)
    assert (remark.rule, remark.version, remark.repair.replacement) == ("brand_tag", 1, "#ParisJeTaime")


def test_a_question_of_the_charter_wants_an_answer_and_the_words_are_kept(guest, residency, now):
    capture = make_capture(words="Je suis Léa. Un chat. #parisjetaime", answers={})
    with pytest.raises(Unfit, match="has a question"):
        hand_in(guest, capture, [], by=guest.user, now=now)
    assert Find.objects.get(pk=capture.id).state == "draft"
    answered = replace(capture, answers={"brand_tag": " voulu ", "swearing": "  "})
    assert hand_in(guest, answered, [], by=guest.user, now=now).state == "submitted"
    assert Find.objects.get(pk=capture.id).answers == {"brand_tag": "voulu"}


def test_what_the_system_puts_right_is_right_from_the_beginning(city, guest, residency, now):
    known = {"known": {"coinscachés": "CoinsCachés"}}
    publish_charter(city, Book(articles=[Article("readable_hashtags", Effect.SYS, known)]), by=None, now=now)
    find = capture_find(guest, make_capture(words=" Un soir #coinscachés "), by=guest.user, now=now)
    assert find.words == "Un soir #CoinsCachés"


def test_a_guest_lends_this_very_find_and_says_what_they_got(guest, residency, now):
    kept = capture_find(guest, make_capture(consideration=Consideration.KIND), by=guest.user, now=now)
    assert (kept.lent_at, kept.consideration, kept.likeness) == (now, "kind", "nobody")
    unsaid = Capture(id=uuid4(), words="Un chat.", language="fr", captured_at=now)
    find = hand_in(guest, unsaid, [], by=guest.user, now=now)
    assert find.lent_at is None
    assert {r.rule for r in remarks_on(find) if r.effect == "block"} == {"licence", "consideration"}


def test_a_stay_remembers_what_it_told(guest, residency, now):
    early, twice = now - timedelta(hours=2), {"place": Place("Pont Neuf", 2.35, 48.85)}
    for minutes in (0, 1):
        make_find(guest, captured_at=early + timedelta(minutes=minutes), **twice)
    make_find(guest, state="draft", captured_at=early, **twice)
    said = {remark.rule: remark.values for remark in remarks_on(make_find(guest, **twice))}
    assert said["same_place"] == {"place": "Pont Neuf", "times": 2}
    assert "introduction" not in said
