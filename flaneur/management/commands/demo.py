"""`flaneur demo`: Paris, Nantes and Bordeaux in the middle of a week; `--links` opens three doors into it."""

from argparse import ArgumentParser
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from flaneur.demo.doors import doors
from flaneur.demo.seed import seed
from flaneur.services.background import is_worker_alive

PAINTERS = 3
"""Photos in the making at once: while two are developed in processes of their own, one is drawn."""


class Command(BaseCommand):
    help = "Add the demonstration to this install; what is there already stays as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--links", action="store_true", help="Print the ways in: as guest, as editor, as anybody.")
        parser.add_argument("--base-url", default=settings.BASE_URL, help="Where this install is reached.")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["links"]:
            self._show_doors(options["base_url"].rstrip("/"))
        elif is_worker_alive(now=timezone.now()):
            raise CommandError(_("Stop the service first: to its worker, a week already lived would be late."))
        else:
            with ThreadPoolExecutor(max_workers=PAINTERS) as painters:
                names = ", ".join(city.name for city in seed(now=timezone.now(), spread=painters.map))
            told = _("New: %(names)s.") if names else _("Nothing new: the demonstration is there.")
            self.stdout.write(told % {"names": names})

    def _show_doors(self, base_url: str) -> None:
        ways = doors(base_url, now=timezone.now())
        if not ways:
            raise CommandError(_("This install has no demonstration; `flaneur demo` makes it."))
        for door in ways:
            self.stdout.write(_("%(who)s: %(address)s") % {"who": door.label, "address": door.address})
