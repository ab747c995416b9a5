"""A tone lexicon made ready: what its JSON lists, as the meter looks it up (flaneur/lexicons/tone_*.json)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from flaneur.core.reading import Phrases

AXES = ("friend", "institution", "brochure")
Weights = tuple[float, float, float]
"""One number for each of AXES."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A word, up to three small ones between, then a word of a list or with an ending: “est” … “organisé”.

    Without a first word any word with the ending will do; without what follows, the first word alone.
    Words are compared in small letters with their accents. `not_after` looks at the word before the frame.
    """

    family: str
    between: frozenset[str]
    words: frozenset[str]
    endings: tuple[str, ...]
    but: frozenset[str]
    not_after: frozenset[str]
    is_alone: bool

    @classmethod
    def made_from(cls, family: str, told: Mapping[str, Any]) -> Self:
        then = told.get("then", {})
        return cls(
            family,
            frozenset(told.get("between", ())),
            frozenset(then.get("words", ())),
            tuple(then.get("endings", ())),
            frozenset(then.get("but", ())),
            frozenset(told.get("not_after", ())),
            "then" not in told,
        )

    def takes(self, lower: str) -> bool:
        return lower in self.words or (lower.endswith(self.endings) and lower not in self.but)


class Opening(NamedTuple):
    """The frames that begin with a word: of that word alone, by the word after it, or by the `endings` it may have."""

    alone: tuple[Frame, ...]
    by_second: Mapping[str, tuple[Frame, ...]]
    by_ending: tuple[Frame, ...]
    endings: tuple[str, ...]

    @classmethod
    def made_from(cls, frames: Sequence[Frame]) -> Self:
        return cls(
            tuple(frame for frame in frames if frame.is_alone),
            _shelved((second, frame) for frame in frames for second in frame.between | frame.words),
            tuple(frame for frame in frames if frame.endings),
            tuple({ending: None for frame in frames for ending in frame.endings}),
        )

    def going_on_with(self, lower: str) -> tuple[Frame, ...]:
        """Those of which a word may be the second."""
        found = self.by_second.get(lower, ())
        if self.endings and lower.endswith(self.endings):
            return (*found, *(frame for frame in self.by_ending if frame not in found))
        return found


@dataclass(frozen=True, slots=True)
class Calendar:
    """The words dates and hours are made of, `names` (months, weekdays, hours) and `ties`; those of practical lines."""

    names: frozenset[str]
    hours: frozenset[str]
    ties: frozenset[str]
    practical: frozenset[str]

    @classmethod
    def made_from(cls, told: Mapping[str, Iterable[str]]) -> Self:
        names = frozenset().union(told["months"], told["weekdays"], told["hours"])
        return cls(names, frozenset(told["hours"]), frozenset(told["ties"]), frozenset(told["practical"]))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What one language's file lists. `family_of` each phrase, `axis_of` each family, `frames` by their first word.

    `endings` are the frames of one word, by that word's ending; `plainer` holds the simpler words for a phrase.
    """

    language: str
    phrases: Phrases
    family_of: Mapping[str, str]
    axis_of: Mapping[str, str]
    frames: Mapping[str, Opening]
    endings: Mapping[str, tuple[Frame, ...]]
    calendar: Calendar
    plainer: Mapping[str, str]
    weights: Mapping[str, Weights]

    @classmethod
    def made_from(cls, told: Mapping[str, Any]) -> Self:
        """Raises KeyError for what is missing."""
        families: Mapping[str, Mapping[str, Any]] = told["families"]
        family_of = {entry: name for name, family in families.items() for entry in family.get("entries", ())}
        frames = [(each, Frame.made_from(name, each)) for name, f in families.items() for each in f.get("frames", ())]
        firsts = _shelved((first, frame) for each, frame in frames for first in each.get("first", ()))
        endings = _shelved((end, frame) for each, frame in frames if "first" not in each for end in frame.endings)
        return cls(
            told["language"],
            Phrases(family_of),
            family_of,
            {name: family["axis"] for name, family in families.items()},
            {first: Opening.made_from(found) for first, found in firsts.items()},
            endings,
            Calendar.made_from(told["calendar"]),
            told["plainer"],
            {name: _three(each) for name, each in told["weights"].items()},
        )


def _shelved(pairs: Iterable[tuple[str, Frame]]) -> dict[str, tuple[Frame, ...]]:
    shelves: dict[str, tuple[Frame, ...]] = {}
    for key, frame in pairs:
        shelves[key] = (*shelves.get(key, ()), frame)
    return shelves


def _three(numbers: Iterable[float]) -> Weights:
    friend, institution, brochure = numbers
    return friend, institution, brochure
