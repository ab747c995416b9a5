"""The disk is full while a photo is saved: a real one of four megabytes, not a mock."""

import subprocess
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from flaneur.core.errors import NotNow
from flaneur.models import Find, Photo
from flaneur.services.finds import Upload, hand_in
from tests.makers import NOW, make_capture, make_residency

pytestmark = pytest.mark.crash

DISK = 4 * 2**20


@pytest.fixture
def small_disk(settings, tmp_path):
    """Media on a disk of its own. Needs the right to mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this user may not mount a disk")
    settings.MEDIA_ROOT = place
    yield place
    subprocess.run(["umount", str(place)], check=True)


@pytest.fixture
def resident(guest):
    make_residency(guest)
    return guest


@pytest.fixture
def photo():
    """Of nothing but noise: some 300 kB, and as much again for what is made of it."""
    file = BytesIO()
    Image.effect_noise((1000, 800), 90).convert("RGB").save(file, "JPEG")
    file.seek(0)
    return file


def fill(disk: Path, leave: int) -> Path:
    """Everything but so many bytes is taken; folders take a few pages."""
    ballast = disk / "ballast"
    ballast.write_bytes(b"x" * (DISK - leave))
    return ballast


@pytest.mark.parametrize("share", [0.5, 1.2])
def test_the_words_are_kept_the_guest_is_told_and_nothing_stays_half_saved(resident, small_disk, photo, share):
    """With room for half of what came, and with room for all of that but not for what is made of it."""
    ballast = fill(small_disk, leave=int(share * len(photo.getvalue())))
    capture = make_capture(words="Trois marches.")
    with pytest.raises(NotNow):
        hand_in(resident, capture, [Upload(photo, "Une porte")], by=resident.user, now=NOW)
    find = Find.objects.get()
    assert (find.words, find.state, Photo.objects.count()) == ("Trois marches.", "draft", 0)
    assert [path for path in small_disk.rglob("*") if path.is_file()] == [ballast]

    ballast.unlink()
    photo.seek(0)
    hand_in(resident, capture, [Upload(photo, "Une porte")], by=resident.user, now=NOW)
    find.refresh_from_db()
    assert (find.state, find.photos.count()) == ("submitted", 1)
