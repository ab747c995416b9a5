"""The catalogue's page tells of every rule where it is, and of every number where it lives."""

import re

from flaneur.core.charter import RULES
from scripts.docs import REFERENCE

PAGE = (REFERENCE / "charter-catalogue.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+) \| .+? \| ([ASH]) \| (.+) \|$", PAGE, re.MULTILINE)
KINDS = {"A": "automatic", "S": "assisted", "H": "human"}


def keys(cell):
    return [key for key in re.findall(r"`(\w+)`", cell) if key in RULES]


def test_each_of_the_75_has_one_row_and_a_place():
    assert [int(number) for number, _kind, _where in ROWS] == list(range(1, 76))
    places = ("kept", "half kept", "not yet", "a person's judgement", "`")
    assert [where for _number, _kind, where in ROWS if not where.startswith(places)] == []


def test_each_rule_stands_in_the_row_of_its_number_and_is_of_its_kind():
    told = {key: (int(number), KINDS[kind]) for number, kind, where in ROWS for key in keys(where) if _is_first(where)}
    assert told == {key: (rule.about.number, rule.about.kind) for key, rule in RULES.items() if rule.about.number}
    unnumbered = ["fits", "contact", "named_person", "agreement"]
    assert [key for key, rule in RULES.items() if not rule.about.number] == unnumbered


def _is_first(where):
    """A row that begins with a rule is where it lives; others may mention one."""
    return where.startswith("`")
