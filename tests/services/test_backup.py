"""Backups: what was there comes back, and nothing is overwritten unasked."""

import os
import stat
import tarfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.utils import translation

from flaneur.adapters.base import Lost
from flaneur.core.errors import Unfit
from flaneur.models import City, Heartbeat, Journal, Photo, Publication
from flaneur.services.backup import RESTORED, _postgresql_tool, back_up, restore
from flaneur.web.desk.words import reason
from tests.makers import make_city, make_find, make_guest, make_photo
from tests.services.scripted import Answer, Scripted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def test_what_was_backed_up_comes_back(settings, tmp_path, now):
    photo = make_photo(make_find(make_guest(make_city()), state="draft"))
    archive = back_up(tmp_path / "backups", now=now)
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    original = Path(settings.MEDIA_ROOT) / photo.original
    before = original.read_bytes()
    original.unlink()
    City.objects.update(name="Lutèce")
    restore(archive, now=now, over=True)
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
    with pytest.raises(CommandError, match="no archive"):
        call_command("restore", str(trap), "--over")
    assert not (tmp_path.parent / "outside.py").exists()


def test_what_left_after_the_backup_does_not_leave_again(find, publication, at_slot, work, network, tmp_path):
    archive = back_up(tmp_path / "backups", now=at_slot.now)
    work()
    assert len(network.arrived) == 1
    restore(archive, now=at_slot.now, over=True)
    at_slot.forward(minutes=90)
    work()
    assert len(network.arrived) == 1
    publication.refresh_from_db()
    assert (publication.state, publication.wake_at, publication.reason) == ("held", None, RESTORED)
    line = Journal.objects.get(verb="restore")
    assert (line.city, line.details) == (find.city, {"held": 2})
    assert reason(RESTORED) != RESTORED


def test_what_was_being_sent_in_a_backup_waits_for_a_person(publication, at_slot, work, network, tmp_path, monkeypatch):
    """A look-up would not find what was taken back since, and send it again."""
    archives, send = [], Scripted.publish

    def back_up_and_send(adapter, post):
        archives.append(back_up(tmp_path / "backups", now=at_slot.now))
        return send(adapter, post)

    with monkeypatch.context() as patch:
        patch.setattr(Scripted, "publish", back_up_and_send)
        work()
    network.arrived.clear()
    (archive,) = archives
    restore(archive, now=at_slot.now, over=True)
    at_slot.forward(days=1)
    work()
    publication.refresh_from_db()
    assert (publication.state, publication.owner, publication.wake_at) == ("unsure", "", None)
    assert publication.reason == RESTORED
    assert network.arrived == []


def test_what_was_unsure_in_a_backup_is_not_looked_up(find, publication, at_slot, work, network, tmp_path):
    network.script = [Answer(Lost("no answer"), arrives=False)]
    work()
    archive = back_up(tmp_path / "backups", now=at_slot.now)
    restore(archive, now=at_slot.now, over=True)
    at_slot.forward(hours=1)
    work()
    publication.refresh_from_db()
    assert (publication.state, publication.reason) == ("unsure", RESTORED)
    assert network.arrived == []


def test_what_was_being_corrected_in_a_backup_keeps_the_words_it_has_by_now(
    find, publication, at_slot, work, network, tmp_path, monkeypatch
):
    monkeypatch.setattr(Scripted, "abilities", replace(Scripted.abilities, edit=True))
    edited = []
    monkeypatch.setattr(Scripted, "edit", lambda _self, receipt, post: edited.append(post) or receipt)
    work()
    at_slot.forward(minutes=2)
    work()
    Publication.objects.filter(pk=publication.pk).update(state="correcting", wake_at=at_slot.now)
    archive = back_up(tmp_path / "backups", now=at_slot.now)
    restore(archive, now=at_slot.now, over=True)
    at_slot.forward(hours=1)
    work()
    publication.refresh_from_db()
    assert (publication.state, publication.wake_at, publication.reason) == ("sent", None, RESTORED)
    assert edited == []


def test_a_worker_at_work_keeps_a_backup_from_being_brought_back(tmp_path, now):
    make_city()
    archive = back_up(tmp_path / "backups", now=now)
    Heartbeat.objects.create(owner="a worker", beat_at=now)
    City.objects.update(name="Lutèce")
    with pytest.raises(Unfit, match="A worker is at work here"):
        restore(archive, now=now + timedelta(seconds=59), over=True)
    assert City.objects.get().name == "Lutèce"
    restore(archive, now=now + timedelta(seconds=61), over=True)
    assert City.objects.get().name == "Paris"


def test_the_worker_that_ran_during_the_backup_does_not_come_back_with_it(tmp_path, now):
    Heartbeat.objects.create(owner="a worker", beat_at=now)
    archive = back_up(tmp_path / "backups", now=now)
    restore(archive, now=now + timedelta(hours=1), over=True)
    assert Heartbeat.objects.count() == 0


def test_a_backup_succeeds_while_files_come_and_go(tmp_path, now, settings, monkeypatch):
    board = Path(settings.HOME) / "channels/board"
    (board / ".tray-1/sheet").mkdir(parents=True)
    (board / ".tray-1/sheet/1.jpg").touch()
    for name in ("kept", "refused"):
        (board / name).touch()
    add = tarfile.TarFile.add

    def vanish_before(tar, path, *arguments, **options):
        if Path(path).name == "refused":
            Path(path).unlink()
        add(tar, path, *arguments, **options)

    monkeypatch.setattr(tarfile.TarFile, "add", vanish_before)
    with tarfile.open(back_up(tmp_path / "backups", now=now)) as tar:
        names = [name for name in tar.getnames() if name.startswith("channels")]
    assert names == ["channels", "channels/board", "channels/board/kept"]


def test_a_folder_that_cannot_be_read_is_no_backup(tmp_path, now, settings, monkeypatch):
    media, scandir = Path(settings.HOME) / "media", os.scandir
    media.mkdir()

    def closed(folder):
        if folder == str(media):
            raise PermissionError(f"{media} is closed")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", closed)
    with pytest.raises(CommandError, match="media is closed"):
        call_command("backup", str(tmp_path / "backups"))


@pytest.mark.parametrize("spoil", [b"hello", b""])
def test_what_is_no_archive_is_one_sentence_and_changes_nothing(tmp_path, now, spoil):
    make_city()
    archive = back_up(tmp_path / "backups", now=now)
    archive.write_bytes(spoil or archive.read_bytes()[:5000])
    with pytest.raises(CommandError, match="no archive"):
        call_command("restore", str(archive), "--over")
    assert City.objects.count() == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite keeps its database in a file of the home")
def test_a_database_survives_a_disk_too_full_for_the_new_one(tmp_path, now, monkeypatch):
    make_city()
    archive = back_up(tmp_path / "backups", now=now)
    monkeypatch.setattr("shutil.move", lambda *_paths: (_ for _ in ()).throw(OSError("No space left on device")))
    with pytest.raises(CommandError, match="No space left"):
        call_command("restore", str(archive), "--over")
    assert City.objects.count() == 1


def test_a_tool_of_the_database_that_fails_is_one_sentence(monkeypatch):
    monkeypatch.setattr("shutil.which", lambda tool: tool)
    with pytest.raises(Unfit, match="false failed"):
        _postgresql_tool("false")
