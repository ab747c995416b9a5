"""Words with marks under what the charter and the tone have to say of them, as static/js/marks.js draws them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from flaneur.core.charter import Remark
from flaneur.core.tone import Tone
from flaneur.web.templatetags.flaneur import typo
from flaneur.web.tone import signs

Mark = tuple[int, int, str]
"""Start and end in code points, and the kind: an axis of the tone, or how strongly a rule speaks."""
Piece = tuple[str, tuple[str, ...]]
"""Words, and the kinds of the marks they bear."""

_BLANKS = frozenset(" \u00a0\u202f")


def marked(words: str, language: str, remarks: Iterable[Remark], tone: Tone | None) -> list[Piece]:
    """The words as they are set for people, in pieces, each with the kinds of marks that hold there."""
    heard = [(hit.start, hit.end, hit.axis or "avoid") for hit in signs(tone)] if tone else []
    told = [(r.start, r.end, str(r.effect)) for r in remarks if r.start is not None and r.end is not None]
    spaced = typo(words, language)
    return list(pieces(spaced, _moved(words, spaced, [mark for mark in heard + told if mark[0] < mark[1]])))


def pieces(text: str, marks: Sequence[Mark]) -> Iterator[Piece]:
    """The text cut wherever a mark begins or ends."""
    at = 0
    for edge in [*sorted({place for start, end, _kind in marks for place in (start, end)}), len(text)]:
        if edge > at:
            yield text[at:edge], tuple(kind for start, end, kind in marks if start <= at and end >= edge)
            at = edge


def _moved(before: str, after: str, marks: Iterable[Mark]) -> list[Mark]:
    """The marks of a text in the same text with other spaces: none begins or ends with one."""
    solid = [place for place, letter in enumerate(after) if letter not in _BLANKS]
    number = [*accumulate((letter not in _BLANKS for letter in before), initial=0)]
    return [(solid[number[start]], solid[number[end] - 1] + 1, kind) for start, end, kind in marks]
