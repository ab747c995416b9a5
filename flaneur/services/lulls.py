"""The one friendly word a quiet stay may bring: nobody owes anything, and it is never said twice."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from flaneur.core.charter import Lull, check_guest
from flaneur.core.residency import ResidencyState
from flaneur.models import Residency
from flaneur.services.journal import record
from flaneur.services.mail import tell_stay

LEAST_LEFT = timedelta(hours=6)
"""A stay that ends sooner is let go in peace."""
MOST_IDEAS = 2


def cheer_up(*, now: datetime) -> int:
    """Write to the guests of quiet stays whose charter wishes it; not while a city keeps silent. Gives how many."""
    under_way = Residency.objects.filter(
        state=ResidencyState.LIVE,
        starts_at__lte=now,
        ends_at__gt=now + LEAST_LEFT,
        cheered_at__isnull=True,
        city__silenced_at__isnull=True,
    )
    heard = under_way.annotate(heard_at=Max("finds__received_at")).select_related("city", "guest__user")
    return sum(_cheer(residency, now=now) for residency in heard if _is_quiet(residency, now=now))


def _is_quiet(residency: Residency, *, now: datetime) -> bool:
    heard_at = max(filter(None, (residency.starts_at, residency.heard_at)))  # type: ignore[attr-defined]  # annotated above
    hours = int((now - heard_at).total_seconds() // 3600)
    lull = Lull(hours, now.astimezone(residency.city.zone).hour)
    return bool(check_guest(lull, residency.city.charters.current().articles))


@transaction.atomic
def _cheer(residency: Residency, *, now: datetime) -> bool:
    """Whether this worker was the one to write."""
    if not Residency.objects.filter(pk=residency.pk, cheered_at__isnull=True).update(cheered_at=now):
        return False
    tell_stay(residency, "quiet", ideas=_ideas(residency))
    record("cheer_up", city=residency.city, by=None, now=now, subject=residency)
    return True


def _ideas(residency: Residency) -> list[dict[str, str]]:
    """Names {language: name} of themes this stay has not told of yet."""
    told = set(residency.finds.values_list("pillar", flat=True))
    pillars = residency.city.charters.current().pillars
    return [pillar["name"] for pillar in pillars if pillar["key"] not in told][:MOST_IDEAS]
