"""Words out of the markup in which some networks give them back, and whether two texts are one."""

import re
from html import unescape
from unicodedata import normalize
from urllib.parse import unquote

_PIECES = re.compile(r"<([^<>]*)>|([^<]+)")
_BREAK = re.compile(r"br\b|/p$")
_NAME = re.compile(r"""class=["'][^"']*\b(?:mention|hashtag)\b""")
_LINK = re.compile(r"""\bhref=["']([^"']*)""")
_MENTION = re.compile(r"(@[\w.-]+)@[\w.-]+")


def essence(text: str) -> str:
    """Letters and digits, which every server keeps: what tells that two texts are one, however they were decorated.

    A name keeps its first half only, as servers show it; a link is compared as it reads.
    """
    return "".join(filter(str.isalnum, _MENTION.sub(r"\1", normalize("NFC", unquote(text))))).casefold()


def plain(html: str) -> str:
    """The words of a status; a link stands as its whole address, of which servers show but a part."""
    told, is_link = [], False
    for tag, words in _PIECES.findall(html):
        link = _LINK.search(tag) if tag[:2] == "a " and not _NAME.search(tag) else None
        is_link = link is not None or (is_link and tag != "/a")
        told.append(link[1] if link else "" if is_link else "\n" if _BREAK.match(tag) else words)
    return unescape("".join(told)).strip()
