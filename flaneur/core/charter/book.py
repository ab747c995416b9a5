"""The content of a charter: what one version of it says, as values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flaneur.core.charter.check import Article
from flaneur.core.charter.rule import RULES, Effect

HOUSE_RULES = tuple(Article(rule.key, rule.about.effect) for rule in RULES.values())
"""What a new city's first charter holds: everything, as strongly as the catalogue advises."""


@dataclass(frozen=True, slots=True)
class Book:
    """What a version of a charter holds; shapes as models/charters.py says. An empty `brand_tag` is the city's own."""

    brand_tag: str = ""
    text: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    pillars: Sequence[Mapping[str, Any]] = ()
    balance: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    articles: Sequence[Article] = HOUSE_RULES

    def with_articles(self, articles: Sequence[Article]) -> "Book":
        """The same book with other rules."""
        return replace(self, articles=tuple(articles))

    def with_the_systems_own(self) -> tuple[Article, ...]:
        """The articles, with what the system does by itself: no charter leaves that out."""
        known = {article.key for article in self.articles}
        missing = (a for a in HOUSE_RULES if a.effect is Effect.SYS and a.key not in known)
        return (*self.articles, *missing)
