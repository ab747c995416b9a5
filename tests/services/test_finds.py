"""Finds on the guest's side: the same capture twice is one find, and nothing typed is lost."""

import hashlib
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import TestCase

from flaneur.core.charter import Article, Book, Effect
from flaneur.core.errors import AlreadyHandedIn, NotAllowed, TooLate, Unfit
from flaneur.core.find import Consideration
from flaneur.core.place import Discretion, Place
from flaneur.models import Find, Journal
from flaneur.services import finds
from flaneur.services.cities import publish_charter
from flaneur.services.finds import (
    Capture,
    Upload,
    capture_find,
    hand_in,
    missing_photos,
    submit_find,
    withdraw_find,
)
from flaneur.services.photos import describe_photo, remove_photo
from flaneur.services.remarks import remarks_on
from flaneur.services.residencies import end_residency
from flaneur.services.review import approve_find, return_find
from tests.makers import jpeg, make_capture, make_find, make_guest, make_photo, make_residency


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


def test_a_repeat_after_the_approval_is_the_same_find(guest, residency, editor, now):
    capture = make_capture()
    find = hand_in(guest, capture, [Upload(jpeg(), "Une porte rouge au fond d’une cour")], by=guest.user, now=now)
    approve_find(find, by=editor, now=now)
    same = [Upload(jpeg(), "Une porte rouge au fond d’une cour")]
    again = hand_in(guest, capture, same, by=guest.user, now=now + timedelta(minutes=1))
    assert (again.pk, again.state, again.submitted_at) == (find.pk, "approved", now)


def test_a_description_changed_while_the_desk_reads_is_taken(guest, residency, now):
    capture = make_capture()
    hand_in(guest, capture, [Upload(jpeg(), "Une porte")], by=guest.user, now=now)
    again = hand_in(guest, capture, [Upload(jpeg(), "Une porte rouge entrouverte")], by=guest.user, now=now)
    assert (again.state, again.photos.get().alt) == ("submitted", "Une porte rouge entrouverte")
    assert Journal.objects.filter(verb="submit_find").count() == 1


def test_a_description_changed_after_the_decision_is_never_said_to_have_arrived(guest, residency, editor, now):
    capture = make_capture()
    find = hand_in(guest, capture, [Upload(jpeg(), "Une porte rouge au fond")], by=guest.user, now=now)
    approve_find(find, by=editor, now=now)
    with pytest.raises(AlreadyHandedIn):
        hand_in(guest, capture, [Upload(jpeg(), "Une porte rouge entrouverte")], by=guest.user, now=now)
    assert find.photos.get().alt == "Une porte rouge au fond"


def test_what_the_desk_says_a_photo_shows_outlives_a_late_repeat(guest, residency, editor, now):
    capture = make_capture()
    find = hand_in(guest, capture, [Upload(jpeg(), "Une porte")], by=guest.user, now=now)
    describe_photo(find.photos.get(), "Une porte rouge au fond d’une cour", by=editor, now=now)
    hand_in(guest, capture, [Upload(jpeg(), "Une porte")], by=guest.user, now=now)
    approve_find(find, by=editor, now=now)
    hand_in(guest, capture, [Upload(jpeg(), "Une porte")], by=guest.user, now=now)
    assert find.photos.get().alt == "Une porte rouge au fond d’une cour"


@pytest.mark.parametrize(
    "changed",
    [
        {"words": "autre chose"},
        {"language": "en"},
        {"pillar": ""},
        {"audience": "locals"},
        {"place": Place("Cour Damoye", 2.36, 48.85)},
        {"discretion": Discretion.SECRET},
    ],
)
def test_a_find_that_left_otherwise_is_never_said_to_have_arrived(guest, residency, now, changed):
    capture = make_capture(discretion=Discretion.EXACT)
    find = hand_in(guest, capture, [], by=guest.user, now=now)
    with pytest.raises(AlreadyHandedIn):
        hand_in(guest, replace(capture, **changed), [], by=guest.user, now=now)
    kept = Find.objects.get()
    assert (kept.words, kept.discretion, kept.place) == (find.words, "exact", find.place)


def test_a_photo_more_or_less_than_those_that_left_is_not_said_to_have_arrived(guest, residency, now):
    capture = make_capture()
    hand_in(guest, capture, [Upload(jpeg())], by=guest.user, now=now)
    for uploads in ([], [Upload(jpeg()), Upload(jpeg(colour=(1, 2, 3)))]):
        with pytest.raises(AlreadyHandedIn):
            hand_in(guest, capture, uploads, by=guest.user, now=now)
    assert Find.objects.get().photos.count() == 1


def test_a_late_repeat_does_not_undo_what_the_desk_gave_back(guest, residency, editor, now):
    capture, later = make_capture(), now + timedelta(hours=1)
    find = hand_in(guest, capture, [], by=guest.user, now=now)
    return_find(find, by=editor, now=now, remark="Quelle porte ?")
    again = hand_in(guest, capture, [], by=guest.user, now=later)
    assert (again.state, again.remark, again.submitted_at) == ("returned", "Quelle porte ?", now)
    mended = replace(capture, words="La porte du 12.")
    with pytest.raises(AlreadyHandedIn):
        hand_in(guest, mended, [], by=guest.user, now=later)
    assert Find.objects.get().words == capture.words
    assert hand_in(guest, replace(mended, answers=now), [], by=guest.user, now=later).state == "submitted"


def test_what_its_guest_has_taken_back_does_not_arrive_again(guest, residency, now):
    capture = make_capture()
    withdraw_find(hand_in(guest, capture, [], by=guest.user, now=now), by=guest.user, now=now)
    with pytest.raises(AlreadyHandedIn, match="You had taken this find back"):
        hand_in(guest, capture, [], by=guest.user, now=now)


def test_a_find_waits_for_the_photos_it_only_names(guest, residency, now):
    capture, files = make_capture(), [jpeg(), jpeg(colour=(1, 2, 3))]
    first, second = (hashlib.sha256(file.getvalue()).hexdigest() for file in files)

    def send(*carried):
        rows = [(first, files[0], "Une porte"), (second, files[1], "Un chat")]
        uploads = [Upload(file if digest in carried else None, alt, digest) for digest, file, alt in rows]
        find = hand_in(guest, capture, uploads, by=guest.user, now=now)
        return find.state, missing_photos(find, (first, second))

    assert send() == ("draft", sorted((first, second)))
    assert send(first) == ("draft", [second])
    assert send(first) == ("draft", [second])
    assert send(second) == ("submitted", [])
    assert send() == ("submitted", [])
    assert [photo.alt for photo in Find.objects.get().photos.all()] == ["Une porte", "Un chat"]


def test_a_photo_its_guest_no_longer_names_is_gone_with_its_files(guest, residency, settings, now):
    find = make_find(guest, state="draft")
    gone, kept = make_photo(find), make_photo(find, colour=(1, 2, 3))
    again = make_capture(id=find.pk)
    uploads = [Upload(None, "Un chat", kept.digest), Upload(jpeg(colour=(3, 2, 1)))]
    with TestCase.captureOnCommitCallbacks(execute=True):
        hand_in(guest, again, uploads, by=guest.user, now=now)
    assert [(photo.digest == kept.digest, photo.position) for photo in find.photos.all()] == [(True, 1), (False, 2)]
    left = {path.name for path in Path(settings.MEDIA_ROOT).rglob(f"*{gone.pk}*")}
    assert left == set()
    assert Journal.objects.get(verb="remove_photo").subject_key == str(gone.pk)


def test_nothing_is_taken_out_of_a_find_that_has_left(guest, settings, now):
    photo = make_photo(make_find(guest))
    with pytest.raises(TooLate):
        remove_photo(photo, by=guest.user, now=now)
    assert Path(settings.MEDIA_ROOT, photo.original).exists()


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


def test_finds_that_never_leave_have_a_bound(guest, residency, now, monkeypatch):
    monkeypatch.setattr(finds, "MOST_DRAFTS", 2)
    drafts = [capture_find(guest, make_capture(), by=guest.user, now=now) for _ in range(2)]
    with pytest.raises(Unfit):
        capture_find(guest, make_capture(), by=guest.user, now=now)
    submit_find(drafts[0], by=guest.user, now=now)
    assert capture_find(guest, make_capture(), by=guest.user, now=now).state == "draft"


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
    again = hand_in(
        guest, make_capture(id=find.pk, words="La cour Damoye.", answers=find.submitted_at), [], by=guest.user, now=now
    )
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
    capture = make_capture(words="Je suis Léa. Un chat. #parisjetaime", reasons={})
    with pytest.raises(Unfit, match="has a question"):
        hand_in(guest, capture, [], by=guest.user, now=now)
    assert Find.objects.get(pk=capture.id).state == "draft"
    answered = replace(capture, reasons={"brand_tag": " voulu ", "swearing": "  "})
    assert hand_in(guest, answered, [], by=guest.user, now=now).state == "submitted"
    assert Find.objects.get(pk=capture.id).reasons == {"brand_tag": "voulu"}


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
