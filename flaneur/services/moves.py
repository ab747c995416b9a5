"""The only writer of states: the table decides, the database arbitrates."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model, Q

from flaneur.core.errors import TooLate
from flaneur.core.find import FindState
from flaneur.core.states import Move, State, after
from flaneur.core.words import gettext_noop as _
from flaneur.models import Find

ANYBODY = Q()


def move(noun: Model, table: Mapping[tuple[State, Move], State], step: Move, guard: Q = ANYBODY, **fields: Any) -> None:
    """Move a row along its table and set fields with it, if nobody else moved it meanwhile.

    `guard` narrows who may: a worker moves only what it still owns.
    Raises `IllegalMove` when the table has no such move, `TooLate` when the row is no longer where we saw it.
    """
    states = type(next(iter(table.values())))
    before: State = states(noun.state)  # type: ignore[attr-defined]  # every noun with a table has a state
    became = after(table, before, step)
    changed = type(noun)._default_manager.filter(guard, pk=noun.pk, state=before).update(state=became, **fields)
    if not changed:
        raise TooLate(_("Somebody else was faster; please look again."))
    for name, value in {"state": became, **fields}.items():
        setattr(noun, name, value)


def lock_find(find: Find) -> FindState:
    """The find's state, which nobody else changes before this transaction ends.

    Whoever moves a publication because of its find's state takes this lock first: else a page that goes up, or is
    taken back, in the same moment would miss it.
    """
    find.state = Find.objects.select_for_update().values_list("state", flat=True).get(pk=find.pk)
    return FindState(find.state)
