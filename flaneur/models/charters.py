"""The charter of a city, in versions; a published version never changes."""

from typing import Any

from django.db import models

from flaneur.core.charter import Effect, Rule


class Charters(models.QuerySet["Charter"]):
    def current(self) -> "Charter":
        """The newest version. Raises `Charter.DoesNotExist` for a city without one."""
        return self.latest("version")


class Charter(models.Model):
    """One version: text for people, pillars, and rules as data.

    `text` {language: {"love": [...], "avoid": [...], "intro": "..."}}, `pillars` [{"key", "name": {language: ...}}],
    `rules` [{"key", "effect", "parameters"}].
    """

    city = models.ForeignKey("City", on_delete=models.CASCADE, related_name="charters")
    version = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    text = models.JSONField(default=dict)
    pillars = models.JSONField(default=list)
    rules = models.JSONField(default=list)

    objects = Charters.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city", "version"], name="one_charter_for_each_version")]

    def __str__(self) -> str:
        return f"{self.city} v{self.version}"

    @property
    def rule_book(self) -> tuple[Rule, ...]:
        return tuple(Rule(r["key"], Effect(r["effect"]), r.get("parameters", {})) for r in self.rules)

    def pillar(self, key: str) -> dict[str, Any]:
        """The pillar with this key, or an empty one when this version does not know it."""
        return next((pillar for pillar in self.pillars if pillar["key"] == key), {"key": key, "name": {}})
