"""Which city a request is for: by its own domain, or by the first part of the path."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import set_script_prefix

from flaneur.services.cities import city_for
from flaneur.web.requests import host_of

CITY_URLS = "flaneur.web.urls"


class CityMiddleware:
    """Mounts each city under its domain, or under /<slug>/ on the shared host, and sets `request.city`.

    The prefix works like WSGI's script name: within a city `reverse` and the views never see it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        host = host_of(request)
        slug, _, rest = request.path_info.lstrip("/").partition("/")
        request.city = city_for(host, slug)
        is_mounted = request.city is not None and request.city.domain != host
        if is_mounted and request.path_info == f"/{slug}":
            return HttpResponseRedirect(f"/{slug}/")
        set_script_prefix(f"/{slug}/" if is_mounted else "/")
        if request.city is not None:
            request.urlconf = CITY_URLS
            request.path_info = f"/{rest}" if is_mounted else request.path_info
        return self.get_response(request)
