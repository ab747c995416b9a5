"""Addresses under which the world finds a city; web/urls.py answers to them (tests/services/test_addresses.py)."""

from django.conf import settings

from flaneur.models import City, Find, Photo


def city_address(city: City) -> str:
    """The root of a city's site, without a closing slash."""
    if city.domain:
        scheme = "http" if settings.BASE_URL.startswith("http:") else "https"
        return f"{scheme}://{city.domain}"
    return f"{settings.BASE_URL}/{city.slug}"


def language_of(city: City, wanted: str = "") -> str:
    """A language there are pages in: the wanted one, else the city's first of them, else the install's own."""
    paged = dict(settings.LANGUAGES)
    return next((code for code in (wanted, *city.languages) if code in paged), settings.LANGUAGE_CODE)


def desk_address(city: City) -> str:
    return f"{city_address(city)}/{language_of(city)}/desk/"


def guest_address(city: City) -> str:
    return f"{city_address(city)}/{language_of(city)}/guest/"


def agreement_address(city: City) -> str:
    return f"{guest_address(city)}agreement/"


def proposal_address(city: City, secret: str) -> str:
    """Where somebody who is asked to hold the pen answers."""
    return f"{city_address(city)}/{language_of(city)}/asked/{secret}/"


def own_find_address(find: Find) -> str:
    """A find among its guest's own."""
    return f"{guest_address(find.city)}find/{find.pk}/"


def find_address(find: Find) -> str:
    """The permanent page of a find, in its own language where there are pages in it."""
    return f"{city_address(find.city)}/{language_of(find.city, find.language)}/find/{find.pk}/"


def photo_address(photo: Photo, name: str) -> str:
    """A rendition of a photo, for all to see while its find is: networks that fetch pictures themselves find it there.

    Nothing is signed and nothing expires, because no network is asked before the find's own page is up. Where photos
    lie in a bucket that hands out links, `media.signed_address` stands in for it.
    """
    return f"{city_address(photo.find.city)}/photo/{photo.pk}/{name}"
