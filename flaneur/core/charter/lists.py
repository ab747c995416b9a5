"""Lists of phrases a rule looks for, found in one walk over a text. The phrases are data: flaneur/lexicons."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from flaneur.core.reading import Entry, Hit, Reading, entered, hit_at

Hits = Mapping[str, Sequence[Hit]]


class _Listed(NamedTuple):
    """A phrase of a list; `second` is its second word as texts are asked for it, empty when it has one word."""

    list: str
    entry: Entry
    second: str


class Lists:
    """Lists by name; a list of pairs says for each phrase the words that would do better.

    Each list finds what `Phrases` of its entries would find; all of them together cost little more than one.
    """

    def __init__(self, lists: Mapping[str, Sequence[str] | Mapping[str, str]]) -> None:
        self._better = {name: entries for name, entries in lists.items() if isinstance(entries, Mapping)}
        entries = [
            _Listed(name, entry := entered(text), entry.second) for name, texts in lists.items() for text in texts
        ]
        self._reach = min((len(each.entry.first) for each in entries if each.entry.is_beginning), default=0)
        self._firsts: dict[str, list[_Listed]] = {}
        self._beginnings: dict[str, list[_Listed]] = {}
        for each in entries:
            if each.entry.is_beginning:
                self._beginnings.setdefault(each.entry.first[: self._reach], []).append(each)
            else:
                self._firsts.setdefault(each.entry.first, []).append(each)

    def find(self, reading: Reading) -> Hits:
        """The hits of each list that has any, in the order of the text."""
        found: dict[str, list[Hit]] = {}
        for position, word in enumerate(reading.words):
            firsts = self._firsts.get(word.folded)
            beginnings = self._beginnings.get(word.folded[: self._reach])
            if firsts or beginnings:
                for name, hit in _longest(reading, position, firsts or (), beginnings or ()).items():
                    kept = found.setdefault(name, [])
                    if not kept or kept[-1].end <= hit.start:
                        kept.append(hit)
        return found

    def better(self, name: str, entry: str) -> str | None:
        """What to write instead of an entry; None when the list only points it out."""
        return self._better.get(name, {}).get(entry) or None


def _longest(
    reading: Reading, position: int, firsts: Sequence[_Listed], beginnings: Sequence[_Listed]
) -> dict[str, Hit]:
    """The longest hit of each list at a word; most phrases are ruled out by their second."""
    following = reading.words[position + 1 : position + 2]
    next_word = following[0].folded if following else ""
    best: dict[str, Hit] = {}
    likely = [each for each in firsts if next_word.startswith(each.second)]
    for name, entry, _second in (*likely, *beginnings):
        hit = hit_at(reading, position, entry)
        if hit and (name not in best or _size(hit) > _size(best[name])):
            best[name] = hit
    return best


def _size(hit: Hit) -> tuple[int, int]:
    return hit.end, len(hit.entry)


@lru_cache(maxsize=64)
def list_of(entries: tuple[str, ...]) -> Lists:
    """A city's own list, made ready once: what rules look for that only its charter names."""
    return Lists({OWN: entries})


OWN = "own"
NO_LISTS = Lists({})
