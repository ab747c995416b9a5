"""Whom somebody at the desk has blocked on a network's own page, why, and until when."""

from datetime import datetime

from django.db import models
from django.db.models.functions import Coalesce

from flaneur.core.block import BlockState
from flaneur.models.constraints import one_of


class Blocks(models.QuerySet["Block"]):
    def standing(self) -> "Blocks":
        """Those of whom nobody has said that they are lifted on the network."""
        return self.filter(state=BlockState.BLOCKED)

    def due(self, now: datetime) -> "Blocks":
        """Their stay or their day is over: somebody lifts them on the network, or keeps them. None lifts itself."""
        over = models.Q(until__lte=now) | models.Q(residency__ends_at__lte=now)
        return self.standing().filter(over)

    def soonest(self) -> "Blocks":
        """Whose end comes first, first."""
        named = self.select_related("channel", "residency__guest", "blocked_by")
        return named.order_by(Coalesce("until", "residency__ends_at"), "pk")


class Block(models.Model):
    """The desk's note that a person has blocked an author there: for one stay (`residency`), or to a day (`until`).

    `profile` is the author's page, if their words' address told. Personal data: it is forgotten thirty days after
    somebody said that it is lifted, by `services/listening.py: forget_old_replies`.
    """

    city = models.ForeignKey("City", on_delete=models.CASCADE, related_name="blocks")
    channel = models.ForeignKey("Channel", on_delete=models.CASCADE, related_name="blocks")
    author = models.CharField(max_length=200)
    profile = models.CharField(max_length=500, blank=True)
    residency = models.ForeignKey("Residency", on_delete=models.CASCADE, related_name="blocks", null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    why = models.TextField()
    blocked_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+")
    blocked_at = models.DateTimeField()
    state = models.CharField(max_length=20, default=BlockState.BLOCKED)
    unblocked_at = models.DateTimeField(null=True, blank=True, db_index=True)

    objects = Blocks.as_manager()

    class Meta:
        constraints = [
            one_of("state", BlockState, model="block"),
            models.CheckConstraint(
                condition=models.Q(residency__isnull=True, until__isnull=False)
                | models.Q(residency__isnull=False, until__isnull=True),
                name="block_has_one_end",
            ),
            models.UniqueConstraint(
                fields=["channel", "author"],
                condition=models.Q(state=BlockState.BLOCKED),
                name="one_standing_block_for_each_author",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author} on {self.channel_id}"

    @property
    def ends_at(self) -> datetime:
        """When it is looked at again: a stay may end before its time, and its blocks with it."""
        end: datetime = self.residency.ends_at if self.residency else self.until  # type: ignore[assignment]  # one of them, says the database
        return end
