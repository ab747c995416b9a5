"""How much a request may bring, asked before anybody reads: CSRF protection would spool a body of any size to disk."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext

CAPTURE = "guest:capture"
ORDINARY = 2 * 2**20
MOST_OF_A_CAPTURE = 110 * 2**20
"""Four photos of 25 MB with what surrounds them; docs/how-to/install.md tells the proxy the same."""


class BodyLimit:
    """Stands before the CSRF middleware, whose `process_view` is the first to read.

    Much only from somebody signed in who captures; from everybody else as much as a form without files.
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
    """None for a capture. Whose session is over is asked to come in again: the outbox then keeps what it has."""
    is_capture = request.resolver_match is not None and request.resolver_match.view_name == CAPTURE
    if is_capture and not request.user.is_authenticated:
        sentence = gettext("You are signed out. Go back, sign in in another window and send it again: nothing is lost.")
        return _refused(request, sentence, 401)
    if is_capture and length <= MOST_OF_A_CAPTURE:
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
