"""`flaneur backup [FOLDER]`: one archive with the database, the media and the keys."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from flaneur.core.errors import Unfit
from flaneur.services.backup import back_up
from flaneur.web.templatetags.flaneur import translated


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
        try:
            archive = back_up(options["folder"], now=timezone.now())
        except Unfit as refusal:
            raise CommandError(translated(refusal)) from refusal
        except (OSError, DatabaseError) as trouble:
            raise CommandError(str(trouble)) from trouble
        told = {"archive": archive, "size": f"{archive.stat().st_size / 1e6:.1f}"}
        self.stdout.write(_("%(archive)s (%(size)s MB). It holds secrets: keep it safe.") % told)
        if settings.MEDIA_BUCKET:
            bucket = {"bucket": settings.MEDIA_BUCKET}
            self.stdout.write(_("The photos are not in it: they lie in the bucket %(bucket)s.") % bucket)
