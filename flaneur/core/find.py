"""The life of a find: from the guest's phone to its page on the city's site."""

from collections.abc import Mapping
from enum import StrEnum


class FindState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    APPROVED = "approved"
    PUBLISHED = "published"
    RETRACTED = "retracted"


class FindMove(StrEnum):
    SUBMIT = "submit"
    APPROVE = "approve"
    UNDO = "undo"
    RETURN = "return"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    PUBLISH = "publish"
    RETRACT = "retract"


FIND_MOVES: Mapping[tuple[FindState, FindMove], FindState] = {
    (FindState.DRAFT, FindMove.SUBMIT): FindState.SUBMITTED,
    (FindState.DRAFT, FindMove.WITHDRAW): FindState.WITHDRAWN,
    (FindState.SUBMITTED, FindMove.APPROVE): FindState.APPROVED,
    (FindState.SUBMITTED, FindMove.RETURN): FindState.RETURNED,
    (FindState.SUBMITTED, FindMove.DECLINE): FindState.DECLINED,
    (FindState.SUBMITTED, FindMove.WITHDRAW): FindState.WITHDRAWN,
    (FindState.RETURNED, FindMove.SUBMIT): FindState.SUBMITTED,
    (FindState.RETURNED, FindMove.WITHDRAW): FindState.WITHDRAWN,
    (FindState.APPROVED, FindMove.UNDO): FindState.SUBMITTED,
    (FindState.APPROVED, FindMove.PUBLISH): FindState.PUBLISHED,
    (FindState.APPROVED, FindMove.RETRACT): FindState.RETRACTED,
    (FindState.PUBLISHED, FindMove.RETRACT): FindState.RETRACTED,
}

OPEN_TO_THE_GUEST = frozenset({FindState.DRAFT, FindState.RETURNED})


class Audience(StrEnum):
    VISITORS = "visitors"
    LOCALS = "locals"
    BOTH = "both"


class Consideration(StrEnum):
    """What a guest got in return for a find."""

    UNSAID = "unsaid"
    NOTHING = "nothing"
    KIND = "kind"
    MONEY = "money"


class Likeness(StrEnum):
    """Who can be recognised in the photos, and whether they, or a child's parents in writing, agreed."""

    UNSAID = "unsaid"
    NOBODY = "nobody"
    ADULTS_AGREED = "adults agreed"
    ADULTS_UNASKED = "adults unasked"
    CHILD_AGREED = "child agreed"
    CHILD_UNASKED = "child unasked"
