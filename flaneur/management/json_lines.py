"""Questions in JSON, one a line, and their answers: what is wrong with one line does not stop the others."""

import json
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO, TextIO

from django.utils.translation import gettext as _

LONGEST_LINE = 1_000_000
"""Bytes: a find has two thousand letters, so that a line beyond this is a mistake, and is never held whole."""
_CHUNK = 65_536

Answer = Callable[[Mapping[str, Any]], Mapping[str, Any]]


class Unclear(ValueError):
    """What is wrong with a line, in words for whoever wrote it."""


def answer_lines(lines: BinaryIO, answer: Answer, *, answers: TextIO, complaints: TextIO) -> int:
    """Write each line's answer as one line of JSON, or one complaint with the line's number; returns how many of these.

    Blank lines are passed over. `answer` raises `Unclear` for an object it cannot use.
    """
    unclear = 0
    for number, line in enumerate(_lines(lines), start=1):
        if line is not None and not line.strip():
            continue
        try:
            told = json.dumps(answer(_asked(line)), ensure_ascii=False)
        except Unclear as trouble:
            unclear += 1
            complaint = _("line %(number)d: %(trouble)s") % {"number": number, "trouble": trouble}
            complaints.write(f"{complaint}\n")
        else:
            answers.write(f"{told}\n")
            answers.flush()
    return unclear


def one_text(lines: BinaryIO) -> str:
    """All of it as one text. Raises `Unclear` when it is no text."""
    return _decoded(lines.read().removeprefix(BOM_UTF8)).strip()


def text_of(asked: Mapping[str, Any], key: str, default: str | None = None) -> str:
    """A text of a question. Raises `Unclear` when it is missing, is something else or holds half a character."""
    text = asked.get(key, default)
    if not isinstance(text, str):
        sentence = _('"%(key)s" is missing') if text is None else _('"%(key)s" is not a text')
        raise Unclear(sentence % {"key": key})
    if not _is_whole(text):
        raise Unclear(_('"%(key)s" holds a lone surrogate, which is half a character') % {"key": key})
    return text


def _lines(lines: BinaryIO) -> Iterator[bytes | None]:
    """Each line, None for one that is too long; a mark some editors put before the first is none of it."""
    is_first = True
    while line := lines.readline(LONGEST_LINE + 1):
        if is_first:
            line, is_first = line.removeprefix(BOM_UTF8), False
        if len(line) <= LONGEST_LINE:
            yield line
            continue
        while not line.endswith(b"\n") and (line := lines.readline(_CHUNK)):
            pass
        yield None


def _asked(line: bytes | None) -> Mapping[str, Any]:
    if line is None:
        raise Unclear(_("longer than %(most)s bytes") % {"most": f"{LONGEST_LINE:,}"})
    try:
        asked = json.loads(_decoded(line), parse_constant=_no_number)
    except Unclear:
        raise
    except json.JSONDecodeError as error:
        raise Unclear(_("not JSON from character %(number)d on") % {"number": error.pos + 1}) from None
    except (ValueError, RecursionError):
        raise Unclear(_("not JSON that can be read: a number too long or brackets too deep")) from None
    if not isinstance(asked, dict):
        raise Unclear(_("not a JSON object"))
    return asked


def _decoded(text: bytes) -> str:
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unclear(_("not UTF-8: byte %(number)d") % {"number": error.start + 1}) from None


def _no_number(word: str) -> None:
    raise Unclear(_("not JSON: %(word)s is no number") % {"word": word})


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
