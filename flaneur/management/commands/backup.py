"""`flaneur backup [FOLDER]`: one archive with the database, the media and the keys."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from flaneur.services.backup import back_up


class Command(BaseCommand):
    help = "Write an archive with the database, the media and the keys, while everything runs on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "folder",
            nargs="?",
            type=Path,
            default=Path(settings.HOME) / "backups",
            help="Where the archive is written (default: backups/ in the home).",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        archive = back_up(options["folder"], now=timezone.now())
        self.stdout.write(f"{archive} ({archive.stat().st_size / 1e6:.1f} MB). It holds secrets: keep it safe.")
