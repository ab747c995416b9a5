"""Where photos are kept: a folder of this machine, or a bucket that every host shares. By name, never by path."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage

from flaneur.adapters.base import TryLater
from flaneur.core.errors import NotNow
from flaneur.core.words import gettext_noop as _
from flaneur.disk import settle

PATIENCE = 10


class Stored(PurePosixPath):
    """The name of a file that is kept, and its bytes: what an adapter asks of a picture."""

    def read_bytes(self) -> bytes:
        """Raises FileNotFoundError, and `TryLater` when the place it is kept in does not answer."""
        try:
            with default_storage.open(str(self)) as file:
                return bytes(file.read())
        except FileNotFoundError:
            raise
        except troubles():
            raise TryLater(_("The place where photos are kept does not answer.")) from None


class Folder(FileSystemStorage):
    """A folder of this machine: what it keeps survives a power cut, as the rows that speak of it do."""

    def save(self, name: str | None, content: Any, max_length: int | None = None) -> str:
        kept = super().save(name, content, max_length)
        settle(Path(self.path(kept)), within=Path(self.location))
        return kept


class Unkept(Exception):
    """What is wrong with the bucket, as its server says it."""


@contextmanager
def workshop() -> Iterator[Path]:
    """A folder of this machine for what is not kept yet, gone at the end."""
    place = Path(settings.HOME) / "workshop"
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place) as folder:
        yield Path(folder)


class _Finished(File[bytes]):
    """A folder's storage moves such a file instead of copying it: a kill leaves it whole, or not at all."""

    def temporary_file_path(self) -> str:
        return str(self.name)


def keep(file: Path, name: str) -> None:
    """Keep a file of the workshop under a name, over what was there."""
    with file.open("rb") as content:
        keep_content(_Finished(content, str(file)), name)


def keep_content(content: File[bytes], name: str) -> None:
    default_storage.save(name, content)


def fetch(name: str, into: Path) -> Path:
    """A copy of what is kept, on this machine. Raises FileNotFoundError."""
    copy = into / PurePosixPath(name).name
    copy.write_bytes(Stored(name).read_bytes())
    return copy


def opened(name: str) -> File[bytes] | None:
    """What is kept under a name, or None. Raises `NotNow` when the place it is kept in does not answer."""
    try:
        return default_storage.open(name)
    except (FileNotFoundError, IsADirectoryError):
        return None
    except troubles() as trouble:
        raise NotNow(_("The place where photos are kept does not answer.")) from trouble


def erase(name: str) -> None:
    """Forget what is kept under a name; of a folder, all that lies in it."""
    with suppress(FileNotFoundError, NotADirectoryError):
        for file in default_storage.listdir(name)[1]:
            default_storage.delete(f"{name}/{file}")
    default_storage.delete(name)


def signed_address(name: str) -> str:
    """Where anybody can read it in the bucket for a while; "" where this install hands its photos out itself."""
    return default_storage.url(name) if settings.MEDIA_LINKS else ""


def probe_bucket(name: str) -> None:
    """Write, read and delete in the bucket, and look whether strangers can read it. Raises `Unkept`."""
    try:
        keep_content(ContentFile(b"well"), name)
        try:
            _look_into_bucket(name)
        finally:
            default_storage.delete(name)
    except (TryLater, httpx.HTTPError) as trouble:
        raise Unkept(str(trouble)) from trouble
    except troubles() as trouble:
        raise Unkept(str(trouble)) from trouble


def _look_into_bucket(name: str) -> None:
    if Stored(name).read_bytes() != b"well":
        raise Unkept(_("it gave back something else"))
    address = urlsplit(default_storage.url(name))._replace(query="").geturl()
    if httpx.get(address, timeout=PATIENCE).is_success:
        raise Unkept(_("anybody can read it without a signature"))


@cache
def troubles() -> tuple[type[Exception], ...]:
    """What a storage raises when it is out of order; the bucket's own words come with the extra `s3`."""
    if find_spec("botocore") is None:
        return (OSError,)
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - an extra, not always installed

    return (OSError, BotoCoreError, ClientError)
