"""What a guest agrees to before anything of theirs is published, and what the charter says of it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from flaneur.core.charter import RULES, Agreed, Effect, Remark, check_guest
from flaneur.core.charter.law import touches
from flaneur.core.errors import NotAllowed, TooLate
from flaneur.core.guest import Age, Standing
from flaneur.core.residency import ResidencyState
from flaneur.core.roles import Act
from flaneur.core.words import gettext_noop as _
from flaneur.models import Agreement, Charter, Residency, User
from flaneur.services.journal import record
from flaneur.services.permissions import require

OVER = frozenset({ResidencyState.ENDED, ResidencyState.CANCELLED})
STOPS_FINDS = frozenset({Effect.HOLD, Effect.BLOCK})
"""Effects of a rule about the agreement that every find of the stay feels; the others are told, and stop nothing."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a guest says with their yes. `interests` names what they have a part in, one a line."""

    age: Age
    standing: Standing = Standing.UNASKED
    has_lock: bool = False
    interests: str = ""


@transaction.atomic
def agree(residency: Residency, answers: Answers, *, by: User, now: datetime) -> Agreement:
    """The guest's own yes to the charter in force; given again, it replaces the one before, and the journal has both.

    Raises `NotAllowed` for anybody else, `TooLate` for a stay that is over or off.
    """
    if residency.guest.user_id != by.pk:
        raise NotAllowed(_("Only the guest agrees, nobody in their place."))
    if residency.state in OVER or residency.ends_at <= now:
        raise TooLate(_("This stay is over: there is nothing left to agree to."))
    charter = residency.city.charters.current()
    fields = {"charter": charter, "agreed_at": now, "age": answers.age, "standing": answers.standing}
    told = {"has_lock": answers.has_lock, "interests": answers.interests.strip()}
    agreement, _is_new = Agreement.objects.update_or_create(residency=residency, defaults={**fields, **told})
    residency.agreement = agreement
    details = {"version": charter.version}
    record("agree", city=residency.city, by=by, now=now, subject=residency, details=details)
    return agreement


@transaction.atomic
def confirm_consent(residency: Residency, *, by: User, now: datetime) -> None:
    """The office has the written yes of a minor's parents. The paper itself is not kept here."""
    require(residency.city, by, Act.INVITE)
    missing = Agreement.objects.filter(residency=residency, age=Age.MINOR, consent_seen_at__isnull=True)
    if not missing.update(consent_seen_by=by, consent_seen_at=now):
        raise TooLate(_("Somebody else was faster; please look again."))
    record("confirm_consent", city=residency.city, by=by, now=now, subject=residency)


def agreement_of(residency: Residency) -> Agreement | None:
    return Agreement.objects.filter(residency=residency).select_related("charter").first()


def remarks_on_stay(
    residency: Residency, agreement: Agreement | None, charter: Charter, *, zone: ZoneInfo
) -> tuple[Remark, ...]:
    """What a version of the charter says of a stay's agreement, or of its absence."""
    known = agreed(agreement, is_before_a_vote=is_near_a_vote(residency, charter, zone=zone))
    return check_guest(known, charter.articles, version=charter.version)


def agreed(agreement: Agreement | None, *, is_before_a_vote: bool) -> Agreed:
    """An agreement as the rules look at it."""
    if agreement is None:
        return Agreed(is_before_a_vote=is_before_a_vote)
    return Agreed(
        is_given=True,
        age=Age(agreement.age),
        has_consent=agreement.consent_seen_at is not None,
        standing=Standing(agreement.standing),
        is_before_a_vote=is_before_a_vote,
        has_lock=agreement.has_lock,
    )


def is_near_a_vote(residency: Residency, charter: Charter, *, zone: ZoneInfo) -> bool:
    """Whether a stay meets a period of `before_a_vote`: the charter's, else the catalogue's own."""
    rule = RULES["before_a_vote"]
    mine = next((article.parameters for article in charter.articles if article.key == rule.key), {})
    window = (residency.starts_at, residency.ends_at)
    first, last = (at.astimezone(zone).date().isoformat() for at in window)
    return touches(first, last, {**rule.defaults, **mine}["periods"])
