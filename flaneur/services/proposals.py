"""Asking somebody before anything is kept of them: an address for two weeks, then a guest, or nothing."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from flaneur.core.errors import NotAllowed, TooLate
from flaneur.core.roles import Act
from flaneur.core.words import gettext_noop as _
from flaneur.models import City, Guest, Proposal, User
from flaneur.services.journal import record
from flaneur.services.mail import tell_proposed
from flaneur.services.people import digest_of, welcome_guest
from flaneur.services.permissions import require

PROPOSAL_LIFE = timedelta(days=14)
GONE = _("This question has been answered, or is too old. Write to the desk if you would still like to hold the pen.")


@transaction.atomic
def propose(city: City, *, email: str, by: User, now: datetime) -> Proposal:
    """Ask somebody by a letter. Asked again, the old letter's link is dead and the new one counts.

    The journal, which never forgets, gets no address. Raises `NotAllowed` for somebody who is a guest already.
    """
    require(city, by, Act.INVITE)
    address = email.lower()
    if city.guests.filter(user__email=address).exists():
        raise NotAllowed(_("This person is among your guests already."))
    secret = secrets.token_urlsafe(24)
    fields = {"digest": digest_of(secret), "asked_by": by, "expires_at": now + PROPOSAL_LIFE}
    proposal, _is_new = Proposal.objects.update_or_create(city=city, email=address, defaults=fields)
    record("propose", city=city, by=by, now=now, subject=proposal)
    tell_proposed(proposal, secret)
    return proposal


def proposal_for(city: City, secret: str, *, now: datetime) -> Proposal:
    """The open question a link belongs to. Raises `TooLate` for one that is answered, old or unknown."""
    found = city.proposals.filter(digest=digest_of(secret), expires_at__gt=now).select_related("asked_by").first()
    if found is None:
        raise TooLate(GONE)
    return found


@transaction.atomic
def accept_proposal(proposal: Proposal, *, name: str, slug: str, now: datetime, **fields: Any) -> Guest:
    """Their yes: only now are they a guest, under the name they chose. Raises `TooLate` when it was answered."""
    _forget(proposal)
    if proposal.city.guests.filter(user__email=proposal.email).exists():  # welcomed in the moment they were asked
        raise TooLate(GONE)
    return welcome_guest(proposal.city, email=proposal.email, name=name, slug=slug, now=now, **fields)


@transaction.atomic
def decline_proposal(proposal: Proposal, *, now: datetime) -> None:
    """Their no: nothing is kept of them. Raises `TooLate` when it was answered."""
    key = Proposal(pk=proposal.pk)
    _forget(proposal)
    record("decline_proposal", city=proposal.city, by=None, now=now, subject=key)


@transaction.atomic
def withdraw_proposal(proposal: Proposal, *, by: User, now: datetime) -> None:
    """The desk takes its question back. Raises `TooLate` when it was answered."""
    require(proposal.city, by, Act.INVITE)
    key = Proposal(pk=proposal.pk)
    _forget(proposal)
    record("withdraw_proposal", city=proposal.city, by=by, now=now, subject=key)


def forget_old_proposals(*, now: datetime) -> int:
    """Remove questions nobody answered. Gives how many."""
    return Proposal.objects.filter(expires_at__lte=now).delete()[0]


def _forget(proposal: Proposal) -> None:
    if not Proposal.objects.filter(pk=proposal.pk, digest=proposal.digest).delete()[0]:
        raise TooLate(GONE)
