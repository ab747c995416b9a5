"""Shares of what was told beside what a charter wishes for."""

import pytest

from flaneur.core.balance import Share, by_reader, informs, shares
from flaneur.core.reading import read
from flaneur.services.lexicons import charter_lists


def test_what_was_told_stands_beside_what_is_wished_for_and_the_rest_comes_last():
    told = {"hidden": 3, "icons": 0, "gone": 1}
    assert shares({"hidden": 60, "icons": 40}, told) == (
        Share("hidden", 60, 75),
        Share("icons", 40, 0),
        Share("", None, 25),
    )
    assert [share.gap for share in shares({"hidden": 60, "icons": 40}, told)] == [15, -40, None]


def test_where_nothing_was_told_there_is_no_share_and_no_gap():
    (share,) = shares({"hidden": 60}, {"hidden": 0})
    assert (share.told, share.gap) == (None, None)


def test_what_a_charter_names_without_a_wish_is_counted_all_the_same():
    assert shares({"hidden": None}, {"hidden": 2}) == (Share("hidden", None, 100),)


def test_a_find_for_everybody_is_half_a_find_for_each_reader():
    assert by_reader(["visitors", "both", "both", "locals", "visitors"]) == {"visitors": 3, "locals": 2}


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Le café est à 2 €, et c’est le meilleur.", True),
        ("Ouvert le dimanche, on y va en famille.", True),
        ("De 9 h à 18 h, le gardien siffle.", True),
        ("Avant 9 h, personne. Trois marches, une porte rouge.", False),
        ("", False),
    ],
)
def test_a_find_informs_when_its_words_give_a_price_or_opening_hours(words, expected):
    reading = read(words)
    assert informs(reading, charter_lists()["fr"].find(reading)) is expected
