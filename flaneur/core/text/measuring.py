"""Everything a person wants to know of a text on a network, at once."""

from dataclasses import dataclass, replace

from flaneur.core.dispatch import Limits
from flaneur.core.text.counting import acceptable, counted, is_fitting, length, signs
from flaneur.core.text.fitting import fit
from flaneur.core.text.networks import LIMITS
from flaneur.core.text.spans import Span


@dataclass(frozen=True, slots=True)
class Measure:
    """`length` and `limit` in the network's unit.

    `pieces` is the text in posts that fit, one after the other, nothing lost but the white space between them; empty
    when no break brings it there.
    """

    length: int
    limit: int
    fits: bool
    hashtags: tuple[Span, ...]
    mentions: tuple[Span, ...]
    links: tuple[Span, ...]
    pieces: tuple[str, ...]


def measure(text: str, network: str | Limits, *, spoiler: str = "") -> Measure:
    """A text on a network, known by its name or by its limits. Raises KeyError for a name nobody knows."""
    limits = LIMITS[network] if isinstance(network, str) else network
    found = signs(text, limits.dialect)
    return Measure(
        length=counted(text, limits, spoiler=spoiler),
        limit=limits.length,
        fits=is_fitting(text, limits, spoiler=spoiler) and acceptable(text, limits) == text,
        hashtags=found.hashtags,
        mentions=found.mentions,
        links=found.links,
        pieces=_pieces(text, replace(limits, length=limits.length - length(spoiler, limits.unit))),
    )


def _pieces(text: str, limits: Limits) -> tuple[str, ...]:
    try:
        return fit(text, "", limits, threads=True)
    except ValueError:
        return ()
