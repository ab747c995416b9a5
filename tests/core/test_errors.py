"""Refusals carry their sentence and its values apart, so that the web can translate them."""

import pytest

from flaneur.core.dispatch import Account
from flaneur.core.errors import IllegalMove, NotAllowed, Refusal, TooLate, Unfit


@pytest.mark.parametrize("kind", [IllegalMove, NotAllowed, TooLate, Unfit])
def test_every_refusal_is_of_the_family(kind):
    assert issubclass(kind, Refusal)


def test_a_refusal_reads_as_a_sentence():
    refusal = Unfit("%(size)d characters; a find has room for %(most)d.", size=2400, most=2000)
    assert str(refusal) == "2400 characters; a find has room for 2000."
    assert refusal.sentence == "%(size)d characters; a find has room for %(most)d."
    assert refusal.values == {"size": 2400, "most": 2000}


def test_a_sentence_without_values_may_hold_a_percent_sign():
    assert str(Unfit("Only 5 % are left.")) == "Only 5 % are left."


def test_an_account_never_shows_its_secrets():
    account = Account("paris.example", "https://paris.example", {"password": "s3cr3t-of-the-city"})
    assert "s3cr3t" not in repr(account)
