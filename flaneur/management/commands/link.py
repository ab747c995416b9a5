"""`flaneur link EMAIL --city SLUG`: a way back in for somebody who is locked out."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from flaneur.core.errors import NotAllowed
from flaneur.services.cities import all_cities
from flaneur.services.invitations import let_in
from flaneur.web.templatetags.flaneur import translated


class Command(BaseCommand):
    help = "Print a link that signs somebody of a city in once, within seven days; the journal keeps that it was made."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="Whose: somebody of the desk, or a guest.")
        parser.add_argument("--city", required=True, metavar="SLUG", help="Of which city.")
        parser.add_argument(
            "--without-passkeys",
            action="store_true",
            help="Remove their passkeys too: for a member of the desk who has lost the phone they are on.",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        city = next((city for city in all_cities() if city.slug == options["city"]), None)
        if city is None:
            raise CommandError(_("No city is called %(slug)s.") % {"slug": options["city"]})
        try:
            address = let_in(
                city, email=options["email"], without_passkeys=options["without_passkeys"], now=timezone.now()
            )
        except NotAllowed as refusal:
            raise CommandError(translated(refusal)) from refusal
        self.stdout.write(address)
