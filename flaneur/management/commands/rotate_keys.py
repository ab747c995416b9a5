"""`flaneur rotate_keys`: seal every channel's credentials with the newest key."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from flaneur.services.channels import rotate_keys


class Command(BaseCommand):
    help = "Seal every channel's credentials anew with the newest of FLANEUR_CREDENTIAL_KEYS."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            sealed, lost = rotate_keys(now=timezone.now())
        except ValueError as trouble:
            wrong = _("%(setting)s: “flaneur doctor” says what is wrong with them.")
            raise CommandError(wrong % {"setting": "FLANEUR_CREDENTIAL_KEYS"}) from trouble
        told = ngettext(
            "%(number)d channel sealed with the newest key.",
            "%(number)d channels sealed with the newest key.",
            len(sealed),
        )
        self.stdout.write(told % {"number": len(sealed)})
        if lost:
            names = {"names": ", ".join(map(str, lost))}
            raise CommandError(
                _("No key opens %(names)s: add the older key, or connect them again at the desk.") % names
            )
