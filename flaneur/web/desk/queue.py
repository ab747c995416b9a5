"""The review queue: what waits, how long, and what needs a decision."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from flaneur.core.charter import Draft, Remark, check, is_blocked
from flaneur.core.dispatch import Limits
from flaneur.core.roles import Act
from flaneur.models import Find
from flaneur.services.channels import rooms
from flaneur.services.publishing import next_slot
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


@at_desk(Act.SEE)
@require_safe
def queue(request: DeskRequest) -> HttpResponse:
    city, now = request.city, timezone.now()
    waiting = city.finds.waiting().select_related("charter")
    page, room = leaf(request, waiting, CARDS), rooms(city)
    return show(
        request,
        "queue",
        page=page,
        cards=[Card(find, _remarks(find, room)) for find in page],
        oldest=waiting.first(),
        decisions=city.publications.in_need()[:MOST_DECISIONS],
        on_duty=guest_on_duty(city, now=now),
        next_slot=next_slot(city, now=now),
        now=now,
    )


def _remarks(find: Find, room: Mapping[str, Limits]) -> tuple[Remark, ...]:
    """As `finds.remarks_on`, with the channels' limits asked once for the whole page."""
    charter = find.charter or find.city.charters.current()
    alts = [photo.alt for photo in find.photos.all()]
    return check(Draft(find.words, find.city.brand_tag, alts, room), charter.rule_book)
