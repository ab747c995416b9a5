"""Cities, channels and publications by the thousand, written straight into the tables, and due whenever it is asked."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

from django.db import connection
from django.db.models import Model
from django.utils import timezone

import flaneur
from flaneur.models import Attempt, Channel, Charter, City, Find, Guest, Publication, Residency, User
from flaneur.services.channels import seal
from flaneur.services.cities import add_city

BATCH = 500
MAP = Path(flaneur.__file__).with_name("demo") / "nantes.geojson"
Noun = TypeVar("Noun", bound=Model)


def write(cities: int, channels: int, server: str) -> None:
    """Cities whose find's page is up, each with as many accounts on the server."""
    now = timezone.now()
    towns, charters = _towns(cities, now)
    finds = _finds(towns, charters, now)
    sealed, account = _sealed(server), {"kind": "mastodon", "name": "Mastodon"}
    pairs = [(find, Channel(city=find.city, handle=f"{n}", **account)) for find in finds for n in range(channels)]
    for _find, channel in pairs:
        channel.credentials = sealed
    _kept([channel for _find, channel in pairs])
    held = {"planned_at": now, "state": "held"}
    _kept([Publication(city=find.city, find=find, channel=channel, **held) for find, channel in pairs])


def _towns(cities: int, now: datetime) -> tuple[list[City], list[Charter]]:
    """With the map and the charter a real one has."""
    model = add_city(
        name="Nantes",
        slug="nantes",
        brand_tag="#Nantes",
        districts=json.loads(MAP.read_text(encoding="utf-8")),
        now=now,
    )
    own = {"lateness": 999, "districts": model.districts}
    towns = _kept([City(name=f"Ville {n}", slug=f"ville-{n}", brand_tag=f"#Ville{n}", **own) for n in range(cities)])
    charter = model.charters.current()
    told = {"version": 1, "published_at": now, "text": charter.text, "pillars": charter.pillars, "rules": charter.rules}
    return towns, _kept([Charter(city=town, brand_tag=town.brand_tag, **told) for town in towns])


def _finds(towns: Sequence[City], charters: Sequence[Charter], now: datetime) -> list[Find]:
    users = _kept([User(email=f"guest-{number}@example.org") for number in range(len(towns))])
    lea = {"slug": "lea", "name": "Léa"}
    guests = _kept([Guest(city=town, user=user, **lea) for town, user in zip(towns, users, strict=True)])
    week = {"starts_at": now - timedelta(days=1), "ends_at": now + timedelta(days=6)}
    stays = _kept([Residency(city=guest.city, guest=guest, **week) for guest in guests])
    told = {"state": "published", "captured_at": now, "received_at": now, "published_at": now, "language": "fr"}
    return _kept(
        [
            Find(city=stay.city, guest=stay.guest, residency=stay, charter=charter, words=_words(number), **told)
            for number, (stay, charter) in enumerate(zip(stays, charters, strict=True))
        ]
    )


def _words(number: int) -> str:
    return f"Trouvaille {number:06d} : trois marches, une porte rouge, un chat. Le reste, je vous le laisse."


def _kept(rows: Sequence[Noun]) -> list[Noun]:
    return list(type(rows[0])._default_manager.bulk_create(rows, BATCH))


def move_to(server: str) -> None:
    """Every account lives on another server from now on."""
    Channel.objects.update(credentials=_sealed(server))


def _sealed(server: str) -> bytes:
    return seal({"server": server, "token": "bench", "account": "1"})


def plan(moment: datetime) -> None:
    """Everything is due at one moment."""
    _begin_again()
    Publication.objects.update(state="planned", planned_at=moment, wake_at=moment)


def plan_apart(moment: datetime, gap: timedelta, most: int) -> None:
    """One of each city is due, one after the other, in the order of their numbers."""
    _begin_again()
    wanted = Publication.objects.filter(channel__handle="0").order_by("find__words")[:most]
    for number, row in enumerate(wanted):
        due = moment + number * gap
        Publication.objects.filter(pk=row.pk).update(state="planned", planned_at=due, wake_at=due)


def _begin_again() -> None:
    Attempt.objects.all().delete()
    Channel.objects.update(spoke_at=None, owner="", leased_until=None, rests_until=None)
    anew = {"begun_at": None, "attempts": 0, "fence": 0, "owner": "", "sent_at": None, "url": "", "references": []}
    Publication.objects.update(state="held", wake_at=None, reason="", **anew)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def left() -> int:
    return Publication.objects.filter(wake_at__isnull=False).count()
