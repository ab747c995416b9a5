"""How much a request may bring, asked before anybody reads: CSRF protection would spool a body of any size to disk."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext

ORDINARY = 2 * 2**20
MOST = {"guest:capture": 110 * 2**20, "guest:portrait": 30 * 2**20, "desk:rhythm": 30 * 2**20}
"""Four photos of 25 MB with what surrounds them, or one; docs/how-to/install.md tells the proxy the same."""


class BodyLimit:
    """Stands before the CSRF middleware, whose `process_view` is the first to read.

    Much only from somebody signed in, where pictures are taken in; from everybody else as much as a form without files.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        length = request.META.get("CONTENT_LENGTH") or ""
        if "HTTP_TRANSFER_ENCODING" in request.META and not length:
            return _refused(request, gettext("Say how long it is: this house takes no body of unknown length."), 411)
        if not length.isdigit() or int(length) <= ORDINARY:
            return None
        return _refuse_long(request, int(length))


def _refuse_long(request: HttpRequest, length: int) -> HttpResponse | None:
    """None where pictures are taken in. Who is signed out is asked to come in again: the outbox keeps what it has."""
    most = MOST.get(request.resolver_match.view_name, 0) if request.resolver_match else 0
    if most and not request.user.is_authenticated:
        sentence = gettext("You are signed out. Go back, sign in in another window and send it again: nothing is lost.")
        return _refused(request, sentence, 401)
    if length <= most:
        return None
    return _refused(request, gettext("That is more than fits through this door."), 413)


def _refused(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    """The connection cannot be used again: what it brings is still on the way."""
    if request.get_preferred_type(["text/html", "application/json"]) == "application/json":
        response: HttpResponse = JsonResponse({"sentence": sentence}, status=status)
    else:
        response = render(request, "too_much.html", {"sentence": sentence}, status=status)
    response.headers["Connection"] = "close"
    return response
