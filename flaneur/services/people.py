"""People: places at the desk, one-time links, who is who for a city."""

import hashlib
import secrets
from datetime import datetime, timedelta
from importlib import import_module

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from flaneur.core.errors import NotAllowed, TooLate
from flaneur.core.roles import Act, Role
from flaneur.core.words import gettext_noop as _
from flaneur.models import City, Guest, Membership, SignInLink, User
from flaneur.services.cities import lock_city
from flaneur.services.journal import record
from flaneur.services.mail import tell_place
from flaneur.services.permissions import require

LINK_LIFE = timedelta(days=7)


@transaction.atomic
def give_place(
    city: City, *, email: str, role: Role, now: datetime, by: User | None = None, name: str = ""
) -> Membership:
    """A place at the desk, told by a letter; who already has one gets the new role.

    `by=None` is the install's own command. Links that were made for a guest do not open the desk.
    """
    _let_appoint(city, by)
    user = _user(email, name)
    known = city.memberships.filter(user=user).first()
    if known is not None:
        change_role(known, role, by=by, now=now)
        return known
    _forget_open_links(user)
    place = Membership.objects.create(city=city, user=user, role=role)
    record("give_place", city=city, by=by, now=now, subject=place, details={"role": role})
    if by is not None:
        tell_place(place, by=by)
    return place


@transaction.atomic
def change_role(place: Membership, role: Role, *, by: User | None, now: datetime) -> None:
    """Another role for somebody at the desk. Raises `NotAllowed` for the last chief's."""
    _let_appoint(place.city, by)
    if role is not Role.CHIEF:
        _keep_a_chief(place)
    if Membership.objects.filter(pk=place.pk).exclude(role=role).update(role=role):
        record("change_role", city=place.city, by=by, now=now, subject=place, details={"role": role})
    place.role = role


@transaction.atomic
def take_place(place: Membership, *, by: User, now: datetime, why: str = "") -> None:
    """Take a place at the desk away: from now on each of its pages is closed to them. Raises `NotAllowed` as above."""
    _let_appoint(place.city, by)
    _keep_a_chief(place)
    if Membership.objects.filter(pk=place.pk).delete()[0]:
        details = {"role": place.role}
        record("take_place", city=place.city, by=by, now=now, subject=place.user, why=why, details=details)


@transaction.atomic
def forget_passkeys(place: Membership, *, by: User | None, now: datetime) -> int:
    """Remove the passkeys of somebody who lost the phone they are on; a code by mail is enough again. Gives how many.

    Raises `NotAllowed` for one's own, which only who holds one removes, and for somebody of another desk as well.
    """
    _let_appoint(place.city, by)
    if by == place.user:
        raise NotAllowed(_("Your own passkeys are removed on your own page."))
    if by is not None and place.user.memberships.exclude(pk=place.pk).exists():
        raise NotAllowed(_("They sit at another city's desk too: whoever runs this install removes their passkeys."))
    count: int = Authenticator.objects.filter(user=place.user).delete()[0]
    if count:
        record("forget_passkeys", city=place.city, by=by, now=now, subject=place.user, details={"count": count})
    return count


@transaction.atomic
def lose_phone(guest: Guest, *, by: User, now: datetime) -> None:
    """Whoever finds the phone comes in no more: sessions end, open links die, passkeys go; a code by mail is enough.

    The guest does it, or the desk for them, at any hour. Raises `NotAllowed` for somebody who is more than a guest of
    this city: they do it themselves, or whoever runs this install.
    """
    user = User.objects.select_for_update().get(pk=guest.user_id)
    if by.pk != user.pk:
        require(guest.city, by, Act.SILENCE)
        if is_more(user, guest):
            raise NotAllowed(
                _("%(name)s is known elsewhere in this house too: they say it themselves, from any other phone."),
                name=guest.name,
            )
    user.set_unusable_password()  # sessions carry a digest of it: every one of them ends
    user.save(update_fields=["password"])
    user.sign_in_links.filter(used_at__isnull=True).delete()
    Authenticator.objects.filter(user=user).delete()
    record("lose_phone", city=guest.city, by=by, now=now, subject=guest)


def is_more(user: User, guest: Guest) -> bool:
    """Whether somebody is more than this guest: at a desk, of another city, or running the install."""
    return user.is_staff or user.memberships.exists() or user.guests.exclude(pk=guest.pk).exists()


@transaction.atomic
def welcome_guest(
    city: City, *, email: str, name: str, slug: str, now: datetime, by: User | None = None, **fields: object
) -> Guest:
    """Somebody who will hold the pen one day; the dates come with a residency. A question to them is answered."""
    if by is not None:
        require(city, by, Act.INVITE)
    user = _user(email, name)
    _forget_open_links(user)
    guest = Guest.objects.create(city=city, user=user, name=name, slug=slug, **fields)
    city.proposals.filter(email=user.email).delete()
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
    link = SignInLink.objects.create(user=user, digest=digest_of(secret), leads_to=leads_to, expires_at=now + life)
    record("make_link", city=city, by=by, now=now, subject=link, details={"for": user.pk})
    return secret


@transaction.atomic
def spend_link(secret: str, *, now: datetime) -> SignInLink:
    """Use up a link and give it back, with its user. Raises `TooLate` when it is spent, old or unknown."""
    digest = digest_of(secret)
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


def forget_old_sessions() -> None:
    """Remove sessions that are over, those of sign-ins that never came to an end among them."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def anybody() -> "QuerySet[User]":
    """Every user of the install, for whom the journal of a city names by number."""
    return User.objects.all()


def _let_appoint(city: City, by: User | None) -> None:
    """One appointment at a time: else two chiefs could take each other's place at once. Raises `NotAllowed`."""
    lock_city(city)
    if by is not None:
        require(city, by, Act.APPOINT)


def _keep_a_chief(place: Membership) -> None:
    chiefs = place.city.memberships.filter(role=Role.CHIEF).values_list("pk", flat=True)
    if set(chiefs) == {place.pk}:
        raise NotAllowed(_("A desk keeps an editor-in-chief: give that role to somebody else first."))


def _forget_open_links(user: User) -> None:
    """Whoever made a link for somebody's narrower door must not come in by a wider one.

    The user's row is locked, as in `invite_guest`: no link is made meanwhile.
    """
    User.objects.select_for_update().get(pk=user.pk)
    user.sign_in_links.filter(used_at__isnull=True).delete()


def _user(email: str, name: str) -> User:
    known = User.objects.filter(email=email.lower()).first()
    return known or User.objects.create_user(email, name=name)


def digest_of(secret: str) -> str:
    """What is kept of a secret that is told once."""
    return hashlib.sha256(secret.encode()).hexdigest()
