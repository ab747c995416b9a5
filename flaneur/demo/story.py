"""What a demonstration is told in: towns, hosts, stays, and the finds of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from flaneur.core.charter import Book
from flaneur.core.charter.written import read_book
from flaneur.core.find import Audience, FindState
from flaneur.core.place import Discretion
from flaneur.core.roles import Role
from flaneur.demo.scenes.light import Hour

HOUSE = UUID("b5c5ad9e-6a6e-4c0b-9f3a-5f0f6d1d7a11")
"""The names of the demonstration's finds grow from here, so that a second seeding meets the first."""

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture to draw, and what it shows for those who cannot see it."""

    motif: str
    hour: Hour
    seed: int
    alt: str
    is_upright: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A real place, WGS 84 degrees."""

    name: str
    lon: float
    lat: float
    discretion: Discretion = Discretion.EXACT


@dataclass(frozen=True, slots=True)
class When:
    """A moment told from today: so many days off at a wall time, or so many hours ago."""

    days: int = 0
    wall: str = ""
    hours: float = 0.0

    def instant(self, now: datetime, zone: ZoneInfo) -> datetime:
        if not self.wall:
            return now - timedelta(hours=self.hours)
        day = now.astimezone(zone).date() + timedelta(days=self.days)
        return datetime.combine(day, time.fromisoformat(self.wall), tzinfo=zone)


def on(days: int, wall: str) -> When:
    return When(days=days, wall=wall)


def ago(hours: float) -> When:
    return When(hours=hours)


@dataclass(frozen=True, slots=True)
class Entry:
    """A find as it will be told; `becomes` is where its way ends, `verdict` what the desk says of it there.

    `reasons` is what its guest says to the charter's questions, by rule.
    """

    key: str
    when: When
    words: str
    pillar: str
    spot: Spot | None = None
    shots: tuple[Shot, ...] = ()
    becomes: FindState = FindState.PUBLISHED
    verdict: str = ""
    language: str = "fr"
    audience: Audience = Audience.BOTH
    reasons: Texts = field(default_factory=dict)

    def id_in(self, slug: str) -> UUID:
        return uuid5(HOUSE, f"{slug}/{self.key}")


@dataclass(frozen=True, slots=True)
class Host:
    """Somebody who does not exist and holds the pen; `portrait` is a seed."""

    slug: str
    name: str
    trade: Texts
    about: Texts
    district: str
    portrait: int


@dataclass(frozen=True, slots=True)
class Stay:
    """A residency, from the morning of a day to the evening of another.

    `why` and `profile` are the desk's reasons and what it saw in public; `interests` what the host declares.
    """

    host: Host
    first: int
    last: int
    entries: tuple[Entry, ...] = ()
    why: str = ""
    profile: str = ""
    interests: str = ""
    has_agreed: bool = True

    def window(self, now: datetime, zone: ZoneInfo) -> tuple[datetime, datetime]:
        return on(self.first, "06:00").instant(now, zone), on(self.last, "20:00").instant(now, zone)


@dataclass(frozen=True)
class Town:
    """A city with its desk, its calendar and whom it `asked`; its charter lies beside, in `towns/<slug>.yaml`."""

    name: str
    slug: str
    tag: str
    tagline: Texts
    colours: Mapping[str, tuple[str, str]]
    desk: Mapping[Role, tuple[str, str]]
    stays: tuple[Stay, ...]
    asked: tuple[str, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry for stay in self.stays for entry in stay.entries)

    @cached_property
    def charter(self) -> Book:
        return read_book((Path(__file__).parent / f"towns/{self.slug}.yaml").read_text(encoding="utf-8"))

    @cached_property
    def hosts(self) -> tuple[Host, ...]:
        return tuple({stay.host.slug: stay.host for stay in self.stays}.values())
