"""Links as twitter-text 3.1.0 finds them (read 2026-11-25): X counts by them, and Mastodon by nearly the same.

The published rule is one expression that tries every split of a domain at every place. Here each stretch of signs is
read once from its end, so that the work grows with the text and no faster. On the phone: static/js/addresses.js.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import regex

from flaneur.core.text.spans import Span
from flaneur.core.text.tlds import LONGEST, TOP_LEVEL_DOMAINS

LONGEST_LINK = 4096
"""UTF-16 units, where the protocol counts twice."""
LONGEST_LABEL = 63
LONGEST_SLUG = 40
"""What may follow t.co/."""

LATIN = "À-ÖØ-öø-ÿĀ-ɏɓɔɖɗəɛɣɨɯɲʉʋʻ\u0300-\u036fḀ-ỿ"
SPACES = r"\t-\r \x85\xa0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
PUNCTUATION = r"!'#%&()*+,\\\-./:;<=>?@\[\]^_{|}~$"
UNACCEPTABLE = r"\ufffe\ufeff\uffff"

_DIRECTIONS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_BREAKING = PUNCTUATION.replace(r"\-.", "").replace("_", "") + SPACES + UNACCEPTABLE + _DIRECTIONS
_DOT = regex.compile(rf"\.(?=[^{_BREAKING}._-])")
_BEFORE_DOT = regex.compile(rf"(?r)[^{_BREAKING}]*+")
_FROM_DOT = regex.compile(rf"[^{_BREAKING}]++")
_BEGINNING = regex.compile(rf"(?<![A-Za-z0-9@＠$#＃{UNACCEPTABLE}])[^{_BREAKING}._-]")
_ATTACHED = regex.compile(rf"[A-Za-z0-9@＠$#＃{UNACCEPTABLE}]")
_ENDING = regex.compile(r"[^0-9A-Za-z@+-]|\Z")
_LETTERS = regex.compile(r"[0-9A-Za-z]*+")
_PUNYCODE = regex.compile(r"[Xx][Nn]--[-0-9A-Za-z]+")
_ASCII = regex.compile(rf"[-0-9A-Za-z{LATIN}]*+")
_ASCII_NAME = regex.compile(rf"[-.0-9A-Za-z{LATIN}]*+")
_PORT = regex.compile(r":[0-9]+")
_OTHER_DOTS = regex.compile("[。．｡]")
_SHORTENED = regex.compile(r"[Hh][Tt][Tt][Pp][Ss]?://[Tt]\.[Cc][Oo]/([0-9A-Za-z]+)")


@dataclass(frozen=True, slots=True)
class Manner:
    """How a network reads a link. `path` and `query` take what may follow the first slash and the question mark.

    `loose_in_path` and `loose_in_query` are the signs that belong to them but do not end them.
    `bare`: a domain alone is a link too.
    """

    protocols: tuple[str, ...]
    path: Any
    loose_in_path: str
    query: Any
    loose_in_query: str
    bare: bool


def manner(protocols: Sequence[str], path: tuple[str, str], query: tuple[str, str], *, bare: bool = False) -> Manner:
    """`path` and `query`: the class of their signs, and the loose ones. In a path brackets nest once at most."""
    sign = path[0]
    pair = rf"\((?:{sign}++(?:\({sign}++\){sign}*+)?|\({sign}++\){sign}*+)\)"
    return Manner(
        protocols=tuple(f"{protocol}://" for protocol in protocols),
        path=regex.compile(rf"(?:{sign}++|{pair})*+"),
        loose_in_path=path[1],
        query=regex.compile(rf"{query[0]}*+"),
        loose_in_query=query[1],
        bare=bare,
    )


X = manner(
    ("https", "http"),
    (rf"[A-Za-z0-9Ѐ-ӿ{LATIN}!*';:=+,.$/%#\[\]\-–_~@|&]", "!*';:,.$%[]–~@|&"),
    (r"[A-Za-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]", "!?*'@();:+$%[].,~|"),
    bare=True,
)


def addresses(text: str, manner: Manner) -> list[Span]:
    """Every link of a text. Of a domain without protocol only its ASCII part is one."""
    if ("." if manner.bare else ":") not in text:
        return []
    return [span for place in _places(text, manner) for span in _links(text, place, manner)]


class _Place(NamedTuple):
    """Where a link may stand: protocol, domain, port with path, and query, one after the other."""

    start: int
    domain: int
    domain_end: int
    path_end: int
    end: int


def _places(text: str, manner: Manner) -> Iterator[_Place]:
    """What one place takes, no other may have, nor follow without a sign between them."""
    at = floor = 0
    while dot := _DOT.search(text, at):
        start = _BEFORE_DOT.match(text, at, dot.start()).start()
        stretch = _Stretch(text, start, _FROM_DOT.match(text, dot.start()).end())
        while at < stretch.end and (place := _next(stretch, manner, floor)):
            yield place
            at, floor = place.end, place.end + 1
        at = max(at, stretch.end)


class _Stretch:
    """Signs a domain may hold, cut at its dots into labels that begin at `starts`.

    `tops[i]` is where a top-level domain at the beginning of label i ends, `reach[i]` where the longest domain does
    that begins with the whole of label i; 0 when there is none.
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        labels = text[start:end].split(".")
        self.starts = [start]
        for label in labels:
            self.starts.append(self.starts[-1] + len(label) + 1)
        self.tops = [_top_level(text, at, at + len(label)) for at, label in zip(self.starts, labels, strict=False)]
        self.reach = [0] * (len(labels) + 1)
        for place in reversed(range(len(labels) - 1)):
            label = labels[place]
            if label.strip("-_") == label != "":
                self.reach[place] = self.reach[place + 1] or ("_" not in label and self.tops[place + 1]) or 0

    def bare(self, floor: int) -> tuple[int, int] | None:
        """The first domain that begins at `floor` or later: its start and its end."""
        for place in range(max(bisect_right(self.starts, floor) - 1, 0), len(self.tops) - 1):
            left, right = self.starts[place], self.starts[place + 1] - 1
            end = self.reach[place + 1] or self.tops[place + 1]
            if not end or self.text[right - 1] in "-_.":
                continue
            if not self.reach[place + 1]:
                left = max(left, self.text.rfind("_", left, right) + 1)
            if beginning := _BEGINNING.search(self.text, max(floor, left), right):
                return beginning.start(), end
        return None


def _top_level(text: str, at: int, end: int) -> int:
    """Where the longest top-level domain ends that a label begins with, 0 when it begins with none."""
    label = text[at : min(end, at + LONGEST)]
    ascii_size = _LETTERS.match(label).end()
    sizes = range(len(label), 0, -1) if len(label) > ascii_size and label[ascii_size] > "~" else (ascii_size,)
    for size in sizes:
        if label[:size].lower() in TOP_LEVEL_DOMAINS and _ENDING.match(text, at + size):
            return at + size
    punycode = _PUNYCODE.match(text, at, end)
    return int(punycode.end()) if punycode else 0


def _next(stretch: _Stretch, manner: Manner, floor: int) -> _Place | None:
    """The first place in a stretch, with the protocol before it or without one."""
    text, domain, end = stretch.text, stretch.start, stretch.reach[0]
    start = domain - _protocol(text, domain, manner)
    if not end or start == domain or start < floor or _ATTACHED.match(text[start - 1 : start]):
        found = stretch.bare(floor)
        # The rule tries the first sign of a text as the one before a link sooner than as its beginning.
        if found and found[0] == 0 and (later := stretch.bare(1)) and later[0] == 1:
            found = later
        if not found:
            return None
        start, end = found
        domain = start
    return _Place(start, domain, end, *_tail(text, end, manner))


def _protocol(text: str, domain: int, manner: Manner) -> int:
    """How long the protocol right before a domain is."""
    before = text[max(domain - 10, 0) : domain].lower()
    return next((len(protocol) for protocol in manner.protocols if before.endswith(protocol)), 0)


def _tail(text: str, at: int, manner: Manner) -> tuple[int, int]:
    """Where port and path end that follow a domain, and where the query after them does."""
    port = _PORT.match(text, at)
    at = port.end() if port else at
    if text[at : at + 1] == "/":
        at += 1 + len(manner.path.match(text, at + 1)[0].rstrip(manner.loose_in_path))
    query = manner.query.match(text, at + 1)[0].rstrip(manner.loose_in_query) if text[at : at + 1] == "?" else ""
    return at, at + 1 + len(query) if query else at


def _links(text: str, place: _Place, manner: Manner) -> list[Span]:
    url, domain = text[place.start : place.end], text[place.domain : place.domain_end]
    protocol = text[place.start : place.domain] or "https://"
    if not _is_name(domain) or len(url.encode("utf-16-le")) // 2 + len(protocol) > LONGEST_LINK:
        return []
    if place.domain == place.start:
        is_apart = manner.bare and text[max(place.start - 1, 0) : place.start] not in ("-", "_", ".", "/")
        return _bare_links(text, place) if is_apart else []
    shortened = _SHORTENED.match(url)
    if shortened:
        query = X.query.match(url, shortened.end() + 1)[0].rstrip(X.loose_in_query)
        has_query = query and url[shortened.end()] == "?"
        url = url[: shortened.end() + 1 + len(query)] if has_query else shortened[0]
    is_short = not shortened or len(shortened[1]) <= LONGEST_SLUG
    return [Span(url, place.start, place.start + len(url))] if is_short else []


def _bare_links(text: str, place: _Place) -> list[Span]:
    """The ASCII domains; port, path and query belong to the last, and only when there is a path."""
    domain = text[place.start : place.domain_end]
    found = [Span(domain[a:b], place.start + a, place.start + b) for a, b in _ascii_domains(domain)]
    tail = text[place.domain_end : place.end]
    if found and "/" in text[place.domain_end : place.path_end]:
        found[-1] = Span(found[-1].text + tail, found[-1].start, place.end)
    return found


def _ascii_domains(domain: str) -> list[tuple[int, int]]:
    if _ASCII_NAME.fullmatch(domain):
        return [(0, len(domain))]
    labels = domain.split(".")
    starts, found, floor = [0], [], 0
    for label in labels:
        starts.append(starts[-1] + len(label) + 1)
    tops = [_top_level(domain, at, at + len(label)) for at, label in zip(starts, labels, strict=False)]
    reach = [0] * (len(labels) + 1)
    for place in reversed(range(len(labels) - 1)):
        if labels[place] and _ASCII.fullmatch(labels[place]):
            reach[place] = reach[place + 1] or tops[place + 1]
    for place in range(len(labels) - 1):
        end = reach[place + 1] or tops[place + 1]
        right = starts[place + 1] - 1
        begin = max(right - len(_ASCII.match(domain[starts[place] : right][::-1])[0]), floor)
        if end and begin < right:
            found.append((begin, end))
            floor = end
    return found


def _is_name(domain: str) -> bool:
    """Whether every label is short enough once it is written in ASCII."""
    if domain.startswith("xn--") and not _ascii_domains(domain):
        return False
    return all(1 <= _ascii_length(label) <= LONGEST_LABEL for label in domain.split("."))


def _ascii_length(label: str) -> int:
    """As punycode.js 1.4 writes it: other full stops part a label, and what is no ASCII grows."""
    if len(label) > LONGEST_LABEL or _is_plain(label):
        return len(label)
    pieces = _OTHER_DOTS.split(label)
    return (
        sum(len(piece) if _is_plain(piece) else 4 + len(piece.encode("punycode")) for piece in pieces) + len(pieces) - 1
    )


def _is_plain(label: str) -> bool:
    return label.isascii() and (label.isprintable() or not label)
