"""Finds and their photos."""

import uuid
from datetime import datetime
from textwrap import shorten

from django.db import models

from flaneur.core.find import Audience, Consideration, FindState, Likeness
from flaneur.core.later import Later
from flaneur.core.place import Discretion, Place, shown
from flaneur.models.constraints import one_of
from flaneur.models.people import User


class Finds(models.QuerySet["Find"]):
    def public(self) -> "Finds":
        """What the city's site shows, with what a card needs."""
        return self.filter(state=FindState.PUBLISHED).select_related("guest").prefetch_related("photos")

    def newest(self) -> "Finds":
        return self.order_by("-published_at", "-id")

    def told_since(self, instant: datetime) -> "Finds":
        """What went up since then and is still there, newest first."""
        return self.filter(state=FindState.PUBLISHED, published_at__gte=instant).newest()

    def waiting(self) -> "Finds":
        """The review queue, oldest first."""
        return (
            self.filter(state=FindState.SUBMITTED)
            .select_related("guest")
            .prefetch_related("photos")
            .order_by("submitted_at")
        )

    def in_district(self, code: str) -> "Finds":
        return self.filter(district=code).exclude(discretion=Discretion.SECRET)


class Find(models.Model):
    """A small surprise of the city, seen by a guest. The phone makes its id: the same capture twice is one find.

    `lent_at` is when its guest lent this very find to the city; `reasons` {rule: what its guest says to its question};
    `vouched_by` who, beside whoever approves, read a find on which a rule asks for two; `later` is what its guest asked
    for, `may_show_at` from when it may therefore be shown, None for at once.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    city = models.ForeignKey("City", on_delete=models.CASCADE, related_name="finds")
    guest = models.ForeignKey("Guest", on_delete=models.PROTECT, related_name="finds")
    residency = models.ForeignKey("Residency", on_delete=models.PROTECT, related_name="finds")
    charter = models.ForeignKey("Charter", on_delete=models.PROTECT, related_name="finds", null=True, blank=True)
    words = models.TextField(blank=True)
    language = models.CharField(max_length=10, default="fr")
    pillar = models.CharField(max_length=40, blank=True)
    audience = models.CharField(max_length=20, default=Audience.BOTH)
    place_name = models.CharField(max_length=120, blank=True)
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    district = models.CharField(max_length=20, blank=True)
    discretion = models.CharField(max_length=20, default=Discretion.STREET)
    state = models.CharField(max_length=20, default=FindState.DRAFT)
    remark = models.TextField(blank=True)
    consideration = models.CharField(max_length=20, default=Consideration.UNSAID)
    likeness = models.CharField(max_length=20, default=Likeness.UNSAID)
    reasons = models.JSONField(default=dict, blank=True)
    lent_at = models.DateTimeField(null=True, blank=True)
    vouched_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    vouched_at = models.DateTimeField(null=True, blank=True)
    later = models.CharField(max_length=20, default=Later.NOW)
    may_show_at = models.DateTimeField(null=True, blank=True)
    captured_at = models.DateTimeField()
    received_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    retracted_at = models.DateTimeField(null=True, blank=True)

    objects = Finds.as_manager()

    class Meta:
        constraints = [
            one_of("state", FindState, model="find"),
            one_of("audience", Audience, model="find"),
            one_of("discretion", Discretion, model="find"),
            one_of("consideration", Consideration, model="find"),
            one_of("likeness", Likeness, model="find"),
            one_of("later", Later, model="find"),
            models.CheckConstraint(
                # Said outright that neither is NULL: a check that comes out as NULL passes.
                condition=models.Q(lon__isnull=True, lat__isnull=True)
                | models.Q(lon__isnull=False, lat__isnull=False, lon__range=(-180, 180), lat__range=(-90, 90)),
                name="find_point_is_on_earth",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=FindState.PUBLISHED) | models.Q(published_at__isnull=False),
                name="published_find_has_a_date",
            ),
        ]
        indexes = [
            models.Index(fields=["city", "state", "-published_at"], name="find_wall"),
            models.Index(fields=["city", "state", "submitted_at"], name="find_queue"),
        ]

    def __str__(self) -> str:
        return shorten(self.words, 60, placeholder="…") or str(self.id)

    @property
    def place(self) -> Place:
        """What the guest gave; for the desk only."""
        return Place(self.place_name, self.lon, self.lat, self.district)

    @property
    def shown_place(self) -> Place:
        """What may leave the desk."""
        return shown(self.place, Discretion(self.discretion))


class Photo(models.Model):
    """A photo of a find. `original` and `metadata` (position, camera) stay private; renditions carry neither.

    `renditions` [{"width", "height", "name", "size"}]; `focus_x`, `focus_y` in [0, 1] from the top left.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    find = models.ForeignKey("Find", on_delete=models.CASCADE, related_name="photos")
    position = models.PositiveSmallIntegerField(default=0)
    digest = models.CharField(max_length=64)
    original = models.CharField(max_length=200)
    metadata = models.JSONField(default=dict, blank=True)
    alt = models.CharField(max_length=1000, blank=True)
    focus_x = models.FloatField(default=0.5)
    focus_y = models.FloatField(default=0.5)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    colour = models.CharField(max_length=7, default="#cccccc")
    renditions = models.JSONField(default=list)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["find", "position"], name="one_photo_for_each_position"),
            models.UniqueConstraint(fields=["find", "digest"], name="a_find_shows_a_photo_once"),
            models.CheckConstraint(
                condition=models.Q(focus_x__gte=0, focus_x__lte=1, focus_y__gte=0, focus_y__lte=1),
                name="focus_is_inside",
            ),
        ]

    def __str__(self) -> str:
        return self.alt or str(self.id)

    @classmethod
    def of_city(cls, city: models.Model) -> "models.QuerySet[Photo]":
        return cls.objects.filter(find__city=city)

    def is_visible_to(self, user: User | None) -> bool:
        """Everybody sees the photos of a published find; its guest and the desk see all of theirs."""
        if self.find.state == FindState.PUBLISHED:
            return True
        if user is None or user.pk is None:
            return False
        return self.find.guest.user_id == user.pk or self.find.city.memberships.filter(user=user).exists()
