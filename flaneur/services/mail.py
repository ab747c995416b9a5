"""Mail: written in the transaction that causes it, sent in the background, in a city's first language."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django_tasks import task

from flaneur.core.roles import ROLE_NAMES, Role
from flaneur.models import City, Find, Membership, User
from flaneur.services.addresses import desk_address, language_of, own_find_address


def tell_guest(find: Find, verdict: str) -> None:
    """Tell the guest what the desk decided about a find."""
    words = {"find": find, "guest": find.guest, "address": own_find_address(find)}
    _write(find.city, verdict, find.guest.user, words)


def tell_place(place: Membership, *, by: User) -> None:
    """Tell somebody that they have a place at the desk, and how they come in."""
    words = {"place": place, "role": ROLE_NAMES[Role(place.role)], "by": by, "address": desk_address(place.city)}
    _write(place.city, "place", place.user, words)


def _write(city: City, letter: str, to: User, words: dict[str, object]) -> None:
    with translation.override(language_of(city)):
        text = render_to_string(f"mail/{letter}.txt", {"city": city, **words})
    subject, _, body = text.strip().partition("\n\n")
    send_letter.enqueue(to.email, " ".join(subject.split()), body)


@task()
def send_letter(to: str, subject: str, body: str) -> None:
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [to])
