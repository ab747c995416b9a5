"""What people answer on the networks: the life of a reply, when to listen and to count, and when a talk is hot."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

HOT = "hot"
"""Why a planned publication waits although its time has come."""

KEPT = timedelta(days=30)
"""How long somebody's words are kept: long enough for the guest's stay and the desk's answer, and no longer."""

NEAR, FAR, SILENT = timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=30)
"""Until a network is asked again: after somebody spoke, while a post is fresh, and when nothing is going on."""
FRESH = timedelta(days=2)
LONGEST_PAUSE = timedelta(hours=6)

AGES = (1, 6, 24, 72, 168)
"""Hours after which a post's numbers are kept: five rows at most, however long it stands."""
LAST_LOOK = timedelta(days=8)


class ReplyState(StrEnum):
    NEW = "new"
    SEEN = "seen"
    ANSWERED = "answered"
    ASIDE = "set aside"


class ReplyMove(StrEnum):
    SEE = "see"
    ANSWER = "answer"
    SHELVE = "shelve"
    REOPEN = "reopen"
    REPORT = "report"


_S, _M = ReplyState, ReplyMove

REPLY_MOVES: Mapping[tuple[ReplyState, ReplyMove], ReplyState] = {
    (_S.NEW, _M.SEE): _S.SEEN,
    (_S.NEW, _M.ANSWER): _S.ANSWERED,
    (_S.NEW, _M.SHELVE): _S.ASIDE,
    (_S.SEEN, _M.ANSWER): _S.ANSWERED,
    (_S.SEEN, _M.SHELVE): _S.ASIDE,
    (_S.ANSWERED, _M.REOPEN): _S.SEEN,
    (_S.ASIDE, _M.REOPEN): _S.SEEN,
    **{(state, _M.REPORT): _S.NEW for state in _S},
}


@dataclass(frozen=True, slots=True)
class Heat:
    """From so many replies within so many minutes on, a channel's talk is hot; none at all is never."""

    replies: int
    minutes: int


def hot_until(heat: Heat, nth_newest: datetime | None, *, now: datetime) -> datetime | None:
    """When the talk cools down if nobody says more; None when it is not hot. Instants, so no clock change matters.

    `nth_newest` is when the `heat.replies`-th newest reply was said, None when there are fewer.
    """
    if not heat.replies or nth_newest is None:
        return None
    end = nth_newest + timedelta(minutes=heat.minutes)
    return end if end > now else None


def next_listening(*, now: datetime, has_heard: bool, sent_at: datetime | None) -> datetime:
    """When to ask a network again; `sent_at` is when the last post of the channel went out."""
    if has_heard:
        return now + NEAR
    is_fresh = sent_at is not None and now - sent_at < FRESH
    return now + (FAR if is_fresh else SILENT)


def pause_after(misses: int) -> timedelta:
    """How long to leave a network alone that has refused to tell so many times."""
    return min(FAR * 2.0 ** min(misses, 12), LONGEST_PAUSE)


def age_in_hours(sent_at: datetime, *, now: datetime) -> int | None:
    """Which of `AGES` a post has reached; None while it is too young for any."""
    return max((hours for hours in AGES if now - sent_at >= timedelta(hours=hours)), default=None)


def next_count(sent_at: datetime, *, now: datetime) -> datetime | None:
    """When its numbers are looked at next; None once all have been."""
    moments = (sent_at + timedelta(hours=hours) for hours in AGES)
    return next((moment for moment in moments if moment > now), None)
