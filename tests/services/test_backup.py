"""Backups: what was there comes back, and nothing is overwritten unasked."""

import stat
import tarfile
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from flaneur.models import City, Find, Photo
from flaneur.services.backup import back_up, restore
from tests.makers import make_city, make_find, make_guest, make_photo

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_was_backed_up_comes_back(settings, tmp_path, now):
    photo = make_photo(make_find(make_guest(make_city()), state="draft"))
    archive = back_up(tmp_path / "backups", now=now)
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    original = Path(settings.MEDIA_ROOT) / photo.original
    before = original.read_bytes()
    original.unlink()
    City.objects.update(name="Lutèce")
    restore(archive, over=True)
    assert City.objects.get().name == "Paris"
    assert Photo.objects.get().pk == photo.pk
    assert original.read_bytes() == before


def test_a_used_home_is_not_overwritten_unasked(tmp_path, now):
    make_city()
    archive = back_up(tmp_path / "backups", now=now)
    with pytest.raises(CommandError, match="--over"):
        call_command("restore", str(archive))
    assert City.objects.count() == 1


def test_an_archive_that_reaches_outside_is_refused(tmp_path):
    trap = tmp_path / "trap.tar"
    with tarfile.open(trap, "w") as tar:
        tar.add(__file__, "../outside.py")
    with pytest.raises(tarfile.OutsideDestinationError):
        restore(trap, over=True)
    assert Find.objects.count() == 0
