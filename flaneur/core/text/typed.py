"""What people type, or paste from elsewhere."""

import regex

_UNSPEAKABLE = regex.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def legible(text: str) -> str:
    """A text without blank ends and without the characters no feed can carry.

    Slides break their lines with a vertical tab; its words stay apart. XML 1.0 §2.2 (read 2026-11-25) has no room for
    control characters but tab and the ends of lines, nor for U+FFFE and U+FFFF; DEL it only advises against.
    """
    kept: str = _UNSPEAKABLE.sub("", text.replace("\v", " "))
    return kept.strip()
