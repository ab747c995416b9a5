"""`flaneur restore ARCHIVE`: bring a backup back, into an empty home or over what is there."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from flaneur.core.errors import Unfit
from flaneur.services.backup import restore
from flaneur.web.templatetags.flaneur import translated


class Command(BaseCommand):
    help = "Bring a backup back. Stop the server and the worker first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("archive", type=Path, help="What “flaneur backup” has written.")
        parser.add_argument("--over", action="store_true", help="Replace what is here.")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            restore(options["archive"], now=timezone.now(), over=options["over"])
        except Unfit as refusal:
            raise CommandError(translated(refusal)) from refusal
        except (OSError, DatabaseError) as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(_("Restored. What was about to leave is held until the desk releases it, one by one."))
