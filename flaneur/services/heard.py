"""The balance a desk sees before it chooses: counted over the weeks its charter names."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import get_language

from flaneur.core import geo
from flaneur.core.charter import RULES
from flaneur.core.find import FindState
from flaneur.core.heard import Heard, Hearing, tally
from flaneur.core.reading import fold
from flaneur.models import Charter, City

OFTEN = 5
"""How many places are named: those that come back."""


def hearing(city: City, *, now: datetime) -> Hearing:
    """What was heard over so many weeks back, and who is to come over as many ahead. Costs three queries."""
    charter = city.charters.current()
    weeks = int(_given(charter, "every_district")["weeks"])
    since, until = now - timedelta(weeks=weeks), now + timedelta(weeks=weeks)
    told = city.finds.filter(state=FindState.PUBLISHED, published_at__gte=since)
    finds = list(told.values_list("district", "pillar", "place_name"))
    stays = city.residencies.standing().filter(ends_at__gte=since, starts_at__lte=until)
    voices = list(stays.values_list("guest__district", "starts_at"))
    places = Counter(fold(place) for _district, _pillar, place in finds if place)
    names = {fold(place): place for _district, _pillar, place in finds if place}
    partners = set(map(fold, _given(charter, "same_place")["partners"]))
    return Hearing(
        weeks=weeks,
        districts=tally(
            {each.code: each.name for each in geo.districts(city.districts)},
            finds=[district for district, _pillar, _place in finds],
            voices=[district for district, starts_at in voices if starts_at <= now],
            coming=[district for district, starts_at in voices if starts_at > now],
        ),
        themes=_themes(city, charter, [pillar for _district, pillar, _place in finds]),
        often=[(names[key], times) for key, times in places.most_common(OFTEN) if times > 1],
        places=places.total(),
        partners=sum(times for key, times in places.items() if key in partners),
    )


def _themes(city: City, charter: Charter, told: list[str]) -> list[Heard]:
    language = get_language() or ""
    names = {pillar["key"]: city.in_language(pillar["name"], language) for pillar in charter.pillars}
    wished = [pillar.get("share") for pillar in charter.pillars]
    return [replace(theme, wished=share) for theme, share in zip(tally(names, finds=told), wished, strict=True)]


def _given(charter: Charter, key: str) -> dict[str, Any]:
    """The parameters of a rule as this charter has it, else as the catalogue does."""
    mine = next((article.parameters for article in charter.articles if article.key == key), {})
    return {**RULES[key].defaults, **mine}
