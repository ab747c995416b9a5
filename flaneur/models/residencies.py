"""Guests and the time they hold the pen."""

import uuid
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from django.db import models

from flaneur.core.guest import Age, Speaker, Standing
from flaneur.core.residency import USUAL_UNDO, ResidencyState, is_open
from flaneur.models.constraints import one_of


class Guest(models.Model):
    """A resident as the public knows them; `user` is how they sign in. `about` {language: one line}.

    `portrait` is the name of what the public sees, `portrait_offered` of what the desk has not looked at yet.
    `portrait_lent_at` is when they last said yes to its being shown, while they hold the pen, on the city's accounts
    that wished for it by then (None: a no).
    """

    city = models.ForeignKey("City", on_delete=models.CASCADE, related_name="guests")
    user = models.ForeignKey("User", on_delete=models.PROTECT, related_name="guests")
    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80)
    trade = models.JSONField(default=dict, blank=True)
    about = models.JSONField(default=dict, blank=True)
    district = models.CharField(max_length=20, blank=True)
    portrait = models.CharField(max_length=200, blank=True)
    portrait_offered = models.CharField(max_length=200, blank=True)
    portrait_lent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city", "slug"], name="one_guest_page_for_each_slug"),
            models.UniqueConstraint(fields=["city", "user"], name="one_guest_for_each_user_of_a_city"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def portrait_version(self) -> str:
        """Another one for every other picture: caches keep each for a day."""
        return PurePosixPath(self.portrait).stem[-8:]


class Residencies(models.QuerySet["Residency"]):
    def standing(self) -> "Residencies":
        """Those that hold a place in the calendar."""
        return self.exclude(state=ResidencyState.CANCELLED)

    def told(self, instant: datetime) -> "Residencies":
        """Those the public is told of: while a pen rests, nobody holds it."""
        return self.standing().exclude(state=ResidencyState.PAUSED, ends_at__gt=instant)

    def at(self, instant: datetime) -> "Residencies":
        return self.standing().filter(starts_at__lte=instant, ends_at__gt=instant)

    def past(self, instant: datetime) -> "Residencies":
        return self.standing().filter(ends_at__lte=instant).order_by("-ends_at")

    def to_come(self, instant: datetime) -> "Residencies":
        return self.standing().filter(starts_at__gt=instant).order_by("starts_at")


class Residency(models.Model):
    """A window in which one guest holds the pen. Those of a city never overlap (migration 0002).

    `cheered_at` is when its guest, after a quiet day, got the one friendly word a stay may bring.
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
    cheered_at = models.DateTimeField(null=True, blank=True)
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


class Choice(models.Model):
    """Why the desk asked this guest to this stay; for the desk only.

    `profile` is what somebody saw of them in public, `answers` {rule: what the desk says to its question}.
    """

    residency = models.OneToOneField("Residency", on_delete=models.CASCADE, related_name="choice")
    speaker = models.CharField(max_length=20, default=Speaker.UNSAID)
    reasons = models.TextField(blank=True)
    profile = models.TextField(blank=True)
    looked_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    answers = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [one_of("speaker", Speaker, model="choice")]

    def __str__(self) -> str:
        return f"{self.residency}: {self.reasons}"


class Agreement(models.Model):
    """A guest's yes to the charter for one stay: which version, when, and what they said. No birth date, no paper.

    `consent_seen_by` is who at the desk saw the written yes of a minor's parents.
    """

    residency = models.OneToOneField("Residency", on_delete=models.CASCADE, related_name="agreement")
    charter = models.ForeignKey("Charter", on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField()
    age = models.CharField(max_length=20, default=Age.UNSAID)
    standing = models.CharField(max_length=20, default=Standing.UNASKED)
    has_lock = models.BooleanField(default=False)
    interests = models.TextField(blank=True)
    consent_seen_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    consent_seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("age", Age, model="agreement"),
            one_of("standing", Standing, model="agreement"),
        ]

    def __str__(self) -> str:
        return f"{self.residency}, {self.charter}"

    @property
    def declared(self) -> list[str]:
        """The names of what its guest has a part in, one for each line or comma."""
        names = self.interests.replace(",", "\n").splitlines()
        return [name.strip() for name in names if name.strip()]
