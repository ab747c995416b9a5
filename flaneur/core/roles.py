"""Who at the desk may do what."""

from collections.abc import Mapping
from enum import StrEnum

from flaneur.core.words import gettext_noop as _


class Role(StrEnum):
    CHIEF = "chief"
    EDITOR = "editor"
    ON_CALL = "on_call"
    OBSERVER = "observer"


class Act(StrEnum):
    SEE = "see"
    REVIEW = "review"
    PUBLISH = "publish"
    RETRACT = "retract"
    SILENCE = "silence"
    LIFT = "lift"
    INVITE = "invite"
    CONNECT = "connect"
    APPOINT = "appoint"


_DESK = frozenset({Role.CHIEF, Role.EDITOR, Role.ON_CALL})
_OFFICE = frozenset({Role.CHIEF, Role.EDITOR})

ALLOWED: Mapping[Act, frozenset[Role]] = {
    Act.SEE: frozenset(Role),
    Act.REVIEW: _DESK,
    Act.PUBLISH: _DESK,
    Act.RETRACT: _DESK,
    Act.SILENCE: _DESK,
    Act.LIFT: _OFFICE,
    Act.INVITE: _OFFICE,
    Act.CONNECT: frozenset({Role.CHIEF}),
    Act.APPOINT: frozenset({Role.CHIEF}),
}

ROLE_NAMES: Mapping[Role, str] = {
    Role.CHIEF: _("editor-in-chief"),
    Role.EDITOR: _("editor"),
    Role.ON_CALL: _("on call"),
    Role.OBSERVER: _("observer"),
}


def may(role: Role, act: Act) -> bool:
    return role in ALLOWED[act]
