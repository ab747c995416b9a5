"""Lists of phrases a rule looks for, found in one walk over a text. The phrases are data: flaneur/lexicons."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from flaneur.core.reading import Entry, Hit, Reading, entered, fold, hit_at

Hits = Mapping[str, Sequence[Hit]]
ENDINGS = ("", "s", "e", "es")
_PAIR = 2
_WORDY = 3
"""Letters of a word worth knowing by itself."""


class _Listed(NamedTuple):
    """A phrase of a list; `second` is its second word as texts are asked for it, empty when it has one word."""

    list: str
    entry: Entry
    second: str


class Lists:
    """Lists by name; a list of pairs says for each phrase the words that would do better.

    Each list finds what `Phrases` of its entries would find; all of them together cost little more than one. `words`
    says what a small word is, by kind: nobody looks for those, rules ask for them; folded, a line of them each.
    """

    def __init__(
        self, lists: Mapping[str, Sequence[str] | Mapping[str, str]], words: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self.words = {kind: frozenset(" ".join(lines).split()) for kind, lines in (words or {}).items()}
        self.kinds = {word: frozenset(k for k in self.words if word in self.words[k]) for word in self._small()}
        self._lists = lists
        self._better = {name: entries for name, entries in lists.items() if isinstance(entries, Mapping)}
        entries = [
            _Listed(name, entry := entered(text), entry.second) for name, texts in lists.items() for text in texts
        ]
        self._reach = min((len(each.entry.first) for each in entries if each.entry.is_beginning), default=0)
        self._firsts: dict[str, list[_Listed]] = {}
        self._pairs: dict[str, dict[str, list[_Listed]]] = {}
        self._beginnings: dict[str, list[_Listed]] = {}
        for each in entries:
            if each.entry.is_beginning:
                self._beginnings.setdefault(each.entry.first[: self._reach], []).append(each)
            elif each.second and not (each.entry.is_open and len(each.entry.words) == _PAIR):
                self._pairs.setdefault(each.entry.first, {}).setdefault(each.second, []).append(each)
            else:
                self._firsts.setdefault(each.entry.first, []).append(each)

    def _small(self) -> frozenset[str]:
        return frozenset().union(*self.words.values())

    def find(self, reading: Reading) -> Hits:
        """The hits of each list that has any, in the order of the text."""
        found: dict[str, list[Hit]] = {}
        for position, word in enumerate(reading.words):
            likely = self._likely(reading, position, word.folded)
            if likely:
                for name, hit in _longest(reading, position, likely).items():
                    kept = found.setdefault(name, [])
                    if not kept or kept[-1].end <= hit.start:
                        kept.append(hit)
        return found

    def _likely(self, reading: Reading, position: int, folded: str) -> Sequence[_Listed]:
        """The phrases that may begin at a word; most are ruled out by their second."""
        firsts, pairs = self._firsts.get(folded), self._pairs.get(folded)
        beginnings = self._beginnings.get(folded[: self._reach])
        if not (firsts or pairs):
            return beginnings or ()
        following = reading.words[position + 1].folded if position + 1 < len(reading.words) else ""
        found = [each for each in firsts or () if following.startswith(each.second)]
        return [*found, *(pairs or {}).get(following, ()), *(beginnings or ())]

    def known(self, names: Iterable[str]) -> frozenset[str]:
        """Every word of some lists, folded; of a word that may go on, its usual endings."""
        entries = [entered(text) for name in names for text in self._lists.get(name, ())]
        whole = {fold(word) for entry in entries for word, _is_plain in entry.words}
        open_ = {fold(entry.words[-1][0]) for entry in entries if entry.is_open}
        return frozenset(word for word in whole if len(word) >= _WORDY) | {
            stem + ending for stem in open_ for ending in ENDINGS
        }

    def better(self, name: str, entry: str) -> str | None:
        """What to write instead of an entry; None when the list only points it out."""
        return self._better.get(name, {}).get(entry) or None


def _longest(reading: Reading, position: int, likely: Iterable[_Listed]) -> dict[str, Hit]:
    """The longest hit of each list at a word."""
    best: dict[str, Hit] = {}
    for name, entry, _second in likely:
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
