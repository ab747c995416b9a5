"""`flaneur rotate_keys`: seal every channel's credentials with the newest key."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from flaneur.services.channels import rotate_keys


class Command(BaseCommand):
    help = "Seal every channel's credentials anew with the newest of FLANEUR_CREDENTIAL_KEYS."

    def handle(self, *_args: Any, **_options: Any) -> None:
        try:
            sealed, lost = rotate_keys(now=timezone.now())
        except ValueError as trouble:
            raise CommandError("FLANEUR_CREDENTIAL_KEYS: “flaneur doctor” says what is wrong with them.") from trouble
        self.stdout.write(f"{len(sealed)} channels sealed with the newest key.")
        if lost:
            names = ", ".join(map(str, lost))
            raise CommandError(f"No key opens {names}: add the older key, or connect them again at the desk.")
