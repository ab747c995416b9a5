"""Whether somebody may do an act at a city's desk; asked again inside every verb that matters."""

from flaneur.core.errors import NotAllowed
from flaneur.core.roles import Act
from flaneur.core.words import gettext_noop as _
from flaneur.models import City, Membership, User


def require(city: City, by: User, act: Act) -> None:
    """Raises `NotAllowed` unless the user's place at the desk allows the act."""
    place = Membership.objects.filter(city=city, user=by).first()
    if place is None or not place.may(act):
        raise NotAllowed(_("Your place at this desk does not allow that."))
