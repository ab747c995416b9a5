"""How a city's finds stand beside what its charter wishes for."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flaneur.core.balance import READERS, Share, by_reader, informs, shares
from flaneur.core.charter.check import ANY_LANGUAGE
from flaneur.core.reading import read
from flaneur.models import Charter
from flaneur.services.lexicons import charter_lists

MOST_FINDS = 500
"""Newest finds looked at: more than two a day over half a year."""

Told = tuple[str, str, str, str]
"""Pillar, audience, words and language of a find."""


@dataclass(frozen=True, slots=True)
class Balance:
    """Shares of what was told; `finds` is how many were looked at."""

    finds: int
    pillars: tuple[Share, ...]
    audiences: tuple[Share, ...]
    registers: tuple[Share, ...]


def balance_of(charter: Charter, *, since: datetime) -> Balance:
    """What the city of this charter has told since then, and still tells, in one query."""
    told = charter.city.finds.told_since(since).values_list("pillar", "audience", "words", "language")
    return _balance(charter, list(told[:MOST_FINDS]))


def wishes_of(charter: Charter) -> Balance:
    """What a version wishes for, beside nothing told."""
    return _balance(charter, [])


def _balance(charter: Charter, finds: Sequence[Told]) -> Balance:
    informing = sum(_informs(words, language) for _pillar, _audience, words, language in finds)
    registers = {"inspiration": len(finds) - informing, "information": informing}
    return Balance(
        finds=len(finds),
        pillars=shares({p["key"]: p.get("share") for p in charter.pillars}, Counter(find[0] for find in finds)),
        audiences=shares(_wished(charter, "audiences", READERS), by_reader(find[1] for find in finds)),
        registers=shares(_wished(charter, "registers", registers), registers),
    )


def _wished(charter: Charter, name: str, keys: Iterable[str]) -> dict[str, int | None]:
    return {**dict.fromkeys(keys), **charter.balance.get(name, {})}


def _informs(words: str, language: str) -> bool:
    reading, known = read(words), charter_lists()
    return informs(reading, known.get(language, known[ANY_LANGUAGE]).find(reading))
