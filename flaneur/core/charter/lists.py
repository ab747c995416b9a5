"""Lists of phrases a rule looks for, found in one walk over a text. The phrases are data: flaneur/lexicons."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from flaneur.core.reading import Entry, Hit, Index, Reading, after, entered, fold

Hits = Mapping[str, Sequence[Hit]]
ENDINGS = ("", "s", "e", "es")
_WORDY = 3
"""Letters of a word worth knowing by itself."""


class Lists:
    """Lists by name; a list of pairs says for each phrase the words that would do better.

    Each list finds what `Phrases` of its entries would find; all of them together cost little more than one. `words`
    says what a small word is, by kind: nobody looks for those, rules ask for them; folded, a line of them each.
    """

    def __init__(
        self, lists: Mapping[str, Sequence[str] | Mapping[str, str]], words: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self.words = {kind: frozenset(" ".join(lines).split()) for kind, lines in (words or {}).items()}
        small = frozenset().union(*self.words.values())
        self.kinds = {word: frozenset(kind for kind in self.words if word in self.words[kind]) for word in small}
        self._lists = lists
        self._better = {name: entries for name, entries in lists.items() if isinstance(entries, Mapping)}
        self._index = Index(entered(text, name) for name, texts in lists.items() for text in texts)

    def find(self, reading: Reading) -> Hits:
        """The hits of each list that has any, in the order of the text."""
        found: dict[str, list[Hit]] = {}
        for place, waiting in self._index.waiting(reading):
            for name, (end, _size, entry) in _longest(reading, place, waiting).items():
                kept, start = found.setdefault(name, []), reading.starts[place]
                if not kept or kept[-1].end <= start:
                    kept.append(Hit(entry, start, reading.ends[end - 1]))
        return found

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


def _longest(reading: Reading, place: int, waiting: Sequence[Entry]) -> Mapping[str, tuple[int, int, str]]:
    """Of each list the longest entry at a word: the place after it, its size, its text."""
    best: dict[str, tuple[int, int, str]] = {}
    for entry in waiting:
        end = after(reading, place, entry)
        if end and (end, len(entry.text)) > best.get(entry.listed, (0,))[:2]:
            best[entry.listed] = (end, len(entry.text), entry.text)
    return best


@lru_cache(maxsize=64)
def list_of(entries: tuple[str, ...]) -> Lists:
    """A city's own list, made ready once: what rules look for that only its charter names."""
    return Lists({OWN: entries})


@lru_cache(maxsize=64)
def loose_list_of(entries: tuple[str, ...]) -> Lists:
    """The same, found without its accents too."""
    return Lists({OWN: [*map(fold, entries)]})


OWN = "own"
NO_LISTS = Lists({})
