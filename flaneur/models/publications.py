"""Channels, publications and the attempts to send them."""

import uuid
from datetime import datetime

from django.db import models

from flaneur.core.find import FindState
from flaneur.core.publication import Outcome, PublicationState
from flaneur.models.constraints import one_of


class ChannelState(models.TextChoices):
    ACTIVE = "active"
    READ_ONLY = "read-only"
    DORMANT = "dormant"


class Channels(models.QuerySet["Channel"]):
    def open(self) -> "Channels":
        """Those that accept publications, the city's own site first."""
        return self.filter(state=ChannelState.ACTIVE).order_by("-is_home", "name")


class Channel(models.Model):
    """A city's account on a network. `kind` names its adapter; `credentials` is a token only the keys can read.

    `is_home` is the adapter's own fact, kept here so that the database can hold each city to one home.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    city = models.ForeignKey("City", on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=80)
    handle = models.CharField(max_length=200, blank=True)
    url = models.CharField(max_length=300, blank=True)
    is_home = models.BooleanField(default=False)
    state = models.CharField(max_length=20, default=ChannelState.ACTIVE)
    trouble = models.CharField(max_length=300, blank=True)
    credentials = models.BinaryField(blank=True, default=b"")

    objects = Channels.as_manager()

    class Meta:
        ordering = ["-is_home", "name"]
        constraints = [
            models.UniqueConstraint(fields=["city", "kind", "handle"], name="one_channel_for_each_account"),
            models.UniqueConstraint(fields=["city"], condition=models.Q(is_home=True), name="one_home_for_each_city"),
            models.CheckConstraint(condition=models.Q(state__in=ChannelState.values), name="channel_state_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.city})"


class Publications(models.QuerySet["Publication"]):
    def due(self, now: datetime) -> "Publications":
        """Rows that want a worker: planned, retracting or unsure at their time, or sending with a lease run out."""
        return self.filter(wake_at__lte=now).order_by("wake_at")

    def by_channel(self) -> "Publications":
        """The city's own site first."""
        return self.select_related("channel").order_by("-channel__is_home", "channel__name")

    def upcoming(self) -> "Publications":
        states = [PublicationState.PLANNED, PublicationState.HELD]
        return self.filter(state__in=states).select_related("find", "find__guest", "channel").order_by("planned_at")

    def in_need(self) -> "Publications":
        """What a person has to decide: also a post that stayed although its find was taken back."""
        undecided = models.Q(state__in=[PublicationState.UNSURE, PublicationState.FAILED])
        left = models.Q(state=PublicationState.SENT, find__state=FindState.RETRACTED)
        return self.filter(undecided | left).select_related("find", "find__guest", "channel").order_by("planned_at")


class Publication(models.Model):
    """One find on one channel, and the job of bringing it there: the row is the job.

    `wake_at` is when a worker should look again (due time, end of a patience or of a lease), NULL when nobody needs to.
    `begun_at` is set by the first claim and never again: what adapters derive from it stays the same in every attempt.
    `owner` and `attempts` fence: a worker that lost its lease cannot settle.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    city = models.ForeignKey("City", on_delete=models.CASCADE, related_name="publications")
    find = models.ForeignKey("Find", on_delete=models.PROTECT, related_name="publications")
    channel = models.ForeignKey("Channel", on_delete=models.PROTECT, related_name="publications")
    state = models.CharField(max_length=20, default=PublicationState.PLANNED)
    planned_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    wake_at = models.DateTimeField(null=True, blank=True, db_index=True)
    owner = models.CharField(max_length=80, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    url = models.CharField(max_length=500, blank=True)
    references = models.JSONField(default=list, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    objects = Publications.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["find", "channel"], name="one_publication_for_each_find_and_channel"),
            one_of("state", PublicationState, model="publication"),
            models.CheckConstraint(
                condition=~models.Q(state=PublicationState.SENT) | models.Q(sent_at__isnull=False),
                name="sent_publication_has_a_date",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=PublicationState.SENDING)
                | (models.Q(wake_at__isnull=False) & ~models.Q(owner="")),
                name="sending_publication_has_a_lease",
            ),
        ]
        indexes = [models.Index(fields=["city", "state", "planned_at"], name="publication_calendar")]

    def __str__(self) -> str:
        return f"{self.find_id} → {self.channel_id}: {self.state}"


class Attempt(models.Model):
    """One try to send a publication; without an outcome it is under way, or its worker died."""

    publication = models.ForeignKey("Publication", on_delete=models.CASCADE, related_name="tries")
    number = models.PositiveIntegerField()
    owner = models.CharField(max_length=80)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "number"], name="one_attempt_for_each_number"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["", *[str(outcome) for outcome in Outcome]]),
                name="attempt_outcome_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} #{self.number}: {self.outcome or 'under way'}"
