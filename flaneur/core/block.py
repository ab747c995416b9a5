"""Whom a person at the desk has blocked on a network's own page: the life of that note, and where to undo it there.

No program blocks or unblocks anybody, so a state is somebody's word, never what was done.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from urllib.parse import urlsplit, urlunsplit

LONGEST = timedelta(days=366)
"""No block is out of sight for longer; kept on purpose, it may be kept again."""


class BlockState(StrEnum):
    """That its end has come is no state: the clock says so (`models/blocks.py: due`), and it stays blocked."""

    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"


class BlockMove(StrEnum):
    KEEP = "keep"
    UNBLOCK = "unblock"


BLOCK_MOVES: Mapping[tuple[BlockState, BlockMove], BlockState] = {
    (BlockState.BLOCKED, BlockMove.KEEP): BlockState.BLOCKED,
    (BlockState.BLOCKED, BlockMove.UNBLOCK): BlockState.UNBLOCKED,
}


def profile_of(url: str, author: str) -> str:
    """The page of whoever said it, where the address of their words passes by it; else nothing.

    As in `https://host/@author/1`, `https://host/author/status/1` and `https://host/profile/did/post/1`.
    """
    try:
        address = urlsplit(url)
    except ValueError:
        return ""
    steps = address.path.split("/")
    names = {name.casefold() for name in (author, author.partition("@")[0]) if name}
    for at, step in enumerate(steps[:-1]):
        if step.removeprefix("@").casefold() in names or (at and steps[at - 1] == "profile" and step):
            return urlunsplit((address.scheme, address.netloc, "/".join(steps[: at + 1]), "", ""))
    return ""
