"""Who at the desk may do what, written out once more so that no change goes unnoticed."""

from flaneur.core.roles import ALLOWED, Act, Role, may

EXPECTED = {
    Role.CHIEF: set(Act),
    Role.EDITOR: set(Act) - {Act.CONNECT, Act.APPOINT, Act.CHARTER},
    Role.ON_CALL: {Act.SEE, Act.REVIEW, Act.PUBLISH, Act.RETRACT, Act.SILENCE},
    Role.OBSERVER: {Act.SEE},
}


def test_a_role_allows_exactly_its_acts():
    assert {role: {act for act in Act if may(role, act)} for role in Role} == EXPECTED


def test_every_act_is_somebodys():
    assert set(ALLOWED) == set(Act)
    assert all(ALLOWED.values())


def test_whoever_may_publish_may_also_silence():
    """The switch is for the person who is awake, not for the one with the title."""
    assert ALLOWED[Act.PUBLISH] <= ALLOWED[Act.SILENCE]
