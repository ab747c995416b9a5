"""What stands where in a text: a hashtag, a mention, a link."""

from collections.abc import Iterable
from typing import NamedTuple


class Span(NamedTuple):
    """`text` without the sign before it; `start` and `end` in code points, the sign included."""

    text: str
    start: int
    end: int


def apart(*kinds: Iterable[Span]) -> list[Span]:
    """Spans of several kinds in their order, without those that begin inside an earlier one."""
    kept: list[Span] = []
    for span in sorted((span for kind in kinds for span in kind), key=lambda span: span.start):
        if not kept or kept[-1].end <= span.start:
            kept.append(span)
    return kept
