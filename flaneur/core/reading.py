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


@dataclass(frozen=True, slots=True)
class _Listed:
    """An entry taken apart. `spelled` are its words, each with whether it wants its accents."""

    entry: str
    spelled: tuple[tuple[str, bool], ...]
    is_open: bool

    def last_in(self, reading: Reading, position: int) -> int:
        """The place of its last word when it stands at this position, or -1."""
        words, last = reading.words, position + len(self.spelled) - 1
        if last >= len(words):
            return -1
        for number, (want, wants_accents) in enumerate(self.spelled, start=position):
            word = words[number]
            if number > position and not TIES.issuperset(reading.text[words[number - 1].end : word.start]):
                return -1
            spelled = word.lower if wants_accents else word.folded
            if spelled != want and not (self.is_open and number == last and spelled.startswith(want)):
                return -1
        return last


class Phrases:
    """A list of phrases made ready to be looked for; a trailing * lets the last word go on: “valoris*”.

    An entry with accents wants them, one without takes the word either way: guests type in haste.
    """

    def __init__(self, entries: Iterable[str]) -> None:
        """Entries wait under their first word, or their first two: “à” alone begins dozens."""
        self._waiting: dict[str, list[_Listed]] = {}
        self._beginnings: dict[str, list[_Listed]] = {}
        for entry in entries:
            words = read(entry).words
            spelled = tuple((word.lower, word.lower != word.folded) for word in words)
            listed = _Listed(entry, spelled, entry.endswith("*"))
            closed = words[:-1] if listed.is_open else words
            shelf = self._waiting if closed else self._beginnings
            key = " ".join(word.folded for word in closed[:2]) or words[0].folded
            shelf.setdefault(key, []).append(listed)
        self._sizes = sorted({len(beginning) for beginning in self._beginnings})

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Every hit in the order of the text, the longest entry at each word; hits never overlap."""
        words, free = reading.words, 0
        for position, word in enumerate(words):
            if position < free:
                continue
            best, kept = -1, None
            for listed in self._candidates(words, position):
                last = listed.last_in(reading, position)
                if last > best or (last == best >= 0 and kept and len(listed.entry) > len(kept.entry)):
                    best, kept = last, listed
            if kept:
                free = best + 1
                yield Hit(kept.entry, word.start, words[best].end)

    def _candidates(self, words: tuple[Word, ...], position: int) -> Iterator[_Listed]:
        folded = words[position].folded
        yield from self._waiting.get(folded, ())
        if position + 1 < len(words):
            yield from self._waiting.get(f"{folded} {words[position + 1].folded}", ())
        for size in self._sizes:
            if size > len(folded):
                return
            yield from self._beginnings.get(folded[:size], ())
