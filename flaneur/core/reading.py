"""A text as rules read it: its words, its sentences, and where listed phrases stand.

The phone reads alike (static/js/reading.js); both are held to tests/vectors/reading.json.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import regex

_WORD = regex.compile(r"[\p{L}\p{N}\p{M}]++")
_SENTENCE = regex.compile(r"[^.!?…\n]*+[.!?…\n]*+")
_MARK = regex.compile(r"\p{M}")
TIES = frozenset(" \t\u00a0\u202f'’-\u2010\u2011")
"""What may stand between two words of one phrase: blanks, apostrophes, hyphens."""


class Word(NamedTuple):
    """A run of letters and digits, from `start` to `end` (code points).

    `lower` keeps its accents, `folded` has none: “où” and “ou” fold alike. An apostrophe or a hyphen ends a word.
    """

    start: int
    end: int
    lower: str
    folded: str


@dataclass(frozen=True, slots=True)
class Reading:
    """A text read once for all rules. `sentences` holds the start and end of each, blank ones left out."""

    text: str
    words: tuple[Word, ...]
    sentences: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A listed phrase found in a text: `entry` as it is listed, `start` and `end` in code points."""

    entry: str
    start: int
    end: int


def fold(text: str) -> str:
    """Small letters without accents or ligatures."""
    plain: str = _MARK.sub("", unicodedata.normalize("NFKD", text)).casefold()
    return plain.replace("œ", "oe").replace("æ", "ae")


def read(text: str) -> Reading:
    found = ((*word.span(), *_spellings(word[0])) for word in _WORD.finditer(text))
    words = tuple([Word(start, end, lower, folded) for start, end, lower, folded in found])
    spans = (found.span() for found in _SENTENCE.finditer(text))
    return Reading(text, words, tuple((start, end) for start, end in spans if text[start:end].strip()))


@lru_cache(maxsize=4096)
def _short_spellings(word: str) -> tuple[str, str]:
    return unicodedata.normalize("NFC", word).casefold(), fold(word)


def _spellings(word: str) -> tuple[str, str]:
    """A word in small letters, with its accents and without; few words make up most of a text."""
    if word.isascii():
        return (lower := word.lower()), lower
    return _short_spellings(word) if len(word) <= _LONGEST_KEPT else _short_spellings.__wrapped__(word)


_LONGEST_KEPT = 40
"""Letters of a word worth remembering: what is longer is no word, and would fill the memory."""


class Phrases:
    """A list of phrases made ready to be looked for; a trailing * lets the last word go on: “valoris*”.

    An entry with accents wants them, one without takes the word either way: guests type in haste.
    """

    def __init__(self, entries: Iterable[str]) -> None:
        """Entries wait under their first two words, when both are whole: “à” alone begins dozens."""
        self._whole: dict[str, list[Entry]] = {}
        self._beginnings: dict[str, list[Entry]] = {}
        for entry in map(entered, entries):
            has_pair = len(entry.words) > 2 or (entry.second and not entry.is_open)
            shelf = self._beginnings if entry.is_beginning else self._whole
            shelf.setdefault(f"{entry.first} {entry.second}" if has_pair else entry.first, []).append(entry)
        self._sizes = sorted({len(beginning) for beginning in self._beginnings})

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Every hit in the order of the text, the longest entry at each word; hits never overlap."""
        end = -1
        for position, word in enumerate(reading.words):
            if word.start < end:
                continue
            waiting = self._candidates(reading, position)
            if hits := [hit for entry in waiting if (hit := hit_at(reading, position, entry))]:
                best = max(hits, key=lambda hit: (hit.end, len(hit.entry)))
                end = best.end
                yield best

    def _candidates(self, reading: Reading, position: int) -> list["Entry"]:
        folded = reading.words[position].folded
        found = [*self._whole.get(folded, ())]
        if position + 1 < len(reading.words):
            found += self._whole.get(f"{folded} {reading.words[position + 1].folded}", ())
        for size in self._sizes:
            if size > len(folded):
                break
            found += self._beginnings.get(folded[:size], ())
        return found


class Entry(NamedTuple):
    """A phrase ready to be compared: each word in small letters, and whether accents do not matter to it."""

    text: str
    words: tuple[tuple[str, bool], ...]
    is_open: bool

    @property
    def first(self) -> str:
        """Its first word as texts are asked for it."""
        return fold(self.words[0][0])

    @property
    def second(self) -> str:
        """Its second word likewise, empty when it has one word only."""
        return fold(self.words[1][0]) if len(self.words) > 1 else ""

    @property
    def is_beginning(self) -> bool:
        """Whether already its first word may go on."""
        return self.is_open and len(self.words) == 1


def entered(text: str) -> Entry:
    return Entry(text, tuple((word.lower, word.lower == word.folded) for word in read(text).words), text.endswith("*"))


def hit_at(reading: Reading, position: int, entry: Entry) -> Hit | None:
    """The entry in the text, beginning with the word at a position."""
    found = reading.words[position : position + len(entry.words)]
    if len(found) < len(entry.words):
        return None
    last = len(entry.words) - 1
    for number, (word, (want, is_plain)) in enumerate(zip(found, entry.words, strict=True)):
        if number and not TIES.issuperset(reading.text[found[number - 1].end : word.start]):
            return None
        spelled = word.folded if is_plain else word.lower
        if spelled != want and not (entry.is_open and number == last and spelled.startswith(want)):
            return None
    return Hit(entry.text, found[0].start, found[-1].end)
