"""The life of a handover: an account says who holds the pen, then what it said before."""

from collections.abc import Mapping
from enum import StrEnum


class HandoverState(StrEnum):
    """`left`: somebody changed the words meanwhile, and they stay as they are."""

    AHEAD = "ahead"
    NAMED = "named"
    RESTORED = "restored"
    LEFT = "left alone"


class HandoverMove(StrEnum):
    NAME = "name"
    RESTORE = "restore"
    LEAVE = "leave"
    REPEAT = "repeat"


_S, _M = HandoverState, HandoverMove

HANDOVER_MOVES: Mapping[tuple[HandoverState, HandoverMove], HandoverState] = {
    (_S.AHEAD, _M.NAME): _S.NAMED,
    (_S.AHEAD, _M.RESTORE): _S.RESTORED,
    (_S.AHEAD, _M.LEAVE): _S.LEFT,
    (_S.NAMED, _M.RESTORE): _S.RESTORED,
    (_S.NAMED, _M.LEAVE): _S.LEFT,
    (_S.RESTORED, _M.REPEAT): _S.AHEAD,
}

UNDER_WAY = frozenset({HandoverState.AHEAD, HandoverState.NAMED})
"""One at a time for a channel: the next one has to find the account's own words."""
