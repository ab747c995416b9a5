"""`flaneur text measure --network NAME`: how long words are on a network, and what it finds in them."""

import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Mapping
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from flaneur.core.dispatch import Limits
from flaneur.core.text import LIMITS, Measure, alt_limits, limits_of, measure, title_limits
from flaneur.management.json_lines import Unclear, answer_lines, one_text, text_of

MOST_DIGITS = 9
FIELDS: Mapping[str, Callable[[Limits], Limits]] = {
    "words": lambda limits: limits,
    "title": title_limits,
    "alt": alt_limits,
}


class Command(BaseCommand):
    help = "Measure words as a network counts them. Needs no database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        measuring = verbs.add_parser("measure", help="Measure what comes on the standard input.")
        measuring.add_argument("--network", required=True, choices=tuple(LIMITS), help="Whose rules: one of its kinds.")
        measuring.add_argument(
            "--json",
            action="store_true",
            help='One {"text": …} a line in, one measure a line out; else all is one text.',
        )
        measuring.add_argument("--field", default="words", choices=tuple(FIELDS), help="What the text is to be.")
        measuring.add_argument("--limit", type=_count, help="The network's length, where an instance has its own.")
        measuring.add_argument("--link", type=_count, help="What a link counts there.")
        measuring.add_argument("--hashtags", type=_count, help="How many hashtags are welcome there.")

    def handle(self, *_args: Any, **options: Any) -> None:
        limits = _limits(options)
        if not options["json"]:
            try:
                self.stdout.write(_told(measure(one_text(sys.stdin.buffer), limits)))
            except Unclear as trouble:
                raise CommandError(str(trouble)) from None
            return

        def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
            return _answer(measure(text_of(asked, "text"), limits, spoiler=text_of(asked, "spoiler", "")))

        if answer_lines(sys.stdin.buffer, answer, answers=sys.stdout, complaints=sys.stderr):
            raise SystemExit(1)


def _count(word: str) -> int:
    """Raises ArgumentTypeError, which argparse tells, for what is no number of anything."""
    if not word.isascii() or not word.isdecimal() or not 0 < len(word) < MOST_DIGITS:
        raise ArgumentTypeError(_("“%(word)s” is no number from 0 on") % {"word": word})
    return int(word)


def _limits(options: Mapping[str, Any]) -> Limits:
    limits = limits_of(options["network"], length=options["limit"], link=options["link"], hashtags=options["hashtags"])
    try:
        return FIELDS[options["field"]](limits)
    except ValueError:
        raise CommandError(_("%(network)s names no limit for “%(field)s”.") % options) from None


def _answer(found: Measure) -> dict[str, Any]:
    return {
        "length": found.length,
        "limit": found.limit,
        "fits": found.fits,
        "hashtags": [span.text for span in found.hashtags],
        "mentions": [span.text for span in found.mentions],
        "links": [span.text for span in found.links],
        "pieces": list(found.pieces),
    }


def _told(found: Measure) -> str:
    signs = [*(f"#{tag.text}" for tag in found.hashtags), *(f"@{name.text}" for name in found.mentions)]
    told = {"length": found.length, "limit": found.limit, "number": len(found.pieces)}
    return "\n".join([_verdict(found) % told, *signs, *(link.text for link in found.links)])


def _verdict(found: Measure) -> str:
    if found.fits:
        return _("%(length)d of %(limit)d: it fits")
    if not found.pieces:
        return _("%(length)d of %(limit)d: it does not fit")
    return ngettext(
        "%(length)d of %(limit)d: it does not fit; %(number)d post would",
        "%(length)d of %(limit)d: it does not fit; %(number)d posts would",
        len(found.pieces),
    )
