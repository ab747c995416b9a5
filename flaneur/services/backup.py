"""Backups: one archive with the database, the media and the keys; restored whole into an empty home."""

import os
import shutil
import subprocess
import tarfile
import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

from flaneur.core.errors import Unfit
from flaneur.core.words import gettext_noop as _

FOLDERS = ("media", "channels", "keys")
DUMP = {"sqlite": "flaneur.sqlite3", "postgresql": "flaneur.pgdump"}
PG_TIME_LIMIT = 3600


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
                if (Path(settings.HOME) / name).exists():
                    tar.add(Path(settings.HOME) / name, name)
        unfinished.chmod(0o600)
        unfinished.rename(archive)
    return archive


def restore(archive: Path, *, over: bool = False) -> None:
    """Bring an archive back into this home. Raises `Unfit` when something is there and `over` does not say so."""
    home = Path(settings.HOME)
    taken = [name for name in FOLDERS if name != "keys" and any((home / name).glob("*"))]
    if (taken or _is_database_used()) and not over:
        raise Unfit(_("There is something here already; with --over it is replaced."))
    with tempfile.TemporaryDirectory(dir=home) as workshop:
        with tarfile.open(archive) as tar:
            tar.extractall(workshop, filter="data")
        dump = Path(workshop) / DUMP[connection.vendor]
        if not dump.exists():
            raise Unfit(_("This archive was not made on %(vendor)s."), vendor=connection.vendor)
        connections.close_all()
        _RESTORERS[connection.vendor](dump)
        for name in FOLDERS:
            if (Path(workshop) / name).exists():
                shutil.rmtree(home / name, ignore_errors=True)
                (Path(workshop) / name).rename(home / name)


def _is_database_used() -> bool:
    return "flaneur_city" in connection.introspection.table_names()


def _dump_sqlite(target: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(target)])


def _restore_sqlite(dump: Path) -> None:
    database = Path(str(connection.settings_dict["NAME"]))
    for suffix in ("", "-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    shutil.move(dump, database)


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
    subprocess.run([tool, *arguments], env=environment, check=True, timeout=PG_TIME_LIMIT)


_DUMPERS = {"sqlite": _dump_sqlite, "postgresql": _dump_postgresql}
_RESTORERS = {"sqlite": _restore_sqlite, "postgresql": _restore_postgresql}
