"""Hashtags, mentions and links as Bluesky's own app finds them; elsewhere nothing is one without a facet that says so.

Rules of bluesky-social/atproto, packages/api/src/rich-text, read 2026-11-27. Left out: cashtags.
"""

import unicodedata

import regex

from flaneur.core.text.spans import Span
from flaneur.core.text.tlds import TOP_LEVEL_DOMAINS

_BLANK = r"\t-\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
"""White space as browsers know it."""
_HASHTAG = regex.compile(rf"[#＃](?<=(?:\A|[{_BLANK}])[#＃])(?!\ufe0f)([^{_BLANK}\xad\u2060\u200a-\u200d\u20e2]++)")
_LETTER = regex.compile(r"[^0-9\p{P}]")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MENTION = regex.compile(rf"@(?<=(?:\A|[{_BLANK}(])@)([A-Za-z0-9.-]++)(?!_)")
_HANDLE = regex.compile(rf"(?:{_LABEL}\.)+[A-Za-z](?:[A-Za-z0-9-]{{0,61}}[A-Za-z0-9])?")
_LINK = regex.compile(rf"(?i)(?:\A|(?<=[{_BLANK}(]))(?:https?://|([a-z][a-z0-9]*+(?:\.[a-z0-9]++)++))[^{_BLANK}]*+")
LONGEST_TAG = 64
"""Graphemes: lexicon app.bsky.richtext.facet."""
_SCHEMES = ("https://", "http://")
_RESERVED = "test"
"""No top-level domain, but that of accounts on one's own machine."""


def hashtags(text: str) -> tuple[Span, ...]:
    """Up to a blank or a hidden sign, without the punctuation at the end; none is longer than the network takes."""
    found = ((run.start(), _without_punctuation(run[1])) for run in _HASHTAG.finditer(text) if _LETTER.search(run[1]))
    return tuple(Span(name, start, start + 1 + len(name)) for start, name in found if not _is_too_long(name))


def _is_too_long(name: str) -> bool:
    return len(name) > LONGEST_TAG and len(regex.findall(r"\X", name)) > LONGEST_TAG


def mentions(text: str) -> tuple[Span, ...]:
    """Each domain named with an @, in small letters: it is an account's name."""
    found = ((name.start(), name[1].rstrip(".-")) for name in _MENTION.finditer(text))
    return tuple(Span(name.lower(), start, start + 1 + len(name)) for start, name in found if _is_handle(name))


def links(text: str) -> tuple[Span, ...]:
    """Each http(s) address, and each that begins with a domain: a facet gives that one its scheme."""
    found = ((link.start(), _without_last(link[0])) for link in _LINK.finditer(text) if _is_link(link[0], link[1]))
    return tuple(Span(link, start, start + len(link)) for start, link in found if link not in _SCHEMES)


def _is_link(address: str, domain: str | None) -> bool:
    return _is_known(domain.rpartition(".")[2]) if domain else address.startswith(_SCHEMES)


def _without_punctuation(name: str) -> str:
    end = len(name)
    while unicodedata.category(name[end - 1]).startswith("P"):
        end -= 1
    return name[:end]


def _without_last(link: str) -> str:
    """Without one sign that ends a sentence, and then one bracket too many; the app keeps that one after a pair."""
    link = link.removesuffix(link[-1]) if link[-1] in ".,;:!?" else link
    return link[:-1] if link.endswith(")") and link.count("(") < link.count(")") else link


def _is_handle(name: str) -> bool:
    return _HANDLE.fullmatch(name) is not None and _is_known(name.lower().rpartition(".")[2])


def _is_known(label: str) -> bool:
    return label in TOP_LEVEL_DOMAINS or label == _RESERVED
