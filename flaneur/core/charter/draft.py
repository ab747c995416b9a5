"""What rules look at: a draft, and the same draft read once for all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flaneur.core.charter.lists import Hits, Lists
from flaneur.core.dispatch import Limits
from flaneur.core.find import Consideration, Likeness
from flaneur.core.place import Discretion, Place
from flaneur.core.reading import Reading, read
from flaneur.core.text import hashtags, links


@dataclass(frozen=True, slots=True)
class Stay:
    """What a residency has told before this draft: how many finds, and how often each place, by its folded name.

    `interests` are the names its guest declared to have a part in: a shop, an employer, a club.
    """

    told: int = 0
    is_last_day: bool = False
    visits: Mapping[str, int] = field(default_factory=dict)
    interests: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """What rules may look at. A fact that is None was not asked for: no rule speaks of it.

    `alts` is the text alternative of each photo, in order; `rooms` the channels' limits; `seen_at` the wall time of
    the capture in the city, “2026-11-25T21:30”; `is_lent` whether its guest lent this very find to the city.
    """

    words: str
    brand_tag: str
    alts: Sequence[str] = ()
    rooms: Mapping[str, Limits] = field(default_factory=dict)
    language: str = "fr"
    pillar: str | None = None
    place: Place | None = None
    discretion: Discretion | None = None
    consideration: Consideration | None = None
    likeness: Likeness | None = None
    is_lent: bool | None = None
    seen_at: str | None = None
    stay: Stay | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """A draft read once for all rules: its words with their `hits`, its descriptions, a line each, with theirs."""

    draft: Draft
    reading: Reading
    shown: Reading
    tags: Sequence[tuple[str, int, int]]
    links: Sequence[tuple[str, int, int]]
    hits: Hits
    shown_hits: Hits
    lists: Lists


def see(draft: Draft, reading: Reading, lists: Lists) -> Seen:
    shown = read("\n".join(draft.alts))
    tags, found = hashtags(draft.words), links(draft.words)
    return Seen(draft, reading, shown, tags, found, lists.find(reading), lists.find(shown), lists)
