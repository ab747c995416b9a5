"""`flaneur city add NAME --tag '#NAMEJeTaime'`: a city with its page, a first charter and a chief."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from flaneur.core.roles import Role
from flaneur.services.addresses import city_address
from flaneur.services.cities import add_city
from flaneur.services.people import give_place, make_link

OPTIONS = {"name": "NAME", "brand_tag": "--tag", "email": "--chief"}
"""What the fields of the city and its chief are called here, where it is not their own name."""


class Command(BaseCommand):
    help = "Add a city, with a chief who gets a one-time link to its desk."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        add = verbs.add_parser("add", help="Add a city.")
        add.add_argument("name", help="What people call it.")
        add.add_argument("--tag", required=True, help="The brand tag, such as #ParisJeTaime.")
        add.add_argument("--chief", required=True, metavar="EMAIL", help="Editor-in-chief; gets a one-time link.")
        add.add_argument("--slug", help="Where it lives: /<slug>/ (made from the name).")
        add.add_argument("--domain", help="Its own domain, if it has one.")
        add.add_argument("--time-zone", default="Europe/Paris", help="Its clock, as the IANA database calls it.")
        add.add_argument("--languages", default="fr,en", help="First is the default.")
        add.add_argument("--districts", type=Path, help="GeoJSON FeatureCollection (docs/how-to/add-a-city.md).")

    @transaction.atomic
    def handle(self, *_args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            city = add_city(
                name=options["name"],
                slug=options["slug"] or slugify(options["name"]),
                brand_tag=options["tag"],
                now=now,
                domain=options["domain"],
                time_zone=options["time_zone"],
                languages=[code.strip() for code in options["languages"].split(",")],
                districts=_geojson(options["districts"]),
            )
            place = give_place(city, email=options["chief"], role=Role.CHIEF, now=now)
        except ValidationError as error:
            raise CommandError(_told(error)) from error
        desk = f"{city_address(city).removeprefix(settings.BASE_URL)}/{city.languages[0]}/desk/"
        secret = make_link(place.user, leads_to=desk, now=now, city=city)
        self.stdout.write(f"{city.name}: {city_address(city)}/")
        link = {"email": place.user.email, "address": f"{city_address(city)}/account/link/{secret}"}
        self.stdout.write(_("Desk, once, for %(email)s: %(address)s") % link)


def _told(error: ValidationError) -> str:
    """One line for each field, by the name of its option."""
    return "\n".join(f"{_option(field)}: {' '.join(told)}" for field, told in error.message_dict.items())


def _option(field: str) -> str:
    return OPTIONS.get(field, f"--{field.replace('_', '-')}")


def _geojson(path: Path | None) -> Any:
    if path is None:
        return {}
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        told = {"option": "--districts", "path": path, "why": error}
        raise CommandError(_("%(option)s: %(path)s cannot be read as GeoJSON: %(why)s") % told) from error
