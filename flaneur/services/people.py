"""People: places at the desk, one-time links, who is who for a city."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction

from flaneur.core.errors import TooLate
from flaneur.core.roles import Act, Role
from flaneur.core.words import gettext_noop as _
from flaneur.models import City, Guest, Membership, SignInLink, User
from flaneur.services.journal import record
from flaneur.services.permissions import require

LINK_LIFE = timedelta(days=7)


@transaction.atomic
def give_place(
    city: City, *, email: str, role: Role, now: datetime, by: User | None = None, name: str = ""
) -> Membership:
    """A place at the desk; a person who already has one gets the new role. `by=None` is the install's own command."""
    if by is not None:
        require(city, by, Act.INVITE)
    user = _user(email, name)
    place, _new = Membership.objects.update_or_create(city=city, user=user, defaults={"role": role})
    record("give_place", city=city, by=by, now=now, subject=place, details={"role": role})
    return place


@transaction.atomic
def welcome_guest(
    city: City, *, email: str, name: str, slug: str, now: datetime, by: User | None = None, **fields: object
) -> Guest:
    """Somebody who will hold the pen one day; the dates come with a residency."""
    if by is not None:
        require(city, by, Act.INVITE)
    guest = Guest.objects.create(city=city, user=_user(email, name), name=name, slug=slug, **fields)
    record("welcome_guest", city=city, by=by, now=now, subject=guest)
    return guest


@transaction.atomic
def make_link(
    user: User,
    *,
    leads_to: str,
    now: datetime,
    city: City | None = None,
    by: User | None = None,
    life: timedelta = LINK_LIFE,
) -> str:
    """The secret of a one-time sign-in link, told once; only its digest stays here."""
    secret = secrets.token_urlsafe(24)
    link = SignInLink.objects.create(user=user, digest=_digest(secret), leads_to=leads_to, expires_at=now + life)
    record("make_link", city=city, by=by, now=now, subject=link, details={"for": user.pk})
    return secret


@transaction.atomic
def spend_link(secret: str, *, now: datetime) -> SignInLink:
    """Use up a link and give it back, with its user. Raises `TooLate` when it is spent, old or unknown."""
    digest = _digest(secret)
    unspent = SignInLink.objects.filter(digest=digest, used_at__isnull=True, expires_at__gt=now, user__is_active=True)
    if not unspent.update(used_at=now):
        raise TooLate(
            _("This link has been used or is too old. Sign in with your e-mail address, or ask for a new one.")
        )
    link = SignInLink.objects.select_related("user").get(digest=digest)
    record("spend_link", city=None, by=link.user, now=now, subject=link)
    return link


def forget_old_links(*, now: datetime) -> int:
    """Remove links nobody can use any more. Gives how many."""
    return SignInLink.objects.filter(expires_at__lt=now).delete()[0]


def _user(email: str, name: str) -> User:
    known = User.objects.filter(email=email.lower()).first()
    return known or User.objects.create_user(email, name=name)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
