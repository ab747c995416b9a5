"""Words somebody wrote so that no list finds them: “h o m o s”, “p3dés”, letters swapped, lost or run together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import regex

from flaneur.core.charter.lists import Hits, Lists
from flaneur.core.reading import Reading, Word, read

_FIGURES = str.maketrans("01345789", "oieastbg")
_MASKS = {"@": "a", "$": "s", "€": "e", "*": ""}
_SWAPPED, _LOST, _GLUED, _SPACED = 4, 5, 5, 4
"""From how many letters on a word is looked for with two swapped, one lost, glued to another, or spaced out."""
_MOST_GLUED = 24
_DRIFT = 3
"""Single words, such as “à”, that may stand at either end of spaced letters."""
_SPACERS = frozenset(" .-_*·")
_LETTERS = regex.compile(r"(?:[\p{L}\p{N}][ .\-_*·]){3}")
"""Where letters may be spaced out, and worth a walk over the words."""


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Words that are looked for, the misspelt with what they stand for, and what may be glued to one of them."""

    plain: frozenset[str]
    misspelt: dict[str, str]
    glue: tuple[str, ...]
    real: frozenset[str]


@lru_cache(maxsize=8)
def vocabulary(lists: Lists) -> Vocabulary:
    plain = lists.known(DISGUISED).difference(*(lists.words.get(kind, ()) for kind in _SMALL))
    real = lists.words.get("real", frozenset()) | plain
    misspelt: dict[str, str] = {}
    for spoil in (_swapped, _lost):
        for word in sorted(plain):
            for wrong in spoil(word):
                misspelt.setdefault(wrong, word)
    misspelt = {wrong: word for wrong, word in misspelt.items() if wrong not in real}
    return Vocabulary(plain, misspelt, tuple(sorted(lists.words.get("glue", ()))), real)


_SMALL = ("filler", "be", "will", "they")
DISGUISED = (
    "group", "slur", "contempt", "enough", "repel", "scorn", "fault", "vermin", "swarm", "harm", "harmed", "filth",
)  # fmt: skip
"""The lists whose words are worth disguising."""


def _swapped(word: str) -> list[str]:
    """With two neighbours swapped, never the first nor the last."""
    inner = range(1, len(word) - 2) if len(word) >= _SWAPPED else ()
    return [word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in inner]


def _lost(word: str) -> list[str]:
    """With one letter lost, never the first nor the last."""
    inner = range(1, len(word) - 1) if len(word) >= _LOST else ()
    return [word[:at] + word[at + 1 :] for at in inner]


def undisguised(reading: Reading, hits: Hits, lists: Lists) -> Reading | None:
    """The text as it would read in plain letters; None when nothing in it is disguised."""
    known = vocabulary(lists)
    if not known.plain:
        return None
    heard = {hit.start for found in hits.values() for hit in found}
    spaced = _spaced(reading, known) if _LETTERS.search(reading.text) else ()
    masked = _masked(reading, known) if any(mark in reading.text for mark in _MASKS) else ()
    changes = [*spaced, *masked, *_worded(reading, known, heard)]
    pieces, at = [], 0
    for start, end, plain in sorted(changes):
        if start >= at:
            pieces += [reading.text[at:start], plain]
            at = end
    return read("".join([*pieces, reading.text[at:]])) if changes else None


Change = tuple[int, int, str]
"""What to read from one code point to another."""


def _spaced(reading: Reading, known: Vocabulary) -> Iterator[Change]:
    """“h o m o s”: letters with one sign between them."""
    run: list[Word] = []
    for word in (*reading.words, None):
        is_next = word and len(word.folded) == 1 and (not run or _is_spaced(reading.text, run[-1], word))
        if word and is_next:
            run.append(word)
            continue
        if len(run) >= _SPACED:
            yield from _joined(run, known)
        run = [word] if word and len(word.folded) == 1 else []


def _is_spaced(text: str, one: Word, other: Word) -> bool:
    return other.start == one.end + 1 and text[one.end] in _SPACERS


def _joined(run: Sequence[Word], known: Vocabulary) -> Iterator[Change]:
    letters = "".join(word.folded for word in run)
    for first in range(_DRIFT):
        for last in range(len(run), max(len(run) - _DRIFT, first), -1):
            if letters[first:last] in known.plain and last - first >= _SPACED - 1:
                yield run[first].start, run[last - 1].end, letters[first:last]
                return


def _masked(reading: Reading, known: Vocabulary) -> Iterator[Change]:
    """“p@dés”, “p*te”: the signs part a word into two."""
    for one, other in pairwise(reading.words):
        mark = reading.text[one.end : other.start]
        if len(mark) == 1 and mark in _MASKS:
            spelled = one.folded + _MASKS[mark] + other.folded
            plain = spelled if spelled in known.plain else known.misspelt.get(spelled)
            if plain:
                yield one.start, other.end, plain


def _worded(reading: Reading, known: Vocabulary, heard: set[int]) -> Iterator[Change]:
    for word in reading.words:
        if plain := _revealed(word.folded[: _MOST_GLUED + 1], known, word.start in heard):
            yield word.start, word.end, plain


@lru_cache(maxsize=4096)
def _revealed(word: str, known: Vocabulary, is_heard: bool) -> str | None:
    """What a word says when it is read in plain letters; None when it says what it says."""
    if word in known.plain:
        return None
    plain = None if is_heard else _figured(word, known) or known.misspelt.get(word)
    return plain or _parted(word, known)


def _figured(word: str, known: Vocabulary) -> str | None:
    if word.isalpha() or word.isdecimal():
        return None
    spelled = word.translate(_FIGURES)
    return next((each for each in (spelled, spelled.replace("i", "l")) if each in known.plain), None)


def _parted(word: str, known: Vocabulary) -> str | None:
    """“ceréfugié”: a word that is looked for, and another one or a small one."""
    if not _GLUED <= len(word) <= _MOST_GLUED or word in known.real:
        return None
    for cut in range(2, len(word) - 1):
        one, other = word[:cut], word[cut:]
        if other in known.plain and len(other) >= _SWAPPED and (one in known.plain or _is_glue(one, known)):
            return f"{one} {other}"
        if one in known.plain and len(one) >= _SWAPPED and other in known.glue:
            return f"{one} {other}"
    return None


def _is_glue(one: str, known: Vocabulary) -> bool:
    """A small word, or a longer one with a small one at its end: “typiquede”."""
    return one in known.glue or (len(one) > _GLUED and one.endswith(known.glue))
