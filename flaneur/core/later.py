"""When a find may be shown: its guest may ask that it waits until they are somewhere else."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

EVENING, MORNING = time(20), time(8)
"""Wall times of the city: “tonight” begins at the one; whoever has not said that they left has, by the other."""


class Later(StrEnum):
    """What a guest asks for with a find."""

    NOW = "now"
    HOUR = "hour"
    TONIGHT = "tonight"
    LEFT = "left"


def earliest(later: Later, seen_at: datetime, *, zone: ZoneInfo) -> datetime:
    """From when a find may be shown that was seen at an instant; never less than an hour for any wish to wait."""
    if later is Later.NOW:
        return seen_at
    day = seen_at.astimezone(zone).date()
    walls = {
        Later.TONIGHT: datetime.combine(day, EVENING, tzinfo=zone),
        Later.LEFT: datetime.combine(day + timedelta(days=1), MORNING, tzinfo=zone),
    }
    return max(walls.get(later, seen_at), seen_at + timedelta(hours=1))
