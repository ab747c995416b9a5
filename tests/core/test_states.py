"""The three tables of states: what is in them may happen, and nothing else."""

from itertools import product

import pytest

from flaneur.core.errors import IllegalMove
from flaneur.core.find import FIND_MOVES, OPEN_TO_THE_GUEST, FindMove, FindState
from flaneur.core.publication import PUBLICATION_MOVES, PublicationMove, PublicationState
from flaneur.core.residency import HOLDS_A_PLACE, RESIDENCY_MOVES, ResidencyMove, ResidencyState
from flaneur.core.states import after, moves_from

TABLES = {
    "find": (FIND_MOVES, FindState, FindMove),
    "publication": (PUBLICATION_MOVES, PublicationState, PublicationMove),
    "residency": (RESIDENCY_MOVES, ResidencyState, ResidencyMove),
}
FIRST = {"find": FindState.DRAFT, "publication": PublicationState.PLANNED, "residency": ResidencyState.SCHEDULED}
LAST = {
    "find": {FindState.DECLINED, FindState.WITHDRAWN, FindState.RETRACTED},
    "publication": {PublicationState.CANCELLED, PublicationState.RETRACTED},
    "residency": {ResidencyState.ENDED, ResidencyState.CANCELLED},
}
PAIRS = [(noun, *pair) for noun, (_table, states, moves) in TABLES.items() for pair in product(states, moves)]


def test_every_pair_of_state_and_move_is_judged():
    assert len(PAIRS) == 8 * 8 + 11 * 13 + 5 * 5


def test_a_move_is_in_the_table_or_illegal():
    for noun, state, move in PAIRS:
        table = TABLES[noun][0]
        if (state, move) in table:
            assert after(table, state, move) is table[state, move], (noun, state, move)
        else:
            with pytest.raises(IllegalMove) as refusal:
                after(table, state, move)
            assert refusal.value.values == {"state": state, "move": move}
            assert str(refusal.value) == f"What is {state} cannot be moved by “{move}”."


@pytest.mark.parametrize("noun", TABLES)
def test_every_state_is_reachable_from_the_first(noun):
    table, states, _moves = TABLES[noun]
    reached, grown = set(), {FIRST[noun]}
    while grown != reached:
        reached = grown
        grown = reached | {became for (state, _move), became in table.items() if state in reached}
    assert reached == set(states)


@pytest.mark.parametrize("noun", TABLES)
def test_every_move_is_good_for_something(noun):
    table, _states, moves = TABLES[noun]
    assert {move for _state, move in table} == set(moves)


@pytest.mark.parametrize("noun", TABLES)
def test_only_the_last_states_have_no_way_out(noun):
    table, states, _moves = TABLES[noun]
    assert {state for state in states if not moves_from(table, state)} == LAST[noun]


@pytest.mark.parametrize("noun", TABLES)
def test_no_move_leads_nowhere(noun):
    assert all(became is not state for (state, _move), became in TABLES[noun][0].items())


def test_moves_are_listed_in_the_order_of_the_table():
    assert moves_from(PUBLICATION_MOVES, PublicationState.UNSURE) == (
        PublicationMove.DELIVER,
        PublicationMove.RETRY,
        PublicationMove.HOLD,
        PublicationMove.CANCEL,
        PublicationMove.RETRACT,
    )


def test_only_a_person_or_a_look_up_ends_uncertainty():
    """A lost answer is never followed by another claim: it must become planned again first."""
    assert (PublicationState.UNSURE, PublicationMove.CLAIM) not in PUBLICATION_MOVES
    assert [state for (state, move) in PUBLICATION_MOVES if move is PublicationMove.CLAIM] == [PublicationState.PLANNED]


def test_what_stands_in_part_can_be_taken_back_from_wherever_it_stopped():
    stopped = {state for state, move in PUBLICATION_MOVES if move is PublicationMove.RETRACT}
    assert stopped == set(PublicationState) - {
        PublicationState.CANCELLED,
        PublicationState.RETRACTING,
        PublicationState.RETRACTED,
    }


def test_nothing_is_gone_but_by_having_been_asked_to_go():
    before = {state for (state, _move), became in PUBLICATION_MOVES.items() if became is PublicationState.RETRACTED}
    assert before == {PublicationState.RETRACTING, PublicationState.STRANDED}


def test_nothing_leaves_without_an_approval():
    before = {state for (state, _move), became in FIND_MOVES.items() if became is FindState.PUBLISHED}
    assert before == {FindState.APPROVED}
    assert [state for (state, _), became in FIND_MOVES.items() if became is FindState.APPROVED] == [FindState.SUBMITTED]


def test_the_guest_may_change_exactly_what_may_still_be_submitted():
    assert {state for state, move in FIND_MOVES if move is FindMove.SUBMIT} == OPEN_TO_THE_GUEST


def test_only_a_cancelled_residency_frees_its_place():
    assert set(ResidencyState) - HOLDS_A_PLACE == {ResidencyState.CANCELLED}
