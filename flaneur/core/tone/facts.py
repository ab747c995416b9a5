"""Dates, hours and prices in a text, and its fact lines: sentences that are practical and nothing else."""

from collections.abc import Iterator, Sequence

from flaneur.core.reading import Reading
from flaneur.core.tone.lexicon import Calendar


def calendar_runs(reading: Reading, calendar: Calendar) -> Iterator[tuple[int, int]]:
    """First and last word of each run that names a moment: “samedi 14 mai de 8 h à 18 h”. A price alone is none."""
    lowers = reading.lowers
    for sentence in filter(reading.has_figure, reading.sentences if reading.figures else ()):
        pieces: list[int] = []
        for place in sentence:
            if _is_piece(lowers[place], calendar):
                pieces.append(place)
            elif pieces and lowers[place] not in calendar.ties:
                yield from _moment(lowers, pieces, calendar)
                pieces = []
        yield from _moment(lowers, pieces, calendar)


def fact_lines(reading: Reading, calendar: Calendar) -> tuple[tuple[int, int], ...]:
    """Start and end of the sentences of which two thirds are calendar, price or practical words, with a figure."""
    return tuple(
        (reading.starts[sentence[0]], reading.ends[sentence[-1]])
        for sentence in filter(reading.has_figure, reading.sentences if reading.figures else ())
        if _is_practical(reading.lowers[sentence.start : sentence.stop], calendar)
    )


def _is_practical(lowers: Sequence[str], calendar: Calendar) -> bool:
    if not any(lower[0].isdecimal() for lower in lowers):
        return False
    told = sum(_is_piece(lower, calendar) or lower in calendar.practical for lower in lowers)
    tied = sum(lower in calendar.ties for lower in lowers)
    return 3 * told >= 2 * (len(lowers) - tied) > 0


def _is_piece(lower: str, calendar: Calendar) -> bool:
    return lower in calendar.names or lower[0].isdecimal()


def _moment(lowers: Sequence[str], pieces: list[int], calendar: Calendar) -> Iterator[tuple[int, int]]:
    """The run of these pieces, when a figure stands beside a month, a weekday or an hour, or an hour in one: 14h30."""
    if not pieces:
        return
    spelled = [lowers[place] for place in pieces]
    has_figure = any(lower.isdecimal() for lower in spelled)
    has_name = any(lower in calendar.names for lower in spelled)
    if (has_figure and has_name) or any(_is_hour(lower, calendar) for lower in spelled):
        yield pieces[0], pieces[-1]


def _is_hour(lower: str, calendar: Calendar) -> bool:
    return lower[0].isdecimal() and lower.strip("0123456789") in calendar.hours
