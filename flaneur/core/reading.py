"""A text as rules read it: its words, its sentences, and where listed phrases stand.

The phone reads alike (static/js/reading.js); both are held to tests/vectors/reading.json.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import regex

_WORD = regex.compile(r"[\p{L}\p{N}\p{M}]++")
_SENTENCE = regex.compile(r"[^.!?…\n]*+[.!?…\n]*+")
_MARK = regex.compile(r"\p{M}")
TIES = frozenset(" \t\u00a0\u202f'’-\u2010\u2011")
"""What may stand between two words of one phrase: blanks, apostrophes, hyphens."""


@dataclass(frozen=True, slots=True)
class Word:
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
    words = tuple(
        Word(found.start(), found.end(), unicodedata.normalize("NFC", found[0]).casefold(), fold(found[0]))
        for found in _WORD.finditer(text)
    )
    spans = (found.span() for found in _SENTENCE.finditer(text))
    return Reading(text, words, tuple((start, end) for start, end in spans if text[start:end].strip()))


class Phrases:
    """A list of phrases made ready to be looked for; a trailing * lets the last word go on: “valoris*”.

    An entry with accents wants them, one without takes the word either way: guests type in haste.
    """

    def __init__(self, entries: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[str, tuple[str, ...], bool]]] = {}
        self._beginnings: dict[str, list[tuple[str, tuple[str, ...], bool]]] = {}
        for entry in entries:
            is_open = entry.endswith("*")
            words = tuple(word.lower for word in read(entry).words)
            shelf = self._beginnings if is_open and len(words) == 1 else self._by_first
            shelf.setdefault(fold(words[0]), []).append((entry, words, is_open))
        self._shortest = min(map(len, self._beginnings), default=0)
        self._longest = max(map(len, self._beginnings), default=0)

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Every hit in the order of the text, the longest entry at each word; hits never overlap."""
        end = -1
        for position, word in enumerate(reading.words):
            if word.start < end:
                continue
            hits = [hit for entry in self._candidates(word) if (hit := _hit(reading, position, *entry))]
            if hits:
                best = max(hits, key=lambda hit: (hit.end, len(hit.entry)))
                end = best.end
                yield best

    def _candidates(self, word: Word) -> Iterator[tuple[str, tuple[str, ...], bool]]:
        yield from self._by_first.get(word.folded, ())
        for size in range(self._shortest, min(self._longest, len(word.folded)) + 1):
            yield from self._beginnings.get(word.folded[:size], ())


def _hit(reading: Reading, position: int, entry: str, wanted: tuple[str, ...], is_open: bool) -> Hit | None:
    found = reading.words[position : position + len(wanted)]
    if len(found) < len(wanted):
        return None
    last = len(wanted) - 1
    for number, (word, want) in enumerate(zip(found, wanted, strict=True)):
        if number and not TIES.issuperset(reading.text[found[number - 1].end : word.start]):
            return None
        spelled = word.folded if want == fold(want) else word.lower
        if spelled != want and not (is_open and number == last and spelled.startswith(want)):
            return None
    return Hit(entry, found[0].start, found[-1].end)
