"""What the wall is made of: a lens, the finds seen through it, and hand-overs between two voices."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from flaneur.core import geo
from flaneur.core.find import Audience
from flaneur.core.place import Discretion
from flaneur.models import City, Find, Guest
from flaneur.web.cards import Card, cards

PAGE_LENGTH = 20
LENSES = ("audience", "pillar", "district")
"""The query parameters of the wall: each choice is an address of its own, to share and to keep."""


@dataclass(frozen=True, slots=True)
class Lens:
    """What the reader asked to see; what the city does not know was not asked for."""

    audience: str = ""
    pillar: str = ""
    district: str = ""

    @property
    def is_clear(self) -> bool:
        return not (self.audience or self.pillar or self.district)

    def query(self, **changes: str) -> str:
        """The query of this lens with something changed: "?…", or "." for everything."""
        chosen = QueryDict(mutable=True)
        for name in LENSES:
            if value := changes.get(name, getattr(self, name)):
                chosen[name] = value
        return f"?{chosen.urlencode()}" if chosen else "."


@dataclass(frozen=True, slots=True)
class Choice:
    """One link of a filter row."""

    label: str
    icon: str
    query: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class HandOver:
    """The moment between two voices on the wall."""

    giver: Guest
    taker: Guest
    at: datetime


def lens_of(asked: QueryDict, city: City, pillars: Mapping[str, str]) -> Lens:
    codes = {district.code for district in geo.districts(city.districts)}
    known: dict[str, set[str]] = {
        "audience": {Audience.VISITORS, Audience.LOCALS},
        "pillar": set(pillars),
        "district": codes,
    }
    return Lens(**{name: str(asked[name]) for name in LENSES if asked.get(name, "") in known[name]})


def pillars_of(city: City, language: str) -> dict[str, str]:
    """The pillars of the city's charter by key, in the reader's language."""
    pillars = city.charters.current().pillars
    return {pillar["key"]: city.in_language(pillar["name"], language) for pillar in pillars}


def pillar_icon(key: str, pillars: Mapping[str, str]) -> str:
    """Six glyphs, by the pillar's place in the charter: no pillar is told by its colour alone."""
    return f"pillar-{list(pillars).index(key) % 6 + 1}" if key in pillars else ""


def audience_choices(lens: Lens) -> list[Choice]:
    rows = (
        ("", _("Everything"), "both"),
        (Audience.VISITORS, _("I am visiting"), "suitcase"),
        (Audience.LOCALS, _("I live here"), "bench"),
    )
    return [Choice(label, icon, lens.query(audience=key), lens.audience == key) for key, label, icon in rows]


def pillar_choices(lens: Lens, pillars: Mapping[str, str]) -> list[Choice]:
    """Each pillar; choosing the chosen one again takes it away."""
    return [
        Choice(
            label,
            pillar_icon(key, pillars),
            lens.query(pillar="" if lens.pillar == key else key),
            lens.pillar == key,
        )
        for key, label in pillars.items()
    ]


def seen_through(lens: Lens, city: City) -> QuerySet[Find]:
    found = city.finds.public().newest().select_related("guest", "residency")
    if lens.audience:
        found = found.filter(audience__in=[lens.audience, Audience.BOTH])
    if lens.pillar:
        found = found.filter(pillar=lens.pillar)
    if lens.district:
        found = found.in_district(lens.district)
    return found


def page_of(finds: QuerySet[Find], number: str | None) -> Page[Find]:
    return Paginator(finds, PAGE_LENGTH).get_page(number)


def with_hand_overs(city: City, finds: Page[Find]) -> Iterator[Card | HandOver]:
    """The cards of a page, and where the voice changes, who handed the pen to whom."""
    newer: Find | None = None
    for card in cards(city, finds):
        if newer and newer.guest_id != card.find.guest_id:
            yield HandOver(card.find.guest, newer.guest, newer.residency.starts_at)
        yield card
        newer = card.find


def counts_by_district(finds: QuerySet[Find]) -> dict[str, int]:
    """How many of these finds each district holds; secret ones are nowhere."""
    told = finds.exclude(discretion=Discretion.SECRET).exclude(district="")
    return dict(told.order_by().values_list("district").annotate(Count("pk")))
