"""Which language a short text is in, by the small words it is full of."""

from collections.abc import Iterable

from flaneur.core.reading import Reading
from flaneur.core.tone.lexicon import Lexicon

LEAST_SHARE = 0.15
"""Of a text's words: fewer small words than this are names, or a language we do not know."""


def guess_language(reading: Reading, lexicons: Iterable[Lexicon]) -> str:
    """The language whose small words are most of the text's, or "" when none stands out."""
    votes = sorted(
        ((sum(word.lower in lexicon.common for word in reading.words), lexicon.language) for lexicon in lexicons),
        reverse=True,
    )
    least = LEAST_SHARE * len(reading.words)
    return votes[0][1] if votes and votes[0][0] > max(least, *(number for number, _name in votes[1:]), 0) else ""
