"""The life of a publication: one find on one channel."""

from collections.abc import Mapping
from enum import StrEnum


class PublicationState(StrEnum):
    PLANNED = "planned"
    HELD = "held"
    SENDING = "sending"
    SENT = "sent"
    UNSURE = "unsure"
    FAILED = "failed"
    CANCELLED = "cancelled"
    CORRECTING = "correcting"
    RETRACTING = "retracting"
    STRANDED = "stranded"
    RETRACTED = "retracted"


class PublicationMove(StrEnum):
    HOLD = "hold"
    RELEASE = "release"
    CANCEL = "cancel"
    CLAIM = "claim"
    DELIVER = "deliver"
    DEFER = "defer"
    REFUSE = "refuse"
    LOSE = "lose"
    RETRY = "retry"
    RETRACT = "retract"
    TAKE_BACK = "take back"
    CLEAR = "clear"
    CORRECT = "correct"


_S, _M = PublicationState, PublicationMove

PUBLICATION_MOVES: Mapping[tuple[PublicationState, PublicationMove], PublicationState] = {
    (_S.PLANNED, _M.HOLD): _S.HELD,
    (_S.PLANNED, _M.CANCEL): _S.CANCELLED,
    (_S.PLANNED, _M.CLAIM): _S.SENDING,
    (_S.PLANNED, _M.RETRACT): _S.RETRACTING,
    (_S.HELD, _M.RELEASE): _S.PLANNED,
    (_S.HELD, _M.CANCEL): _S.CANCELLED,
    (_S.HELD, _M.RETRACT): _S.RETRACTING,
    (_S.SENDING, _M.DELIVER): _S.SENT,
    (_S.SENDING, _M.DEFER): _S.PLANNED,
    (_S.SENDING, _M.HOLD): _S.HELD,
    (_S.SENDING, _M.REFUSE): _S.FAILED,
    (_S.SENDING, _M.LOSE): _S.UNSURE,
    (_S.SENDING, _M.RETRACT): _S.RETRACTING,
    (_S.UNSURE, _M.DELIVER): _S.SENT,
    (_S.UNSURE, _M.RETRY): _S.PLANNED,
    (_S.UNSURE, _M.HOLD): _S.HELD,
    (_S.UNSURE, _M.CANCEL): _S.CANCELLED,
    (_S.UNSURE, _M.RETRACT): _S.RETRACTING,
    (_S.FAILED, _M.RETRY): _S.PLANNED,
    (_S.FAILED, _M.CANCEL): _S.CANCELLED,
    (_S.FAILED, _M.RETRACT): _S.RETRACTING,
    (_S.SENT, _M.RETRACT): _S.RETRACTING,
    (_S.SENT, _M.CORRECT): _S.CORRECTING,
    (_S.CORRECTING, _M.DELIVER): _S.SENT,
    (_S.CORRECTING, _M.REFUSE): _S.SENT,
    (_S.CORRECTING, _M.RETRACT): _S.RETRACTING,
    (_S.RETRACTING, _M.TAKE_BACK): _S.RETRACTED,
    (_S.RETRACTING, _M.CLEAR): _S.FAILED,
    (_S.RETRACTING, _M.REFUSE): _S.STRANDED,
    (_S.STRANDED, _M.TAKE_BACK): _S.RETRACTED,
    (_S.STRANDED, _M.RETRACT): _S.RETRACTING,
}


class Errand(StrEnum):
    """What a worker does at a network for a publication; each is one attempt."""

    SEND = "send"
    LOOK_UP = "look up"
    CORRECT = "correct"
    TAKE_BACK = "take back"


class Outcome(StrEnum):
    """How one attempt ended; an attempt without outcome is under way, or died.

    A look-up ends `found` or `absent`, a taking back `gone` or `standing`; `step` is one of several to come.
    """

    DELIVERED = "delivered"
    STEP = "step"
    DEFERRED = "deferred"
    REFUSED = "refused"
    LOST = "lost"
    FOUND = "found"
    ABSENT = "absent"
    GONE = "gone"
    STANDING = "standing"
