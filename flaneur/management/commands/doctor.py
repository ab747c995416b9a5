"""`flaneur doctor`: what is wrong with this install, in plain words; exits with 1 when something is."""

import json
import signal
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone, translation

from flaneur.services.doctor import examine
from flaneur.web.templatetags.flaneur import translated


class Command(BaseCommand):
    help = "Say in plain words what is wrong with this install; exit with 1 when something is."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="One JSON object, for machines.")
        parser.add_argument("--language", default=settings.LANGUAGE_CODE, help="fr or en.")

    def handle(self, *_args: Any, **options: Any) -> None:
        signal.signal(signal.SIGTERM, _leave)
        with translation.override(options["language"]):
            diagnoses = [(d, translated(d)) for d in examine(now=timezone.now())]
        if options["json"]:
            rows = [{"subject": d.subject, "well": d.is_well, "sentence": told} for d, told in diagnoses]
            self.stdout.write(
                json.dumps({"well": all(row["well"] for row in rows), "diagnoses": rows}, ensure_ascii=False)
            )
        else:
            for diagnosis, told in diagnoses:
                self.stdout.write(f"{'✓' if diagnosis.is_well else '✗'} {told}")
        if not all(d.is_well for d, _said in diagnoses):
            raise SystemExit(1)


def _leave(sign: int, _frame: object) -> None:
    """Whoever is told to stop gives back the channel in hand: nobody could send there for minutes."""
    raise SystemExit(128 + sign)
