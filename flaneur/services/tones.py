"""What a text sounds like: the lexicons of the tone, loaded once, and the profile a city's charter gives."""

from collections.abc import Mapping
from functools import cache

from flaneur.core.reading import read
from flaneur.core.tone import Lexicon, Profile, Tone, guess_language, needles
from flaneur.models import Charter, Find
from flaneur.services.lexicons import lexicon

TONE_LANGUAGES = ("fr", "en")


@cache
def tone_lexicon(language: str) -> Lexicon:
    """Raises FileNotFoundError for a language without one."""
    return Lexicon.made_from(lexicon(f"tone_{language}"))


@cache
def small_words() -> Mapping[str, frozenset[str]]:
    return {code: frozenset(words) for code, words in lexicon("languages")["small_words"].items()}


def tone_profile(charter: Charter) -> Profile:
    """The city's own tone, `text["tone"]` of its charter: {"address", "avoid": [...], "weights": {family: factor}}."""
    told = charter.text.get("tone") or {}
    return Profile(told.get("address", ""), tuple(told.get("avoid", ())), told.get("weights", {}))


def tone_of(words: str, charter: Charter, *, language: str = "", is_hushed: bool = False) -> Tone | None:
    """The needles over these words, in their language, else in the one they seem to be in; None for another.

    `is_hushed`: a post of silence, condolence or safety is not scored.
    """
    reading = read(words)
    spoken = language or guess_language(reading, small_words())
    if spoken not in TONE_LANGUAGES:
        return None
    return needles(reading, tone_lexicon(spoken), tone_profile(charter), is_hushed=is_hushed)


def tone_of_find(find: Find) -> Tone | None:
    """What a find sounds like, in the language its guest gave; while the city keeps silence it is not scored."""
    charter = find.charter or find.city.charters.current()
    return tone_of(find.words, charter, language=find.language, is_hushed=find.city.is_silent)
