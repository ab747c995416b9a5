"""`flaneur rehearse`: five networks on this machine, for a city without an account anywhere."""

import signal
import threading
from argparse import ArgumentParser
from collections.abc import Sequence
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management.base import BaseCommand, CommandError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from flaneur.core.errors import Unfit
from flaneur.management.commands.serve import port_number
from flaneur.models import City
from flaneur.rehearsal.display import Shown, about, avatar, displayed
from flaneur.rehearsal.served import CROWD, HOST, LONGEST, Front, Served, serving
from flaneur.rehearsal.stages import stages
from flaneur.services.channels import connect_channel, networks
from flaneur.services.cities import all_cities
from flaneur.web.templatetags.flaneur import translated

PORT = 8401
MOST = 200
"""Posts on a page, the newest."""
FAULTS = {
    "slow": gettext_lazy("It thinks for five seconds"),
    "busy": gettext_lazy("Too many requests (429)"),
    "broken": gettext_lazy("It is broken (500)"),
    "drops": gettext_lazy("It takes what is sent, then hangs up"),
    "expired": gettext_lazy("Every token has expired"),
    "duplicate": gettext_lazy("It refuses what it takes for a repeat"),
    "stuck": gettext_lazy("Pictures are never ready"),
}
FILES = {
    **{f"/css/{name}.css": "text/css; charset=utf-8" for name in ("tokens", "base", "parts", "rehearsal")},
    "/img/icon.svg": "image/svg+xml",
    **{f"/fonts/{name}.woff2": "font/woff2" for name in ("fraunces", "fraunces-italic", "bricolage")},
}


class Command(BaseCommand):
    help = "Stand in for five networks on this machine until told to stop (Ctrl-C); nothing there is public."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default=PORT, type=port_number, help="The first of five ports, one a network")
        parser.add_argument("--connect", metavar="SLUG", help="Connect a channel of this city to each of them")

    def handle(self, *_args: Any, port: int, connect: str | None, **_options: Any) -> None:
        city = willing_city(connect) if connect else None
        stop = threading.Event()
        for name in {"SIGINT", "SIGTERM", "SIGHUP"} & signal.Signals.__members__.keys():
            signal.signal(signal.Signals[name], lambda *_: stop.set())
        cast = open_house(port)
        with serving(cast):
            self._introduce(cast)
            if city is not None:
                for network in cast:
                    connect_to(city, network)
                self.stdout.write(_("Connected: the channels of %(city)s.") % {"city": city.name})
            while not stop.wait(1):
                pass

    def _introduce(self, cast: Sequence[Served]) -> None:
        where = {"host": HOST}
        said = _("Rehearsal: nothing here is public, and nobody beyond this machine (%(host)s) sees it.") % where
        lines = [f"{network.stage.name}: {network.origin}/ ({_listed(network)})" for network in cast]
        self.stdout.write("\n".join([said, *lines]))
        self.stdout.flush()


def _listed(network: Served) -> str:
    return ", ".join(f"{name}: {value}" for name, value in entered(network))


def entered(network: Served) -> list[tuple[str, str]]:
    """What to enter at the desk, by the names its fields have there."""
    _name, asks = networks()[network.stage.kind]
    return [(_(ask.label), value) for ask in asks if (value := network.typed.get(ask.key, ""))]


def willing_city(slug: str) -> City:
    """Raises CommandError when there is no such city, or its channels may not speak to this machine."""
    city = next((city for city in all_cities() if city.slug == slug), None)
    if city is None:
        raise CommandError(_("No city is called %(slug)s.") % {"slug": slug})
    if not any(ip_address(HOST) in ip_network(network) for network in settings.ALLOWED_NETWORKS):
        wanted = {"setting": f"FLANEUR_ALLOWED_NETWORKS={HOST}/32"}
        raise CommandError(
            _("Channels may not speak to this machine: set %(setting)s, here and for the service.") % wanted
        )
    return city


def open_house(port: int) -> list[Served]:
    """The five stand-ins, on ports that follow one another; 0 takes free ones. Raises CommandError for a taken one."""
    cast: list[Served] = []
    front = Front(draw, style(), ask)
    try:
        for number, stage in enumerate(stages(timezone.now)):
            cast.append(Served(stage, front, port and port + number))
            cast[-1].cast = cast
    except (OSError, OverflowError) as trouble:
        for network in cast:
            network.server_close()
        raise CommandError(
            _("Port %(port)d cannot be listened on: %(why)s. Another one: --port.")
            % {"port": port + len(cast), "why": trouble}
        ) from trouble
    return cast


def connect_to(city: City, network: Served) -> None:
    """A channel of the city's, as though its office had said yes. Raises CommandError with the network's reason."""
    stage = network.stage
    name = _("%(network)s (rehearsal)") % {"network": stage.name}
    answers = {**network.typed, **stage.granted}
    try:
        connect_channel(city, kind=stage.kind, name=name, answers=answers, now=timezone.now())
    except Unfit as refusal:
        raise CommandError(f"{stage.name}: {translated(refusal)}") from refusal


def draw(network: Served) -> str:
    """The page of a network, for whoever watches."""
    stage, posts = network.stage, displayed(network.stage.network)[:MOST]
    shown = {"stage": stage, "talks": talks(posts), "targets": posts[:20], "faults": faults_of(network)}
    shown |= {"cast": [(other, any(fault["is_on"] for fault in faults_of(other))) for other in network.cast]}
    shown |= {
        "about": about(stage.network),
        "avatar": avatar(stage.network),
        "entered": entered(network),
        "token": network.token,
        "longest": LONGEST,
        "crowd": CROWD,
    }
    return render_to_string("rehearsal/network.html", shown)


def faults_of(network: Served) -> list[dict[str, Any]]:
    stage = network.stage
    return [
        {"name": name, "label": FAULTS[name], "is_on": getattr(stage.network.faults, name)} for name in stage.faults
    ]


def talks(posts: Sequence[Shown]) -> list[tuple[Shown, list[Shown]]]:
    """What stands by itself, the newest first, each with all that was said under it, in the order it was said."""
    above = {post.reference: post.answers for post in posts}

    def top(reference: str) -> str:
        while above[reference] in above:
            reference = above[reference]
        return reference

    under: dict[str, list[Shown]] = {}
    for post in reversed(posts):
        under.setdefault(top(post.reference), []).append(post)
    return [(post, under[post.reference][1:]) for post in posts if top(post.reference) == post.reference]


def ask(network: Served, yes: str, no: str) -> str:
    """The page on which one lets the city in."""
    return render_to_string("rehearsal/consent.html", {"stage": network.stage, "yes": yes, "no": no})


def style() -> dict[str, tuple[str, bytes]]:
    """The house's look, as far as it is there: a fresh checkout has no typefaces yet."""
    found = {path: finders.find(path.lstrip("/")) for path in FILES}
    return {path: (FILES[path], Path(place).read_bytes()) for path, place in found.items() if place}
