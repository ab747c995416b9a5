"""What people said to the city on its networks, how posts fared there, and whom somebody does not want to read."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from flaneur.core.conversation import AGES, ReplyState
from flaneur.models.blocks import Block
from flaneur.models.constraints import one_of

if TYPE_CHECKING:
    from flaneur.models.residencies import Guest


class Replies(models.QuerySet["Reply"]):
    def newest(self) -> "Replies":
        return self.select_related("channel", "publication__find__guest").order_by("-posted_at", "-pk")

    def waiting(self) -> "Replies":
        """Those nobody at the desk has looked at."""
        return self.filter(state=ReplyState.NEW)

    def gentle(self, guest: "Guest", now: datetime) -> "Replies":
        """Answers to a guest's own finds that are for them: no attack, nothing reported, nobody muted or blocked."""
        muted = Mute.objects.on(now).filter(guest=guest, channel=models.OuterRef("channel"))
        mine = self.filter(publication__find__guest=guest, is_harsh=False, reported_at__isnull=True)
        return mine.exclude(models.Exists(muted.filter(author=models.OuterRef("author"))) | _is_blocked())

    def with_blocks(self) -> "Replies":
        """Each knows whether its author `is_blocked` on its network, as somebody at the desk has said."""
        return self.annotate(is_blocked=_is_blocked())


def _is_blocked() -> models.Exists:
    whose = {name: models.OuterRef(name) for name in ("channel", "author")}
    return models.Exists(Block.objects.standing().filter(**whose))


class Reply(models.Model):
    """Somebody's words to the city: an answer to a publication, or a mention of the account.

    `reference` is the network's own id, `posted_at` when the network says it was said (never later than we heard it).
    `is_harsh`: the rules about people would stop these words in a find; they are for the desk alone. `reported_at` is
    when a guest gave it to the desk. Personal data: `services/listening.py: forget_old_replies` ends it.
    """

    city = models.ForeignKey("City", on_delete=models.CASCADE, related_name="replies")
    channel = models.ForeignKey("Channel", on_delete=models.CASCADE, related_name="replies")
    publication = models.ForeignKey(
        "Publication", on_delete=models.SET_NULL, related_name="replies", null=True, blank=True
    )
    reference = models.CharField(max_length=300)
    author = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    language = models.CharField(max_length=20, blank=True)
    url = models.CharField(max_length=500, blank=True)
    posted_at = models.DateTimeField()
    heard_at = models.DateTimeField(db_index=True)
    is_harsh = models.BooleanField(default=False)
    reported_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=20, default=ReplyState.NEW)

    objects = Replies.as_manager()

    class Meta:
        verbose_name_plural = "replies"
        constraints = [
            models.UniqueConstraint(fields=["channel", "reference"], name="one_reply_for_each_reference"),
            one_of("state", ReplyState, model="reply"),
        ]
        indexes = [
            models.Index(fields=["city", "state", "posted_at"], name="reply_shelf"),
            models.Index(fields=["channel", "posted_at"], name="reply_heat"),
        ]

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:40]}"


class Count(models.Model):
    """How a publication had fared so many `hours` after it went out; None where its network does not say."""

    publication = models.ForeignKey("Publication", on_delete=models.CASCADE, related_name="counts")
    hours = models.PositiveSmallIntegerField()
    counted_at = models.DateTimeField()
    views = models.PositiveBigIntegerField(null=True, blank=True)
    likes = models.PositiveBigIntegerField(null=True, blank=True)
    shares = models.PositiveBigIntegerField(null=True, blank=True)
    replies = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["hours"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "hours"], name="one_count_for_each_age"),
            models.CheckConstraint(condition=models.Q(hours__in=AGES), name="count_is_of_a_known_age"),
        ]

    def __str__(self) -> str:
        return f"{self.publication_id} after {self.hours} h"


class Mutes(models.QuerySet["Mute"]):
    def on(self, now: datetime) -> "Mutes":
        return self.filter(until__gt=now)


class Mute(models.Model):
    """A guest does not want to read somebody any more, until their stay is over. The network learns nothing of it."""

    guest = models.ForeignKey("Guest", on_delete=models.CASCADE, related_name="mutes")
    channel = models.ForeignKey("Channel", on_delete=models.CASCADE, related_name="+")
    author = models.CharField(max_length=200)
    until = models.DateTimeField(db_index=True)

    objects = Mutes.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guest", "channel", "author"], name="one_mute_for_each_guest_and_author")
        ]

    def __str__(self) -> str:
        return f"{self.guest_id} does not read {self.author}"
