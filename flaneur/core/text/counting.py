"""How long a text is on a network, and what of it is a hashtag, a mention or a link there.

The capture page counts alike: static/js/text.js; both are held to tests/vectors/text_counting.json.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import regex

from flaneur.core.dispatch import Dialect, Limits, Unit
from flaneur.core.text import bluesky, mastodon, plain, x
from flaneur.core.text.emoji import EMOJI
from flaneur.core.text.spans import Span, apart

_CONTROL = r"\p{GCB=Control}\r\n"
_JOINING = r"[\p{InCB=Extend}\p{InCB=Linker}]"
_CORES = (
    r"\p{GCB=L}*+(?:\p{GCB=V}++|\p{GCB=LV}\p{GCB=V}*+|\p{GCB=LVT})\p{GCB=T}*+",
    r"\p{GCB=L}++|\p{GCB=T}++|\p{RI}{2}",
    r"\p{Extended_Pictographic}(?:\p{GCB=Extend}*+\p{GCB=ZWJ}\p{Extended_Pictographic})*+",
    rf"\p{{InCB=Consonant}}(?:\p{{InCB=Extend}}*+\p{{InCB=Linker}}{_JOINING}*+\p{{InCB=Consonant}})++",
    rf"[^{_CONTROL}]",
)
GRAPHEME = regex.compile(
    rf"\r\n|[{_CONTROL}]|\p{{GCB=Prepend}}*(?:{'|'.join(_CORES)})[\p{{GCB=Extend}}\p{{GCB=ZWJ}}\p{{GCB=SpacingMark}}]*+"
)
"""Extended grapheme clusters as UAX #29 defines them (table 1c, read 2026-11-25).

`\\X` of the library joins a virama to the consonant after it even where none stands before, and looks back to the
beginning of a run of flags at every flag.
"""

# Letters and punctuation of our languages, which never join: most texts are nothing else.
_SIMPLE = regex.compile(r"[\t\n -~\xa0-\u02ff\u2010-\u2027\u202f-\u203b€]*+")

Finder = Callable[[str], tuple[Span, ...]]


@dataclass(frozen=True, slots=True)
class Signs:
    """What stands in a text, each kind in its order, none inside another."""

    hashtags: tuple[Span, ...]
    mentions: tuple[Span, ...]
    links: tuple[Span, ...]

    def all(self) -> list[Span]:
        return sorted(self.hashtags + self.mentions + self.links, key=lambda span: span.start)


def _nothing(_text: str) -> tuple[Span, ...]:
    return ()


_FINDERS: Mapping[Dialect, tuple[Finder, Finder, Finder]] = {
    Dialect.NONE: (_nothing, _nothing, _nothing),
    Dialect.PLAIN: (plain.hashtags, plain.mentions, plain.links),
    Dialect.X: (x.hashtags, x.mentions, x.links),
    Dialect.MASTODON: (mastodon.hashtags, mastodon.mentions, mastodon.links),
    Dialect.BLUESKY: (bluesky.hashtags, bluesky.mentions, bluesky.links),
}


def signs(text: str, dialect: Dialect) -> Signs:
    """Hashtags, mentions and links by a network's rules. What begins inside another does not count."""
    hashtags, mentions, links = (find(text) for find in _FINDERS[dialect])
    kept = {(span.start, span.end) for span in apart(links, mentions, hashtags)}
    return Signs(*(tuple(s for s in kind if s[1:] in kept) for kind in (hashtags, mentions, links)))


def length(text: str, unit: Unit) -> int:
    """How long a text is in a unit, each link and mention as it is written."""
    match unit:
        case Unit.GRAPHEMES:
            return len(text) if _SIMPLE.fullmatch(text) else sum(1 for _ in GRAPHEME.finditer(text))
        case Unit.EMOJI_BYTES:
            return len(text) + sum(len(found[0].encode()) - len(found[0]) for found in EMOJI.finditer(text))
        case Unit.WEIGHTED:
            return x.weighted(text, None)
        case Unit.CODE_POINTS:
            return len(text)


def counted(text: str, limits: Limits, *, spoiler: str = "") -> int:
    """How much of a network's length a text takes. `spoiler` is the warning before it, which counts with it."""
    if limits.unit is Unit.WEIGHTED:
        return x.weighted(text, limits.link) + length(spoiler, limits.unit)
    if limits.dialect is Dialect.MASTODON and limits.link is not None:
        text = mastodon.countable(text, limits.link)
    return length(spoiler + text, limits.unit)


def is_fitting(text: str, limits: Limits, *, spoiler: str = "") -> bool:
    """Whether a network takes a text as one post. An empty one is, for a picture may be all of it."""
    if limits.bytes is not None and len(text.encode()) > limits.bytes:
        return False
    if limits.unit is Unit.GRAPHEMES and limits.link is None and len(spoiler) + len(text) <= limits.length:
        return _has_few_signs(text, limits)  # there are never more graphemes than code points
    return counted(text, limits, spoiler=spoiler) <= limits.length and _has_few_signs(text, limits)


def _has_few_signs(text: str, limits: Limits) -> bool:
    if limits.hashtags is None and limits.mentions is None:
        return True
    found = signs(text, limits.dialect)
    kinds = ((found.hashtags, limits.hashtags), (found.mentions, limits.mentions))
    return all(most is None or len(kind) <= most for kind, most in kinds)


def acceptable(text: str, limits: Limits) -> str:
    """A text without what a network would refuse it for."""
    return x.acceptable(text) if limits.dialect is Dialect.X else text
