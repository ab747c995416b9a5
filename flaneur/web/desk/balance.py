"""What a charter wishes for beside what its city told, as tables for the desk."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import get_language, gettext

from flaneur.core.balance import Share
from flaneur.core.words import gettext_noop as _
from flaneur.models import Charter
from flaneur.services.balance import Balance, balance_of, wishes_of
from flaneur.web.desk.door import DeskRequest

WEEKS = (4, 12, 26)
"""How many weeks the desk may look back."""
NAMES = {
    "visitors": _("For visitors"),
    "locals": _("For those who live here"),
    "inspiration": _("To make one want to go"),
    "information": _("To inform"),
}


@dataclass(frozen=True, slots=True)
class Table:
    caption: str
    rows: Sequence[tuple[str, Share]]


@dataclass(frozen=True, slots=True)
class Tables:
    """`finds` is how many went up in these weeks; None where nobody looks back, beside a version of old."""

    weeks: int
    finds: int | None
    tables: Sequence[Table]
    choices: Sequence[int] = WEEKS


def balance_tables(request: DeskRequest, shown: Charter, *, is_current: bool) -> Tables:
    asked = request.GET.get("weeks", "")
    weeks = next((weeks for weeks in WEEKS if str(weeks) == asked), WEEKS[0])
    if not is_current:
        return Tables(weeks, None, list(_tables(shown, wishes_of(shown))))
    balance = balance_of(shown, since=timezone.now() - timedelta(weeks=weeks))
    return Tables(weeks, balance.finds, list(_tables(shown, balance)))


def _tables(charter: Charter, balance: Balance) -> Iterator[Table]:
    """A table says something when something is wished for, or was told."""
    captions = (gettext("Themes"), gettext("Readers"), gettext("Why one reads"))
    for caption, told in zip(captions, (balance.pillars, balance.audiences, balance.registers), strict=True):
        if any(share.wanted is not None or share.told is not None for share in told):
            yield Table(caption, [(_name(charter, share.key), share) for share in told])


def _name(charter: Charter, key: str) -> str:
    if key in NAMES:
        return gettext(NAMES[key])
    named = charter.city.in_language(charter.pillar(key)["name"], get_language() or "")
    return str(named or gettext("No theme of this charter"))
