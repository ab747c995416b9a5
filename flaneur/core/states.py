"""How a table of states is read; the tables themselves stand beside their nouns."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from flaneur.core.errors import IllegalMove
from flaneur.core.words import gettext_noop as _

State = TypeVar("State", bound=StrEnum)
Move = TypeVar("Move", bound=StrEnum)


def after(table: Mapping[tuple[State, Move], State], state: State, move: Move) -> State:
    """The state a move leads to. Raises `IllegalMove` when the table has no such move."""
    try:
        return table[state, move]
    except KeyError:
        raise IllegalMove(_("What is %(state)s cannot be moved by “%(move)s”."), state=state, move=move) from None


def moves_from(table: Mapping[tuple[State, Move], State], state: State) -> tuple[Move, ...]:
    """Every move the table allows from a state, in the table's order."""
    return tuple(move for (origin, move) in table if origin == state)
