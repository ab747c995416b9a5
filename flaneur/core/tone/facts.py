"""Dates, hours and prices in a text, and its fact lines: sentences that are practical and nothing else."""

from collections.abc import Iterator

from flaneur.core.reading import Reading, Word
from flaneur.core.tone.lexicon import Calendar


def sentences_of(reading: Reading) -> Iterator[range]:
    """The places of the words of each sentence."""
    words, position = reading.words, 0
    for _start, end in reading.sentences:
        first = position
        while position < len(words) and words[position].start < end:
            position += 1
        yield range(first, position)


def calendar_runs(reading: Reading, calendar: Calendar) -> Iterator[tuple[int, int]]:
    """First and last word of each run that names a moment: “samedi 14 mai de 8 h à 18 h”. A price alone is none."""
    for inside in sentences_of(reading):
        pieces: list[int] = []
        for position in inside:
            word = reading.words[position]
            if _is_piece(word, calendar):
                pieces.append(position)
            elif pieces and word.lower not in calendar.ties:
                yield from _moment(reading, pieces, calendar)
                pieces = []
        yield from _moment(reading, pieces, calendar)


def fact_lines(reading: Reading, calendar: Calendar) -> tuple[tuple[int, int], ...]:
    """The sentences of which two thirds are calendar, price or practical words, and in which a figure stands."""
    return tuple(
        sentence
        for sentence, inside in zip(reading.sentences, sentences_of(reading), strict=True)
        if _is_practical(reading.words[inside.start : inside.stop], calendar)
    )


def _is_practical(words: tuple[Word, ...], calendar: Calendar) -> bool:
    if not any(word.lower[0].isdecimal() for word in words):
        return False
    told = sum(_is_piece(word, calendar) or word.lower in calendar.practical for word in words)
    tied = sum(word.lower in calendar.ties for word in words)
    return 3 * told >= 2 * (len(words) - tied) > 0


def _is_piece(word: Word, calendar: Calendar) -> bool:
    return word.lower in calendar.names or word.lower[0].isdecimal()


def _moment(reading: Reading, pieces: list[int], calendar: Calendar) -> Iterator[tuple[int, int]]:
    """The run of these pieces, when a figure stands beside a month, a weekday or an hour, or an hour in one: 14h30."""
    if not pieces:
        return
    spelled = [reading.words[position].lower for position in pieces]
    has_figure = any(lower.isdecimal() for lower in spelled)
    has_name = any(lower in calendar.names for lower in spelled)
    if (has_figure and has_name) or any(_is_hour(lower, calendar) for lower in spelled):
        yield pieces[0], pieces[-1]


def _is_hour(lower: str, calendar: Calendar) -> bool:
    return lower[0].isdecimal() and lower.strip("0123456789") in calendar.hours
