"""Handing in: pages for people, JSON for the outbox; refusals in words, and nothing typed is ever lost."""

import errno
import hashlib
import uuid
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from flaneur.models import Find
from flaneur.services.residencies import end_residency
from flaneur.services.review import return_find
from tests.makers import NOW, jpeg, make_capture, make_editor, make_find, make_guest, make_photo, make_residency

pytestmark = [pytest.mark.django_db, pytest.mark.time_machine(NOW, tick=False)]

CAPTURE = "/paris/en/guest/capture/"
WORDS = "Trois marches, une porte rouge, un chat."
JSON = {"HTTP_ACCEPT": "application/json"}


@pytest.fixture
def writer(guest):
    make_residency(guest)
    return guest


@pytest.fixture
def phone(client, writer):
    client.force_login(writer.user)
    return client


def capture(**fields):
    return {
        "id": str(uuid.uuid4()),
        "words": WORDS,
        "language": "fr",
        "audience": "both",
        "discretion": "street",
        "end": "1",
        **fields,
    }


def photo(name="porte.jpg", content=None, **size):
    return SimpleUploadedFile(name, jpeg(**size).getvalue() if content is None else content, "image/jpeg")


def test_the_page_opens_with_a_fresh_id_each_time(phone):
    first, second = phone.get(CAPTURE), phone.get(CAPTURE)
    assert first.status_code == 200
    assert first.context["form"]["id"].value() != second.context["form"]["id"].value()
    assert "no-store" in first["Cache-Control"]


def test_a_plain_form_becomes_a_find_with_everything_that_was_told(phone):
    told = capture(
        pillar="hidden", audience="locals", place_name="Cour Damoye", lon="2.35", lat="48.85", discretion="exact"
    )
    answer = phone.post(CAPTURE, {**told, "photo_0": photo(), "alt_0": "Une porte rouge au fond d’une cour"})
    find = Find.objects.get()
    assert answer.headers["Location"] == f"/paris/en/guest/find/{find.pk}/"
    assert (find.state, find.words, find.language, find.pillar) == ("submitted", WORDS, "fr", "hidden")
    assert (find.audience, find.discretion) == ("locals", "exact")
    assert (find.place_name, find.lon, find.lat, find.district) == ("Cour Damoye", 2.35, 48.85, "2e")
    assert (find.captured_at, find.received_at) == (NOW, NOW)
    assert [kept.alt for kept in find.photos.all()] == ["Une porte rouge au fond d’une cour"]


def test_each_photo_keeps_its_own_description_whichever_rows_are_filled(phone):
    rows = {
        "alt_0": "nothing here",
        "photo_1": photo(colour=(1, 2, 3)),
        "alt_1": "Second",
        "photo_3": photo(),
        "alt_3": "Fourth",
    }
    phone.post(CAPTURE, capture(**rows))
    assert [kept.alt for kept in Find.objects.get().photos.all()] == ["Second", "Fourth"]


def test_the_outbox_gets_201_and_the_same_capture_again_200(phone):
    told = capture(captured_at=(NOW - timedelta(hours=1)).isoformat())
    first = phone.post(CAPTURE, told, **JSON)
    find = Find.objects.get()
    assert (first.status_code, first.json()) == (
        201,
        {"id": str(find.pk), "state": "submitted", "url": f"/paris/en/guest/find/{find.pk}/"},
    )
    assert find.captured_at == NOW - timedelta(hours=1)


def test_the_same_capture_twice_is_one_find(phone, time_machine):
    told = capture()
    phone.post(CAPTURE, {**told, "photo_0": photo()}, **JSON)
    time_machine.shift(timedelta(minutes=1))
    again = phone.post(CAPTURE, {**told, "photo_0": photo()}, **JSON)
    assert (again.status_code, again.json()["id"]) == (200, told["id"])
    assert Find.objects.get().photos.count() == 1


def test_photos_named_by_digest_are_asked_for_and_the_find_leaves_with_the_last(phone):
    files = [jpeg().getvalue(), jpeg(colour=(1, 2, 3)).getvalue()]
    digests = [hashlib.sha256(file).hexdigest() for file in files]
    told = capture(digest_0=digests[0], alt_0="Une porte", digest_1=digests[1], alt_1="Un chat")
    asked = phone.post(CAPTURE, told, **JSON)
    assert (asked.status_code, asked.json()) == (202, {"id": told["id"], "missing": sorted(digests)})
    one = phone.post(CAPTURE, {**told, "photo_1": photo(content=files[1])}, **JSON)
    assert (one.status_code, one.json()["missing"]) == (202, [digests[0]])
    assert Find.objects.get().state == "draft"
    whole = phone.post(CAPTURE, {**told, "photo_0": photo(content=files[0])}, **JSON)
    assert whole.json()["state"] == "submitted"
    assert phone.post(CAPTURE, told, **JSON).json() == whole.json()
    assert sorted(kept.alt for kept in Find.objects.get().photos.all()) == ["Un chat", "Une porte"]


def test_a_capture_without_its_end_is_not_taken_for_a_shorter_one(phone):
    told = capture(photo_0=photo())
    del told["end"]
    answer = phone.post(CAPTURE, told, **JSON)
    assert (answer.status_code, answer.json()["sentence"]) == (
        408,
        "Your find came in pieces: it has to be sent again.",
    )
    assert not Find.objects.exists()
    told["photo_0"].seek(0)
    page = phone.post(CAPTURE, told)
    assert (page.status_code, page.context["form"]["words"].value()) == (408, WORDS)


def test_a_changed_mind_that_comes_too_late_is_told_so(phone):
    told = capture(lon="2.35", lat="48.85", discretion="exact")
    phone.post(CAPTURE, told, **JSON)
    answer = phone.post(CAPTURE, {**told, "discretion": "secret"}, **JSON)
    assert answer.status_code == 422
    assert answer.json()["sentence"].startswith("This find had already left.")
    assert answer.json()["id"] != told["id"]


def test_what_was_taken_in_time_may_arrive_after_the_end(phone, time_machine):
    time_machine.shift(timedelta(days=5))
    in_time = capture(captured_at=(NOW + timedelta(days=3, hours=23)).isoformat())
    assert phone.post(CAPTURE, in_time, **JSON).status_code == 201


def test_line_ends_arrive_as_the_guest_typed_them(phone):
    phone.post(CAPTURE, capture(words="Un chat\r\n\r\nUn toit"))
    assert Find.objects.get().words == "Un chat\n\nUn toit"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "The photo arrived empty."), (b"this is no photo", "This file is not a photo we can read.")],
)
def test_an_unfit_photo_is_refused_in_a_sentence_and_the_words_are_a_draft(phone, content, sentence):
    told = capture(photo_0=photo(content=content))
    answer = phone.post(CAPTURE, told, **JSON)
    assert answer.status_code == 422
    assert answer.json()["sentence"].startswith(sentence)
    assert [(find.words, find.state) for find in Find.objects.all()] == [(WORDS, "draft")]


@pytest.mark.parametrize("how", [JSON, {}])
def test_a_full_disk_is_told_the_words_are_a_draft_and_the_outbox_tries_again(phone, monkeypatch, how):
    def full(*_arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("flaneur.services.photos._keep", full)
    answer = phone.post(CAPTURE, capture(photo_0=photo()), **how)
    assert answer.status_code == 507
    assert "This machine has no room for photos right now." in answer.content.decode()
    assert [(find.words, find.state) for find in Find.objects.all()] == [(WORDS, "draft")]


def test_the_page_after_a_refusal_is_filled_and_shows_the_photos_that_did_arrive(phone):
    told = capture(place_name="Cour Damoye", photo_0=photo(), alt_0="Une porte rouge", photo_1=photo(content=b"no"))
    answer = phone.post(CAPTURE, told)
    assert answer.status_code == 422
    form = answer.context["form"]
    assert [form[name].value() for name in ("id", "words", "place_name")] == [told["id"], WORDS, "Cour Damoye"]
    assert [kept.alt for kept in answer.context["photos"]] == ["Une porte rouge"]


def test_a_photo_of_more_than_25_megabytes_is_refused_before_it_is_kept(phone):
    heavy = photo(content=b"\xff\xd8" + bytes(25_000_001))
    answer = phone.post(CAPTURE, capture(photo_2=heavy), **JSON)
    assert (answer.status_code, answer.json()["sentence"]) == (422, "Photo 3 is too heavy: 25 MB at most.")
    assert not Find.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"audience": "cats"}, {"discretion": ""}, {"lon": "200", "lat": "0"}, {"lon": "nan", "lat": "0"}, {"id": "7"}],
)
def test_what_the_form_does_not_know_is_refused_and_comes_back_filled(phone, wrong):
    answer = phone.post(CAPTURE, capture(**wrong))
    assert answer.status_code == 422
    assert answer.context["form"]["words"].value() == WORDS
    assert not Find.objects.exists()


def test_words_too_long_to_keep_come_back_whole(phone):
    answer = phone.post(CAPTURE, capture(words="a" * 2001))
    assert answer.status_code == 422
    assert answer.context["trouble"] == "2001 characters; a find has room for 2000."
    assert answer.context["form"]["words"].value() == "a" * 2001


def test_half_a_point_is_no_point(phone):
    phone.post(CAPTURE, capture(lon="2.35", district="1e"))
    find = Find.objects.get()
    assert (find.lon, find.lat, find.district) == (None, None, "1e")


def test_before_the_pen_is_theirs_a_guest_is_told_kindly(client, guest):
    make_residency(guest, NOW + timedelta(days=3))
    phone = client
    phone.force_login(guest.user)
    page, answer = phone.post(CAPTURE, capture()), phone.post(CAPTURE, capture(), **JSON)
    sentence = "The pen is not in your hands right now. What you wrote stays on this phone."
    assert (page.status_code, page.context["trouble"]) == (403, sentence)
    assert (answer.status_code, answer.json()["sentence"]) == (403, sentence)


def test_words_that_meet_a_find_that_has_left_come_back_under_a_new_id(phone):
    told = capture()
    phone.post(CAPTURE, told)
    page = phone.post(CAPTURE, {**told, "words": "Something else entirely"})
    assert page.status_code == 422
    assert page.context["form"]["words"].value() == "Something else entirely"
    assert page.context["form"]["id"].value() != told["id"]
    assert Find.objects.get().words == WORDS


def test_a_returned_find_is_sent_again_with_better_descriptions(phone, writer, city):
    find = make_find(writer)
    kept = make_photo(find, alt="Une porte")
    return_find(find, by=make_editor(city), now=NOW, remark="Which door?")
    page = phone.get(f"/paris/en/guest/find/{find.pk}/")
    told = capture(
        id=str(find.pk),
        answers=page.context["form"]["answers"].value(),
        words="La porte rouge, rue de la Lune.",
        **{f"alt-{kept.pk}": "Une porte rouge entrouverte"},
    )
    phone.post(CAPTURE, told)
    find.refresh_from_db()
    kept.refresh_from_db()
    assert (find.state, find.words, find.remark) == ("submitted", "La porte rouge, rue de la Lune.", "")
    assert kept.alt == "Une porte rouge entrouverte"


def test_the_guest_takes_a_photo_out_of_a_returned_find(phone, writer, city):
    find = make_find(writer)
    face, door = make_photo(find), make_photo(find, colour=(1, 2, 3))
    return_find(find, by=make_editor(city), now=NOW, remark="There is a face in it.")
    rows = {f"alt-{face.pk}": face.alt, f"alt-{door.pk}": door.alt}
    told = capture(id=str(find.pk), answers=find.submitted_at.isoformat(), **rows, **{f"remove-{face.pk}": "on"})
    phone.post(CAPTURE, told)
    find.refresh_from_db()
    assert (find.state, [photo.pk for photo in find.photos.all()]) == ("submitted", [door.pk])


def test_a_refused_capture_describes_nothing(phone, writer, city):
    find = make_find(writer, state="draft")
    kept = make_photo(find, alt="Une porte")
    end_residency(writer.residencies.get(), by=make_editor(city), now=NOW, why="A change of plan")
    answer = phone.post(CAPTURE, capture(id=str(find.pk), **{f"alt-{kept.pk}": "Something else"}), **JSON)
    kept.refresh_from_db()
    assert (answer.status_code, kept.alt) == (403, "Une porte")


def test_a_description_without_end_is_refused_before_anything_changes(phone, writer):
    find = make_find(writer, state="draft")
    kept = make_photo(find, alt="Une porte")
    answer = phone.post(CAPTURE, capture(id=str(find.pk), words="New", **{f"alt-{kept.pk}": "a" * 1001}), **JSON)
    assert answer.status_code == 422
    find.refresh_from_db()
    assert (find.state, find.words) == ("draft", make_capture().words)


def test_nobody_writes_into_somebody_elses_find(phone, city):
    other = make_guest(city, name="Samir", slug="samir")
    make_residency(other, NOW + timedelta(days=10))
    theirs = make_find(other, now=NOW + timedelta(days=11), captured_at=NOW + timedelta(days=11))
    answer = phone.post(CAPTURE, capture(id=str(theirs.pk), words="Mine now"), **JSON)
    assert (answer.status_code, answer.json()["sentence"]) == (403, "This find belongs to somebody else.")
    theirs.refresh_from_db()
    assert theirs.words != "Mine now"


def test_in_silence_the_page_says_that_finds_are_kept_and_takes_them(phone, city):
    type(city).objects.filter(pk=city.pk).update(silenced_at=NOW)
    assert "Publishing is paused, your finds are kept." in phone.get(CAPTURE).content.decode()
    assert phone.post(CAPTURE, capture(), **JSON).status_code == 201


def test_a_stranger_signs_in_first_and_comes_back_here(client, city):
    assert client.get(CAPTURE).headers["Location"] == f"/paris/en/account/login/?next={CAPTURE}"


def test_the_outbox_of_somebody_signed_out_gets_401_and_a_sentence(client, city):
    answer = client.post(CAPTURE, capture(), **JSON)
    assert (answer.status_code, answer.json()) == (401, {"sentence": "Sign in again and it leaves: nothing is lost."})


def test_a_plain_form_of_somebody_signed_out_gets_its_words_back(client, city):
    answer = client.post(CAPTURE, capture())
    assert answer.status_code == 401
    assert WORDS in answer.content.decode()


def test_somebody_who_is_no_guest_of_this_city_finds_no_such_page(client, city, other_city):
    samir = make_guest(other_city)
    make_residency(samir)
    client.force_login(samir.user)
    assert client.get(CAPTURE).status_code == 404
    assert client.post(CAPTURE, capture(), **JSON).status_code == 404
    assert not Find.objects.exists()


def test_the_pages_json_cannot_break_out_of_its_block(phone, city):
    charter = city.charters.get()
    charter.rules = [{"key": "readable_hashtags", "effect": "ask", "parameters": {"known": {"</script><b>": "x"}}}]
    charter.save()
    assert "</script><b>" not in phone.get(CAPTURE).content.decode()
