"""What Meta's answers mean: its codes and subcodes, for its sentences change."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from flaneur.adapters import needed
from flaneur.adapters.base import Answer, Lost, Refused, TryLater, settled
from flaneur.core import told
from flaneur.core.dispatch import Heard, Reply
from flaneur.core.words import gettext_noop as _

LATER = timedelta(hours=1)
"""Until we ask again where Meta names no pause."""
SLACK = timedelta(minutes=5)
"""How long a round of reading may take, and Meta to show everywhere what was said."""

NO_LONGER = _("The network no longer accepts our credentials: please reconnect the channel.")
UNUSABLE = _("The network gave no usable answer.")
_UNREADABLE = _("The network could not read a picture of this find.")
_TOO_LARGE = _("A picture of this find is too large for the network.")
SHAPE = _("A picture of this find is too tall or too wide for the network.")
_LIMITED = _("The network limits this account for now: please look there what it asks for.")

NOT_FOUND = {(100, 33), (24, 4279009)}
NOT_READY = {2207006, 2207008, 2207020, 2207027, 4279009}
UNSURE = {2207051, 2207085}
"""Said although the post may stand."""
_OUT = {102, 190}
_BUSY = {-1, 1, 2, 4, 17, 32, 341, 613, 80002}
_MAYBE = {-1, 1, 2, 4}
_FORBIDDEN = {3, 10, *range(200, 300)}
_PASSING = {2207003, 2207032, 2207042, 2207052, 2207053, 2207082, *NOT_READY, *UNSURE}
_SENTENCES = {
    2207001: _("The network takes this for spam."),
    2207004: _TOO_LARGE,
    **dict.fromkeys((2207005, 2207023, 2207026), _UNREADABLE),
    **dict.fromkeys((2207009, 36001, 36003), SHAPE),
    2207010: _("The words are too long for the network."),
    2207028: _("The network takes no fewer than two pictures at once, and no more than it says."),
    2207050: _LIMITED,
}
_DIGITS = re.compile(r"\b\d{5,7}\b")
_WORD = re.compile(r"[A-Z_]{3,60}")


def meant(answer: Answer, *wants: str, decisive: bool = False) -> Mapping[str, Any]:
    """The body of a good answer; raises the trouble that Meta's code and subcode mean, whatever its sentences say."""
    code, sub = numbers_of(answer)
    label = f"{code}/{sub}" if sub else f"{code}"
    if not code or 200 <= answer.status < 300:
        return settled(answer, *wants, decisive=decisive)
    if code in _OUT or sub == 33:
        raise Refused(NO_LONGER, reconnect=True, code=label)
    if decisive and (code in _MAYBE or sub in UNSURE or answer.status >= 500):
        raise Lost(_("The network gave no certain answer: it may have been published."), code=label)
    if sub in _SENTENCES:
        raise Refused(_SENTENCES[sub], code=label)
    if is_busy(answer) or answer.status >= 500:
        raise TryLater(_("The network asks us to come back later."), answer.wait or LATER, code=label)
    if code in _FORBIDDEN:
        raise Refused(_("The network does not allow this account to do that."), code=label)
    raise Refused(_("The network refused this as it is."), code=label)


def is_busy(answer: Answer) -> bool:
    """Whether Meta only wants to be asked later, whatever the status says."""
    code, sub = numbers_of(answer)
    return code in _BUSY or sub in _PASSING


def numbers_of(answer: Answer) -> tuple[int, int]:
    """Meta's code and subcode for what went wrong, 0 where there is none."""
    match (answer.body or {}).get("error"):
        case {"code": int(code), "error_subcode": int(sub)}:
            return code, sub
        case {"code": int(code)}:
            return code, 0
    return 0, 0


def rows(answer: Any, name: str = "data") -> list[Mapping[str, Any]]:
    """The objects of a list in an answer; none where there is no such list."""
    return told.rows(answer, name) if isinstance(answer, dict) else []


def said(row: Mapping[str, Any], *, under: str = "", url: str = "") -> Reply:
    """What somebody said, and which of our posts it answers. Raises `TryLater` for a row without its id or moment."""
    return Reply(
        reference=needed.text(row, "id"),
        url=told.text(row, "permalink") or url,
        author=told.text(row, "username"),
        text=told.text(row, "text"),
        created_at=needed.moment(row, "timestamp"),
        answers=under,
    )


def heard(replies: Iterable[Reply], cursor: str, now: datetime) -> Heard:
    """What was said since a cursor: a moment, and the references heard from it on.

    One post is read after the other, and what is said under the first meanwhile is older than what the last one tells:
    so the moment stays `SLACK` behind, and what was heard since is known by its reference.
    """
    since, *known = cursor.split(" ")
    read = {each.reference: each for each in replies}
    if not read:
        return Heard((), cursor)
    ordered = sorted(read.values(), key=lambda each: each.created_at)
    begin = max(datetime.fromisoformat(since), min(ordered[-1].created_at, now - SLACK))
    still = [each.reference for each in ordered if each.created_at >= begin]
    fresh = tuple(each for each in ordered if each.reference not in known)
    return Heard(fresh, " ".join([begin.isoformat(), *still]))


def unreadable(why: str) -> Refused:
    """A container that came to nothing; `why` holds a subcode (Instagram) or a word (Threads)."""
    number, word = _DIGITS.search(why), _WORD.search(why)
    sentence = _SENTENCES.get(int(number[0]), _UNREADABLE) if number else _UNREADABLE
    return Refused(sentence, code=(number or word or ["ERROR"])[0])
