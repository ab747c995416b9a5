"""What Mastodon takes for a hashtag, a mention, a link, and what of them it counts.

Rules of mastodon/mastodon: config/initializers/twitter_regex.rb, app/lib/extractor.rb, app/models/{account,tag}.rb,
app/validators/status_length_validator.rb, as of 2026, read 2026-11-25. Left out: `xmpp:` and `magnet:` addresses.
"""

import regex

from flaneur.core.text.addresses import LATIN, addresses, manner
from flaneur.core.text.spans import Span, apart

_BEYOND_ASCII = (
    r"\u00a0-\ud7ff\ue000-\uf8ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U0001fffd\U00020000-\U0002fffd"
    r"\U00030000-\U000dfffd\U000e1000-\U000efffd\U000f0000-\U000ffffd\U00100000-\U0010fffd"
)
MANNER = manner(
    ("https", "http", "dat", "dweb", "ipfs", "ipns", "ssb", "gopher", "gemini"),
    (r"[^\p{White_Space}<>()?]", "!*\"'「」;:=,.$%[]~&|@"),
    (rf"[A-Za-z0-9!?*'();:&=+$/%#\[\]\-_.,~|@^{_BEYOND_ASCII}]", "!?*'();:+$%[].,~|@^"),
)
_WORD = r"\p{Alphabetic}\p{M}\p{Nd}\p{Pc}"
_MENTION = regex.compile(
    rf"@(?<![=/{_WORD}]@)([A-Za-z0-9_]++(?:[.-]++[A-Za-z0-9_]++)*+(?:@[{_WORD}]++(?:[.-]++[{_WORD}]++)*+)?)"
)
_AFTER_MENTION = regex.compile(rf"[@＠{LATIN}]|://")
_HASHTAG = regex.compile(rf"[#＃](?<=(?:^|\p{{White_Space}})[#＃])([{_WORD}][{_WORD}·・\u200c]*+)")
_LETTER = regex.compile(r"\p{Alphabetic}")
_LETTER_OR_JOINT = regex.compile(r"[\p{Alphabetic}_·・\u200c]")
_WORD_ONLY = regex.compile(f"[{_WORD}]+")


def links(text: str) -> tuple[Span, ...]:
    return tuple(addresses(text, MANNER))


def mentions(text: str) -> tuple[Span, ...]:
    """`name` or `name@server`."""
    return tuple(
        Span(found[1], *found.span())
        for found in _MENTION.finditer(text)
        if not _AFTER_MENTION.match(text, found.end())
    )


def hashtags(text: str) -> tuple[Span, ...]:
    named = ((_name(found[1]), found.start()) for found in _HASHTAG.finditer(text))
    return tuple(Span(name, start, start + 1 + len(name)) for name, start in named if name)


def _name(run: str) -> str:
    """Of a run of word signs and joints the part that is a hashtag: with a letter, or a joint inside it."""
    whole = run.rstrip("·・\u200c")
    if _LETTER_OR_JOINT.search(whole, 1, max(len(whole) - 1, 1)):
        return whole
    word = _WORD_ONLY.match(run)[0]
    return str(word) if _LETTER.search(word) else ""


def countable(text: str, link: int) -> str:
    """The text as it is counted: a placeholder for every link, mentions without their server."""
    pieces, at = [], 0
    found = {*links(text)}
    for span in apart(found, mentions(text)):
        pieces += [text[at : span.start], "x" * link if span in found else f"@{span.text.split('@')[0]}"]
        at = span.end
    return "".join([*pieces, text[at:]])
