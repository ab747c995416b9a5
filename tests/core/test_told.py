"""Strangers' JSON: what is of another kind than we ask for is as good as absent."""

import pytest

from flaneur.core import told

STRANGE = [None, True, 1.5, [1], "word", {"a": 1}]


@pytest.mark.parametrize(
    ("ask", "good", "empty"),
    [(told.text, "word", ""), (told.number, 7, 0), (told.row, {"a": 1}, {}), (told.rows, [{"a": 1}], [])],
)
def test_only_what_is_of_the_right_kind_is_told(ask, good, empty):
    assert ask({"it": good}, "it") == good
    assert ask({}, "it") == empty
    for strange in STRANGE:
        assert ask({"it": strange}, "it") == (good if strange == good else empty)


def test_what_is_no_object_is_left_out_of_a_list():
    assert told.rows({"it": [{"a": 1}, "word", None, {"b": 2}]}, "it") == [{"a": 1}, {"b": 2}]
