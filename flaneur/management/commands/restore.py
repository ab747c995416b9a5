"""`flaneur restore ARCHIVE`: bring a backup back, into an empty home or over what is there."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from flaneur.core.errors import Unfit
from flaneur.services.backup import restore


class Command(BaseCommand):
    help = "Bring a backup back. Stop the server and the worker first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path, help="What “flaneur backup” has written.")
        parser.add_argument("--over", action="store_true", help="Replace what is here.")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            restore(options["archive"], over=options["over"])
        except (Unfit, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Restored. “flaneur doctor” says whether all is well.")
