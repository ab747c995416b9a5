"""Where a text may be broken, and how well."""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

import regex

from flaneur.core.text.counting import GRAPHEME
from flaneur.core.text.spans import Span

_SPACE = regex.compile(r"[^\S\u00a0\u2007\u202f]++")
"""No-break spaces hold French punctuation to its word, and the figures of a number together."""
_CLOSING = tuple("»”!?:;…,.)]")
_OPENING = tuple("«“([–—")
_WORD = regex.compile(r"\w")
_LAST_WORD = regex.compile(r"(?r)[\w°]+\.\Z")
_SHORTENED = frozenset(["m", "mm", "mr", "mrs", "ms", "dr", "st", "ste", "av", "bd", "pl", "cf"])
"""After their full stop a sentence goes on, as after an initial."""


class Rank(IntEnum):
    """How good a break is: inside a word, between words that hold together, between words, between sentences."""

    LETTER = 0
    TIGHT = 1
    WORD = 2
    SENTENCE = 3


class Gap(NamedTuple):
    """What a break drops: the code points from `start` to `end`."""

    start: int
    end: int
    rank: Rank


def gaps(text: str, spans: Sequence[Span], is_too_long: Callable[[str], bool]) -> list[Gap]:
    """Every break of a text in its order, never inside a span; inside a word only when that is too long by itself."""
    between = _between_words(text, spans)
    found: list[Gap] = []
    at = 0
    for gap in [*between, Gap(len(text), len(text), Rank.LETTER)]:
        if is_too_long(text[at : gap.start]):
            found += _inside(text, at, gap.start, spans)
        found.append(gap)
        at = gap.end
    return found[:-1]


def _between_words(text: str, spans: Sequence[Span]) -> list[Gap]:
    spaces = [found.span() for found in _SPACE.finditer(text) if not _is_inside(found.start(), spans)]
    ends = [(start, end) for start, end in spaces if _ends_sentence(text, start, end)]
    kept = {start for start, _end in _without_orphans(text, spans, ends)}
    signs = {span.start for span in spans}
    tight = {end for start, end in spaces if end in signs or _holds_together(text, start, end)}
    return [Gap(a, b, Rank.SENTENCE if a in kept else Rank.TIGHT if b in tight else Rank.WORD) for a, b in spaces]


def _holds_together(text: str, start: int, end: int) -> bool:
    """Whether one word opens or closes what the other says: an ordinary space typed for a no-break one."""
    return text.startswith(_CLOSING, end) or text.endswith(_OPENING, 0, start)


def _ends_sentence(text: str, start: int, end: int) -> bool:
    """A line break, or a full stop, unless it belongs to an initial or the sentence visibly goes on."""
    if "\n" in text[start:end]:
        return True
    last, following = text[start - 1 : start], text[end : end + 1]
    if following in _CLOSING or not last or last not in ".!?…»”":
        return False
    if last == ".":
        word = _LAST_WORD.search(text, max(start - 6, 0), start)
        return not word or (word[0][:-1].lower() not in _SHORTENED and not regex.fullmatch(r"\p{Lu}\.", word[0]))
    return last in "!?" or not following.islower()


def _without_orphans(text: str, spans: Sequence[Span], ends: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The ends of sentences with words on both sides: a link, a tag or an emoji alone stays with what it belongs to."""
    pieces, at = [], 0
    for span in spans:
        pieces += [text[at : span.start], " " * (span.end - span.start)]
        at = span.end
    masked = "".join([*pieces, text[at:]])
    for number, (start, end) in enumerate(ends):
        until = ends[number + 1][0] if number + 1 < len(ends) else len(text)
        since = ends[number - 1][1] if number else 0
        if _WORD.search(masked, end, until) and (number or _WORD.search(masked, since, start)):
            yield start, end


def _inside(text: str, at: int, end: int, spans: Sequence[Span]) -> list[Gap]:
    starts = [found.start() for found in GRAPHEME.finditer(text, at, end)][1:]
    return [Gap(start, start, Rank.LETTER) for start in starts if not _is_inside(start, spans)]


def _is_inside(place: int, spans: Sequence[Span]) -> bool:
    number = bisect_left(spans, place, key=lambda span: span.start) - 1
    return number >= 0 and place < spans[number].end
