"""What a city told, beside what its charter wishes for: shares of its pillars, its readers, its two registers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flaneur.core.charter.facts import perishing
from flaneur.core.charter.lists import Hits
from flaneur.core.find import Audience
from flaneur.core.reading import Reading

NONE_OF_THEM = ""
"""The key of what was told and belongs to nothing the charter names."""
READERS = (Audience.VISITORS.value, Audience.LOCALS.value)


@dataclass(frozen=True, slots=True)
class Share:
    """Hundredths wished for and told; None where nothing is wished for, and where nothing was told at all."""

    key: str
    wanted: int | None
    told: int | None

    @property
    def gap(self) -> int | None:
        """How many hundredths too many were told; negative for too few."""
        return None if self.wanted is None or self.told is None else self.told - self.wanted


def shares(wanted: Mapping[str, int | None], told: Mapping[str, float]) -> tuple[Share, ...]:
    """A share for each key of `wanted`, in its order; what was told beside them comes last, when there is any."""
    total = sum(told.values())
    beside = sum(number for key, number in told.items() if key not in wanted)
    counts = {key: told.get(key, 0) for key in wanted} | ({NONE_OF_THEM: beside} if beside else {})
    return tuple(
        Share(key, wanted.get(key), round(100 * number / total) if total else None) for key, number in counts.items()
    )


def by_reader(audiences: Iterable[str]) -> dict[str, float]:
    """Finds for visitors and for locals; one for everybody is half a find for each."""
    told = dict.fromkeys(READERS, 0.0)
    for audience in audiences:
        for reader in told if audience == Audience.BOTH else [audience]:
            told[reader] += 0.5 if audience == Audience.BOTH else 1
    return told


def informs(reading: Reading, hits: Hits) -> bool:
    """Whether words inform: they name a price, hours, or days of opening. All others want to make one go."""
    return "opening" in hits or any(True for _price_or_hours in perishing(reading))
