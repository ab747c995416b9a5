"""The doctor: every trouble is named in words, and nothing else is called one."""

import json
import os
import signal
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import call_command

from flaneur.adapters.base import Refused
from flaneur.models import Channel, City, Heartbeat
from flaneur.services import media
from flaneur.services.channels import seal
from flaneur.services.doctor import examine
from tests.makers import make_block, make_channel, make_find, make_reply
from tests.services.scripted import Scripted


@pytest.fixture
def healthy(city, settings, now, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    Path(settings.STATIC_ROOT).mkdir()
    (Path(settings.STATIC_ROOT) / "staticfiles.json").touch()
    Heartbeat.objects.create(owner="a worker", beat_at=now)


def troubles(now):
    return {d.subject for d in examine(now=now) if not d.is_well}


def test_a_healthy_install_has_no_trouble(healthy, now):
    assert troubles(now) == set()


def test_a_missing_worker_is_told_with_its_age(healthy, now):
    later = now + timedelta(minutes=5)
    (worker,) = [d for d in examine(now=later) if d.subject == "worker"]
    assert (worker.is_well, worker.values) == (False, {"minutes": 5})


def test_a_channel_that_does_not_work_is_named(healthy, channel, now, monkeypatch):
    monkeypatch.setattr(Scripted, "check", lambda _self: (_ for _ in ()).throw(Refused("wrong password")))
    (trouble,) = [d for d in examine(now=now) if not d.is_well]
    assert (trouble.subject, trouble.values) == ("channel", {"channel": str(channel), "reason": "wrong password"})


def test_a_channel_somebody_speaks_for_is_left_alone_and_each_other_is_held_meanwhile(
    healthy, channel, city, now, monkeypatch
):
    """A check may use up a token that is good for one time: never beside a worker that does the same."""
    busy, asked = make_channel(city, "deaf"), []
    Channel.objects.filter(pk=busy.pk).update(owner="a worker", leased_until=now + timedelta(minutes=1))

    def check(_adapter):
        asked.append(set(Channel.objects.filter(leased_until__gt=now).values_list("owner", flat=True)))

    monkeypatch.setattr(Scripted, "check", check)
    told = [d for d in examine(now=now) if d.values.get("channel") == str(busy)]
    assert [(d.is_well, d.sentence) for d in told] == [
        (True, "%(channel)s is busy now, or was asked to rest: nobody looked at it.")
    ]
    assert asked == [{"a worker", "the doctor"}]
    assert set(Channel.objects.exclude(pk=busy.pk).values_list("owner", "leased_until")) == {("", None)}


@pytest.mark.parametrize(
    ("subject", "spoil"),
    [
        ("keys", lambda settings, tmp_path: setattr(settings, "CREDENTIAL_KEYS", ["not a key"])),
        ("keys", lambda settings, tmp_path: setattr(settings, "CREDENTIAL_KEYS", [])),
        ("media", lambda settings, tmp_path: (tmp_path / "media").touch()),
        ("media", lambda settings, tmp_path: setattr(settings, "MEDIA_ROOT", Path(__file__) / "media")),
        ("static", lambda settings, tmp_path: setattr(settings, "STATIC_ROOT", tmp_path / "nowhere")),
        ("time zone", lambda settings, tmp_path: City.objects.update(time_zone="Europe/Lutetia")),
    ],
)
def test_each_spoilt_part_is_named(healthy, channel, settings, tmp_path, now, subject, spoil):
    Channel.objects.filter(pk=channel.pk).update(credentials=seal({"token": "abc"}))
    spoil(settings, tmp_path)
    assert troubles(now) == {subject}


def test_a_database_without_accents_is_named(healthy, now, monkeypatch):
    monkeypatch.setattr("flaneur.services.doctor._encoding", lambda: "SQL_ASCII")
    assert troubles(now) == {"encoding"}


@pytest.mark.parametrize("answer", [httpx.ConnectError("no way"), httpx.Response(200)])
def test_a_bucket_keeps_nothing_of_a_look_that_failed(healthy, settings, now, monkeypatch, answer):
    def get(*_asked, **_more):
        if isinstance(answer, Exception):
            raise answer
        return answer

    settings.MEDIA_BUCKET = "photos"
    monkeypatch.setattr(FileSystemStorage, "url", lambda _storage, name: f"https://bucket.example/{name}")
    monkeypatch.setattr(media.httpx, "get", get)
    assert troubles(now) == {"media"}
    assert [name for name in default_storage.listdir("")[1] if name.startswith("doctor")] == []


def test_a_doctor_told_to_stop_gives_the_channel_back(healthy, channel, now, monkeypatch):
    def stop(_adapter):
        assert Channel.objects.filter(owner="the doctor").exists()
        os.kill(os.getpid(), signal.SIGTERM)

    before = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr(Scripted, "check", stop)
    try:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        with pytest.raises(SystemExit) as ended:
            call_command("doctor")
    finally:
        signal.signal(signal.SIGTERM, before)
    assert ended.value.code == 128 + signal.SIGTERM
    assert set(Channel.objects.values_list("owner", "leased_until")) == {("", None)}


def test_a_worker_that_ended_in_order_is_not_running(healthy, now):
    Heartbeat.objects.all().delete()
    (worker,) = [d for d in examine(now=now) if d.subject == "worker"]
    assert worker.sentence == "No worker is running: start “flaneur serve” or “flaneur worker”."


def test_a_channel_of_a_network_this_install_does_not_know_is_named(healthy, city, now):
    lost = make_channel(city, "telegraph")
    (trouble,) = [d for d in examine(now=now) if not d.is_well]
    reason = "This install has no adapter for the channel's network."
    assert (trouble.subject, trouble.values) == ("channel", {"channel": str(lost), "reason": reason})


def test_a_clock_behind_the_journal_is_told(healthy, now):
    assert "clock" in troubles(now - timedelta(hours=1))


def test_publications_that_wait_for_the_desk_are_told(healthy, guest, now):
    find = make_find(guest, state="approved")
    find.publications.update(state="failed", wake_at=None)
    assert troubles(now) == {"publications"}


def test_blocks_that_are_over_are_told(healthy, channel, now):
    make_block(make_reply(channel, author="a"), until=now + timedelta(days=1))
    assert troubles(now) == set()
    later = now + timedelta(days=1)
    (told,) = [d for d in examine(now=later) if d.subject == "blocks"]
    assert (told.is_well, told.values) == (False, {"ended": 1})


def test_the_command_speaks_to_people_and_to_machines(healthy, capsys):
    with pytest.raises(SystemExit):
        call_command("doctor", "--json")  # the heartbeat is of the tests' frozen moment
    answer = json.loads(capsys.readouterr().out)
    assert answer["well"] is False
    assert {row["subject"] for row in answer["diagnoses"] if not row["well"]} == {"worker"}
    with pytest.raises(SystemExit):
        call_command("doctor", "--language", "en")
    assert "✓ The database answers" in capsys.readouterr().out
