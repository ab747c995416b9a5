"""Channels, publications and the attempts to send them."""

import uuid
from datetime import datetime, time

from django.db import models
from django.db.models.functions import Coalesce, Greatest

from flaneur.core.calendar import LATE, NOT_APPROVED, TOO_DEAR, UNCONNECTED, Rhythm
from flaneur.core.find import FindState
from flaneur.core.publication import Errand, Outcome, PublicationState
from flaneur.models.constraints import one_of


class ChannelState(models.TextChoices):
    ACTIVE = "active"
    READ_ONLY = "read-only"
    DORMANT = "dormant"


class Channels(models.QuerySet["Channel"]):
    def open(self) -> "Channels":
        """Those that accept publications, the city's own site first."""
        return self.filter(state=ChannelState.ACTIVE).order_by("-is_home", "name")

    def free(self, now: datetime) -> "Channels":
        """Those nobody speaks for right now, and that were not asked to rest."""
        return self.filter(is_free(now))


def is_free(now: datetime, channel: str = "") -> models.Q:
    """`channel` is the way to it, such as `channel__`."""
    ends = (f"{channel}{name}" for name in ("leased_until", "rests_until"))
    one, other = (models.Q(**{f"{end}__isnull": True}) | models.Q(**{f"{end}__lte": now}) for end in ends)
    return one & other


class Channel(models.Model):
    """A city's account on a network. `kind` names its adapter; `credentials` is a token only the keys can read.

    `is_home` is the adapter's own fact, kept here so that the database can hold each city to one home.

    One sender at a time: `owner` speaks for it until `leased_until`. `rests_until` is when the network wants to hear
    from us again, `spoke_at` when the last post began, `renew_at` when the credentials want to be renewed.
    `limits` are those fields of `Limits` its own server tells. Its rhythm: wall times `slots` (none: the city's),
    `gap` in minutes between two posts, `quiet_from` to `quiet_until` of a night, `budget` in thousandths of a dollar
    a month (None: no end).

    What it hears: nothing unless `listens`; `hear_at` is when it is to be asked again (None: never asked yet),
    `hear_cursor` where it stopped, `hear_misses` and `hear_trouble` how often in a row and why it could not.
    `read_cost` is what reading cost in the month that began on `read_month`, in thousandths of a dollar.
    `hands_over_since` is since when its account names whoever holds the pen (None: it never does). From
    `shows_portrait_since` on it also shows their portrait, where they lend it, and afterwards `picture`, the account's
    own; `face` is what the network calls that one ("": not seen yet).
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
    limits = models.JSONField(default=dict, blank=True)
    owner = models.CharField(max_length=80, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    rests_until = models.DateTimeField(null=True, blank=True)
    spoke_at = models.DateTimeField(null=True, blank=True)
    renew_at = models.DateTimeField(null=True, blank=True, db_index=True)
    slots = models.JSONField(default=list, blank=True)
    gap = models.PositiveSmallIntegerField(default=0)
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    budget = models.PositiveIntegerField(null=True, blank=True)
    listens = models.BooleanField(default=True)
    hear_at = models.DateTimeField(null=True, blank=True, db_index=True)
    hear_cursor = models.TextField(blank=True)
    hear_misses = models.PositiveSmallIntegerField(default=0)
    hear_trouble = models.CharField(max_length=300, blank=True)
    read_cost = models.PositiveIntegerField(default=0)
    read_month = models.DateField(null=True, blank=True)
    hands_over_since = models.DateTimeField(null=True, blank=True)
    shows_portrait_since = models.DateTimeField(null=True, blank=True)
    picture = models.CharField(max_length=200, blank=True)
    face = models.CharField(max_length=500, blank=True)

    objects = Channels.as_manager()

    class Meta:
        ordering = ["-is_home", "name"]
        constraints = [
            models.UniqueConstraint(fields=["city", "kind", "handle"], name="one_channel_for_each_account"),
            models.UniqueConstraint(fields=["city"], condition=models.Q(is_home=True), name="one_home_for_each_city"),
            models.CheckConstraint(condition=models.Q(state__in=ChannelState.values), name="channel_state_is_known"),
            models.CheckConstraint(
                condition=models.Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | models.Q(quiet_from__isnull=False, quiet_until__isnull=False),
                name="channel_night_has_both_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.city})"

    @property
    def rhythm(self) -> Rhythm:
        """When it may speak; without slots of its own, at any moment it is given."""
        times = tuple(time.fromisoformat(slot) for slot in self.slots)
        quiet = (self.quiet_from, self.quiet_until) if self.quiet_from and self.quiet_until else None
        return Rhythm(times, self.gap, quiet)


WAITS_FOR_A_PERSON = (LATE, TOO_DEAR, UNCONNECTED, NOT_APPROVED)
"""Reasons of what is held that the desk has not asked for itself."""


class Publications(models.QuerySet["Publication"]):
    def due(self, now: datetime) -> "Publications":
        """Rows that want a worker: planned, retracting or unsure at their time, or sending with a lease run out.

        Only of channels nobody speaks for.
        """
        return self.filter(is_free(now, "channel__"), wake_at__lte=now).order_by("wake_at")

    def next_wake(self) -> datetime | None:
        """When the next row wants a worker: not before its channel is free."""
        ends = [Coalesce(f"channel__{end}", "wake_at") for end in ("leased_until", "rests_until")]
        woken = self.filter(wake_at__isnull=False).aggregate(next=models.Min(Greatest("wake_at", *ends)))
        next_wake: datetime | None = woken["next"]
        return next_wake

    def by_channel(self) -> "Publications":
        """The city's own site first."""
        return self.select_related("channel").order_by("-channel__is_home", "channel__name")

    def upcoming(self) -> "Publications":
        states = [PublicationState.PLANNED, PublicationState.HELD]
        return self.filter(state__in=states).select_related("find", "find__guest", "channel").order_by("planned_at")

    def in_need(self) -> "Publications":
        """What a person has to decide; also a post that stayed although it was to go, one that stands otherwise than it
        was sent or corrected, and what was held unasked.
        """
        words = [PublicationState.UNSURE, PublicationState.FAILED, PublicationState.STRANDED]
        left = models.Q(state=PublicationState.SENT, find__state=FindState.RETRACTED)
        unlike = models.Q(state=PublicationState.SENT) & ~models.Q(reason="")
        unasked = models.Q(state=PublicationState.HELD, reason__in=WAITS_FOR_A_PERSON)
        undecided = self.filter(models.Q(state__in=words) | left | unlike | unasked)
        return undecided.select_related("find", "find__guest", "channel").order_by("planned_at")


class Publication(models.Model):
    """One find on one channel, and the job of bringing it there: the row is the job.

    `wake_at` is when a worker should look again (due time, end of a patience or of a lease), NULL when nobody needs to.
    `begun_at` is set by the first claim: what adapters derive from it stays the same in every attempt, and is another
    one only when all that had left is known to be gone, since networks remember what they were asked before.
    `owner` and `fence` fence: each claim counts one further, and a worker that lost its lease cannot settle.
    `progress` is what the adapter said of steps already taken, `references` the parts that stand. `is_live` goes before
    others of its channel; `has_link` is False once the post goes without, for the sake of the budget. `count_at` is
    when its numbers are to be looked at next, NULL when nobody will.
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
    fence = models.PositiveIntegerField(default=0)
    progress = models.JSONField(default=dict, blank=True)
    is_live = models.BooleanField(default=False)
    has_link = models.BooleanField(default=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    url = models.CharField(max_length=500, blank=True)
    references = models.JSONField(default=list, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    count_at = models.DateTimeField(null=True, blank=True, db_index=True)

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
        indexes = [
            models.Index(fields=["city", "state", "planned_at"], name="publication_calendar"),
            models.Index(fields=["wake_at"], condition=models.Q(is_live=True), name="publication_live"),
        ]

    def __str__(self) -> str:
        return f"{self.find_id} → {self.channel_id}: {self.state}"


class Attempt(models.Model):
    """One errand at the network; without an outcome it is under way, or its worker died.

    `size` is how many of the network's own rate it takes (0: a step nobody could see), `cost` what it was charged in
    thousandths of a dollar, `request_id` the network's own name for the request that decided: what its support wants.
    """

    publication = models.ForeignKey("Publication", on_delete=models.CASCADE, related_name="tries")
    number = models.PositiveIntegerField()
    errand = models.CharField(max_length=20, default=Errand.SEND)
    owner = models.CharField(max_length=80)
    started_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    code = models.CharField(max_length=80, blank=True)
    request_id = models.CharField(max_length=120, blank=True)
    size = models.PositiveSmallIntegerField(default=1)
    cost = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "number"], name="one_attempt_for_each_number"),
            one_of("errand", Errand, model="attempt"),
            models.CheckConstraint(
                condition=models.Q(outcome__in=["", *[str(outcome) for outcome in Outcome]]),
                name="attempt_outcome_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} #{self.number}: {self.errand}, {self.outcome or 'under way'}"
