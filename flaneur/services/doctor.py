"""What is wrong with this install, in plain words."""

import os
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cryptography.fernet import Fernet
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Q

from flaneur.adapters.base import Trouble
from flaneur.core.calendar import LEASE
from flaneur.core.words import gettext_noop as _
from flaneur.models import Block, Channel, City, Heartbeat, Journal, Publication
from flaneur.models.publications import ChannelState
from flaneur.services.background import DEAD_AFTER
from flaneur.services.channels import key_id, speaking_for
from flaneur.services.leases import borrow, returned
from flaneur.services.media import Unkept, probe_bucket

LEAST_SPACE = 500 * 2**20
CLOCK_TOLERANCE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing looked at. `sentence` is a msgid with `values`; `is_well` decides the exit code."""

    subject: str
    is_well: bool
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)


Findings = Iterator[Diagnosis]


def examine(*, now: datetime) -> list[Diagnosis]:
    """Every diagnosis. What needs the database, or the channels' keys, is left out while these are not well."""
    found = [*_database(), *_folders(), *_keys()]
    unwell = {diagnosis.subject for diagnosis in found if not diagnosis.is_well}
    if unwell.isdisjoint({"database", "migrations"}):
        for look in (_worker, _zones, _clock, _publications, _blocks):
            found += look(now)
        if "keys" not in unwell:
            found += _channels(now)
    return found


def _database() -> Findings:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        yield Diagnosis("database", False, _("The database does not answer: %(reason)s"), {"reason": str(error)})
        return
    yield Diagnosis("database", True, _("The database answers (%(vendor)s)."), {"vendor": connection.vendor})
    if (encoding := _encoding()) != "UTF8":
        sentence = _("The database keeps text as %(encoding)s, without accents and emoji; it has to be made as UTF8.")
        yield Diagnosis("encoding", False, sentence, {"encoding": encoding})
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if missing:
        yield Diagnosis(
            "migrations", False, _("Migrations missing: %(missing)d. Run “flaneur migrate”."), {"missing": missing}
        )
    else:
        yield Diagnosis("migrations", True, _("The database is up to date."))


def _encoding() -> str:
    if connection.vendor != "postgresql":
        return "UTF8"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_encoding")
        return str(cursor.fetchone()[0])


def _folders() -> Findings:
    yield from _bucket() if settings.MEDIA_BUCKET else _media_folder()
    if (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        yield Diagnosis("static", True, _("Styles and fonts are prepared."))
    else:
        yield Diagnosis("static", False, _("Styles and fonts are missing: run “flaneur prepare”."))


def _media_folder() -> Findings:
    media = Path(settings.MEDIA_ROOT)
    values = {"folder": str(media)}
    with suppress(OSError):
        media.mkdir(parents=True, exist_ok=True)
    if not media.is_dir() or not os.access(media, os.W_OK):
        yield Diagnosis("media", False, _("Photos cannot be kept: %(folder)s is no folder one may write in."), values)
    elif (free := shutil.disk_usage(media).free) < LEAST_SPACE:
        yield Diagnosis("media", False, _("Only %(free)d MB are left for photos."), {"free": free // 2**20})
    else:
        yield Diagnosis("media", True, _("Photos can be kept in %(folder)s."), values)


def _bucket() -> Findings:
    values = {"bucket": settings.MEDIA_BUCKET}
    try:
        probe_bucket(f"doctor-{uuid.uuid4()}")
    except Unkept as trouble:
        sentence = _("The bucket %(bucket)s is no place for photos: %(reason)s")
        yield Diagnosis("media", False, sentence, {**values, "reason": str(trouble)})
    else:
        yield Diagnosis(
            "media", True, _("Photos can be kept in the bucket %(bucket)s, and only we can read it."), values
        )


def _keys() -> Findings:
    try:
        for key in settings.CREDENTIAL_KEYS:
            Fernet(key)
    except ValueError:
        yield Diagnosis("keys", False, _("A key in FLANEUR_CREDENTIAL_KEYS is not a Fernet key."))
        return
    if settings.CREDENTIAL_KEYS:
        ids = ", ".join(map(key_id, settings.CREDENTIAL_KEYS))
        yield Diagnosis("keys", True, _("Keys that protect the channels, the newest first: %(ids)s."), {"ids": ids})
    else:
        yield Diagnosis("keys", False, _("There is no key to protect the channels: see FLANEUR_CREDENTIAL_KEYS."))


def _worker(now: datetime) -> Findings:
    beat = Heartbeat.objects.order_by("-beat_at").values_list("beat_at", flat=True).first()
    if beat is None:
        yield Diagnosis("worker", False, _("No worker is running: start “flaneur serve” or “flaneur worker”."))
    elif now - beat > DEAD_AFTER:
        minutes = int((now - beat).total_seconds() // 60)
        yield Diagnosis(
            "worker", False, _("The last sign of life of a worker is %(minutes)d minutes old."), {"minutes": minutes}
        )
    else:
        yield Diagnosis("worker", True, _("A worker is alive."))


def _zones(_now: datetime) -> Findings:
    for city in City.objects.only("name", "time_zone"):
        values = {"city": city.name, "zone": city.time_zone}
        try:
            ZoneInfo(city.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            yield Diagnosis(
                "time zone", False, _("%(city)s lives in %(zone)s, which this machine does not know."), values
            )
        else:
            yield Diagnosis("time zone", True, _("The clock of %(city)s (%(zone)s) is known."), values)


def _clock(now: datetime) -> Findings:
    newest = Journal.objects.order_by("-at").values_list("at", flat=True).first()
    if newest is not None and newest - now > CLOCK_TOLERANCE:
        values = {"newest": newest.isoformat(timespec="seconds")}
        yield Diagnosis(
            "clock", False, _("The clock is behind the journal, whose newest line is of %(newest)s."), values
        )
    else:
        yield Diagnosis("clock", True, _("The clock runs forward."))


def _channels(now: datetime) -> Findings:
    """By its lease, for a check may renew a token that is good for one time. Each has a span more than the one before:
    it is their turn later, by a clock we do not ask again.
    """
    channels = Channel.objects.select_related("city").exclude(state=ChannelState.DORMANT)
    for number, channel in enumerate(channels, start=1):
        lease = borrow(Q(pk=channel.pk), owner="the doctor", now=now, span=LEASE * number)
        if lease is None:
            sentence = _("%(channel)s is busy now, or was asked to rest: nobody looked at it.")
            yield Diagnosis("channel", True, sentence, {"channel": str(channel)})
            continue
        with returned(lease):
            yield _checked(lease.channel, now)


def _checked(channel: Channel, now: datetime) -> Diagnosis:
    values = {"channel": str(channel)}
    try:
        with speaking_for(channel, now=now) as adapter:
            adapter.check()
    except Trouble as trouble:
        sentence = _("%(channel)s does not work: %(reason)s")
        return Diagnosis("channel", False, sentence, {**values, "reason": trouble.reason})
    return Diagnosis("channel", True, _("%(channel)s works."), values)


def _publications(_now: datetime) -> Findings:
    waiting = Publication.objects.in_need().count()
    if waiting:
        sentence = _("Publications that wait for a decision at the desk: %(waiting)d.")
        yield Diagnosis("publications", False, sentence, {"waiting": waiting})
    else:
        yield Diagnosis("publications", True, _("No publication waits for a decision."))


def _blocks(now: datetime) -> Findings:
    """As the desk counts what somebody has to decide."""
    if ended := Block.objects.due(now).count():
        sentence = _("Blocks that have come to their end and wait for a decision at the desk: %(ended)d.")
        yield Diagnosis("blocks", False, sentence, {"ended": ended})
