"""The charter's rules: each one function, its key its name; `check` gives the remarks a guest and an editor see.

The capture page evaluates the same rules while the guest types (static/js/charter.js);
both read tests/vectors/charter.json.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from flaneur.core.dispatch import Limits
from flaneur.core.text import counted, hashtags, is_fitting, is_tagged
from flaneur.core.words import gettext_noop as _


class Effect(StrEnum):
    """How strongly a rule speaks: advice, a question, a second person, or no."""

    NUDGE = "nudge"
    ASK = "ask"
    HOLD = "hold"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a city's charter: which function, how strongly, with which parameters."""

    key: str
    effect: Effect
    parameters: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draft:
    """What a rule may look at: `alts` is the text alternative of each photo, in order; `rooms` the channels' limits."""

    words: str
    brand_tag: str
    alts: Sequence[str] = ()
    rooms: Mapping[str, Limits] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Repair:
    """What one tap does: replace the words from `start` to `end` (code points)."""

    start: int
    end: int
    replacement: str


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule has to say. `sentence` is a msgid, `values` what it names."""

    rule: str
    effect: Effect
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)
    repair: Repair | None = None


Findings = Iterable[tuple[str, Mapping[str, object], Repair | None]]

SHORTEST_ALT, LONGEST_ALT = 10, 400
"""Characters of a text alternative: practice.md rule 62, after the guides of public bodies named there."""


def brand_tag(draft: Draft, _parameters: Mapping[str, object]) -> Findings:
    """The city's one tag in its one spelling; the system adds it when it is missing, so only a variant earns a word."""
    wanted = draft.brand_tag.lstrip("#")
    for tag, start, end in hashtags(draft.words):
        if tag.casefold() == wanted.casefold() and tag != wanted:
            yield (
                _("The city's tag is written #%(wanted)s."),
                {"wanted": wanted},
                Repair(start, end, f"#{wanted}"),
            )


def alt_text(draft: Draft, _parameters: Mapping[str, object]) -> Findings:
    for number, alt in enumerate(draft.alts, start=1):
        size = len(alt.strip())
        if not size:
            yield _("Say what photo %(number)d shows, for those who cannot see it."), {"number": number}, None
        elif not SHORTEST_ALT <= size <= LONGEST_ALT:
            yield (
                _("The description of photo %(number)d has %(size)d characters; between %(least)d and %(most)d help."),
                {"number": number, "size": size, "least": SHORTEST_ALT, "most": LONGEST_ALT},
                None,
            )


def fits(draft: Draft, _parameters: Mapping[str, object]) -> Findings:
    for channel, limits in draft.rooms.items():
        if not is_fitting(draft.words, limits):
            yield (
                _("%(channel)s has room for %(limit)d characters in one post, these words have %(size)d."),
                {"channel": channel, "limit": limits.length, "size": counted(draft.words, limits)},
                None,
            )


def readable_hashtags(draft: Draft, parameters: Mapping[str, object]) -> Findings:
    """Several words in one hashtag need capitals to be read aloud: #CoinsCachés (practice.md rule 64)."""
    known = parameters.get("known", {})
    spellings = {str(k).casefold(): str(v) for k, v in known.items()} if isinstance(known, Mapping) else {}
    for tag, start, end in hashtags(draft.words):
        wanted = spellings.get(tag.casefold())
        if wanted and tag != wanted:
            yield (
                _("#%(tag)s is easier to read, and to hear, as #%(wanted)s."),
                {"tag": tag, "wanted": wanted},
                Repair(start, end, f"#{wanted}"),
            )
        elif not wanted and len(tag) > LONGEST_LOWER_CASE and tag == tag.lower() and not _is_brand(tag, draft):
            yield _("#%(tag)s looks like several words: give each a capital."), {"tag": tag}, None


LONGEST_LOWER_CASE = 12
"""A longer hashtag without capitals is taken for several words: French single words beyond it are rare."""


def few_hashtags(draft: Draft, parameters: Mapping[str, object]) -> Findings:
    """Three at most, the brand tag included: screen readers spell out every one (practice.md rule 65)."""
    most = parameters.get("most", 3)
    written = len(hashtags(draft.words)) + (not is_tagged(draft.words, draft.brand_tag))
    if isinstance(most, int) and written > most:
        yield (
            _("%(written)d hashtags with the city's own; %(most)d are enough."),
            {"written": written, "most": most},
            None,
        )


def _is_brand(tag: str, draft: Draft) -> bool:
    return tag.casefold() == draft.brand_tag.lstrip("#").casefold()


RULES: Mapping[str, Callable[[Draft, Mapping[str, object]], Findings]] = {
    rule.__name__: rule for rule in (brand_tag, alt_text, fits, readable_hashtags, few_hashtags)
}

HOUSE_RULES: tuple[Rule, ...] = (
    Rule("brand_tag", Effect.ASK),
    Rule("alt_text", Effect.BLOCK),
    Rule("fits", Effect.NUDGE),
    Rule("readable_hashtags", Effect.ASK),
    Rule("few_hashtags", Effect.ASK),
)
"""What a new city's first charter holds; only accessibility blocks, style never does."""


def check(draft: Draft, rules: Iterable[Rule]) -> tuple[Remark, ...]:
    """Every remark of these rules, in their order. Raises KeyError for a rule nobody wrote."""
    return tuple(
        Remark(rule.key, rule.effect, sentence, values, repair)
        for rule in rules
        for sentence, values, repair in RULES[rule.key](draft, rule.parameters)
    )


def is_blocked(remarks: Iterable[Remark]) -> bool:
    return any(remark.effect is Effect.BLOCK for remark in remarks)
