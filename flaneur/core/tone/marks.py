"""What a text shows of each family: listed phrases, frames, dates, initials, long sentences."""

from collections.abc import Iterator
from typing import NamedTuple

from flaneur.core.reading import TIES, Reading
from flaneur.core.tone.facts import calendar_runs, sentences_of
from flaneur.core.tone.lexicon import Frame, Lexicon

MOST_BETWEEN = 3
LONG_SENTENCE = 28
"""Words; beyond it a reader starts again: public bodies' guides to plain French ask for 15 to 20 on average."""
INITIALS = range(2, 7)
"""Letters of an acronym."""


class Mark(NamedTuple):
    """One sign of a family, from `start` to `end` (code points)."""

    family: str
    start: int
    end: int
    entry: str = ""


def marks(reading: Reading, lexicon: Lexicon) -> Iterator[Mark]:
    for hit in lexicon.phrases.find(reading):
        yield Mark(lexicon.family_of[hit.entry], hit.start, hit.end, hit.entry)
    words = reading.words
    for position, word in enumerate(words):
        for frame in lexicon.frames.get(word.lower, ()):
            if (last := _framed(reading, position, frame)) is not None:
                yield Mark(frame.family, word.start, words[last].end)
        for frame in _by_ending(word.lower, lexicon):
            if word.lower not in frame.but and not _is_after(reading, position, frame):
                yield Mark(frame.family, word.start, word.end)
    for first, last in calendar_runs(reading, lexicon.calendar):
        yield Mark("calendar", words[first].start, words[last].end)
    yield from _initials(reading)
    yield from _long_sentences(reading)


def _by_ending(lower: str, lexicon: Lexicon) -> Iterator[Frame]:
    for size in lexicon.sizes:
        if size >= len(lower):
            return
        yield from lexicon.endings.get(lower[-size:], ())


def _framed(reading: Reading, position: int, frame: Frame) -> int | None:
    """The place of the frame's last word, if the frame holds."""
    words, last = reading.words, position + 1
    if frame.is_alone:
        return position
    while last < len(words) and last - position <= MOST_BETWEEN + 1 and _are_tied(reading, last):
        if frame.takes(words[last]):
            return None if _is_after(reading, position, frame) else last
        if words[last].lower not in frame.between:
            return None
        last += 1
    return None


def _is_after(reading: Reading, position: int, frame: Frame) -> bool:
    return position > 0 and reading.words[position - 1].lower in frame.not_after and _are_tied(reading, position)


def _are_tied(reading: Reading, position: int) -> bool:
    words = reading.words
    return TIES.issuperset(reading.text[words[position - 1].end : words[position].start])


def _initials(reading: Reading) -> Iterator[Mark]:
    """Nothing in a text that is written in capitals throughout."""
    text = reading.text
    found = [word for word in reading.words if text[word.start].isupper() and _is_capitals(text[word.start : word.end])]
    if 3 * len(found) <= len(reading.words):
        yield from (Mark("initials", word.start, word.end) for word in found)


def _is_capitals(spelled: str) -> bool:
    return len(spelled) in INITIALS and spelled.isalpha() and spelled.isupper()


def _long_sentences(reading: Reading) -> Iterator[Mark]:
    for inside in sentences_of(reading):
        if len(inside) > LONG_SENTENCE:
            yield Mark("long", reading.words[inside[0]].start, reading.words[inside[-1]].end)
