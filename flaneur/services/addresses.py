"""Addresses under which the world finds a city; web/urls.py answers to them (tests/web/test_addresses.py)."""

from django.conf import settings

from flaneur.models import City, Find


def city_address(city: City) -> str:
    """The root of a city's site, without a closing slash."""
    if city.domain:
        scheme = "http" if settings.BASE_URL.startswith("http:") else "https"
        return f"{scheme}://{city.domain}"
    return f"{settings.BASE_URL}/{city.slug}"


def find_address(find: Find) -> str:
    """The permanent page of a find, in its own language."""
    return f"{city_address(find.city)}/{find.language}/find/{find.pk}/"
