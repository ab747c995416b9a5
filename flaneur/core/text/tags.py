"""Hashtags as the city writes them."""

import unicodedata

import regex

from flaneur.core.dispatch import Dialect
from flaneur.core.text.counting import signs
from flaneur.core.text.plain import hashtags

_WORD = regex.compile(r"[\p{L}\p{M}\p{Nd}_]+")


def is_tagged(text: str, tag: str, dialect: Dialect | None = None) -> bool:
    """Whether a text carries a hashtag, whatever its capitals. `tag` comes with or without its sign.

    With a dialect, whether a network sees it there: Mastodon, say, wants a blank before it.
    """
    found = signs(text, dialect).hashtags if dialect else hashtags(text)
    return tag.lstrip("#").casefold() in {each.text.casefold() for each in found}


def hashtag(words: str) -> str:
    """`comme ceci` as `#CommeCeci`: a capital for each of several words, so that it can be read aloud.

    What is one word already stays as it is. Raises ValueError when no letter is left.
    """
    found = _WORD.findall(unicodedata.normalize("NFC", words))
    written = "".join(word[:1].upper() + word[1:] for word in found) if len(found) > 1 else "".join(found)
    if not regex.search(r"\p{L}", written):
        raise ValueError("a hashtag needs a letter")
    return f"#{written}"
