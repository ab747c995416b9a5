"""Mail: written in the transaction that causes it, sent in the background, in a city's first language."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django_tasks import task

from flaneur.core.roles import ROLE_NAMES, Role
from flaneur.models import City, Find, Membership, Proposal, Residency, User
from flaneur.services.addresses import (
    agreement_address,
    desk_address,
    guest_address,
    language_of,
    own_find_address,
    proposal_address,
)


def tell_guest(find: Find, verdict: str) -> None:
    """Tell the guest what the desk decided about a find."""
    words = {"find": find, "guest": find.guest, "address": own_find_address(find)}
    _write(find.city, verdict, find.guest.user.email, words)


def tell_place(place: Membership, *, by: User) -> None:
    """Tell somebody that they have a place at the desk, and how they come in."""
    words = {"place": place, "role": ROLE_NAMES[Role(place.role)], "by": by, "address": desk_address(place.city)}
    _write(place.city, "place", place.user.email, words)


def tell_stay(residency: Residency, letter: str, **more: object) -> None:
    """Tell a guest what becomes of their stay: planned, paused, resumed, cancelled; or that it is quiet."""
    city = residency.city
    address = agreement_address(city) if letter == "planned" else guest_address(city)
    words = {"residency": residency, "guest": residency.guest, "address": address, **more}
    _write(city, letter, residency.guest.user.email, words)


def tell_proposed(proposal: Proposal, secret: str) -> None:
    """Ask somebody whether they would hold the pen; the secret stands in this letter and nowhere else."""
    words = {"proposal": proposal, "address": proposal_address(proposal.city, secret)}
    _write(proposal.city, "asked", proposal.email, words)


def _write(city: City, letter: str, to: str, words: dict[str, object]) -> None:
    with translation.override(language_of(city)):
        text = render_to_string(f"mail/{letter}.txt", {"city": city, **words})
    subject, _, body = text.strip().partition("\n\n")
    send_letter.enqueue(to, " ".join(subject.split()), body)


@task()
def send_letter(to: str, subject: str, body: str) -> None:
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [to])
