"""The content of a charter: what one version of it says, as values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from flaneur.core.charter.check import Article
from flaneur.core.charter.rule import RULES, Effect

HOUSE_RULES = tuple(Article(rule.key, rule.about.effect) for rule in RULES.values())
"""What a new city's first charter holds: everything, as strongly as the catalogue advises."""

TONE, THREAD = "tone", "thread"
"""Beside the languages, a version keeps among its texts how the city sounds (services/tones.py) and its threads."""


class Thread(StrEnum):
    """Whether the parts of a thread say 1/3, 2/3, 3/3."""

    PLAIN = "plain"
    NUMBERED = "numbered"


@dataclass(frozen=True, slots=True)
class Book:
    """What a version of a charter holds; shapes as models/charters.py says. An empty `brand_tag` is the city's own."""

    brand_tag: str = ""
    text: Mapping[str, Any] = field(default_factory=dict)
    pillars: Sequence[Mapping[str, Any]] = ()
    balance: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    articles: Sequence[Article] = HOUSE_RULES

    def with_articles(self, articles: Sequence[Article]) -> "Book":
        """The same book with other rules."""
        return replace(self, articles=tuple(articles))

    @property
    def thread(self) -> Thread:
        return thread_in(self.text)

    def with_thread(self, thread: Thread) -> "Book":
        """The same book with other threads; plain ones are nothing to write down."""
        text = {name: told for name, told in self.text.items() if name != THREAD}
        return replace(self, text=text if thread is Thread.PLAIN else {**text, THREAD: thread})

    def with_the_systems_own(self) -> tuple[Article, ...]:
        """The articles, with what the system does by itself: no charter leaves that out."""
        known = {article.key for article in self.articles}
        missing = (a for a in HOUSE_RULES if a.effect is Effect.SYS and a.key not in known)
        return (*self.articles, *missing)


def thread_in(text: Mapping[str, Any]) -> Thread:
    """How a charter with these texts threads."""
    return Thread(text.get(THREAD, Thread.PLAIN))
