"""Hashtags, mentions and links where a network has no rules of its own, and on the city's site."""

import regex

from flaneur.core.text.spans import Span

_SIGN = r"[\p{L}\p{N}\p{M}_]"
# What makes a sign a picture is a mark to Unicode, yet no part of a word.
_HASHTAG = regex.compile(rf"#(?<!(?![\ufe0e\ufe0f])[\w&/#]#)({_SIGN}++)")
_LETTER = regex.compile(r"\p{L}")
_NAME = regex.compile(r"@(?<![\w@./:&-]@)([A-Za-z0-9_](?:[A-Za-z0-9_.]{0,28}[A-Za-z0-9_])?)(?![\w@])")
_BRACKETED = r"\([^\s<>\"«»()]*+\)"
_LINK = regex.compile(rf"https?://(?:[^\s<>\"«»()]|{_BRACKETED})*(?:[^\s<>\"«».,;:!?()\]]|{_BRACKETED})")


def hashtags(text: str) -> tuple[Span, ...]:
    return tuple(Span(found[1], *found.span()) for found in _HASHTAG.finditer(text) if _LETTER.search(found[1]))


def mentions(text: str) -> tuple[Span, ...]:
    """Names of at most 30 signs, as Instagram and Threads allow them."""
    return tuple(Span(found[1], *found.span()) for found in _NAME.finditer(text))


def links(text: str) -> tuple[Span, ...]:
    """Each http(s) link, without closing punctuation or half a pair of brackets."""
    return tuple(Span(found[0], *found.span()) for found in _LINK.finditer(text))
