"""Vectors of the charter as the core reads them: tests/vectors/charter.json."""

from datetime import date

from flaneur.core.charter import HOUSE_RULES, RULES, Article, Draft, Effect
from flaneur.core.dispatch import Dialect, Limits, Unit
from flaneur.core.find import Consideration, Likeness
from flaneur.core.place import Discretion, Place

FACTS = {
    "place": lambda place: Place(**place),
    "discretion": Discretion,
    "consideration": Consideration,
    "likeness": Likeness,
    "rooms": lambda rooms: {name: _limits(**room) for name, room in rooms.items()},
}


def draft_of(fields):
    facts = {name: FACTS.get(name, lambda value: value)(value) for name, value in fields.items()}
    return Draft(**{"brand_tag": "#ParisJeTaime", **facts})


def articles_of(rules):
    """A whole house, or rules by their key alone, or with their effect and parameters."""
    if rules == "house":
        return HOUSE_RULES
    return [
        Article(r, RULES[r].about.effect) if isinstance(r, str) else Article(**r | {"effect": Effect(r["effect"])})
        for r in rules
    ]


def told(remark):
    repair = remark.repair
    return {
        "rule": remark.rule,
        "effect": remark.effect,
        "sentence": remark.sentence,
        "values": dict(remark.values),
        "start": remark.start,
        "end": remark.end,
        "repair": repair and {"start": repair.start, "end": repair.end, "replacement": repair.replacement},
        "version": remark.version,
    }


def _limits(*, unit, dialect="plain", **fields):
    told = {"unit": Unit(unit), "dialect": Dialect(dialect), "source": "vectors", "read_on": date(2026, 11, 23)}
    return Limits(**told, **fields)
