"""Requests as the views know them: within a city, and with somebody signed in."""

from django.http import HttpRequest

from flaneur.models import City, User


def host_of(request: HttpRequest) -> str:
    """The name a request came to, as cities write their domain: without a port, small, without the root's dot."""
    return request.get_host().partition(":")[0].lower().rstrip(".")


class CityRequest(HttpRequest):
    """A request that CityMiddleware found a city for."""

    city: City


class SignedInRequest(CityRequest):
    """A request behind `login_required`."""

    user: User
