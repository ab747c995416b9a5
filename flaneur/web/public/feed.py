"""The newest finds as an Atom feed: every word, every picture with its description."""

from dataclasses import dataclass
from textwrap import shorten

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Enclosure
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from flaneur.models import Photo
from flaneur.services.addresses import find_address
from flaneur.web.cards import largest_print
from flaneur.web.page_cache import kept
from flaneur.web.public.wall import pillars_of
from flaneur.web.requests import CityRequest

NEWEST = 20
TITLE = 80


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo as a feed reader gets it: shown in the text and offered as an enclosure."""

    alt: str
    enclosure: Enclosure


@require_safe
@kept()
def feed(request: CityRequest) -> HttpResponse:
    city, language = request.city, get_language() or ""
    pillars = pillars_of(city, language)
    atom = Atom1Feed(
        title=f"{city.name} {city.brand_tag}",
        link=request.build_absolute_uri(reverse("public:wall")),
        description=city.in_language(city.tagline, language) or _("One account, one city, one voice at a time."),
        language=language,
        feed_url=request.build_absolute_uri(),
    )
    for find in city.finds.public().newest()[:NEWEST]:
        pictures = [_picture(request, photo) for photo in find.photos.all()]
        atom.add_item(
            title=shorten(find.words, TITLE, placeholder="…"),
            link=find_address(find),
            description=render_to_string("public/feed_item.html", {"find": find, "pictures": pictures}),
            unique_id=find.pk.urn,
            author_name=find.guest.name,
            pubdate=find.published_at,
            updateddate=find.published_at,
            categories=[pillars[find.pillar]] if find.pillar in pillars else [],
            enclosures=[picture.enclosure for picture in pictures],
        )
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)


def _picture(request: CityRequest, photo: Photo) -> Picture:
    largest = largest_print(photo)
    address = request.build_absolute_uri(reverse("photo", args=[photo.pk, largest["name"]]))
    return Picture(photo.alt, Enclosure(address, str(largest["size"]), "image/jpeg"))
