"""A reading with the words that matter by their numbers: phrases, clauses, quotations."""

from bisect import bisect_left
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from flaneur.core.charter.lists import Hits, Lists
from flaneur.core.reading import Reading

QUOTES = frozenset('«»“”"„‘')
ENOUGH_AROUND = 3
"""Words beside a quotation that make it one: whoever writes nothing else says it himself."""
LONGEST = 60
"""Words of a sentence."""


class Span(NamedTuple):
    """Words of a reading, from the first to the last."""

    first: int
    last: int


class Look:
    """A reading, with the words that matter by their numbers."""

    def __init__(self, reading: Reading, hits: Hits, lists: Lists) -> None:
        self.reading = reading
        self._kinds = [lists.kinds.get(word.folded, frozenset()) for word in reading.words]
        starts = {word.start: number for number, word in enumerate(reading.words)}
        ends = {word.end: number for number, word in enumerate(reading.words)}
        self._spans = {name: [Span(starts[hit.start], ends[hit.end]) for hit in found] for name, found in hits.items()}

    def is_a(self, number: int, *kinds: str) -> bool:
        return 0 <= number < len(self._kinds) and not self._kinds[number].isdisjoint(kinds)

    def spans(self, name: str, within: Span) -> list[Span]:
        found = self._spans.get(name)
        if not found:
            return []
        since = bisect_left(found, (within.first,))
        return [each for each in found[since : bisect_left(found, (within.last + 1,))] if each.last <= within.last]

    @cached_property
    def sentences(self) -> list[Span]:
        """Each with at least a word; what never ends is cut, so that looking around in it stays cheap."""
        found, number = [], 0
        for _start, end in self.reading.sentences:
            first = number
            while number < len(self.reading.words) and self.reading.words[number].start < end:
                number += 1
            found += [Span(at, min(at + LONGEST, number) - 1) for at in range(first, number, LONGEST)]
        return found

    @cached_property
    def breaks(self) -> list[bool]:
        """Whether a clause ends before each word."""
        text = self.reading.text
        gaps = [text[one.end : other.start] for one, other in pairwise(self.reading.words)]
        return [True, *(any(mark in gap for mark in ",;:()") for gap in gaps)][: len(self.reading.words)]

    def is_question(self, sentence: Span) -> bool:
        end = self.reading.words[sentence.last].end
        return "?" in self.reading.text[end : end + 3]

    def is_broken(self, first: int, last: int) -> bool:
        """Whether a clause ends between two words."""
        return any(self.breaks[first + 1 : last + 1]) or any(self.is_a(n, "but") for n in range(first + 1, last))

    def others(self, first: int, last: int, *kinds: str) -> int:
        """How many of the words between two are none of these kinds."""
        return sum(not self.is_a(number, *kinds) for number in range(first + 1, last))

    @cached_property
    def quoted(self) -> list[bool]:
        """Whether each word stands between quotation marks, with enough words beside them."""
        text, words, inside, at = self.reading.text, self.reading.words, False, 0
        found = []
        for word in words:
            inside ^= sum(mark in QUOTES for mark in text[at : word.start]) % 2 == 1
            found.append(inside)
            at = word.start
        return found if len(found) - sum(found) >= ENOUGH_AROUND else [False] * len(found)
