"""What X takes for a hashtag, a mention, a cashtag, and how it counts: twitter-text 3.1.0, configuration v3.

Read 2026-11-25. Newer than it are the letters, emoji and top-level domains we know.
"""

import html
import unicodedata
from collections.abc import Mapping
from typing import Any

import regex

from flaneur.core import told
from flaneur.core.text.addresses import LATIN, PUNCTUATION, SPACES, UNACCEPTABLE, X, addresses
from flaneur.core.text.emoji import EMOJI
from flaneur.core.text.spans import Span

_SIGN = r"[\p{L}\p{M}\p{Nd}_\u200c\u200d\ua67e\u05be\u05f3\u05f4～〜゛゜゠・〃་༌·]"
_HASHTAG = regex.compile(rf"[#＃](?![\ufe0f\u20e3])({_SIGN}++)")
_JOINED = regex.compile(rf"(?![\ufe0e\ufe0f])(?:{_SIGN}|&)")
_LETTER = regex.compile(r"[\p{L}\p{M}]")
_AFTER_HASHTAG = regex.compile("[#＃]|://")
_MENTION = regex.compile(r"[@＠]([A-Za-z0-9_]{1,20}(/[A-Za-z][A-Za-z0-9_-]{0,24})?)")
_BEFORE_MENTION = regex.compile(r"(?r)(?:^|[^A-Za-z0-9_!#$%&*@＠]|(?:^|[^A-Za-z0-9_+~.-])[Rr][Tt]:?)")
_AFTER_MENTION = regex.compile(rf"[@＠{LATIN}]|://")
_CASHTAG = regex.compile(
    rf"(?:^|[{SPACES}])(\$([A-Za-z]{{1,6}}(?:[._][A-Za-z]{{1,2}})?))(?=\Z|[{SPACES}\ufeff]|[{PUNCTUATION}])"
)
_HEAVY = regex.compile(r"[^\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037]")
_UNACCEPTABLE = regex.compile(f"[{UNACCEPTABLE}]")
_SHORTENED = regex.compile(r"https?://t\.co/\w+")
_LOOSE = regex.compile(r"https?://|/(?=\s|\Z)")


def links(text: str) -> tuple[Span, ...]:
    return tuple(addresses(text, X))


def hashtags(text: str) -> tuple[Span, ...]:
    """Those inside a link too: `signs` keeps them apart. The sign before one must not belong to another."""
    found, taken = [], 0
    for tag in _HASHTAG.finditer(text):
        start, end = tag.span()
        is_apart = start == 0 or (start > taken and not _JOINED.match(text, start - 1))
        if is_apart and _LETTER.search(tag[1]):
            taken = end
            if not _AFTER_HASHTAG.match(text, end):
                found.append(Span(tag[1], start, end))
    return tuple(found)


def mentions(text: str) -> tuple[Span, ...]:
    return tuple(name for name in mentions_and_lists(text) if "/" not in name.text)


def mentions_and_lists(text: str) -> tuple[Span, ...]:
    """Names of accounts, and of lists as `account/list`. The sign before one must not belong to another."""
    found, taken = [], 0
    for name in _MENTION.finditer(text):
        if _BEFORE_MENTION.match(text, taken, name.start()):
            taken = name.end()
            if not _AFTER_MENTION.match(text, taken):
                found.append(Span(name[1], *name.span()))
    return tuple(found)


def cashtags(text: str) -> tuple[Span, ...]:
    return tuple(Span(found[2], *found.span(1)) for found in _CASHTAG.finditer(text))


def weighted(text: str, link: int | None) -> int:
    """The length X counts: an emoji as 2, most signs beyond Latin as 2, a link as `link` unless that is None."""
    text = unicodedata.normalize("NFC", text)
    total = at = 0
    for found in links(text) if link is not None else ():
        total += _plainly(text[at : found.start]) + (link or 0)
        at = found.start + len(found.text)
    return total + _plainly(text[at:])


def _plainly(text: str) -> int:
    if text.isascii():
        return len(text)
    rest, emoji = EMOJI.subn("", text)
    return len(rest) + len(_HEAVY.findall(rest)) + 2 * int(emoji)


def acceptable(text: str) -> str:
    """A text without the three invisible code points X refuses a post for."""
    return str(_UNACCEPTABLE.sub("", text))


def as_typed(post: Mapping[str, Any]) -> str:
    """The words of a post as X hands it back: links as they lead, the three signs of markup as themselves.

    The link that stands for the pictures was never typed.
    """
    urls = told.rows(told.row(post, "entities"), "urls")
    leads = {told.text(url, "url"): "" if url.get("media_key") else told.text(url, "expanded_url") for url in urls}
    return html.unescape(_SHORTENED.sub(lambda found: leads.get(found[0], found[0]), told.text(post, "text"))).strip()


def is_alike(one: str, other: str) -> bool:
    """Whether two texts say the same: X composes accents, trims, and adds to a link what its typist left out."""
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return " ".join(_LOOSE.sub("", unicodedata.normalize("NFC", text)).split())
