"""What a text shows of each family: listed phrases, frames, dates, initials, long sentences."""

from collections.abc import Iterator
from typing import NamedTuple

from flaneur.core.reading import Reading, standing
from flaneur.core.tone.facts import calendar_runs
from flaneur.core.tone.lexicon import Frame, Lexicon

MOST_BETWEEN = 3
LONG_SENTENCE = 28
"""Words; beyond it a reader starts again: public bodies' guides to plain French ask for 15 to 20 on average."""


class Mark(NamedTuple):
    """One sign of a family, from `start` to `end` (code points)."""

    family: str
    start: int
    end: int
    entry: str = ""


def marks(reading: Reading, lexicon: Lexicon) -> list[Mark]:
    """Every sign, kind after kind."""
    runs = calendar_runs(reading, lexicon.calendar)
    return [
        *(Mark(lexicon.family_of[entry], start, end, entry) for entry, start, end in lexicon.phrases.find(reading)),
        *_frames(reading, lexicon),
        *_endings(reading, lexicon),
        *(_mark("calendar", reading, first, last) for first, last in runs),
        *_initials(reading),
        *_long_sentences(reading),
    ]


def _mark(family: str, reading: Reading, first: int, last: int) -> Mark:
    return Mark(family, reading.starts[first], reading.ends[last])


def _frames(reading: Reading, lexicon: Lexicon) -> Iterator[Mark]:
    """Frames known by their first word; the word after it rules most of them out."""
    lowers = reading.lowers
    for place in standing(lexicon.frames, lowers):
        opening = lexicon.frames[lowers[place]]
        for frame in opening.alone:
            yield _mark(frame.family, reading, place, place)
        for frame in opening.going_on_with(lowers[place + 1]) if place + 1 < len(lowers) else ():
            if last := _framed(reading, place, frame):
                yield _mark(frame.family, reading, place, last)


def _endings(reading: Reading, lexicon: Lexicon) -> Iterator[Mark]:
    """Frames of one word, known by its ending."""
    endings = tuple(lexicon.endings)
    for place in [place for place, lower in enumerate(reading.lowers) if lower.endswith(endings)]:
        lower = reading.lowers[place]
        for ending, frames in lexicon.endings.items():
            if lower.endswith(ending) and lower != ending:
                yield from (
                    _mark(frame.family, reading, place, place)
                    for frame in frames
                    if lower not in frame.but and not _is_after(reading, place, frame)
                )


def _framed(reading: Reading, place: int, frame: Frame) -> int:
    """The place of the frame's last word; 0 when the frame does not hold."""
    lowers = reading.lowers
    for last in range(place + 1, min(place + 2 + MOST_BETWEEN, len(lowers))):
        if not reading.is_tied(last):
            return 0
        if frame.takes(lowers[last]):
            return 0 if _is_after(reading, place, frame) else last
        if lowers[last] not in frame.between:
            return 0
    return 0


def _is_after(reading: Reading, place: int, frame: Frame) -> bool:
    return place > 0 and reading.lowers[place - 1] in frame.not_after and reading.is_tied(place)


def _initials(reading: Reading) -> Iterator[Mark]:
    """Nothing in a text that is written in capitals throughout."""
    found = [place for place in reading.capitals if reading.written[place][0].isupper()]
    if 3 * len(found) <= len(reading.lowers):
        yield from (_mark("initials", reading, place, place) for place in found)


def _long_sentences(reading: Reading) -> Iterator[Mark]:
    if len(reading.lowers) > LONG_SENTENCE:
        for sentence in reading.sentences:
            if len(sentence) > LONG_SENTENCE:
                yield _mark("long", reading, sentence[0], sentence[-1])
