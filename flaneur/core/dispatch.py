"""What travels between the desk and a network: value objects, no behaviour."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path


class Unit(StrEnum):
    """What a network counts."""

    CODE_POINTS = "code points"
    GRAPHEMES = "graphemes"
    WEIGHTED = "weighted signs"
    EMOJI_BYTES = "code points, emoji as bytes"


class Dialect(StrEnum):
    """Whose rules say what a hashtag, a mention and a link are; in titles and descriptions there are none."""

    NONE = "none"
    PLAIN = "plain"
    X = "x"
    MASTODON = "mastodon"
    BLUESKY = "bluesky"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a network accepts, with the source and the day it was read. `length` is that of one post.

    `link` is what every link counts, whatever its length; None means as it is written.
    `title_length` and `alt_length` are code points, and None where there is none.
    """

    length: int
    unit: Unit
    source: str
    read_on: date
    dialect: Dialect = Dialect.PLAIN
    bytes: int | None = None
    link: int | None = None
    hashtags: int | None = None
    mentions: int | None = None
    pictures: int = 0
    picture_bytes: int | None = None
    title_length: int | None = None
    alt_length: int | None = None


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a network lets us do.

    `home`: what it publishes is the find's own page on the city's site; the other channels wait for it.
    `threads`: words that do not fit may go on in a reply to oneself; otherwise they are cut before the link.
    `look_up`: it can be asked whether a publication arrived.
    """

    home: bool = False
    threads: bool = False
    look_up: bool = False
    retract: bool = True


@dataclass(frozen=True, slots=True)
class Picture:
    """One rendition ready to leave, without metadata."""

    path: Path
    alt: str
    width: int
    height: int
    media_type: str = "image/jpeg"


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A find on its way to one channel.

    `key` is unique to the publication and never changes between attempts; adapters derive every identifier
    they choose themselves from it, so that a repeat meets what the first attempt left. `link` is the find's page.
    """

    key: str
    words: str
    language: str
    brand_tag: str
    signature: str
    link: str
    created_at: datetime
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One post of a thread, exactly as it will look."""

    text: str
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """What an adapter will send: one part, or a thread of several."""

    key: str
    language: str
    created_at: datetime
    link: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a publication stands on its network; `references` are the network's own ids, one for each part."""

    url: str
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """One field the desk must fill to connect a channel; the desk draws its form from these."""

    key: str
    label: str
    secret: bool = False
    default: str = ""
    hint: str = ""


Credentials = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Account:
    """The account behind a channel, as the network names it; `credentials` may replace those handed in."""

    handle: str
    url: str
    credentials: Credentials = field(default_factory=dict, repr=False)
