"""Three needles over one text: how much it sounds like a friend, an institution, a brochure, and why."""

import math
from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from flaneur.core.reading import Phrases, Reading, standing
from flaneur.core.tone.facts import fact_lines
from flaneur.core.tone.lexicon import AXES, Lexicon, Weights
from flaneur.core.tone.marks import Mark, marks
from flaneur.core.tone.reasons import ADDRESS, AVOIDED, REASONS

USUAL_WORDS = 12
"""A sentence of this many words counts each sign once; longer texts weigh them by the root of their length."""
MOST_SIGNS = 3.0
"""Of one family, in sentences' worth: a word repeated ten times proves no more."""
LEAST_EVIDENCE = 2.5
"""Pull of all signs together below which the meter abstains: more than any one sign has, as in a draft just begun."""
LEAST_NEEDLE = 0.55
"""A verdict is given when one needle is clearly past the middle."""
UNSCORED = "unscored"
ABSTAINS = "abstains"


@dataclass(frozen=True, slots=True)
class Profile:
    """How one city wants to sound. `address` is “tu”, “vous” or nothing; `avoid` are words it does not use.

    `weights` makes a family speak louder or softer: 1 is as everywhere, 0 silences it.
    """

    address: str = ""
    avoid: tuple[str, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)


HOUSE = Profile()
PRAISE = frozenset({"praise", "sweetness"})


class ToneHit(NamedTuple):
    """One sign: where (code points), of which family and axis, why (`reason` is a msgid), and simpler words if any.

    `pull` is how far it moves the needle of its axis; nothing for what only the city's profile remarks upon.
    """

    family: str
    axis: str
    start: int
    end: int
    reason: str
    values: Mapping[str, object]
    repair: str | None
    pull: float


@dataclass(frozen=True, slots=True)
class Tone:
    """The needles, each in [0, 1] and together 1; None where the meter abstains or may not score.

    `leaning` is what they would have said: for measuring, not for showing.
    """

    friend: float | None
    institution: float | None
    brochure: float | None
    abstains: bool
    verdict: str
    hits: tuple[ToneHit, ...]
    leaning: Weights


def needles(reading: Reading, lexicon: Lexicon, profile: Profile = HOUSE, *, is_hushed: bool = False) -> Tone:
    """The tone of a text. `is_hushed`: silence, condolence and safety posts are never scored."""
    if is_hushed:
        return Tone(None, None, None, True, UNSCORED, (), _needles(()))
    signs, shares = signs_in(reading, lexicon)
    pulls = {
        name: _pull(lexicon.weights[name], share * profile.weights.get(name, 1.0)) for name, share in shares.items()
    }
    leaning = _needles(pulls.values())
    hits = (*_hits(reading, lexicon, signs, pulls), *_remarked(reading, lexicon, profile))
    evidence = sum([max(pull) - min(pull) for pull in pulls.values()])
    verdict = _verdict(leaning, evidence)
    friend, institution, brochure = (None, None, None) if verdict == ABSTAINS else leaning
    return Tone(friend, institution, brochure, verdict == ABSTAINS, verdict, hits, leaning)


def signs_in(reading: Reading, lexicon: Lexicon) -> tuple[list[Mark], dict[str, float]]:
    """The signs outside fact lines, and each family's share: its count over the root of the length, with a ceiling."""
    lines = fact_lines(reading, lexicon.calendar)
    signs = _told(marks(reading, lexicon))
    if lines:
        signs = [sign for sign in signs if not _is_in(sign.start, lines)]
    size = sum(not _is_in(start, lines) for start in reading.starts) if lines else len(reading.starts)
    length = math.sqrt(max(size, USUAL_WORDS) / USUAL_WORDS)
    return signs, {name: min(number / length, MOST_SIGNS) for name, number in _counted(signs).items()}


def _told(signs: Iterable[Mark]) -> list[Mark]:
    """In the order of the text; a single word of praise is anybody's: “une belle ville”."""
    ordered = sorted(signs, key=itemgetter(1, 2, 0))
    brochure = [sign for sign in ordered if REASONS[sign.family][0] == "brochure"]
    if len(brochure) == 1 and brochure[0].family in PRAISE:
        ordered.remove(brochure[0])
    return ordered


def _is_in(place: int, lines: Sequence[tuple[int, int]]) -> bool:
    """Found by halves: a hostile text has thousands of lines."""
    before = bisect_right(lines, (place, len(lines) and lines[-1][1]))
    return before > 0 and place < lines[before - 1][1]


def _pull(weights: Weights, share: float) -> Weights:
    friend, institution, brochure = weights
    return friend * share, institution * share, brochure * share


def _needles(pulls: Collection[Weights]) -> Weights:
    sums = [sum(axis) for axis in zip(*pulls, strict=True)] if pulls else [0.0, 0.0, 0.0]
    top = max(sums)
    raised = [math.exp(each - top) for each in sums]
    whole = sum(raised)
    return raised[0] / whole, raised[1] / whole, raised[2] / whole


def _verdict(leaning: Weights, evidence: float) -> str:
    top = max(leaning)
    return ABSTAINS if evidence < LEAST_EVIDENCE or top < LEAST_NEEDLE else AXES[leaning.index(top)]


def _hits(reading: Reading, lexicon: Lexicon, signs: list[Mark], pulls: Mapping[str, Weights]) -> list[ToneHit]:
    numbers = _counted(signs)
    told = {}
    for family, pull in pulls.items():
        axis, reason = REASONS[family]
        told[family] = axis, reason, pull[AXES.index(axis)] / numbers[family]
    hits = []
    for family, start, end, entry in signs:
        axis, reason, each = told[family]
        said = {"words": reading.text[start:end]}
        hits.append(ToneHit(family, axis, start, end, reason, said, lexicon.plainer.get(entry), each))
    return hits


def _counted(signs: Iterable[Mark]) -> Mapping[str, int]:
    numbers: dict[str, int] = {}
    for sign in signs:
        numbers[sign.family] = numbers.get(sign.family, 0) + 1
    return numbers


OTHER_ADDRESS = {"tu": ("vous", "votre", "vos"), "vous": ("tu", "toi", "te", "ta", "tes", "ton")}


def _remarked(reading: Reading, lexicon: Lexicon, profile: Profile) -> Iterable[ToneHit]:
    """What this city does not say, and how it does not speak to people: told, not weighed."""
    for hit in _avoided(profile.avoid).find(reading) if profile.avoid else ():
        yield _remark("avoid", hit.start, hit.end, AVOIDED, {"words": reading.text[hit.start : hit.end]})
    others = OTHER_ADDRESS.get(profile.address, ()) if lexicon.language == "fr" else ()
    place = next(standing(others, reading.lowers), None)
    if place is not None:
        said = {"words": reading.written[place], "address": profile.address}
        yield _remark("address", reading.starts[place], reading.ends[place], ADDRESS, said)


@lru_cache(maxsize=64)
def _avoided(entries: tuple[str, ...]) -> Phrases:
    """A city's own list, made ready once."""
    return Phrases(entries)


def _remark(family: str, start: int, end: int, reason: str, values: Mapping[str, object]) -> ToneHit:
    return ToneHit(family, "", start, end, reason, values, None, 0.0)
