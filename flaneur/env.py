"""The only reader of environment variables; each carries its own help (docs/reference/settings.md is made from it)."""

import os
import secrets
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import dj_database_url

from flaneur.disk import settle

CHECKOUT = Path(__file__).resolve().parent.parent
LARGEST = 65535


@dataclass(frozen=True, slots=True)
class Setting:
    """An environment variable: its name, what it means when unset, and what it is for."""

    name: str
    default: str
    meaning: str


SETTINGS: dict[str, Setting] = {
    setting.name: setting
    for setting in (
        Setting("FLANEUR_HOME", "var/ in the checkout", "Folder for the database, media, keys and prepared files."),
        Setting(
            "FLANEUR_DATABASE_URL", "SQLite in the home", "`postgres://user:password@host:port/name` for PostgreSQL."
        ),
        Setting("FLANEUR_DEBUG", "no", "`yes` shows error pages with source code. Never on a public machine."),
        Setting(
            "FLANEUR_HOSTS", "localhost,127.0.0.1,[::1]", "Host names this install answers to, separated by commas."
        ),
        Setting("FLANEUR_HTTPS", "no", "`yes` behind HTTPS: secure cookies, HSTS, redirects."),
        Setting("FLANEUR_PROXIES", "0", "How many trusted proxies stand in front (for the address of a visitor)."),
        Setting(
            "FLANEUR_BASE_URL", "http://localhost:8000", "Address under which networks and mail find this install."
        ),
        Setting(
            "FLANEUR_SECRET_KEY", "made in keys/", "Signs sessions. `FLANEUR_SECRET_KEY_FILE` names a file instead."
        ),
        Setting(
            "FLANEUR_CREDENTIAL_KEYS",
            "made in keys/",
            "Fernet keys for the channels' credentials, newest first, separated by commas; `…_FILE` names a file.",
        ),
        Setting(
            "FLANEUR_MEDIA_BUCKET",
            "photos lie in the home",
            "S3 bucket that keeps the photos instead, private, the same for every host; needs the extra `s3`.",
        ),
        Setting(
            "FLANEUR_MEDIA_ENDPOINT",
            "Amazon's, of the region",
            "Address of the S3 server, such as `https://s3.example.org`.",
        ),
        Setting("FLANEUR_MEDIA_REGION", "us-east-1", "Region of the bucket; many servers do not care."),
        Setting("FLANEUR_MEDIA_KEY", "the machine's own role", "Access key of the bucket; its secret follows."),
        Setting(
            "FLANEUR_MEDIA_SECRET",
            "none",
            "Secret of the access key; `FLANEUR_MEDIA_SECRET_FILE` names a file instead.",
        ),
        Setting(
            "FLANEUR_MEDIA_LINKS",
            "0",
            "Seconds for which a signed link to a public photo in the bucket is good; with 0 this install hands photos "
            "out itself, and the bucket needs no address that visitors reach.",
        ),
        Setting("FLANEUR_MAIL_HOST", "mail is written to the home", "SMTP server; port, user and password follow."),
        Setting("FLANEUR_MAIL_PORT", "587", "Port of the SMTP server."),
        Setting("FLANEUR_MAIL_USER", "none", "User of the SMTP server."),
        Setting(
            "FLANEUR_MAIL_PASSWORD", "none", "Password of the SMTP server; `FLANEUR_MAIL_PASSWORD_FILE` names a file."
        ),
        Setting("FLANEUR_MAIL_FROM", "flaneur@localhost", "Sender of the mail."),
        Setting(
            "FLANEUR_ALLOWED_NETWORKS",
            "none",
            "Private networks (CIDR, separated by commas) that channels may speak to; all others are refused.",
        ),
        Setting(
            "FLANEUR_SENDERS", "3", "How many channels one worker speaks for at once: a slow network delays no other."
        ),
        Setting("FLANEUR_SPEED", "1", "Seconds the worker waits at most between two looks; tests make it small."),
    )
}


def text(name: str, default: str = "") -> str:
    """The value of a declared setting. Raises KeyError for one without an entry in SETTINGS."""
    return os.environ.get(SETTINGS[name].name, "").strip() or default


class BadSetting(ValueError):
    """A setting nobody can work with; the sentence names it."""


def flag(name: str) -> bool:
    """A yes or no. Raises `BadSetting` for anything else."""
    value = text(name, "no").lower()
    if value not in {"yes", "no"}:
        raise BadSetting(f"{name} is {value!r}; expected yes or no.")
    return value == "yes"


def number(name: str, default: float) -> float:
    """A number from 0 on. Raises `BadSetting` for anything else."""
    value = text(name, str(default))
    try:
        found = float(value)
    except ValueError:
        found = -1.0
    if not 0 <= found <= LARGEST:
        raise BadSetting(f"{name} is {value!r}; expected a number from 0 to {LARGEST}.")
    return found


def database(default: str, **options: Any) -> dj_database_url.DBConfig:
    """The database that FLANEUR_DATABASE_URL names. Raises `BadSetting` without showing it: it holds a password."""
    try:
        return dj_database_url.parse(text("FLANEUR_DATABASE_URL", default), **options)
    except ValueError:
        raise BadSetting("FLANEUR_DATABASE_URL is no address of a database; see docs/reference/settings.md.") from None


def bucket(name: str, *, seconds: int) -> dict[str, Any]:
    """Where photos are kept instead of the home. Raises `BadSetting` without the extra `s3`."""
    try:
        from botocore.config import Config  # noqa: PLC0415 - an extra, not always installed
    except ImportError:
        raise BadSetting("FLANEUR_MEDIA_BUCKET needs the extra s3; see docs/how-to/scale.md.") from None
    manners = {
        "connect_timeout": 5,
        "read_timeout": 30,
        "retries": {"total_max_attempts": 3, "mode": "standard"},
        "signature_version": "s3v4",
        "s3": {"addressing_style": "path"},
        # Servers that are not Amazon's know no checksums behind the content, which boto3 sends unasked.
        "request_checksum_calculation": "when_required",
        "response_checksum_validation": "when_required",
    }
    options = {
        "bucket_name": name,
        "endpoint_url": bucket_endpoint(),
        "region_name": text("FLANEUR_MEDIA_REGION", "us-east-1"),
        "access_key": text("FLANEUR_MEDIA_KEY") or None,
        "secret_key": secret("FLANEUR_MEDIA_SECRET") or None,
        "querystring_expire": seconds or 60,
        "file_overwrite": True,
        "client_config": Config(**manners),
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}


def bucket_endpoint() -> str:
    amazon = f"https://s3.{text('FLANEUR_MEDIA_REGION', 'us-east-1')}.amazonaws.com"
    return text("FLANEUR_MEDIA_ENDPOINT", amazon).rstrip("/")


def words(name: str, default: str = "") -> list[str]:
    """A list, separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def networks(name: str) -> list[str]:
    """A list of networks. Raises `BadSetting` for one that is none."""
    for word in words(name):
        try:
            ip_network(word)
        except ValueError as trouble:
            raise BadSetting(f"{name}: {trouble}.") from None
    return words(name)


def secret(name: str) -> str:
    """A secret from NAME, or from the file that NAME_FILE names. Raises `BadSetting` when that cannot be read."""
    path = os.environ.get(f"{SETTINGS[name].name}_FILE")
    if not path:
        return text(name)
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError) as trouble:
        raise BadSetting(f"{name}_FILE names {path!r}, which cannot be read: {trouble}.") from None


def home() -> Path:
    """The install's folder, with the one `flaneur prepare` fills. Raises `BadSetting` when they cannot be made."""
    folder = Path(text("FLANEUR_HOME", str(CHECKOUT / "var"))).resolve()
    try:
        (folder / "fonts").mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        raise BadSetting(f"FLANEUR_HOME is {str(folder)!r}, which cannot be used: {trouble.strerror}.") from None
    return folder


def kept_secret(path: Path, fresh: str) -> str:
    """The secret in a file; the first process to come writes `fresh` there, readable by its user only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    newcomer = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    if not path.exists():
        newcomer.touch(mode=0o600)
        newcomer.write_text(fresh, encoding="utf-8")
        try:
            os.link(newcomer, path)
            settle(path, within=path.parent)
        except FileExistsError:
            pass
        finally:
            newcomer.unlink()
    return path.read_text(encoding="utf-8").strip()
