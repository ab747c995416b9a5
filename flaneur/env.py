"""The only reader of environment variables; each carries its own help (docs/reference/settings.md is made from it)."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


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
        Setting("FLANEUR_SPEED", "1", "Seconds the worker waits at most between two looks; tests make it small."),
    )
}


def text(name: str, default: str = "") -> str:
    """The value of a declared setting. Raises KeyError for one without an entry in SETTINGS."""
    return os.environ.get(SETTINGS[name].name, "").strip() or default


def flag(name: str) -> bool:
    """A yes or no. Raises ValueError for anything else."""
    value = text(name, "no").lower()
    if value not in {"yes", "no"}:
        raise ValueError(f"{name} is {value!r}; expected yes or no")
    return value == "yes"


def number(name: str, default: float) -> float:
    """A number. Raises ValueError for anything else."""
    value = text(name, str(default))
    try:
        return float(value)
    except ValueError:
        raise ValueError(f"{name} is {value!r}; expected a number") from None


def words(name: str, default: str = "") -> list[str]:
    """A list, separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def secret(name: str) -> str:
    """A secret from NAME, or from the file that NAME_FILE names. Raises OSError when that file cannot be read."""
    path = os.environ.get(f"{SETTINGS[name].name}_FILE")
    return Path(path).read_text().strip() if path else text(name)


def home() -> Path:
    return Path(text("FLANEUR_HOME", str(CHECKOUT / "var"))).resolve()


def kept_secret(path: Path, fresh: str) -> str:
    """The secret in a file; the first process to come writes `fresh` there, readable by its user only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    newcomer = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    if not path.exists():
        newcomer.touch(mode=0o600)
        newcomer.write_text(fresh)
        try:
            os.link(newcomer, path)
        except FileExistsError:
            pass
        finally:
            newcomer.unlink()
    return path.read_text().strip()
