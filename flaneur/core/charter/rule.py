"""What a rule of the charter is: its function, what it may say, how strongly, and where it comes from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from flaneur.core.charter.draft import Seen


class Effect(StrEnum):
    """How strongly a rule speaks: done by the system, advice, a question, a second person, or no."""

    SYS = "sys"
    NUDGE = "nudge"
    ASK = "ask"
    HOLD = "hold"
    BLOCK = "block"


class Kind(StrEnum):
    """Who decides: the software alone, or a person whom it makes attentive."""

    AUTOMATIC = "automatic"
    ASSISTED = "assisted"


class Ground(StrEnum):
    """What a rule protects."""

    STYLE = "style"
    LAW = "law"
    SAFETY = "safety"
    ACCESS = "access"
    ACCESSIBILITY = "accessibility"


class Takes(StrEnum):
    """What a parameter is made of: a whole number, phrases, pairs of phrases, or periods “2025-09-01/2026-03-22”."""

    NUMBER = "number"
    TEXTS = "texts"
    PAIRS = "pairs"
    PERIODS = "periods"


STYLE_NEVER_BLOCKS = (Effect.NUDGE, Effect.ASK, Effect.HOLD)


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a city may set: `meaning` is a msgid, `default` what holds when it does not."""

    name: str
    takes: Takes
    default: Any
    meaning: str


@dataclass(frozen=True, slots=True)
class Repair:
    """What one tap does: replace the words from `start` to `end` (code points)."""

    start: int
    end: int
    replacement: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule noticed: which of its sentences says it, the values that names, where, and what to write there."""

    says: str
    values: Mapping[str, object] = field(default_factory=dict)
    start: int | None = None
    end: int | None = None
    replacement: str | None = None

    @property
    def repair(self) -> Repair | None:
        if self.start is None or self.end is None or self.replacement is None:
            return None
        return Repair(self.start, self.end, self.replacement)


Findings = Iterator[Finding]
Given = Mapping[str, Any]
Judge = Callable[[Any, Given], Findings]
"""A rule's function: what it looks at (`About.looks_at`) and its parameters give what it noticed."""


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a rule beside its function.

    `number` is its place among the 75 rules gathered from accounts like ours (docs/reference/charter-catalogue.md);
    `why` the article a guest reads, a msgid; `says` the sentences it may say, msgids by name; `lists` the phrases it
    looks for; `looks_at` what is handed to it: a draft that was read, or what is known of a guest and their stay;
    `on_phone` is False for what only the server knows.
    """

    effect: Effect
    ground: Ground
    why: str
    source: str
    says: Mapping[str, str]
    number: int | None = None
    kind: Kind = Kind.AUTOMATIC
    parameters: Sequence[Parameter] = ()
    lists: Sequence[str] = ()
    looks_at: type = Seen
    on_phone: bool = True


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the catalogue. Its key is the name of its function, its theme that of its file.

    `needs` are the lists without a hit in the words of which it is silent; empty when it looks at more than lists.
    """

    key: str
    theme: str
    judge: Judge
    about: About
    defaults: Given
    needs: frozenset[str] = frozenset()

    @property
    def effects(self) -> tuple[Effect, ...]:
        """Those a city may choose from; what the system does by itself is no choice, and style never blocks."""
        if self.about.effect is Effect.SYS:
            return (Effect.SYS,)
        return STYLE_NEVER_BLOCKS if self.about.ground is Ground.STYLE else (*STYLE_NEVER_BLOCKS, Effect.BLOCK)


RULES: dict[str, Rule] = {}
"""The catalogue, in the order in which remarks are made; `rule` and `listed` write it."""


def rule(about: About) -> Callable[[Judge], Judge]:
    """Enter a function in the catalogue. Raises ValueError for a key that is taken, or an effect it may not have."""

    def entered(judge: Judge) -> Judge:
        _enter(judge.__name__, judge.__module__, judge, about)
        return judge

    return entered


def listed(module: str, key: str, about: About) -> None:
    """Enter a rule that only looks for phrases: each list has the sentence of its name, and may offer other words.

    `module` is the file it stands in, its `__name__`.
    """

    def judge(seen: Seen, _given: Given) -> Findings:
        for name in about.lists:
            yield from heard(seen, name)

    _enter(key, module, judge, about, frozenset(about.lists))


def heard(seen: Seen, name: str) -> Findings:
    """A finding for each phrase of a list in the words, with the words that would do better when the list has them."""
    for hit in seen.hits.get(name, ()):
        found = seen.draft.words[hit.start : hit.end]
        better = seen.lists.better(name, hit.entry)
        yield Finding(name, {"found": found, **({"better": better} if better else {})}, hit.start, hit.end, better)


def _enter(key: str, theme: str, judge: Judge, about: About, needs: frozenset[str] = frozenset()) -> None:
    defaults = {parameter.name: parameter.default for parameter in about.parameters}
    entry = Rule(key, theme.rpartition(".")[2], judge, about, defaults, needs)
    if key in RULES or about.effect not in entry.effects:
        raise ValueError(f"{key} is in the catalogue already, or may not {about.effect}")
    RULES[key] = entry
