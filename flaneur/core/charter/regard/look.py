"""A reading with the words that matter by their numbers: phrases, clauses, quotations."""

from bisect import bisect_left
from functools import cached_property
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
        self._kinds = [lists.kinds.get(word, frozenset()) for word in reading.folded]
        starts = {start: number for number, start in enumerate(reading.starts)}
        ends = {end: number for number, end in enumerate(reading.ends)}
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
        return [
            Span(at, min(at + LONGEST, words.stop) - 1)
            for words in self.reading.sentences
            for at in range(words.start, words.stop, LONGEST)
        ]

    @cached_property
    def breaks(self) -> list[bool]:
        """Whether a clause ends before each word."""
        between = self.reading.gaps[1:-1]
        return [True, *(gap != " " and any(mark in gap for mark in ",;:()") for gap in between)][: len(self._kinds)]

    def is_question(self, sentence: Span) -> bool:
        return "?" in self.reading.gaps[sentence.last + 1][:3]

    def is_broken(self, first: int, last: int) -> bool:
        """Whether a clause ends between two words."""
        return any(self.breaks[first + 1 : last + 1]) or any(self.is_a(n, "but") for n in range(first + 1, last))

    def others(self, first: int, last: int, *kinds: str) -> int:
        """How many of the words between two are none of these kinds."""
        return sum(not self.is_a(number, *kinds) for number in range(first + 1, last))

    @cached_property
    def quoted(self) -> list[bool]:
        """Whether each word stands between quotation marks, with enough words beside them."""
        found, inside = [], False
        for gap in self.reading.gaps[:-1]:
            inside ^= gap != " " and sum(mark in QUOTES for mark in gap) % 2 == 1
            found.append(inside)
        return found if len(found) - sum(found) >= ENOUGH_AROUND else [False] * len(found)
