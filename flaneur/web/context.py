"""What every template may count on, whichever page it is."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.translation import get_language, get_language_from_path

from flaneur.web.theme import theme_of


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language the page can be read in; `address` keeps the page and the query."""

    code: str
    name: str
    address: str
    is_current: bool


def for_every_page(request: HttpRequest) -> dict[str, Any]:
    city = getattr(request, "city", None)
    return {
        "city": city,
        "zone": city.time_zone if city else settings.TIME_ZONE,
        "tongues": tongues(request),
        "theme": theme_of(city),
        "is_silent": bool(city and city.is_silent),
    }


def tongues(request: HttpRequest) -> list[Tongue]:
    """The languages of the city this page exists in; none for addresses without a language."""
    if get_language_from_path(request.path_info) is None:
        return []
    city = getattr(request, "city", None)
    spoken = [(code, name) for code, name in settings.LANGUAGES if city is None or code in city.languages]
    return [Tongue(code, name, _address(request, code), code == get_language()) for code, name in spoken]


def _address(request: HttpRequest, code: str) -> str:
    _, _, rest = request.path_info.lstrip("/").partition("/")
    query = request.META.get("QUERY_STRING", "")
    return f"{get_script_prefix()}{code}/{rest}{'?' if query else ''}{query}"
