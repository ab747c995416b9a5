"""Requests as the views know them: within a city, and with somebody signed in."""

from django.http import HttpRequest

from flaneur.models import City, User


class CityRequest(HttpRequest):
    """A request that CityMiddleware found a city for."""

    city: City


class SignedInRequest(CityRequest):
    """A request behind `login_required`."""

    user: User
