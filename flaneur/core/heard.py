"""Who and what is heard over some weeks: districts, themes, places. Never a person, never a trait."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heard:
    """A district or a theme: how many finds told of it, how many voices of the time live there.

    `wished` is the share the charter wishes for, in hundredths, None where it wishes for none.
    """

    name: str
    finds: int = 0
    voices: int = 0
    coming: int = 0
    wished: int | None = None

    @property
    def is_silent(self) -> bool:
        return not (self.finds or self.voices or self.coming)


@dataclass(frozen=True, slots=True)
class Hearing:
    """Districts and themes in the city's order; places told most often first, `partners` of `places` are partners'."""

    weeks: int
    districts: Sequence[Heard]
    themes: Sequence[Heard]
    often: Sequence[tuple[str, int]]
    places: int
    partners: int

    @property
    def silent(self) -> list[str]:
        """The districts nobody told of, nobody lives in who held the pen, and nobody who will."""
        return [district.name for district in self.districts if district.is_silent]


def tally(
    names: Mapping[str, str], *, finds: Iterable[str], voices: Iterable[str] = (), coming: Iterable[str] = ()
) -> list[Heard]:
    """How often each key of `names` was heard, under its name; other keys are left out."""
    told, spoke, will = Counter(finds), Counter(voices), Counter(coming)
    return [Heard(name, told[key], spoke[key], will[key]) for key, name in names.items()]
