"""The review queue: what waits, how long, and what needs a decision."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from flaneur.core.charter import Effect, Remark, is_blocked, speaking
from flaneur.core.roles import Act
from flaneur.models import Find
from flaneur.services.planning import next_slot
from flaneur.services.remarks import remarks_on_all
from flaneur.services.residencies import guest_on_duty
from flaneur.web.desk.door import DeskRequest, at_desk, leaf, show

CARDS = 12
MOST_DECISIONS = 20


@dataclass(frozen=True, slots=True)
class Card:
    """A waiting find with what the charter says of it."""

    find: Find
    remarks: tuple[Remark, ...]

    @property
    def is_blocked(self) -> bool:
        return is_blocked(self.remarks)

    @property
    def is_held(self) -> bool:
        """Whether a rule asks for a second person, and nobody has vouched yet."""
        return bool(speaking(self.remarks, Effect.HOLD)) and self.find.vouched_by_id is None


@at_desk(Act.SEE)
@require_safe
def queue(request: DeskRequest) -> HttpResponse:
    city, now = request.city, timezone.now()
    waiting = city.finds.waiting().select_related("charter", "residency", "city")
    page = leaf(request, waiting, CARDS)
    remarks = remarks_on_all(list(page))
    return show(
        request,
        "queue",
        page=page,
        cards=[Card(find, remarks[find.pk]) for find in page],
        oldest=waiting.first(),
        decisions=city.publications.in_need()[:MOST_DECISIONS],
        overdue=city.silences.overdue(now).newest()[:MOST_DECISIONS],
        on_duty=guest_on_duty(city, now=now),
        next_slot=next_slot(city, now=now),
        answers=city.replies.waiting().count(),
        now=now,
    )
