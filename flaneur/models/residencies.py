"""Guests and the time they hold the pen."""

import uuid
from datetime import datetime, timedelta

from django.db import models

from flaneur.core.residency import HOLDS_A_PLACE, USUAL_UNDO, ResidencyState, is_open
from flaneur.models.constraints import one_of


class Guest(models.Model):
    """A resident as the public knows them; `user` is how they sign in. `about` {language: one line}."""

    city = models.ForeignKey("City", on_delete=models.CASCADE, related_name="guests")
    user = models.ForeignKey("User", on_delete=models.PROTECT, related_name="guests")
    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80)
    trade = models.JSONField(default=dict, blank=True)
    about = models.JSONField(default=dict, blank=True)
    district = models.CharField(max_length=20, blank=True)
    portrait = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "slug"], name="one_guest_page_for_each_slug"),
            models.UniqueConstraint(fields=["city", "user"], name="one_guest_for_each_user_of_a_city"),
        ]

    def __str__(self) -> str:
        return self.name


class Residencies(models.QuerySet["Residency"]):
    def standing(self) -> "Residencies":
        """Those that hold a place in the calendar."""
        return self.exclude(state=ResidencyState.CANCELLED)

    def at(self, instant: datetime) -> "Residencies":
        return self.standing().filter(starts_at__lte=instant, ends_at__gt=instant)

    def past(self, instant: datetime) -> "Residencies":
        return self.standing().filter(ends_at__lte=instant).order_by("-ends_at")

    def to_come(self, instant: datetime) -> "Residencies":
        return self.standing().filter(starts_at__gt=instant).order_by("starts_at")


class Residency(models.Model):
    """A window in which one guest holds the pen. Those of a city never overlap (migration 0002).

    What is approved to go out now waits `undo_minutes` first (None: the usual three), in which it can be called back as
    if it had never been approved.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    city = models.ForeignKey("City", on_delete=models.CASCADE, related_name="residencies")
    guest = models.ForeignKey("Guest", on_delete=models.PROTECT, related_name="residencies")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=20, default=ResidencyState.SCHEDULED)
    plan = models.JSONField(default=dict, blank=True)
    undo_minutes = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = Residencies.as_manager()

    class Meta:
        verbose_name_plural = "residencies"
        ordering = ["-starts_at"]
        constraints = [
            one_of("state", ResidencyState, model="residency"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="residency_ends_after_start"
            ),
        ]
        indexes = [models.Index(fields=["city", "starts_at"], name="residency_calendar")]

    def __str__(self) -> str:
        return f"{self.guest}, {self.starts_at:%Y-%m-%d} – {self.ends_at:%Y-%m-%d}"

    def is_open(self, at: datetime) -> bool:
        return is_open(ResidencyState(self.state), self.starts_at, self.ends_at, at=at)

    @property
    def undo_window(self) -> timedelta:
        return USUAL_UNDO if self.undo_minutes is None else timedelta(minutes=self.undo_minutes)

    @property
    def is_standing(self) -> bool:
        return self.state in HOLDS_A_PLACE
