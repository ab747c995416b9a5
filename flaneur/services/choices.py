"""Why a desk asks somebody to hold the pen: looked at by the charter, kept with the residency."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from flaneur.core import geo
from flaneur.core.charter import Choosing, Remark, check_guest, is_blocked, unreasoned
from flaneur.core.errors import Unfit
from flaneur.core.guest import Speaker
from flaneur.core.residency import months_between
from flaneur.core.roles import Act
from flaneur.core.words import gettext_noop as _
from flaneur.models import Choice, City, Guest, Residency, User
from flaneur.services.journal import record
from flaneur.services.permissions import require

ROW = 12
"""How many voices before a stay are asked where they live; a charter that wants more in a row means never."""


@dataclass(frozen=True, slots=True)
class Motive:
    """What the desk says of a choice. `profile` is what somebody saw of the person in public.

    `answers` is what it says to the charter's questions, by rule.
    """

    speaker: Speaker = Speaker.UNSAID
    reasons: str = ""
    profile: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


def remarks_on_choice(guest: Guest, motive: Motive, *, starts_at: datetime) -> tuple[Remark, ...]:
    """What the charter says of asking this guest to a stay that begins then."""
    charter = guest.city.charters.current()
    return check_guest(_choosing(guest, motive, starts_at), charter.articles, version=charter.version)


def require_reasons(guest: Guest, motive: Motive, *, starts_at: datetime) -> None:
    """Raises `Unfit` while the charter is against a choice, or asks what nobody has answered."""
    remarks = remarks_on_choice(guest, motive, starts_at=starts_at)
    if is_blocked(remarks):
        raise Unfit(_("A rule of the charter is against this choice."))
    if unreasoned(remarks, motive.answers):
        raise Unfit(_("The charter has a question about this choice: answer it, and try again."))


@transaction.atomic
def explain_choice(residency: Residency, motive: Motive, *, by: User, now: datetime) -> None:
    """Say it anew: a profile was looked at, reasons became clearer. Raises `Unfit` as planning does."""
    require(residency.city, by, Act.INVITE)
    require_reasons(residency.guest, motive, starts_at=residency.starts_at)
    keep_choice(residency, motive, by=by, now=now)
    record("explain_choice", city=residency.city, by=by, now=now, subject=residency)


def keep_choice(residency: Residency, motive: Motive, *, by: User | None, now: datetime) -> None:
    """The choice of a residency, in the caller's transaction. Who looked at a profile is whoever worded it last."""
    known = Choice.objects.filter(residency=residency).first()
    fields: dict[str, object] = {
        "speaker": motive.speaker,
        "reasons": motive.reasons.strip(),
        "profile": motive.profile.strip(),
        "answers": {rule: said.strip() for rule, said in motive.answers.items() if said.strip()},
    }
    if fields["profile"] != (known.profile if known else ""):
        has_looked = bool(fields["profile"])
        fields |= {"looked_by": by if has_looked else None, "looked_at": now if has_looked else None}
    Choice.objects.update_or_create(residency=residency, defaults=fields)


def motive_of(choice: Choice) -> Motive:
    return Motive(Speaker(choice.speaker), choice.reasons, choice.profile, choice.answers)


def district_name(city: City, code: str) -> str:
    return next((each.name for each in geo.districts(city.districts) if each.code == code), "")


def _choosing(guest: Guest, motive: Motive, starts_at: datetime) -> Choosing:
    before = guest.city.residencies.standing().filter(ends_at__lte=starts_at).order_by("-ends_at")
    last = before.filter(guest=guest).values_list("ends_at", flat=True).first()
    return Choosing(
        name=guest.name,
        speaker=motive.speaker,
        profile=motive.profile,
        reasons=motive.reasons,
        months_since=None if last is None else months_between(last, starts_at),
        district=district_name(guest.city, guest.district),
        run=_run(list(before.values_list("guest__district", flat=True)[:ROW]), guest.district),
    )


def _run(districts: list[str], district: str) -> int:
    """How many of the districts, from the first, are this one."""
    others = (number for number, code in enumerate(districts) if code != district)
    return next(others, len(districts))
