"""Finds as cards: the photo in front, the enamel plate of the place, how loud the words may be."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from flaneur.core import geo
from flaneur.models import City, Find, Photo

SHORT, MIDDLING = 70, 150
"""Characters up to which words without a photo are set as a headline, then as a paragraph."""
ROOM = 150
"""Characters a card has room for."""

_SENTENCE_END = re.compile(r"[.!?…](?=\s)")


@dataclass(frozen=True, slots=True)
class Plate:
    """What stands on the enamel: "11e | Cour Damoye"."""

    short: str
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Card:
    """A find and what its card shows first. Without a plate the place is nobody's business."""

    find: Find
    plate: Plate | None
    photo: Photo | None

    @property
    def title(self) -> str:
        """What the find is called in a list: its words, else what its photo shows."""
        return self.find.words or (self.photo.alt if self.photo else "")

    @property
    def teaser(self) -> str:
        """As many whole sentences as a card has room for, else whole words."""
        if len(self.title) <= ROOM:
            return self.title
        ends = [found.end() for found in _SENTENCE_END.finditer(self.title, 0, ROOM) if found.end() >= ROOM / 3]
        return self.title[: ends[-1]] if ends else shorten(self.title, ROOM, placeholder="…")

    @property
    def is_tall(self) -> bool:
        return self.photo is not None and self.photo.height > self.photo.width

    @property
    def loudness(self) -> str:
        size = len(self.find.words)
        return "loud" if size <= SHORT else "clear" if size <= MIDDLING else "calm"


def cards(city: City, finds: Iterable[Find]) -> list[Card]:
    districts = {district.code: district for district in geo.districts(city.districts)}
    return [Card(find, _plate(find, districts), next(iter(find.photos.all()), None)) for find in finds]


def district_of(city: City, code: str) -> geo.District | None:
    return next((district for district in geo.districts(city.districts) if district.code == code), None)


def largest_print(photo: Photo) -> dict[str, Any]:
    """The widest JPEG: what feeds and links to share hand out."""
    prints = [entry for entry in photo.renditions if entry["name"].endswith(".jpg")]
    return max(prints, key=lambda entry: entry["width"])


def _plate(find: Find, districts: dict[str, geo.District]) -> Plate | None:
    """The place as far as the guest's discretion lets it be told; a city of one district need not name it."""
    place = find.shown_place
    district = districts.get(place.district)
    name = place.name or (district.name if district else "")
    short = district.short if district and len(districts) > 1 else ""
    return Plate(short, name, place.district) if name else None
