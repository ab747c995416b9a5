"""What travels between the desk and a network: value objects, no behaviour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import PurePath
from typing import Any, Protocol


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
    `title_length` and `alt_length` are code points, and None where there is none. A post with fewer pictures than
    `least_pictures` is refused. `narrowest` and `widest` bound a picture's width over its height. Without
    `threads` an account does not answer itself, although its network has threads.
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
    least_pictures: int = 0
    picture_bytes: int | None = None
    narrowest: float | None = None
    widest: float | None = None
    title_length: int | None = None
    alt_length: int | None = None
    threads: bool = True


@dataclass(frozen=True, slots=True)
class Pace:
    """At most so many requests of an errand within a sliding window: posts deleted in half an hour, for example."""

    most: int
    window: timedelta


@dataclass(frozen=True, slots=True)
class Abilities:
    """What a network lets us do.

    `home`: what it publishes is the find's own page on the city's site; the other channels wait for it.
    `threads`: words that do not fit may go on in a reply to oneself; otherwise they are cut before the link.
    `look_up`: it can be asked whether a publication arrived.
    `retract`: it takes a post back when asked; otherwise only a person can, on the network's own pages.
    `read_back`: it can be asked whether a post is still there for all to see.
    `edit`: the words of a post may be changed where it stands.
    `replies`, `numbers`: it tells what people answered, and how many looked.
    `profile`: the words and the picture of the account may be changed, and put back.
    """

    home: bool = False
    threads: bool = False
    look_up: bool = False
    retract: bool = True
    read_back: bool = False
    edit: bool = False
    replies: bool = False
    numbers: bool = False
    profile: bool = False


class File(Protocol):
    """A file wherever it is kept; a `pathlib.Path` is one."""

    @property
    def name(self) -> str: ...

    @property
    def suffix(self) -> str: ...

    @property
    def parent(self) -> PurePath: ...

    def read_bytes(self) -> bytes:
        """Raises OSError when there is nothing to read."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One rendition ready to leave, without metadata.

    `address` is where a network that fetches pictures by itself finds this one while the find is public.
    """

    path: File
    alt: str
    width: int
    height: int
    media_type: str = "image/jpeg"
    address: str = ""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """A find on its way to one channel.

    `key` is unique to the publication and never changes between attempts; adapters derive every identifier
    they choose themselves from it, so that a repeat meets what the first attempt left. `link` is the find's page,
    `pillar` the name of what it is about, in the find's language.
    `is_numbered`: the parts of a thread say 1/3, 2/3, 3/3.
    """

    key: str
    words: str
    language: str
    brand_tag: str
    signature: str
    link: str
    created_at: datetime
    pictures: tuple[Picture, ...] = ()
    pillar: str = ""
    is_numbered: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One post of a thread, exactly as it will look."""

    text: str
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """What an adapter will send: one part, or a thread of several.

    `progress` is what the adapter said in `Unfinished` when it was last here, JSON; empty at first.
    """

    key: str
    language: str
    created_at: datetime
    link: str
    parts: tuple[Part, ...]
    title: str = ""
    pillar: str = ""
    progress: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where a publication stands on its network; `references` are the network's own ids, one for each part.

    `difference` (msgid) says what the network made of it that is not as we sent it; empty when all is.
    """

    url: str
    references: tuple[str, ...] = ()
    difference: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """One field the desk fills to connect a channel, unless it is `optional`; the desk draws its form from these."""

    key: str
    label: str
    secret: bool = False
    default: str = ""
    hint: str = ""
    optional: bool = False


Credentials = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Consent:
    """Where the office says yes to us on the network's own page, and what we must still know when it comes back."""

    url: str
    credentials: Credentials = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Account:
    """The account behind a channel, as the network names it; `credentials` may replace those handed in.

    `limits` are those fields of `Limits` which this account's own server tells.
    """

    handle: str
    url: str
    credentials: Credentials = field(default_factory=dict, repr=False)
    limits: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """What somebody said to us; `answers` is the reference of our post it answers, empty for a mere mention."""

    reference: str
    url: str
    author: str
    text: str
    created_at: datetime
    language: str = ""
    answers: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """Replies and mentions since a cursor, oldest first, and the cursor to ask with next time.

    `is_all`: the network said there is no more for now; otherwise it is asked again soon. `trouble` (msgid) says what
    else there may be that it will not tell us.
    """

    replies: Sequence[Reply]
    cursor: str
    is_all: bool = True
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Numbers:
    """How often a post was seen, liked, shared and answered; None where the network does not say."""

    views: int | None = None
    likes: int | None = None
    shares: int | None = None
    replies: int | None = None


@dataclass(frozen=True, slots=True)
class Profile:
    """What an account says of itself: the words, and the picture's file. What is None stays as it is.

    `face` is what the network calls the picture that stands: another name for every other picture.
    """

    words: str | None = None
    picture: Picture | None = None
    face: str = ""
