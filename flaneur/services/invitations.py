"""Invitations: the one-time link the desk hands to a guest, or whoever runs this install to somebody locked out."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from flaneur.core.errors import NotAllowed
from flaneur.core.roles import Act
from flaneur.core.words import gettext_noop as _
from flaneur.models import City, Guest, User
from flaneur.services.addresses import city_address, desk_address, guest_address
from flaneur.services.people import forget_passkeys, is_more, make_link
from flaneur.services.permissions import require


@transaction.atomic
def invite_guest(guest: Guest, *, leads_to: str, by: User, now: datetime) -> str:
    """The secret of a link that signs a guest in.

    Whoever holds a link is that person, and the desk sees the link. Raises `NotAllowed` for somebody who is more than
    a guest of this city: otherwise an editor could become their own chief, or anybody at another city's desk.
    """
    require(guest.city, by, Act.INVITE)
    user = User.objects.select_for_update().get(pk=guest.user_id)
    if is_more(user, guest):
        raise NotAllowed(
            _("%(name)s is known elsewhere in this house too, and signs in with a code by e-mail."), name=guest.name
        )
    return make_link(user, leads_to=leads_to, now=now, city=guest.city, by=by)


@transaction.atomic
def let_in(city: City, *, email: str, without_passkeys: bool, now: datetime) -> str:
    """The address of a link that signs somebody of a city in, for whoever runs this install to hand on.

    `without_passkeys` removes theirs first. Raises `NotAllowed` for an address that nobody of this city has.
    """
    place = city.memberships.filter(user__email=email.lower()).select_related("user", "city").first()
    guest = city.guests.filter(user__email=email.lower()).select_related("user").first()
    somebody = place or guest
    if somebody is None:
        raise NotAllowed(_("Nobody of %(city)s has the address %(email)s."), city=city.name, email=email)
    if place and without_passkeys:
        forget_passkeys(place, by=None, now=now)
    leads_to = desk_address(city) if place else guest_address(city)
    secret = make_link(somebody.user, leads_to=leads_to.removeprefix(settings.BASE_URL), now=now, city=city)
    return f"{city_address(city)}/account/link/{secret}"
