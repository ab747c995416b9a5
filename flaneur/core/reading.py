"""A text as rules read it: its words, its sentences, and where listed phrases stand.

The phone reads alike (static/js/reading.js); both are held to tests/vectors/reading.json.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate, compress, count, pairwise
from typing import Any, NamedTuple

import regex

_BEYOND = re.compile("[^\x00-\u02ff\u2000-\u203b€]")
"""Signs beyond our languages: an emoji, a borrowed letter, another script, an accent that stands alone."""
_PLAIN_WORD = re.compile(r"([^\W_]+)")
_WORD = regex.compile(r"([\p{L}\p{N}\p{M}]++)")
_ENDS = frozenset(".!?…\n")
"""What stands between two sentences."""
_MARK = regex.compile(r"\p{M}")
TIES = frozenset(" \t\u00a0\u202f'’-\u2010\u2011")
"""What may stand between two words of one phrase: blanks, apostrophes, hyphens."""
STEM = 4
"""Letters by which entries that are beginnings of words are kept together."""
CAPITALS = range(2, 7)
"""Letters of an acronym."""


class Word(NamedTuple):
    """A run of letters and digits, from `start` to `end` (code points).

    `lower` keeps its accents, `folded` has none: “où” and “ou” fold alike. An apostrophe or a hyphen ends a word.
    """

    start: int
    end: int
    lower: str
    folded: str


class Reading:
    """A text read once for all rules.

    Of each word, by its place, stand here: how it is `written`, its `lowers` and `folded` spelling, the first letters
    of that as `stems`, where it starts and ends; `gaps` is what stands before it, and after the last. `figures` are
    the places of words that begin with a digit, `capitals` of those with two to six letters, all of them capitals.
    `is_plain`: nothing in it but letters and punctuation of our languages.

    Columns rather than objects: most rules ask of all words whether they know one, and that is one look each in a
    set. What few rules want is worked out when one asks.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.is_plain = not _BEYOND.search(text)
        pieces = (_PLAIN_WORD if self.is_plain else _WORD).split(text)
        bounds = [*accumulate(map(len, pieces))]
        self.gaps: Sequence[str] = pieces[::2]
        self.written: Sequence[str] = pieces[1::2]
        self.starts, self.ends = bounds[:-1:2], bounds[1::2]
        self.lowers, self.folded, self.stems, begin_with_digits, are_capitals = _spellings(self.written)
        self.figures: Sequence[int] = [*compress(count(), begin_with_digits)]
        self.capitals: Sequence[int] = [*compress(count(), are_capitals)]

    @cached_property
    def words(self) -> tuple[Word, ...]:
        return tuple(map(Word, self.starts, self.ends, self.lowers, self.folded))

    @cached_property
    def sentences(self) -> Sequence[range]:
        """The places of the words of each sentence."""
        begins = [place for place, gap in enumerate(self.gaps) if gap != " " and not _ENDS.isdisjoint(gap)]
        borders = [0, *begins, len(self.starts)]
        return [range(first, last) for first, last in pairwise(borders) if first < last]

    def has_figure(self, sentence: range) -> bool:
        """Whether one of its words begins with a digit."""
        return bisect_left(self.figures, sentence.start) < bisect_left(self.figures, sentence.stop)

    def is_tied(self, place: int) -> bool:
        """Whether nothing parts a word from the one before it."""
        return self.gaps[place] == " " or TIES.issuperset(self.gaps[place])


class Hit(NamedTuple):
    """A listed phrase found in a text: `entry` as it is listed, `start` and `end` in code points."""

    entry: str
    start: int
    end: int


def fold(text: str) -> str:
    """Small letters without accents or ligatures."""
    plain: str = _MARK.sub("", unicodedata.normalize("NFKD", text)).casefold()
    return plain.replace("œ", "oe").replace("æ", "ae")


def read(text: str) -> Reading:
    return Reading(text)


Spelling = tuple[str, str, str, bool, bool]
"""A word in small letters, with its accents, without, and its stem; whether a digit begins it, and it is an acronym."""


def _spell(word: str) -> Spelling:
    is_capitals = word.isupper() and len(word) in CAPITALS and word.isalpha()
    if word.isascii():
        return (lower := word.lower()), lower, lower[:STEM], word[0].isdecimal(), is_capitals
    folded = fold(word)
    lower = unicodedata.normalize("NFC", word).casefold()
    return lower, folded, folded[:STEM], folded[:1].isdecimal(), is_capitals


_remembered = lru_cache(maxsize=4096)(_spell)
_LONGEST_KEPT = 40
"""Letters of a word worth remembering: what is longer is no word, and would fill the memory."""


def _spellings(words: Sequence[str]) -> Iterable[Sequence[Any]]:
    """The columns of each word's spelling; few words make up most texts."""
    if not words:
        return (), (), (), (), ()
    spell = _remembered if max(map(len, words)) <= _LONGEST_KEPT else _spell
    return zip(*map(spell, words), strict=True)


def standing(known: Container[str], words: Iterable[str]) -> Iterator[int]:
    """The places of the words that are known."""
    return compress(count(), map(known.__contains__, words))


class Entry(NamedTuple):
    """A phrase ready to be compared: each word in small letters, and whether accents do not matter to it.

    `first` is its first word as texts are asked for it; `is_sure`: where it waits, it stands; `listed` names the list
    it stands in.
    """

    text: str
    words: tuple[tuple[str, bool], ...]
    is_open: bool
    first: str
    is_sure: bool
    listed: str

    @property
    def has_pair(self) -> bool:
        """Whether its first two words are whole."""
        return len(self.words) - self.is_open > 1

    @property
    def is_beginning(self) -> bool:
        """Whether already its first word may go on."""
        return self.is_open and len(self.words) == 1


def entered(text: str, listed: str = "") -> Entry:
    words = tuple((word.lower, word.lower == word.folded) for word in read(text).words)
    is_sure = len(words) == 1 and words[0][1]
    return Entry(text, words, text.endswith("*"), fold(words[0][0]), is_sure, listed)


class Index:
    """Entries by how they begin: by their first two words when both are whole, for “à” alone begins dozens."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        known = [*entries]
        self._firsts = _shelved(
            (entry.first, entry) for entry in known if not entry.has_pair and not entry.is_beginning
        )
        self._pairs = {
            first: _shelved((fold(entry.words[1][0]), entry) for entry in entries)
            for first, entries in _shelved((entry.first, entry) for entry in known if entry.has_pair).items()
        }
        beginnings = [entry for entry in known if entry.is_beginning]
        self._beginnings = _shelved((entry.first[:STEM], entry) for entry in beginnings if len(entry.first) >= STEM)
        self._short = _shelved((entry.first, entry) for entry in beginnings if len(entry.first) < STEM)

    def waiting(self, reading: Reading) -> list[tuple[int, tuple[Entry, ...]]]:
        """The places where entries may begin, in their order, and which: most words are ruled out without a loop."""
        folded = reading.folded
        found = {place: self._firsts[folded[place]] for place in standing(self._firsts, folded)}
        for place in standing(self._pairs, folded[:-1]):
            if entries := self._pairs[folded[place]].get(folded[place + 1]):
                found[place] = found.get(place, ()) + entries
        for place, entry in self._begun(reading):
            found[place] = (*found.get(place, ()), entry)
        return sorted(found.items())

    def _begun(self, reading: Reading) -> Iterator[tuple[int, Entry]]:
        """The beginnings of words: those shorter than a stem are few, the others wait under theirs."""
        if short := tuple(self._short):
            for place, stem in enumerate(reading.stems):
                if stem.startswith(short):
                    yield from ((place, entry) for size in range(STEM) for entry in self._short.get(stem[:size], ()))
        for place in standing(self._beginnings, reading.stems):
            word = reading.folded[place]
            yield from ((place, each) for each in self._beginnings[word[:STEM]] if word.startswith(each.first))


def _shelved(entries: Iterable[tuple[str, Entry]]) -> dict[str, tuple[Entry, ...]]:
    shelves: dict[str, tuple[Entry, ...]] = {}
    for key, entry in entries:
        shelves[key] = (*shelves.get(key, ()), entry)
    return shelves


def after(reading: Reading, place: int, entry: Entry) -> int:
    """The place after an entry that is waiting at a place; 0 when it does not stand there."""
    if entry.is_sure:
        return place + 1
    words, end = entry.words, place + len(entry.words)
    if end > len(reading.folded):
        return 0
    for number, (want, is_plain) in enumerate(words, start=place):
        if number > place and not reading.is_tied(number):
            return 0
        spelled = reading.folded[number] if is_plain else reading.lowers[number]
        if spelled != want and not (entry.is_open and number + 1 == end and spelled.startswith(want)):
            return 0
    return end


class Phrases:
    """A list of phrases made ready to be looked for; a trailing * lets the last word go on: “valoris*”.

    An entry with accents wants them, one without takes the word either way: guests type in haste.
    """

    def __init__(self, entries: Iterable[str]) -> None:
        self._index = Index(map(entered, entries))

    def find(self, reading: Reading) -> Iterator[Hit]:
        """Every hit in the order of the text, the longest entry at each word; hits never overlap."""
        free = 0
        for place, waiting in self._index.waiting(reading):
            if place < free:
                continue
            best, text = 0, ""
            for entry in waiting:
                end = after(reading, place, entry)
                if end > best or (end and end == best and len(entry.text) > len(text)):
                    best, text = end, entry.text
            if best:
                free = best
                yield Hit(text, reading.starts[place], reading.ends[best - 1])
