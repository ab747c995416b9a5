"""The ways into the demonstration: as the guest on duty, as an editor, as anybody."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from flaneur.core.roles import Role
from flaneur.demo.towns.paris import PARIS
from flaneur.models import City, User
from flaneur.services.addresses import city_address
from flaneur.services.cities import all_cities
from flaneur.services.people import make_link
from flaneur.services.residencies import guest_on_duty


@dataclass(frozen=True, slots=True)
class Door:
    """Who one is behind it, and its address; those of a guest and an editor open once."""

    label: str
    address: str


def doors(base_url: str, *, now: datetime) -> list[Door]:
    """Three doors into Paris, or none where the demonstration is not."""
    city = next((city for city in all_cities() if city.slug == PARIS.slug), None)
    if city is None:
        return []
    home = city_address(city).removeprefix(settings.BASE_URL)
    people = ((_("Guest"), _guest(city, now=now), "guest/"), (_("Editor"), _editor(city), "desk/"))
    return [
        *(
            Door(
                f"{label} ({user})",
                f"{base_url}{home}/account/link/"
                + make_link(user, leads_to=f"{home}/{city.languages[0]}/{room}", now=now, city=city),
            )
            for label, user, room in people
        ),
        Door(_("Public site"), f"{base_url}{home}/"),
    ]


def _guest(city: City, *, now: datetime) -> User:
    """Whoever holds the pen; when the demonstration has aged, whoever last told something."""
    told = city.residencies.past(now).filter(finds__isnull=False).select_related("guest__user")
    residency = guest_on_duty(city, now=now) or told[0]
    return residency.guest.user


def _editor(city: City) -> User:
    return city.memberships.filter(role=Role.EDITOR).select_related("user")[0].user
