"""What a channel's account says of itself while a guest holds the pen, and what it said before."""

from django.db import models

from flaneur.core.handover import UNDER_WAY, HandoverState
from flaneur.models.constraints import one_of


class Handover(models.Model):
    """A stay on a channel. `said` names the guest, `original` is what stood there before (None: not read yet).

    The original is kept before anything is said, so that whoever dies in between leaves it here. `wake_at` is until
    when it is left alone after the network would not, `misses` how often in a row. `portrait` is the picture the
    account shows meanwhile, if any, and `face` what the network calls it; empty while that is not known.
    """

    channel = models.ForeignKey("Channel", on_delete=models.CASCADE, related_name="handovers")
    residency = models.ForeignKey("Residency", on_delete=models.CASCADE, related_name="handovers")
    state = models.CharField(max_length=20, default=HandoverState.AHEAD)
    said = models.CharField(max_length=300)
    original = models.TextField(null=True, blank=True)  # noqa: DJ001 - empty words are words, None is not read yet
    portrait = models.CharField(max_length=200, blank=True)
    face = models.CharField(max_length=500, blank=True)
    wake_at = models.DateTimeField(null=True, blank=True)
    misses = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "residency"], name="one_handover_for_each_channel_and_stay"),
            models.UniqueConstraint(
                fields=["channel"],
                condition=models.Q(state__in=sorted(UNDER_WAY)),
                name="one_handover_at_a_time_for_each_channel",
            ),
            one_of("state", HandoverState, model="handover"),
        ]

    def __str__(self) -> str:
        return f"{self.channel_id}, {self.residency_id}: {self.state}"
