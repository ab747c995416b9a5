"""Fitting words into a network's room: whole, cut at a word, or as a thread."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import count

import regex

from flaneur.core.dispatch import Limits
from flaneur.core.text.counting import GRAPHEME, acceptable, counted, is_fitting, length, signs
from flaneur.core.text.gaps import Gap, Rank, gaps
from flaneur.core.text.networks import alt_limits, title_limits

ELLIPSIS = "…"
_SPACE = regex.compile(r"\s")
_LOOSE_END = " \t\r\n\u00a0\u2007\u202f,;:."

HasRoom = Callable[[str, bool], bool]
"""Whether a part fits; the second argument says that it is the last, which carries the closing."""


class Unbreakable(ValueError):
    """A link, a mention or a hashtag is longer than a whole post."""


def fit(words: str, closing: str, limits: Limits, *, threads: bool, numbered: bool = False) -> tuple[str, ...]:
    """Words and closing line (signature, brand tag, link) as one post, or as a thread that ends with the closing.

    Without threads the words are cut at a word, with an ellipsis. Parts break between sentences where they can, never
    inside a grapheme, a link, a mention or a hashtag, and leave none of these alone. `numbered`: each says 1/3, 2/3, …
    Raises ValueError when the closing leaves no room for the words' widest letter, and `Unbreakable`.
    """
    words, closing = acceptable(words, limits), acceptable(closing, limits)
    whole = _joined(words, closing)
    if is_fitting(whole, limits):
        return (whole,)
    if not threads:
        return (cut(words, limits, closing),)
    _require_room(words, closing, limits)
    return tuple(_thread(words.strip(), closing, limits, numbered=numbered))


def cut(words: str, limits: Limits, closing: str = "") -> str:
    """Words that fit together with their closing, ended at a word with an ellipsis if need be. Raises as `fit` does."""
    words = acceptable(words, limits)
    whole = _joined(words, closing)
    if is_fitting(whole, limits):
        return whole
    words = _beginning(words, lambda part: is_fitting(_joined(part, closing), limits), limits.length)
    _require_room(words, closing, limits)

    def has_room(part: str, _is_last: bool = False) -> bool:
        return is_fitting(_joined(_clipped(part), closing), limits)

    breaks = gaps(words, signs(words, limits.dialect).all(), _too_long(closing, limits, has_room))
    last = _furthest(words, breaks, (0, 0), has_room)
    if not any(gap.start for gap in breaks[: last + 1]):
        raise Unbreakable
    best = max(breaks[: last + 1], key=lambda gap: (gap.rank > Rank.LETTER and gap.start > 0, gap.start))
    return _joined(_clipped(words[: best.start]), closing)


def _beginning(words: str, has_room: Callable[[str], bool], size: int) -> str:
    """As many words as are surely too many: nobody has to read the rest."""
    while size < len(words) and has_room(words[:size]):
        size *= 2
    space = _SPACE.search(words, size, 2 * size)
    return words[: space.start() if space else 2 * size]


def short_alt(alt: str, limits: Limits) -> str:
    """A picture's text alternative, as much of it as a network takes."""
    if limits.alt_length is None:
        return alt
    with suppress(ValueError):
        return cut(alt, alt_limits(limits))
    return ""


def title(words: str, limits: Limits) -> str:
    """The first sentence of some words, as much of it as a network takes for a title; empty where it takes none."""
    words = words.strip()
    ends = (gap.start for gap in gaps(words, (), lambda _word: False) if gap.rank is Rank.SENTENCE)
    with suppress(ValueError):
        return cut(words[: next(ends, len(words))], title_limits(limits))
    return ""


def _require_room(words: str, closing: str, limits: Limits) -> None:
    """Raises ValueError when the widest letter does not stand, with an ellipsis, before the closing."""
    least = _joined(ELLIPSIS, closing)
    letters = set(GRAPHEME.findall(words))
    widest = max((length(letter, limits.unit) for letter in letters), default=0)
    heaviest = max((len(letter.encode()) for letter in letters), default=0)
    has_bytes = limits.bytes is None or len(least.encode()) + heaviest <= limits.bytes
    if not has_bytes or counted(least, limits) + widest > limits.length:
        raise ValueError("the closing line leaves no room for words")


def _joined(words: str, closing: str) -> str:
    return f"{words}\n\n{closing}" if words and closing else words or closing


def _clipped(text: str) -> str:
    return f"{text.rstrip(_LOOSE_END)}{ELLIPSIS}"


def _marked(part: str, mark: str) -> str:
    return f"{part.strip()} {mark}".strip()


def _thread(words: str, closing: str, limits: Limits, *, numbered: bool) -> list[str]:
    """Room is kept for a number of one digit, and for more only when there are more parts."""
    spans = signs(words, limits.dialect).all()
    for digits in count(1):
        widest = f"{'9' * digits}/{'9' * digits}" if numbered else ""

        def has_room(part: str, is_last: bool, mark: str = widest) -> bool:
            return is_fitting(_joined(_marked(part, mark), closing if is_last else ""), limits)

        if not has_room("", True):
            raise ValueError("the closing line leaves no room for its number")
        breaks = gaps(words, spans, _too_long(_joined(widest, closing), limits, has_room))
        parts = _parts(words, breaks, has_room)
        total = len(parts)
        if not numbered or total < 10**digits:
            break
    is_marked = numbered and total > 1
    marked = [_marked(part, f"{number}/{total}" if is_marked else "") for number, part in enumerate(parts, start=1)]
    return [*marked[:-1], _joined(marked[-1], closing)]


def _too_long(closing: str, limits: Limits, has_room: HasRoom) -> Callable[[str], bool]:
    """Whether a word has no room beside the closing. Most are so short that nobody needs to count.

    No sign takes more than four bytes, nor more of the length than a link of four letters does for each of them.
    """
    spare = limits.length - counted(_joined(ELLIPSIS, closing), limits)
    if limits.bytes is not None:
        spare = min(spare, limits.bytes - len(_joined(ELLIPSIS, closing).encode()))
    if limits.hashtags is not None or limits.mentions is not None:
        spare = 0
    surely_short = spare // max(4, -(-(limits.link or 0) // 4))
    return lambda word: len(word) > surely_short and not has_room(word, True)


def _parts(words: str, breaks: Sequence[Gap], has_room: HasRoom) -> list[str]:
    """Greedy: the furthest of the best breaks. The last is empty when the closing has to stand alone."""
    parts: list[str] = []
    at = first = 0
    while (last := _furthest(words, breaks, (at, first), has_room)) < len(breaks):
        if last < first:
            if first < len(breaks) or not has_room(words[at:], False):
                raise Unbreakable
            return [*filter(str.strip, [*parts, words[at:]]), ""]
        best = max(range(first, last + 1), key=lambda number: (breaks[number].rank, number))
        parts.append(words[at : breaks[best].start])
        at, first = breaks[best].end, best + 1
    return [*filter(str.strip, parts), words[at:]]


def _furthest(words: str, breaks: Sequence[Gap], since: tuple[int, int], has_room: HasRoom) -> int:
    """The number of the last break up to which a part has room; the number of breaks when all the rest has.

    `since` is where the part begins and its first break. Looks ahead in doubling steps, then halves: the work grows
    with the part, not with the text.
    """
    at, first = since

    def is_roomy(number: int) -> bool:
        is_last = number == len(breaks)
        return has_room(words[at:] if is_last else words[at : breaks[number].start], is_last)

    low, step = first - 1, 1
    while low < len(breaks) and is_roomy(high := min(low + step, len(breaks))):
        low, step = high, step * 2
    if low == len(breaks):
        return low
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if is_roomy(middle) else (low, middle)
    return low
