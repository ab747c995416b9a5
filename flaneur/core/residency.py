"""When a guest holds the pen. A residency has any start and end: a day a week, or a week."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum


class ResidencyState(StrEnum):
    SCHEDULED = "scheduled"
    LIVE = "live"
    PAUSED = "paused"
    ENDED = "ended"
    CANCELLED = "cancelled"


class ResidencyMove(StrEnum):
    OPEN = "open"
    PAUSE = "pause"
    RESUME = "resume"
    END = "end"
    CANCEL = "cancel"


RESIDENCY_MOVES: Mapping[tuple[ResidencyState, ResidencyMove], ResidencyState] = {
    (ResidencyState.SCHEDULED, ResidencyMove.OPEN): ResidencyState.LIVE,
    (ResidencyState.SCHEDULED, ResidencyMove.END): ResidencyState.ENDED,
    (ResidencyState.SCHEDULED, ResidencyMove.CANCEL): ResidencyState.CANCELLED,
    (ResidencyState.LIVE, ResidencyMove.PAUSE): ResidencyState.PAUSED,
    (ResidencyState.LIVE, ResidencyMove.END): ResidencyState.ENDED,
    (ResidencyState.PAUSED, ResidencyMove.RESUME): ResidencyState.LIVE,
    (ResidencyState.PAUSED, ResidencyMove.END): ResidencyState.ENDED,
}

HOLDS_A_PLACE = frozenset(ResidencyState) - {ResidencyState.CANCELLED}

USUAL_UNDO = timedelta(minutes=3)
"""How long a find that goes out at once can still be called back."""

UPLOAD_GRACE = timedelta(hours=48)
"""A find taken in time may still arrive this long after the end: phones wake up in the metro."""


def is_open(state: ResidencyState, starts_at: datetime, ends_at: datetime, *, at: datetime) -> bool:
    """Whether the guest holds the pen at an instant; the window decides even before the worker has opened it."""
    return state in {ResidencyState.SCHEDULED, ResidencyState.LIVE} and starts_at <= at < ends_at


def may_still_arrive(ends_at: datetime, *, captured_at: datetime, now: datetime) -> bool:
    """Whether a find taken inside the window may still be handed in after it."""
    return captured_at < ends_at <= now < ends_at + UPLOAD_GRACE


def months_between(earlier: datetime, later: datetime) -> int:
    """Whole months from one instant to another."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months - (later.day < earlier.day)
