"""Photos in a bucket of a real S3 server: the same finds, and nobody reads what is not for them."""

import time
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import httpx
import pytest
from django.core.management import call_command
from PIL import Image

from flaneur import env
from flaneur.core.dispatch import Limits, Unit
from flaneur.core.errors import Unfit
from flaneur.models import Photo, Publication
from flaneur.services import media
from flaneur.services.doctor import examine
from flaneur.services.photos import attach_photo, develop_avif, pictures, remove_photo
from flaneur.services.sending import publish_due
from tests.makers import NOW, jpeg, make_channel, make_editor, make_find, make_guest, make_photo
from tests.networks.s3_server import BUCKET, KEY, SECRET, running_server

pytestmark = [pytest.mark.network, pytest.mark.django_db]
LIMITS = Limits(300, Unit.GRAPHEMES, source="test", read_on=NOW.date(), pictures=4)


@pytest.fixture(scope="module")
def server():
    with running_server() as server:
        yield server


@pytest.fixture
def keep_in(server, settings, monkeypatch):
    """Let the install keep its photos as these settings say."""

    def _keep_in(*, url=server.url, secret=SECRET, links=0):
        monkeypatch.setenv("FLANEUR_MEDIA_ENDPOINT", url)
        monkeypatch.setenv("FLANEUR_MEDIA_KEY", KEY)
        monkeypatch.setenv("FLANEUR_MEDIA_SECRET", secret)
        settings.MEDIA_BUCKET, settings.MEDIA_LINKS = BUCKET, links
        settings.STORAGES = {**settings.STORAGES, "default": env.bucket(BUCKET, seconds=links)}

    return _keep_in


@pytest.fixture
def bucket(server, keep_in):
    keep_in()
    server.empty()
    return server


@pytest.fixture
def draft(guest):
    return make_find(guest, state="draft")


def address(photo):
    return f"/paris/photo/{photo.pk}/{photo.renditions[0]['name']}"


def handed_out(client, photo):
    """Status, permission to keep it, and how it begins."""
    answer = client.get(address(photo))
    content = b"".join(answer.streaming_content)
    return answer.status_code, answer["Cache-Control"], content[:2]


def test_a_photo_lies_in_the_bucket_and_nowhere_else(bucket, draft, guest, settings):
    photo = attach_photo(draft, jpeg(1300, 900), alt="Une porte", by=guest.user, now=NOW)
    develop_avif.func(str(photo.pk))
    photo.refresh_from_db()
    suffixes = {Path(entry["name"]).suffix for entry in photo.renditions}
    assert suffixes == {".jpg", ".avif"}
    renditions = {f"paris/renditions/{photo.pk}/{entry['name']}" for entry in photo.renditions}
    assert bucket.names() == {f"paris/originals/{photo.pk}"} | renditions
    for entry in photo.renditions:
        content = media.Stored(f"paris/renditions/{photo.pk}", entry["name"]).read_bytes()
        assert len(content) == entry["size"]
        with Image.open(BytesIO(content)) as image:
            assert image.size == (entry["width"], entry["height"])
    assert [path for path in settings.HOME.rglob("*") if path.is_file()] == []


def test_strangers_read_neither_originals_nor_renditions(bucket, draft):
    make_photo(draft)
    for name in bucket.names():
        assert httpx.get(f"{bucket.url}/{BUCKET}/{name}").status_code == 403, name
    assert httpx.get(f"{bucket.url}/{BUCKET}/?list-type=2").status_code == 403


def test_what_is_refused_or_removed_leaves_nothing(bucket, draft, guest, django_capture_on_commit_callbacks):
    with pytest.raises(Unfit):
        attach_photo(draft, BytesIO(b"<svg/>"), alt="", by=guest.user, now=NOW)
    assert bucket.names() == set()
    photo = make_photo(draft)
    assert bucket.names()
    with django_capture_on_commit_callbacks(execute=True):
        remove_photo(photo, by=guest.user, now=NOW)
    assert bucket.names() == set()


def test_the_site_hands_photos_out_as_before(bucket, client, guest):
    shown, waiting = make_photo(make_find(guest, state="published")), make_photo(make_find(guest))
    assert handed_out(client, shown) == (200, "public, max-age=86400, immutable", b"\xff\xd8")
    assert client.get(address(waiting)).status_code == 404
    client.force_login(guest.user)
    assert handed_out(client, waiting) == (200, "private, no-store", b"\xff\xd8")
    bucket.empty()
    assert client.get(address(shown)).status_code == 404


def test_with_links_the_public_is_sent_to_a_signed_address_for_a_while(bucket, keep_in, client, guest):
    keep_in(links=2)
    shown, waiting = make_photo(make_find(guest, state="published")), make_photo(make_find(guest))
    answer = client.get(address(shown))
    assert (answer.status_code, answer["Cache-Control"]) == (302, "public, max-age=1")
    signed = answer["Location"]
    assert httpx.get(signed).content[:2] == b"\xff\xd8"
    original = signed.replace(f"renditions/{shown.pk}/{shown.renditions[0]['name']}", f"originals/{shown.pk}")
    assert original != signed
    assert httpx.get(original).status_code == 403
    client.force_login(guest.user)
    assert handed_out(client, waiting) == (200, "private, no-store", b"\xff\xd8")
    time.sleep(3)
    assert httpx.get(signed).status_code == 403


def test_a_network_that_fetches_pictures_is_given_an_address_that_works(bucket, keep_in, draft):
    make_photo(draft)
    (picture,) = pictures(draft, LIMITS)
    assert picture.address.startswith("http://localhost:8000/paris/photo/")
    keep_in(links=600)
    (picture,) = pictures(draft, LIMITS)
    assert httpx.get(picture.address).content == picture.path.read_bytes()


def test_a_find_leaves_with_its_photo(bucket, city, guest, settings):
    channel = make_channel(city, "paper")
    photo = make_photo(make_find(guest, state="approved", at=NOW))
    publish_due(owner="a worker", clock=lambda: NOW + timedelta(minutes=1))
    publish_due(owner="a worker", clock=lambda: NOW + timedelta(minutes=20))
    (notice,) = (settings.HOME / "channels" / str(channel.pk)).glob("notice-*/1.jpg")
    widest = max(photo.renditions, key=lambda entry: entry["width"])
    assert notice.stat().st_size == widest["size"]


def test_while_the_bucket_is_out_of_order_a_post_waits(bucket, keep_in, city, guest):
    channel = make_channel(city, "paper")
    make_photo(make_find(guest, state="approved", at=NOW))
    keep_in(url="http://127.0.0.1:9")
    publish_due(owner="a worker", clock=lambda: NOW + timedelta(minutes=1))
    row = Publication.objects.get(channel=channel)
    assert (row.state, row.reason) == ("planned", "The place where photos are kept does not answer.")
    keep_in()
    publish_due(owner="a worker", clock=lambda: NOW + timedelta(hours=1))
    row.refresh_from_db()
    assert row.state == "sent"


def media_of(findings):
    (found,) = [each for each in findings if each.subject == "media"]
    return found


def test_the_doctor_looks_into_the_bucket(bucket, keep_in):
    assert media_of(examine(now=NOW)).is_well
    assert bucket.names() == set()
    keep_in(secret="another")
    trouble = media_of(examine(now=NOW))
    assert not trouble.is_well
    assert SECRET not in str(trouble.values)
    keep_in(url="http://127.0.0.1:9")
    assert not media_of(examine(now=NOW)).is_well


def test_the_doctor_tells_when_strangers_can_read_it(bucket, monkeypatch):
    monkeypatch.setattr(media.httpx, "get", lambda *_asked, **_more: httpx.Response(200))
    assert media_of(examine(now=NOW)).values["reason"] == "anybody can read it without a signature"


@pytest.mark.django_db(transaction=True)
def test_a_backup_says_that_photos_are_not_in_it(bucket, draft, tmp_path, capsys):
    make_photo(draft)
    call_command("backup", str(tmp_path))
    assert f"dans le bucket {BUCKET}" in capsys.readouterr().out
    assert bucket.names()


def test_another_city_has_names_of_its_own(bucket, draft, other_city):
    make_editor(other_city)
    there = make_find(make_guest(other_city, email="another@example.org"), state="draft")
    for find in (draft, there):
        make_photo(find)
    assert {name.partition("/")[0] for name in bucket.names()} == {"paris", "nantes"}
    assert Photo.objects.count() == 2
