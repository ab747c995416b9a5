"""What a text shows of each family: listed phrases, frames, dates, initials, long sentences."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from flaneur.core.reading import Reading, standing
from flaneur.core.tone.facts import calendar_runs
from flaneur.core.tone.lexicon import Frame, Lexicon

MOST_BETWEEN = 3
LONG_SENTENCE = 28
"""Words; beyond it a reader starts again: public bodies' guides to plain French ask for 15 to 20 on average."""

LEAST_ASIDE = 3
"""Words of an aside: fewer in brackets are an abbreviation or a price."""
HYPHENS = frozenset("-\u2010\u2011")
LINKS = frozenset({"de", "du", "des", "d", "la", "le", "les", "l", "of", "the", "and", "et", "for"})
"""Small words inside an official name: “Maison de la Céramique”, “Department of Transportation”."""


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
        *_names(reading),
        *_asides(reading),
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
            if not _is_after(reading, place, frame):
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


def _names(reading: Reading) -> Iterator[Mark]:
    """Two words or more with a capital, inside a sentence: names as they stand on a letterhead."""
    run: list[int] = []
    for place in [place for place, word in enumerate(reading.written) if word[0].isupper() and len(word) > 1]:
        if place and reading.is_tied(place):
            if run and not _are_linked(reading, run[-1], place):
                yield from _name(reading, run)
                run = []
            run.append(place)
    yield from _name(reading, run)


def _are_linked(reading: Reading, one: int, other: int) -> bool:
    between = range(one + 1, other)
    return len(between) <= MOST_BETWEEN and all(
        reading.lowers[place] in LINKS and reading.is_tied(place) for place in between
    )


def _name(reading: Reading, run: Sequence[int]) -> Iterator[Mark]:
    """“Saint-Martin” is one word of a name."""
    if sum(reading.gaps[place][-1] not in HYPHENS for place in run) > 1:
        yield _mark("names", reading, run[0], run[-1])


def _asides(reading: Reading) -> Iterator[Mark]:
    """What stands in brackets, when it is words and no figures: “(sauf le chat)”."""
    opened = None
    for place, gap in enumerate(reading.gaps) if "(" in reading.text else ():
        if opened is not None and ")" in gap:
            if place - opened >= LEAST_ASIDE and not reading.has_figure(range(opened, place)):
                yield _mark("aside", reading, opened, place - 1)
            opened = None
        if "(" in gap:
            opened = place


def _long_sentences(reading: Reading) -> Iterator[Mark]:
    if len(reading.lowers) > LONG_SENTENCE:
        for sentence in reading.sentences:
            if len(sentence) > LONG_SENTENCE:
                yield _mark("long", reading, sentence[0], sentence[-1])
