"""Counting and fitting words: graphemes, bytes, hashtags, threads. The capture page counts alike (tests/vectors)."""

from collections.abc import Iterator, Sequence

import regex

from flaneur.core.dispatch import Limits, Unit

ELLIPSIS = "…"
NARROW_SPACE = "\u202f"
LONGEST_WORDS = 2000
"""Code points a find may have on the city's own site; networks have their own, smaller limits."""

_GRAPHEME = regex.compile(r"\X")
_HASHTAG = regex.compile(r"(?<![\w&/#])#([\p{L}\p{N}\p{M}_]*\p{L}[\p{L}\p{N}\p{M}_]*)")
_BRACKETED = r"\([^\s<>\"«»()]*\)"
_LINK = regex.compile(rf"https?://(?:[^\s<>\"«»()]|{_BRACKETED})*(?:[^\s<>\"«».,;:!?()\]]|{_BRACKETED})")
# No-break spaces hold French punctuation to its sentence, and an ordinary one typed in their place does as well.
_SENTENCE_END = regex.compile(r"(?<=[.!?…»])[ \t]++(?![»!?:;…])|\s*\n\s*")
_GAP = regex.compile(r"[^\S\u00a0\u202f]+")
_UNSPEAKABLE = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_LOOSE_END = regex.compile(r"[\s,;:.]+$")


def legible(text: str) -> str:
    """What somebody typed or pasted, without blank ends and without the characters no feed can carry.

    Slides break their lines with a vertical tab; its words stay apart. XML 1.0 §2.2 (read 2026-11-25) has no room for
    control characters but tab and the ends of lines, nor for U+FFFE and U+FFFF; DEL it only advises against.
    """
    kept: str = _UNSPEAKABLE.sub("", text.replace("\v", " "))
    return kept.strip()


def length(text: str, unit: Unit) -> int:
    """How long a text is in a network's unit."""
    if unit is Unit.GRAPHEMES:
        return len(_GRAPHEME.findall(text))
    return len(text)


def is_fitting(text: str, limits: Limits) -> bool:
    within_bytes = limits.bytes is None or len(text.encode()) <= limits.bytes
    return within_bytes and length(text, limits.unit) <= limits.length


def hashtags(text: str) -> tuple[tuple[str, int, int], ...]:
    """Each hashtag without its sign, with its start and end (code points, sign included)."""
    return tuple((found[1], found.start(), found.end()) for found in _HASHTAG.finditer(text))


def links(text: str) -> tuple[tuple[str, int, int], ...]:
    """Each http(s) link, its start and end (code points), without closing punctuation or half a pair of brackets."""
    return tuple((found[0], found.start(), found.end()) for found in _LINK.finditer(text))


def is_tagged(text: str, tag: str) -> bool:
    """Whether a text carries a hashtag, whatever its capitals. `tag` comes with or without its sign."""
    return tag.lstrip("#").casefold() in {found.casefold() for found, _, _ in hashtags(text)}


def fit(words: str, closing: str, limits: Limits, *, threads: bool) -> tuple[str, ...]:
    """Words and closing line (signature, brand tag, link) as one post, or as a thread that ends with the closing.

    Without threads the words are cut at a word, with an ellipsis.
    Raises ValueError when the closing leaves no room for the words' widest letter.
    """
    whole = _joined(words, closing)
    if is_fitting(whole, limits):
        return (whole,)
    letters = {"", *_GRAPHEME.findall(words)}
    if not all(is_fitting(_joined(letter + ELLIPSIS, closing), limits) for letter in letters):
        raise ValueError("the closing line leaves no room for words")
    if not threads:
        return (_joined(_cut(words, closing, limits), closing),)
    return tuple(_thread(words, closing, limits))


def _joined(words: str, closing: str) -> str:
    return f"{words}\n\n{closing}" if words and closing else words or closing


def _cut(words: str, closing: str, limits: Limits) -> str:
    kept = ""
    for token in regex.splititer(r"(?<=\s)", words):
        if not is_fitting(_joined(_clipped(kept + token), closing), limits):
            break
        kept += token
    if kept.strip():
        return _clipped(kept)
    return next(_pieces_of_token(words, closing, limits)) + ELLIPSIS


def _clipped(text: str) -> str:
    return f"{_LOOSE_END.sub('', text)}{ELLIPSIS}"


def _thread(words: str, closing: str, limits: Limits) -> Iterator[str]:
    """Greedy: as many sentences in a part as fit; the closing shares the last part with at least one sentence."""
    sentences = [piece for sentence in _sentences(words) for piece in _pieces(sentence, closing, limits)]
    part = ""
    for position, sentence in enumerate(sentences):
        grown = f"{part} {sentence}".strip()
        is_last = position == len(sentences) - 1
        if part and not is_fitting(_joined(grown, closing) if is_last else grown, limits):
            yield part
            grown = sentence
        part = grown
    yield _joined(part, closing)


def _sentences(words: str) -> Sequence[str]:
    return [piece for piece in _SENTENCE_END.split(words) if piece.strip()]


def _pieces(sentence: str, closing: str, limits: Limits) -> Iterator[str]:
    """A sentence, or its pieces broken between words, each leaving room for the closing."""
    piece = ""
    for word in _GAP.split(sentence):
        for token in _pieces_of_token(word, closing, limits):
            grown = f"{piece} {token}".strip()
            if piece and not is_fitting(_joined(grown, closing), limits):
                yield piece
                grown = token
            piece = grown
    yield piece


def _pieces_of_token(token: str, closing: str, limits: Limits) -> Iterator[str]:
    """A word, broken between graphemes when it alone is longer than a post."""
    if is_fitting(_joined(token + ELLIPSIS, closing), limits):
        yield token
        return
    piece = ""
    for grapheme in _GRAPHEME.findall(token):
        if piece and not is_fitting(_joined(piece + grapheme + ELLIPSIS, closing), limits):
            yield piece
            piece = ""
        piece += grapheme
    yield piece
