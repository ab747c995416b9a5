"""The journal as people read it: who did what, when and why."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from flaneur.core.roles import Act
from flaneur.models import City, Journal, Photo
from flaneur.services.people import anybody
from flaneur.web.desk.door import DeskRequest, at_desk, leaf, show
from flaneur.web.desk.forms import JournalForm

LINES = 50


@dataclass(frozen=True, slots=True)
class Entry:
    """A line with what it is about: a title and an address, where the desk has a page for it."""

    line: Journal
    title: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the subjects of a kind are found, what they are called, and which page shows them."""

    nouns: Callable[[City], QuerySet[Any]]
    title: Callable[[Any], str]
    address: Callable[[Any], str]


SHELVES: Mapping[str, Shelf] = {
    "find": Shelf(
        lambda city: city.finds.all(),
        str,
        lambda find: reverse("desk:review", args=[find.pk]),
    ),
    "photo": Shelf(
        lambda city: Photo.of_city(city).select_related("find"),
        lambda photo: str(photo.find),
        lambda photo: reverse("desk:review", args=[photo.find_id]),
    ),
    "publication": Shelf(
        lambda city: city.publications.select_related("find", "channel"),
        lambda row: f"{row.channel.name} · {row.find}",
        lambda row: reverse("desk:publication", args=[row.pk]),
    ),
    "residency": Shelf(
        lambda city: city.residencies.select_related("guest"),
        lambda residency: str(residency.guest),
        lambda _residency: reverse("desk:people"),
    ),
    "guest": Shelf(lambda city: city.guests.all(), str, lambda _guest: reverse("desk:people")),
    "membership": Shelf(
        lambda city: city.memberships.select_related("user"),
        lambda place: str(place.user),
        lambda _place: reverse("desk:places"),
    ),
    "user": Shelf(lambda _city: anybody(), str, lambda _user: reverse("desk:places")),
    "channel": Shelf(
        lambda city: city.channels.all(), lambda channel: channel.name, lambda _: reverse("desk:channels")
    ),
}


@at_desk(Act.SEE)
@require_safe
def journal(request: DeskRequest) -> HttpResponse:
    """Newest first; a filter that makes no sense filters nothing."""
    form = JournalForm(request.GET)
    page = leaf(request, request.city.journal.newest().filter(**form.chosen), LINES)
    return show(request, "journal", form=form, page=page, entries=entries(request.city, page))


def entries(city: City, lines: Iterable[Journal]) -> list[Entry]:
    """The lines with their subjects: one query for each kind of subject among them."""
    lines = list(lines)
    found: dict[tuple[str, str], Any] = {}
    for kind, shelf in SHELVES.items():
        keys = {line.subject_key for line in lines if line.subject == kind}
        found |= {(kind, str(key)): noun for key, noun in shelf.nouns(city).in_bulk(list(keys)).items()}
    return [_entry(line, found.get((line.subject, line.subject_key))) for line in lines]


def _entry(line: Journal, subject: Any) -> Entry:
    if subject is None:
        return Entry(line)
    shelf = SHELVES[line.subject]
    title = str(subject.find) if "channel" in line.details else shelf.title(subject)  # the deed has named the channel
    return Entry(line, title, shelf.address(subject))
