"""Backups: one archive with the database, the media and the keys; restored whole into an empty home."""

import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction

from flaneur.core.errors import Unfit
from flaneur.core.publication import PUBLICATION_MOVES, PublicationMove, PublicationState
from flaneur.core.states import after
from flaneur.core.words import gettext_noop as _
from flaneur.disk import settle
from flaneur.models import City, Heartbeat
from flaneur.services.background import is_worker_alive
from flaneur.services.journal import record

FOLDERS = ("media", "channels", "keys")
DUMP = {"sqlite": "flaneur.sqlite3", "postgresql": "flaneur.pgdump"}
PG_TIME_LIMIT = 3600
RESTORED = "restored"
"""The reason of what a backup brought back on its way out; the desk's words for it are in web/desk/words.py."""


def back_up(folder: Path, *, now: datetime) -> Path:
    """Write a new archive in a folder, while everything runs on. It holds secrets: only its owner may read it."""
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"flaneur-{now:%Y%m%d-%H%M%S}.tar"
    with tempfile.TemporaryDirectory(dir=folder) as workshop:
        dump = Path(workshop) / DUMP[connection.vendor]
        _DUMPERS[connection.vendor](dump)
        unfinished = Path(workshop) / archive.name
        with tarfile.open(unfinished, "w") as tar:
            tar.add(dump, dump.name)
            for name in FOLDERS:
                for path in _paths(Path(settings.HOME) / name):
                    with suppress(FileNotFoundError):
                        tar.add(path, path.relative_to(settings.HOME), recursive=False)
        unfinished.chmod(0o600)
        unfinished.rename(archive)
    settle(archive, within=folder)
    return archive


def _paths(folder: Path) -> Iterator[Path]:
    """A folder and what is in it, while others work there; hidden folders hold what is not finished yet."""
    for parent, folders, files in os.walk(folder, onerror=_unless_gone):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield Path(parent)
        yield from (Path(parent) / name for name in files)


def _unless_gone(trouble: OSError) -> None:
    if not isinstance(trouble, FileNotFoundError):
        raise trouble


def restore(archive: Path, *, now: datetime, over: bool = False) -> None:
    """Bring an archive back into this home, up to date, with nothing about to leave.

    Raises `Unfit` when something is there and `over` does not say so, when a worker is at work, and for an archive
    that is broken or of another database.
    """
    _refuse_what_is_taken(now=now, over=over)
    home = Path(settings.HOME)
    with tempfile.TemporaryDirectory(dir=home) as workshop:
        _unpack(archive, workshop)
        dump = Path(workshop) / DUMP[connection.vendor]
        if not dump.exists():
            raise Unfit(_("This archive was not made on %(vendor)s."), vendor=connection.vendor)
        connections.close_all()
        _RESTORERS[connection.vendor](dump)
        call_command("migrate", interactive=False, verbosity=0)
        _hold_everything(now=now)
        for name in FOLDERS:
            if (Path(workshop) / name).exists():
                _replace(home / name, Path(workshop) / name)


def _refuse_what_is_taken(*, now: datetime, over: bool) -> None:
    with suppress(DatabaseError):  # no tables, or a broken database: no worker works with either
        if is_worker_alive(now=now):
            raise Unfit(_("A worker is at work here: stop the service, wait a minute if it died, then restore."))
    taken = [name for name in FOLDERS if name != "keys" and any((Path(settings.HOME) / name).glob("*"))]
    if not over and (taken or _is_database_used()):
        raise Unfit(_("There is something here already; with --over it is replaced."))


def _unpack(archive: Path, folder: str) -> None:
    try:
        with tarfile.open(archive, "r:") as tar:
            tar.extractall(folder, filter="data")
    except tarfile.TarError as broken:
        raise Unfit(_("This is no archive of “flaneur backup”, or a broken one.")) from broken


def _replace(folder: Path, newer: Path) -> None:
    """The old folder goes with the workshop `newer` comes from."""
    if folder.exists():
        folder.rename(newer.with_name(f"old-{folder.name}"))
    newer.rename(folder)


@transaction.atomic
def _hold_everything(*, now: datetime) -> None:
    """What the backup saw on its way may have left since, been taken back since: nothing leaves before a person looked.

    What was being sent, or unsure, is not even looked up: “it is not there” would send it again. What was being
    corrected stays as it is: the words may have been corrected once more since.
    """
    Heartbeat.objects.all().delete()
    for city in City.objects.only("pk"):
        rows = city.publications
        held = rows.filter(state=PublicationState.PLANNED).update(
            state=after(PUBLICATION_MOVES, PublicationState.PLANNED, PublicationMove.HOLD),
            wake_at=None,
            reason=RESTORED,
        )
        rows.filter(state=PublicationState.SENDING).update(
            state=after(PUBLICATION_MOVES, PublicationState.SENDING, PublicationMove.LOSE), owner=""
        )
        rows.filter(state=PublicationState.UNSURE).update(wake_at=None, reason=RESTORED)
        rows.filter(state=PublicationState.CORRECTING).update(
            state=after(PUBLICATION_MOVES, PublicationState.CORRECTING, PublicationMove.REFUSE),
            wake_at=None,
            owner="",
            reason=RESTORED,
        )
        record("restore", city=city, by=None, now=now, subject=city, details={"held": held})


def _is_database_used() -> bool:
    return "flaneur_city" in connection.introspection.table_names()


def _dump_sqlite(target: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(target)])


def _restore_sqlite(dump: Path) -> None:
    database = Path(str(connection.settings_dict["NAME"]))
    newer = database.with_name(f"{database.name}-restored")
    shutil.move(dump, newer)
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    newer.replace(database)


def _dump_postgresql(target: Path) -> None:
    _postgresql_tool("pg_dump", "--format=custom", "--no-owner", f"--file={target}")


def _restore_postgresql(dump: Path) -> None:
    _postgresql_tool("pg_restore", "--clean", "--if-exists", "--no-owner", "--exit-on-error", "--single-transaction",
                     f"--dbname={connection.settings_dict['NAME']}", str(dump))  # fmt: skip


def _postgresql_tool(tool: str, *arguments: str) -> None:
    if shutil.which(tool) is None:
        raise Unfit(_("%(tool)s is missing: install PostgreSQL's client programs."), tool=tool)
    database = connection.settings_dict
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PGHOST": str(database["HOST"]),
        "PGPORT": str(database["PORT"]),
        "PGUSER": str(database["USER"]),
        "PGPASSWORD": str(database["PASSWORD"]),
        "PGDATABASE": str(database["NAME"]),
    }
    try:
        subprocess.run([tool, *arguments], env=environment, check=True, timeout=PG_TIME_LIMIT)
    except subprocess.SubprocessError as failed:
        raise Unfit(_("%(tool)s failed; what it said stands above."), tool=tool) from failed


_DUMPERS = {"sqlite": _dump_sqlite, "postgresql": _dump_postgresql}
_RESTORERS = {"sqlite": _restore_sqlite, "postgresql": _restore_postgresql}
