"""What workers leave behind so that the desk and the doctor see them alive."""

from django.db import models


class Heartbeat(models.Model):
    """The last sign of life of a worker, one row for each `owner`."""

    owner = models.CharField(max_length=80, unique=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.owner} at {self.beat_at:%H:%M:%S}"
