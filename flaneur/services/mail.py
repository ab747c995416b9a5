"""Mail: written in the transaction that causes it, sent in the background."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django_tasks import task

from flaneur.models import Find


def tell_guest(find: Find, verdict: str) -> None:
    """Tell the guest what the desk decided about a find, in the city's first language."""
    with translation.override(find.city.languages[0]):
        letter = render_to_string(
            f"mail/{verdict}.txt", {"find": find, "city": find.city, "guest": find.guest, "base_url": settings.BASE_URL}
        )
    subject, _, body = letter.strip().partition("\n\n")
    send_letter.enqueue(find.guest.user.email, " ".join(subject.split()), body)


@task()
def send_letter(to: str, subject: str, body: str) -> None:
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [to])
