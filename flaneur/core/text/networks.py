"""What each network accepts, as dated facts. Adapters take theirs from here; what an instance tells replaces it.

`None` for pictures' bytes means nobody says.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from flaneur.core.dispatch import Dialect, Limits, Unit

LONGEST_WORDS = 2000
"""Code points a find may have on the city's own site."""

LIMITS: Mapping[str, Limits] = {
    "site": Limits(
        length=LONGEST_WORDS,
        unit=Unit.CODE_POINTS,
        source="our own: LONGEST_WORDS in core/text/networks.py",
        read_on=date(2026, 11, 23),
        pictures=10,
    ),
    "paper": Limits(
        length=3000,
        unit=Unit.CODE_POINTS,
        source="our own: what one printed page holds",
        read_on=date(2026, 11, 23),
        pictures=10,
    ),
    "x": Limits(
        length=280,
        unit=Unit.WEIGHTED,
        source="twitter-text configuration v3; X API documentation of 2026-08-22",
        read_on=date(2026, 11, 25),
        dialect=Dialect.X,
        link=23,
        pictures=4,
        picture_bytes=5_000_000,
        alt_length=1000,
        # Whether X lets a program answer its own posts is not said anywhere; an office that has tried it says so.
        threads=False,
    ),
    "instagram": Limits(
        length=2200,
        unit=Unit.CODE_POINTS,
        source="Instagram Graph API, reference of IG User Media",
        read_on=date(2026, 11, 25),
        hashtags=30,
        mentions=20,
        pictures=10,
        least_pictures=1,
        picture_bytes=8_000_000,
        narrowest=0.8,
        widest=1.91,
        alt_length=1000,
    ),
    "threads": Limits(
        length=500,
        unit=Unit.EMOJI_BYTES,
        source="Threads API documentation of 2026-07-02",
        read_on=date(2026, 11, 25),
        pictures=20,
        picture_bytes=8_000_000,
    ),
    "pinterest": Limits(
        length=800,
        unit=Unit.CODE_POINTS,
        source="Pinterest API v5.23.0 of 2025-12-11, POST /pins",
        read_on=date(2026, 11, 25),
        pictures=5,
        least_pictures=1,
        picture_bytes=20_000_000,
        title_length=100,
        alt_length=500,
    ),
    "mastodon": Limits(
        length=500,
        unit=Unit.GRAPHEMES,
        source="Mastodon's defaults, documentation of 2026-07; every instance tells its own",
        read_on=date(2026, 11, 25),
        dialect=Dialect.MASTODON,
        link=23,
        pictures=4,
        picture_bytes=16_777_216,
        alt_length=1500,
    ),
    "bluesky": Limits(
        length=300,
        unit=Unit.GRAPHEMES,
        source="bluesky-social/atproto c400731, lexicons app.bsky.feed.post and app.bsky.embed.images",
        read_on=date(2026, 11, 23),
        dialect=Dialect.BLUESKY,
        bytes=3000,
        pictures=4,
        # The lexicon allows 2,000,000 since April 2026; servers that have not been updated still refuse above this.
        picture_bytes=1_000_000,
    ),
}


def limits_of(
    network: str, *, length: int | None = None, link: int | None = None, hashtags: int | None = None
) -> Limits:
    """A network's limits, with what an instance or a city has told of its own. Raises KeyError for an unknown one."""
    known = LIMITS[network]
    return replace(
        known,
        length=known.length if length is None else length,
        link=known.link if link is None else link,
        hashtags=known.hashtags if hashtags is None else hashtags,
    )


def title_limits(limits: Limits) -> Limits:
    """The limits of a title. Raises ValueError where there is none."""
    return _beside(limits, limits.title_length)


def alt_limits(limits: Limits) -> Limits:
    """The limits of a picture's text alternative. Raises ValueError where there is none."""
    return _beside(limits, limits.alt_length)


def _beside(limits: Limits, length: int | None) -> Limits:
    if length is None:
        raise ValueError("this network names no limit for it")
    return Limits(length, Unit.CODE_POINTS, source=limits.source, read_on=limits.read_on, dialect=Dialect.NONE)
