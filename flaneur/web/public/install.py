"""Pages of the install itself: which cities live here, whether the house is well, and what is not there."""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from flaneur.services.cities import all_cities
from flaneur.web.theme import theme_of


@require_safe
def cities(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    voices = {city: city.residencies.at(now).select_related("guest").first() for city in all_cities()}
    doors = [(city, theme_of(city), voice and voice.guest) for city, voice in voices.items()]
    return render(request, "public/cities.html", {"cities": doors})


@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """For whoever watches the install from outside: "ok", or 503 when the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("no database\n", status=503, content_type="text/plain")
    return HttpResponse("ok\n", content_type="text/plain")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "public/not_found.html", status=404)
