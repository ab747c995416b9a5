"""A charter's articles held against a draft: remarks, and what follows from them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flaneur.core.charter.draft import Draft, Seen, see
from flaneur.core.charter.lists import NO_LISTS, Lists
from flaneur.core.charter.rule import RULES, Effect, Finding, Repair, Rule
from flaneur.core.reading import Reading, read

ANY_LANGUAGE = "*"
"""Under which key lexicons hold what is looked for in a language they have no lists of."""


@dataclass(frozen=True, slots=True)
class Article:
    """A rule put in force by a charter: how strongly, with which parameters, in which words of the city's own."""

    key: str
    effect: Effect
    parameters: Mapping[str, Any] = field(default_factory=dict)
    sentence: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Remark:
    """What an article has to say. `sentence` is a msgid, `values` what it names; `version` that of the charter."""

    rule: str
    effect: Effect
    sentence: str
    values: Mapping[str, object] = field(default_factory=dict)
    start: int | None = None
    end: int | None = None
    repair: Repair | None = None
    version: int = 0


def check(
    draft: Draft,
    articles: Iterable[Article],
    lexicons: Mapping[str, Lists] | None = None,
    *,
    version: int = 0,
    reading: Reading | None = None,
) -> tuple[Remark, ...]:
    """Every remark of these articles, in their order. Raises KeyError for a rule nobody wrote.

    `reading` is that of the draft's words, from whoever has read them already.
    """
    known = lexicons or {}
    lists = known.get(draft.language) or known.get(ANY_LANGUAGE, NO_LISTS)
    seen = see(draft, reading or read(draft.words), lists)
    remarks: list[Remark] = []
    for article in articles:
        rule = RULES[article.key]
        if rule.about.looks_at is not Seen or (rule.needs and rule.needs.isdisjoint(seen.hits)):
            continue
        given = {**rule.defaults, **article.parameters} if rule.defaults else article.parameters
        for found in rule.judge(seen, given):
            remarks.append(_remark(rule, article, found, version))
    return tuple(remarks)


def check_guest(known: object, articles: Iterable[Article], *, version: int = 0) -> tuple[Remark, ...]:
    """The remarks of those articles that look at this: a choice, an agreement, a lull, a pin."""
    return tuple(remark for article in articles for remark in _judged(known, article, version))


def unreasoned(remarks: Iterable[Remark], reasons: Mapping[str, str]) -> tuple[Remark, ...]:
    """What the desk has to say a word to before it chooses somebody: questions, and what wants a second look."""
    asking = (remark for remark in remarks if remark.effect in {Effect.ASK, Effect.HOLD})
    return tuple(remark for remark in asking if not reasons.get(remark.rule, "").strip())


def _judged(known: object, article: Article, version: int) -> list[Remark]:
    rule = RULES[article.key]
    if not isinstance(known, rule.about.looks_at):
        return []
    found = rule.judge(known, {**rule.defaults, **article.parameters})
    return [_remark(rule, article, each, version) for each in found]


def _remark(known: Rule, article: Article, found: Finding, version: int) -> Remark:
    sentence = known.about.says[found.says]
    return Remark(article.key, article.effect, sentence, found.values, found.start, found.end, found.repair, version)


def mended(words: str, remarks: Iterable[Remark]) -> str:
    """The words with what the system puts right by itself; every other repair waits for a tap."""
    pieces, at = [], 0
    for repair in sorted(_own_repairs(remarks), key=lambda repair: repair.start):
        if repair.start >= at:
            pieces += [words[at : repair.start], repair.replacement]
            at = repair.end
    return "".join([*pieces, words[at:]])


def _own_repairs(remarks: Iterable[Remark]) -> list[Repair]:
    return [remark.repair for remark in remarks if remark.effect is Effect.SYS and remark.repair]


def speaking(remarks: Iterable[Remark], effect: Effect) -> tuple[Remark, ...]:
    return tuple(remark for remark in remarks if remark.effect is effect)


def is_blocked(remarks: Iterable[Remark]) -> bool:
    return bool(speaking(remarks, Effect.BLOCK))


def unanswered(remarks: Iterable[Remark], reasons: Mapping[str, str]) -> tuple[Remark, ...]:
    """The questions a guest has not answered yet; `reasons` holds a reason, or nothing but a yes, for a rule's key."""
    return tuple(remark for remark in speaking(remarks, Effect.ASK) if remark.rule not in reasons)
