"""Silences: how far each reaches, who pressed it and who let the voice return."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models

from flaneur.core.silence import Scope
from flaneur.models.constraints import one_of

if TYPE_CHECKING:
    from flaneur.models.publications import Publication


class Silences(models.QuerySet["Silence"]):
    def active(self) -> "Silences":
        return self.filter(lifted_at__isnull=True)

    def newest(self) -> "Silences":
        return self.select_related("pressed_by", "lifted_by", "channel", "guest", "find").order_by("-pressed_at", "-id")

    def over(self, publication: "Publication") -> "Silences":
        """Those that reach a publication, also lifted ones."""
        of_city = models.Q(city=publication.city_id)
        reach = models.Q(scope=Scope.INSTALL) | models.Q(of_city, scope=Scope.CITY)
        reach |= models.Q(channel=publication.channel_id) | models.Q(find=publication.find_id)
        return self.filter(reach | models.Q(guest=publication.find.guest_id))

    def holding(self, publication: "Publication") -> "Silences":
        """Those that keep it from leaving: still on, or pressed since it was planned, which its release forgets."""
        still_on = models.Q(lifted_at__isnull=True)
        return self.over(publication).filter(still_on | models.Q(pressed_at__gte=publication.planned_at))

    def overdue(self, now: datetime) -> "Silences":
        """On for longer than was thought: somebody should look. None lifts itself."""
        return self.active().filter(until__lte=now)


class Silence(models.Model):
    """Nothing leaves within its scope until somebody lifts it. `until` is when it is thought to end.

    `key` is scope and subject in a word, so that the database lets nobody press the same silence twice.
    """

    scope = models.CharField(max_length=20)
    key = models.CharField(max_length=60)
    city = models.ForeignKey("City", on_delete=models.CASCADE, related_name="silences", null=True, blank=True)
    channel = models.ForeignKey("Channel", on_delete=models.CASCADE, related_name="silences", null=True, blank=True)
    guest = models.ForeignKey("Guest", on_delete=models.CASCADE, related_name="silences", null=True, blank=True)
    find = models.ForeignKey("Find", on_delete=models.CASCADE, related_name="silences", null=True, blank=True)
    why = models.TextField(blank=True)
    pressed_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    pressed_at = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey("User", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)

    objects = Silences.as_manager()

    class Meta:
        constraints = [
            one_of("scope", Scope, model="silence"),
            models.CheckConstraint(
                condition=models.Q(scope=Scope.INSTALL, city__isnull=True) | models.Q(city__isnull=False),
                name="silence_of_less_than_the_install_has_a_city",
            ),
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(lifted_at__isnull=True), name="one_silence_at_a_time_for_each_key"
            ),
        ]
        indexes = [models.Index(fields=["lifted_at", "pressed_at"], name="silence_still_on")]

    def __str__(self) -> str:
        return f"{self.scope} since {self.pressed_at:%Y-%m-%d %H:%M}"

    @property
    def subject(self) -> str:
        """What it is about, by name; empty for a whole city or install."""
        return str((self.channel and self.channel.name) or self.guest or self.find or "")
