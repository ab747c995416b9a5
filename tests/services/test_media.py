import os
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile

from flaneur.services import media


def test_what_is_kept_is_on_the_disk_and_so_are_the_names_of_its_folders(monkeypatch):
    settled, fsync = [], os.fsync
    monkeypatch.setattr(os, "fsync", lambda file: settled.append(os.fstat(file)) or fsync(file))
    media.keep_content(ContentFile(b"a photo"), "paris/originals/one.jpg")
    wanted = (Path(settings.MEDIA_ROOT, name) for name in ("paris/originals/one.jpg", "paris/originals", "paris", ""))
    assert [each.st_ino for each in settled] == [each.stat().st_ino for each in wanted]
