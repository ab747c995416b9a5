"""Dates, hours and prices in a text, and its fact lines: sentences that are practical and nothing else."""

from collections.abc import Iterator

from flaneur.core.reading import Reading, Word
from flaneur.core.tone.lexicon import Calendar

MOST_DIGITS_OF_A_DAY = 2
CURRENCIES = "€$£"


def calendar_runs(reading: Reading, calendar: Calendar) -> Iterator[tuple[int, int]]:
    """First and last word of each run that names a moment: “samedi 14 mai de 8 h à 18 h”. A price alone is none."""
    first = None
    for position, word in enumerate(reading.words):
        if _is_piece(word, calendar):
            first = position if first is None else first
        elif first is not None and word.lower not in calendar.ties:
            if _names_moment(reading.words[first:position], calendar):
                yield first, position - 1
            first = None
    if first is not None and _names_moment(reading.words[first:], calendar):
        yield first, len(reading.words) - 1


def fact_lines(reading: Reading, calendar: Calendar) -> tuple[tuple[int, int], ...]:
    """The sentences of which at least half is calendar, price or practical words, and in which a figure stands."""
    words, lines, position = reading.words, [], 0
    for start, end in reading.sentences:
        first = position
        while position < len(words) and words[position].start < end:
            position += 1
        if _is_practical(words[first:position], calendar):
            lines.append((start, end))
    return tuple(lines)


def _is_practical(words: tuple[Word, ...], calendar: Calendar) -> bool:
    told = sum(_is_piece(word, calendar) or word.lower in calendar.practical for word in words)
    tied = sum(word.lower in calendar.ties for word in words)
    return 2 * told >= len(words) - tied > 0 and any(word.lower[0].isdecimal() for word in words)


def _is_piece(word: Word, calendar: Calendar) -> bool:
    lower = word.lower
    return lower[0].isdecimal() or lower in calendar.months or lower in calendar.weekdays or lower in calendar.hours


def _names_moment(words: tuple[Word, ...], calendar: Calendar) -> bool:
    """A figure beside a month, a weekday or an hour; or an hour written in one: 14h30, 7pm."""
    has_figure = any(word.lower.isdecimal() for word in words)
    has_name = any(
        word.lower in calendar.months or word.lower in calendar.weekdays or word.lower in calendar.hours
        for word in words
    )
    return (has_figure and has_name) or any(_is_hour(word.lower, calendar) for word in words)


def _is_hour(lower: str, calendar: Calendar) -> bool:
    letters = lower.strip("0123456789")
    return lower[0].isdecimal() and letters in calendar.hours
