"""`flaneur charter export|import|check --city NAME`: a city's charter as a file, and what it says of texts."""

import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from flaneur.core.charter import Book
from flaneur.core.charter.written import Misprint, read_book, write_book
from flaneur.core.find import Consideration
from flaneur.management.json_lines import Unclear, answer_lines, one_text, text_of
from flaneur.models import City
from flaneur.services.cities import all_cities, publish_charter
from flaneur.services.judging import CONSIDERATIONS, Judge, judge
from flaneur.web.templatetags.flaneur import translated


class Command(BaseCommand):
    help = "Write a city's charter to a file, publish one from a file, or hold texts against it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        out = verbs.add_parser("export", help="Write the charter in force as YAML.")
        out.add_argument("file", nargs="?", type=Path, help="Where to; the standard output when it is not given.")
        into = verbs.add_parser("import", help="Publish a file as the next version; a mistake is named with its line.")
        into.add_argument("file", type=Path, help="A charter in YAML, as `export` writes it.")
        checking = verbs.add_parser("check", help="Say what the charter says of each line of the standard input.")
        checking.add_argument(
            "--json", action="store_true", help="One JSON object a line, in and out; else all is one text."
        )
        checking.add_argument("--language", default=settings.LANGUAGE_CODE, help="Of the remarks: fr or en.")
        for verb in (out, into, checking):
            verb.add_argument("--city", required=True, metavar="SLUG", help="Whose charter.")

    def handle(self, *_args: Any, **options: Any) -> None:
        city = next((city for city in all_cities() if city.slug == options["city"]), None)
        if city is None:
            raise CommandError(_("No city is called %(slug)s.") % {"slug": options["city"]})
        {"export": self._export, "import": self._import, "check": self._check}[options["verb"]](city, options)

    def _export(self, city: City, options: Mapping[str, Any]) -> None:
        written = write_book(city.charters.current().book)
        if options["file"]:
            options["file"].write_text(written, encoding="utf-8")
        else:
            self.stdout.write(written, ending="")

    def _import(self, city: City, options: Mapping[str, Any]) -> None:
        book, newest = _book(options["file"]), city.charters.current()
        if book == newest.book:
            told = {"city": city.name, "version": newest.version}
            self.stdout.write(_("%(city)s: version %(version)d says the same; nothing to publish.") % told)
            return
        try:
            charter = publish_charter(city, book, by=None, now=timezone.now())
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        told = {"city": city.name, "version": charter.version}
        self.stdout.write(_("%(city)s: version %(version)d is in force.") % told)

    def _check(self, city: City, options: Mapping[str, Any]) -> None:
        against = judge(city)
        with translation.override(options["language"]):
            if not options["json"]:
                for remark in map(against.told, against.remarks(_one_text())):
                    self.stdout.write(f"{remark['effect']:5} {remark['rule']}: {remark['sentence']}")
                return

            def answer(asked: Mapping[str, Any]) -> Mapping[str, Any]:
                return _answer(against, asked)

            if answer_lines(sys.stdin.buffer, answer, answers=sys.stdout, complaints=sys.stderr):
                raise SystemExit(1)


def _one_text() -> str:
    try:
        return one_text(sys.stdin.buffer)
    except Unclear as trouble:
        raise CommandError(str(trouble)) from None


def _book(path: Path) -> Book:
    try:
        return read_book(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        told = _("byte %(number)d is no UTF-8") % {"number": error.start + 1}
        raise CommandError(f"{path}:{line}: {told}") from error
    except Misprint as error:
        parts = {"found": translated(error.found), "expected": translated(error.expected)}
        raise CommandError(f"{path}:{error.line}: {_('%(found)s; expected %(expected)s') % parts}") from error


def _answer(against: Judge, asked: Mapping[str, Any]) -> dict[str, Any]:
    words = text_of(asked, "text")
    facts: dict[str, Any] = {"alts": _alts(asked), "consideration": _consideration(asked)}
    for name, key in (("language", "lang"), ("pillar", "pillar")):
        if asked.get(key) is not None:
            facts[name] = text_of(asked, key)
    return {
        "version": against.charter.version,
        "remarks": [against.told(remark) for remark in against.remarks(words, **facts)],
        "needles": against.needles(words, facts.get("language", "")),
    }


def _alts(asked: Mapping[str, Any]) -> list[str]:
    photos = asked.get("photos") or []
    if not isinstance(photos, list) or not all(isinstance(photo, dict) for photo in photos):
        raise Unclear(_('"photos" is not a list of objects such as {"alt": "…"}'))
    return ["" if photo.get("alt") is None else text_of(photo, "alt") for photo in photos]


def _consideration(asked: Mapping[str, Any]) -> Consideration | None:
    if asked.get("consideration") is None:
        return None
    said = text_of(asked, "consideration")
    if said not in CONSIDERATIONS:
        raise Unclear(_('"consideration" is one of %(words)s') % {"words": ", ".join(CONSIDERATIONS)})
    return CONSIDERATIONS[said]
