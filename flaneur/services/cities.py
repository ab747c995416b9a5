"""Cities: finding them, adding them, locking them."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import F, Q

from flaneur.core.charter import Article, Book
from flaneur.core.conversation import Heat
from flaneur.core.roles import Act
from flaneur.core.silence import Scope
from flaneur.models import Channel, Charter, City, Silence, User
from flaneur.services.channels import HOME_KIND
from flaneur.services.journal import record
from flaneur.services.permissions import require

SILENCED = "silence"
_REVISIONS = "SELECT id, revision, domain FROM flaneur_city WHERE domain = %s OR slug = %s"


def all_cities() -> list[City]:
    """Every city of the install, by name, without its heavy geometry."""
    return list(City.objects.defer("districts"))


def city_for(host: str, slug: str) -> City | None:
    """The city that has this host name as its domain, else the one with this slug."""
    found = City.objects.filter(Q(domain=host) | Q(slug=slug))
    return min(found, key=lambda city: city.domain != host, default=None)


def revision_for(host: str, slug: str) -> tuple[int, int] | None:
    """Id and revision of the city a page belongs to: what a kept page is valid for.

    Asked for every kept page that is read, and built without the ORM: composing the query cost more than all the rest.
    """
    with connection.cursor() as cursor:
        cursor.execute(_REVISIONS, [host, slug])
        city = min(cursor.fetchall(), key=lambda row: row[2] != host, default=None)
    return city and (city[0], city[1])


@transaction.atomic
def add_city(*, name: str, slug: str, brand_tag: str, now: datetime, by: User | None = None, **fields: Any) -> City:
    """A city with its home channel and a first charter; silent, while the whole install is.

    Raises ValidationError for a bad slug, tag or time zone.
    """
    book = fields.pop("charter", Book())
    city = City(name=name, slug=slug, brand_tag=brand_tag, **fields)
    everywhere = Silence.objects.active().filter(scope=Scope.INSTALL)
    city.silenced_at = everywhere.values_list("pressed_at", flat=True).first()
    city.full_clean()
    city.save()
    Channel.objects.create(city=city, kind=HOME_KIND, name=name, is_home=True)
    publish_charter(city, book, by=None, now=now)
    record("add_city", city=city, by=by, now=now, subject=city)
    return city


@transaction.atomic
def publish_charter(city: City, book: Book, *, by: User | None, now: datetime) -> Charter:
    """A new version of the charter; older ones stay as they are. The city's brand tag becomes the book's.

    Raises ValidationError for a brand tag that is no hashtag, `NotAllowed` for whom the charter is not theirs to write.
    """
    if by is not None:
        require(city, by, Act.CHARTER)
    newest = city.charters.order_by("-version").values_list("version", flat=True).first()
    city.brand_tag = book.brand_tag or city.brand_tag
    city.clean_fields(exclude={field.name for field in City._meta.fields} - {"brand_tag"})
    City.objects.filter(pk=city.pk).update(brand_tag=city.brand_tag)
    charter = Charter.objects.create(
        city=city,
        version=(newest or 0) + 1,
        published_at=now,
        brand_tag=city.brand_tag,
        text=dict(book.text),
        pillars=list(book.pillars),
        balance=dict(book.balance),
        rules=[_row(article) for article in book.with_the_systems_own()],
    )
    touch(city)
    record("publish_charter", city=city, by=by, now=now, subject=charter, details={"version": charter.version})
    return charter


def _row(article: Article) -> dict[str, Any]:
    """An article as models/charters.py keeps it, without what it does not say."""
    row = asdict(article)
    return {name: value for name, value in row.items() if name in {"key", "effect"} or value}


def touch(city: City) -> None:
    """Something the public sees has changed: kept pages are stale from this transaction on.

    It locks the city's row. Locks are taken in one order, city, find, publications: else silence and a page that goes
    up would wait for one another.
    """
    City.objects.filter(pk=city.pk).update(revision=F("revision") + 1)


def lock_city(city: City) -> bool:
    """Whether the city is silent; nobody presses silence, or plans, before this transaction ends."""
    row = City.objects.select_for_update(no_key=True).filter(pk=city.pk)
    return row.values_list("silenced_at", flat=True).get() is not None


@transaction.atomic
def set_lateness(city: City, minutes: int, *, by: User, now: datetime) -> None:
    """How many minutes late something may still leave by itself."""
    require(city, by, Act.CONNECT)
    City.objects.filter(pk=city.pk).update(lateness=minutes)
    record("set_lateness", city=city, by=by, now=now, subject=city, details={"minutes": minutes})


@transaction.atomic
def set_heat(city: City, heat: Heat, *, by: User, now: datetime) -> None:
    """From how many replies within how many minutes on what is planned waits; none: it never does."""
    require(city, by, Act.CONNECT)
    City.objects.filter(pk=city.pk).update(hot_replies=heat.replies, hot_minutes=heat.minutes)
    record("set_heat", city=city, by=by, now=now, subject=city, details=asdict(heat))
