"""`flaneur rotate_keys`: seal every channel's credentials with the newest key."""

from typing import Any

from django.core.management.base import BaseCommand

from flaneur.services.channels import rotate_keys


class Command(BaseCommand):
    help = "Seal every channel's credentials anew with the newest of FLANEUR_CREDENTIAL_KEYS."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"{rotate_keys()} channels sealed with the newest key.")
