"""The charter of a city, in versions; a published version never changes."""

from typing import Any

from django.db import models

from flaneur.core.charter import THREAD, TONE, Article, Book, Effect, Thread, thread_in


class Charters(models.QuerySet["Charter"]):
    def current(self) -> "Charter":
        """The newest version. Raises `Charter.DoesNotExist` for a city without one."""
        return self.latest("version")


class Charter(models.Model):
    """One version: text for people, pillars, and rules as data.

    `text` {language: {"intro": "...", "love": [...], "avoid": [...], "examples": [...]}} and, beside the languages,
    "tone" and "thread" (core/charter/book.py); `pillars` [{"key", "name": {language: ...}, "share"}], `balance`
    {"audiences": {...}, "registers": {...}} in hundredths; `rules` [{"key", "effect", "parameters", "sentence"}].
    `brand_tag` is the city's at that time.
    """

    city = models.ForeignKey("City", on_delete=models.CASCADE, related_name="charters")
    version = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    brand_tag = models.CharField(max_length=60, blank=True)
    text = models.JSONField(default=dict)
    pillars = models.JSONField(default=list)
    balance = models.JSONField(default=dict, blank=True)
    rules = models.JSONField(default=list)

    objects = Charters.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "version"], name="one_charter_for_each_version")]

    def __str__(self) -> str:
        return f"{self.city} v{self.version}"

    @property
    def articles(self) -> tuple[Article, ...]:
        return tuple(
            Article(r["key"], Effect(r["effect"]), r.get("parameters", {}), r.get("sentence", {})) for r in self.rules
        )

    @property
    def book(self) -> Book:
        """What this version says, to be read or to begin the next one with."""
        return Book(self.brand_tag or self.city.brand_tag, self.text, tuple(self.pillars), self.balance, self.articles)

    @property
    def words(self) -> dict[str, Any]:
        """What people read, by language: the text without what only programs are told."""
        return {code: words for code, words in self.text.items() if code not in {TONE, THREAD}}

    @property
    def thread(self) -> Thread:
        return thread_in(self.text)

    def pillar(self, key: str) -> dict[str, Any]:
        """The pillar with this key, or an empty one when this version does not know it."""
        return next((pillar for pillar in self.pillars if pillar["key"] == key), {"key": key, "name": {}})
