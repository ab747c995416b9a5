"""Invitations: the one-time link the desk hands to a guest."""

from datetime import datetime

from django.db import transaction

from flaneur.core.errors import NotAllowed
from flaneur.core.roles import Act
from flaneur.core.words import gettext_noop as _
from flaneur.models import Guest, User
from flaneur.services.people import make_link
from flaneur.services.permissions import require


@transaction.atomic
def invite_guest(guest: Guest, *, leads_to: str, by: User, now: datetime) -> str:
    """The secret of a link that signs a guest in.

    Whoever holds a link is that person, and the desk sees the link. Raises `NotAllowed` for somebody who is more than
    a guest of this city: otherwise an editor could become their own chief, or anybody at another city's desk.
    """
    require(guest.city, by, Act.INVITE)
    user = User.objects.select_for_update().get(pk=guest.user_id)
    if _is_more(user, guest):
        raise NotAllowed(
            _("%(name)s is known elsewhere in this house too, and signs in with a code by e-mail."), name=guest.name
        )
    return make_link(user, leads_to=leads_to, now=now, city=guest.city, by=by)


def _is_more(user: User, guest: Guest) -> bool:
    return user.is_staff or user.memberships.exists() or user.guests.exclude(pk=guest.pk).exists()
