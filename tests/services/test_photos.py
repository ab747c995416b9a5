"""Photos: private as they came, public without a trace of where."""

import errno
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from flaneur import darkroom
from flaneur.core.dispatch import Limits, Unit
from flaneur.core.errors import NotNow, Unfit
from flaneur.core.text import LIMITS
from flaneur.darkroom import DarkroomFailure
from flaneur.models import Photo
from flaneur.services.background import errand_runner
from flaneur.services.photos import (
    MOST_PHOTOS,
    attach_photo,
    develop_avif,
    pictures,
    remove_photo,
    rendition_name,
    renditions_folder,
)
from tests.makers import NOW, jpeg, make_find, make_photo

GPS = {1: "N", 2: (48.0, 51.0, 30.0), 3: "E", 4: (2.0, 20.0, 45.0)}


def located_jpeg() -> BytesIO:
    image, file = Image.new("RGB", (1200, 800), (20, 90, 160)), BytesIO()
    exif = Image.Exif()
    exif[0x0110] = "Telephone"
    exif.get_ifd(0x8825).update(GPS)
    image.save(file, "JPEG", exif=exif)
    file.seek(0)
    return file


@pytest.fixture
def draft(guest):
    return make_find(guest, state="draft")


def limits(**fields):
    return Limits(300, Unit.GRAPHEMES, source="test", read_on=NOW.date(), **fields)


def test_the_position_stays_in_the_private_record_and_nowhere_else(draft, guest, settings):
    photo = attach_photo(draft, located_jpeg(), alt="Une porte", by=guest.user, now=NOW)
    assert photo.metadata["latitude"] == pytest.approx(48.8583, abs=0.001)
    develop_avif.func(str(photo.pk))
    files = list((Path(settings.MEDIA_ROOT) / renditions_folder(photo)).iterdir())
    assert {file.suffix for file in files} == {".jpg", ".avif"}
    for file in files:
        with Image.open(file) as image:
            assert not image.getexif()
        assert b"Telephone" not in file.read_bytes()
    original = Path(settings.MEDIA_ROOT) / photo.original
    assert b"Telephone" in original.read_bytes()


@pytest.mark.django_db(transaction=True)
def test_renditions_are_ready_at_once_and_avif_follows_in_the_background(draft, guest, settings):
    photo = make_photo(draft, width=1300, height=900)
    assert {entry["name"].split(".")[1] for entry in photo.renditions} == {"jpg"}
    assert {1080, 640, 320} <= {entry["width"] for entry in photo.renditions}
    errand_runner(owner="a worker").run()
    photo.refresh_from_db()
    assert any(entry["name"].endswith(".avif") for entry in photo.renditions)
    for entry in photo.renditions:
        assert Path(settings.MEDIA_ROOT, rendition_name(photo, entry["name"])).stat().st_size == entry["size"]


def test_a_rendition_nobody_made_has_no_name(draft):
    photo = make_photo(draft)
    assert rendition_name(photo, "../../originals/x") is None
    assert rendition_name(photo, "9999.jpg") is None


def test_the_same_picture_twice_is_one_photo_with_the_newer_words(draft, guest, settings):
    first = make_photo(draft, alt="Une porte")
    second = make_photo(draft, alt="Une porte rouge, au fond")
    assert first.pk == second.pk
    assert Photo.objects.get().alt == "Une porte rouge, au fond"
    assert len(list((Path(settings.MEDIA_ROOT) / "paris/originals").iterdir())) == 1


def test_a_refused_photo_leaves_nothing_behind(draft, guest, settings):
    with pytest.raises(Unfit):
        attach_photo(draft, BytesIO(b"<svg/>"), alt="", by=guest.user, now=NOW)
    left = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert (Photo.objects.count(), left) == (0, [])


class Brittle(BytesIO):
    """An upload the disk has no room for."""

    def read(self, size=-1):
        if self.tell():
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().read(1000)


def break_down(*_arguments, **_options):
    raise DarkroomFailure("No space left on device")


@pytest.mark.parametrize("breaks", ["the copy", "the darkroom"])
def test_a_disk_without_room_is_told_as_such_and_holds_no_half_photo(draft, guest, settings, monkeypatch, breaks):
    """What a real disk does is in tests/crash."""
    if breaks == "the darkroom":
        monkeypatch.setattr("flaneur.darkroom.develop", break_down)
    upload = Brittle(jpeg().getvalue()) if breaks == "the copy" else jpeg()
    with pytest.raises(NotNow):
        attach_photo(draft, upload, alt="", by=guest.user, now=NOW)
    left = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert (Photo.objects.count(), left) == (0, [])


def test_a_find_has_room_for_four_photos(draft, guest):
    for shade in range(MOST_PHOTOS):
        make_photo(draft, colour=(shade * 40, 80, 40))
    with pytest.raises(Unfit):
        make_photo(draft, colour=(255, 255, 255))
    assert draft.photos.count() == MOST_PHOTOS


def test_a_network_gets_the_best_rendition_it_accepts(draft):
    photo = make_photo(draft, width=2400, height=1600)
    best = max(entry["size"] for entry in photo.renditions)
    (picture,) = pictures(draft, limits(pictures=4))
    assert len(picture.path.read_bytes()) == best
    (smaller,) = pictures(draft, limits(pictures=4, picture_bytes=best - 1))
    assert smaller.width < picture.width
    assert pictures(draft, limits(pictures=4, picture_bytes=10)) == ()
    assert pictures(draft, limits(pictures=0)) == ()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("size", "width"), [((900, 1600), 900), ((1600, 700), 1337)])
def test_a_network_that_minds_shapes_gets_the_middle_of_a_picture_and_all_others_the_whole(draft, size, width):
    photo = make_photo(draft, width=size[0], height=size[1])
    errand_runner(owner="a worker").run()
    assert len(photo.renditions) > 1
    (cut,) = pictures(draft, LIMITS["instagram"])
    assert (cut.width, cut.path.name) == (width, f"{width}-trimmed.jpeg")
    assert 0.8 <= cut.width / cut.height <= 1.91
    (whole,) = pictures(draft, LIMITS["mastodon"])
    assert whole.width / whole.height == pytest.approx(size[0] / size[1], abs=0.01)


def test_an_avif_errand_for_a_photo_that_is_gone_does_nothing(draft, settings):
    photo = make_photo(draft)
    shutil.rmtree(Path(settings.MEDIA_ROOT, renditions_folder(photo)))
    key = str(photo.pk)
    photo.delete()
    assert develop_avif.func(key) is None


def test_a_photo_removed_while_its_avif_is_made_leaves_nothing_behind(draft, guest, settings, monkeypatch):
    photo, develop = make_photo(draft), darkroom.develop_avif

    def slowly(source, into):
        remove_photo(Photo.objects.get(), by=guest.user, now=NOW)
        return develop(source, into)

    monkeypatch.setattr(darkroom, "develop_avif", slowly)
    develop_avif.func(str(photo.pk))
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []
    assert not list((settings.HOME / "workshop").iterdir())
