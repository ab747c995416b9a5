"""Pictures go to whoever may see them, and to nobody else."""

import uuid
from pathlib import Path

import pytest
from django.conf import settings as configured

from flaneur.services import media
from flaneur.services.publishing import retract_find
from tests import makers


@pytest.fixture
def photo(publish):
    return makers.make_photo(publish())


def address(photo, name=""):
    return f"/paris/photo/{photo.pk}/{name or photo.renditions[0]['name']}"


def body(answer):
    return b"".join(answer.streaming_content)


def test_a_public_photo_may_be_kept_by_everybody_for_a_day(client, photo):
    answer = client.get(address(photo))
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "public, max-age=86400, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "Cookie" not in answer.get("Vary", "")
    assert body(answer)[:2] == b"\xff\xd8"


def test_a_photo_taken_back_is_gone_for_the_public_and_private_for_the_desk(client, city, photo):
    chief = makers.make_editor(city)
    retract_find(photo.find, by=chief, now=makers.NOW, why="a neighbour asked")
    assert client.get(address(photo)).status_code == 404
    client.force_login(chief)
    answer = client.get(address(photo))
    assert answer["Cache-Control"] == "private, no-store"
    assert body(answer)


def test_a_waiting_photo_is_for_its_guest_and_the_desk_of_its_city_only(client, city, guest, other_city):
    photo = makers.make_photo(makers.make_find(guest))
    stranger = makers.make_user("stranger@example.org")
    expected = {guest.user: 200, makers.make_editor(city): 200, makers.make_editor(other_city): 404, stranger: 404}
    assert client.get(address(photo)).status_code == 404
    for person, status in expected.items():
        client.force_login(person)
        answer = client.get(address(photo))
        assert (person, answer.status_code) == (person, status)
        assert not answer.streaming or body(answer)


def test_another_citys_address_does_not_lead_to_it(client, other_city, photo):
    assert client.get(address(photo).replace("/paris/", "/nantes/")).status_code == 404


@pytest.mark.parametrize("name", ["9999.jpg", "..", "%2e%2e%2foriginals", "640.png"])
def test_only_renditions_it_has_are_handed_out(client, photo, name):
    assert client.get(address(photo, name)).status_code == 404


def test_an_unknown_photo_is_not_found(client, city):
    assert client.get(f"/paris/photo/{uuid.uuid4()}/640.jpg").status_code == 404


def test_a_portrait_is_served_and_a_guest_without_one_has_none(client, guest):
    residency = makers.make_residency(guest)
    assert client.get("/paris/portrait/lea.jpg").status_code == 404
    guest.portrait = "paris/portraits/lea.jpg"
    guest.save(update_fields=["portrait"])
    picture = Path(configured.MEDIA_ROOT) / guest.portrait
    picture.parent.mkdir(parents=True)
    picture.write_bytes(makers.jpeg().read())
    answer = client.get("/paris/portrait/lea.jpg")
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("image/jpeg", "public, max-age=86400")
    assert body(answer) == picture.read_bytes()
    residency.delete()
    assert client.get("/paris/portrait/lea.jpg").status_code == 404


def test_a_picture_that_cannot_be_had_now_may_be_asked_for_again(client, guest, monkeypatch):
    def open_(_storage, _name, _mode="rb"):
        raise OSError("the bucket does not answer")

    makers.make_residency(guest)
    guest.portrait = "paris/portraits/lea.jpg"
    guest.save(update_fields=["portrait"])
    monkeypatch.setattr(media.Folder, "open", open_)
    answer = client.get("/paris/portrait/lea.jpg")
    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "Cache-Control" not in answer or "public" not in answer["Cache-Control"]
