"""Facts that perish, found by walking over the words of a text: prices, and hours from … to …."""

from collections.abc import Iterator

from flaneur.core.reading import Reading, Word

_CURRENCIES = frozenset("€£$")
_MONEYS = frozenset({"euro", "euros", "eur", "pounds", "dollars"})
_TO = frozenset({"a", "to", "until", "et"})
_DASHES = frozenset("-–—")
_HALVES = frozenset({"am", "pm"})
_BLANKS = frozenset("\u0020\u00a0\u202f")
_DIGITS = 2


def perishing(reading: Reading) -> Iterator[tuple[int, int]]:
    """Start and end of each price and of each stretch of hours, in code points."""
    text, words = reading.text, reading.words if reading.figures else ()
    for position in reading.figures:
        word = words[position]
        end = _price(text, words, position) or _hours(text, words, position)
        if end:
            yield word.start - _is_signed(text, word), end


def _price(text: str, words: tuple[Word, ...], position: int) -> int | None:
    """Where a price ends: “8 €”, “£8”, “8 euros”."""
    word = words[position]
    sign = word.end + (text[word.end : word.end + 1] in _BLANKS)
    if text[sign : sign + 1] in _CURRENCIES:
        return sign + 1
    if position + 1 < len(words) and words[position + 1].folded in _MONEYS:
        return words[position + 1].end
    return word.end if _is_signed(text, word) else None


def _is_signed(text: str, word: Word) -> bool:
    return word.start > 0 and text[word.start - 1] in _CURRENCIES


def _hours(text: str, words: tuple[Word, ...], position: int) -> int | None:
    """Where “8 h – 18 h”, “de 9:00 à 17:30” or “9am to 5pm” ends; None for an hour that stands alone."""
    begun = _hour(text, words, position)
    if begun is None or begun >= len(words):
        return None
    between = text[words[begun - 1].end : words[begun].start].strip()
    follows = begun if between in _DASHES else begun + 1 if words[begun].folded in _TO else None
    closed = None if follows is None else _hour(text, words, follows)
    return words[closed - 1].end if closed else None


def _hour(text: str, words: tuple[Word, ...], position: int) -> int | None:
    """The number of the word after an hour that begins here: 8 h, 8h30, 8:30, 8am. None when there is none."""
    if position >= len(words):
        return None
    first = words[position].folded
    following = words[position + 1].folded if position + 1 < len(words) else ""
    if _is_glued(first):
        return position + 1
    if not first.isdecimal() or len(first) > _DIGITS:
        return None
    if following == "h" or following in _HALVES:
        is_followed = position + 2 < len(words) and words[position + 2].folded.isdecimal() and following == "h"
        minutes = is_followed and len(words[position + 2].folded) == _DIGITS
        return position + 3 if minutes else position + 2
    between = text[words[position].end : words[position + 1].start] if following else ""
    return position + 2 if between == ":" and following.isdecimal() else None


def _is_glued(word: str) -> bool:
    """8h, 18h30, 9am."""
    hour, mark, minutes = word.partition("h")
    if mark:
        return hour.isdecimal() and len(hour) <= _DIGITS and (not minutes or minutes.isdecimal())
    return word[-2:] in _HALVES and word[:-2].isdecimal() and len(word) <= _DIGITS + 2
