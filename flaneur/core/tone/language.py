"""Which language a short text is in, by the small words it is full of."""

from collections.abc import Mapping, Set

from flaneur.core.reading import Reading

LEAST_SHARE = 0.15
"""Of a text's words: fewer small words than this are names, or a language we do not know."""


def guess_language(reading: Reading, small_words: Mapping[str, Set[str]]) -> str:
    """The code whose small words are most of the text's, or "" when none stands out."""
    votes = {code: sum(map(known.__contains__, reading.lowers)) for code, known in small_words.items()}
    most = max(votes.values(), default=0)
    ahead = [code for code, number in votes.items() if number == most]
    return ahead[0] if len(ahead) == 1 and most > LEAST_SHARE * len(reading.lowers) else ""
