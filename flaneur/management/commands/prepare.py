"""`flaneur prepare`: everything an install needs before it can serve; quick when little has changed."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from flaneur.fonts import make_fonts
from flaneur.messages import compile_messages


class Command(BaseCommand):
    help = "Make the fonts, compile the translations and gather the static files."
    requires_system_checks: list[str] = []  # they miss the very folders made here

    def handle(self, *args: object, **options: object) -> None:
        make_fonts(settings.HOME / "fonts")
        compile_messages(settings.HOME / "locale")
        call_command("collectstatic", interactive=False, verbosity=0)
