"""Who may pass: signed in, or told in words a person or the outbox understands. Nothing that was typed is lost."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from flaneur.core.errors import NotAllowed
from flaneur.web.requests import SignedInRequest
from flaneur.web.templatetags.flaneur import translated
from flaneur.web.window import require_open

View = Callable[..., HttpResponseBase]


def signed_in(view: View) -> View:
    """`login_required` for a door at which people type: a POST that may not pass gets its words back.

    The window is asked every time: a session outlives the residency that the desk ends.
    """

    @wraps(view)
    def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _ask_in(request)
        try:
            require_open(request.user, now=timezone.now())
        except NotAllowed as refusal:
            logout(request)
            return _see_out(request, refusal)
        return view(request, *args, **kwargs)

    return guarded


def _ask_in(request: SignedInRequest) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"sentence": gettext("Sign in again and it leaves: nothing is lost.")}, status=401)
    if request.method == "POST":
        return render(request, "guest/signed_out.html", {"words": request.POST.get("words", "")}, status=401)
    return redirect_to_login(request.get_full_path())


def _see_out(request: SignedInRequest, refusal: NotAllowed) -> HttpResponse:
    """Signing in again would not help: what waits on the phone stays there, with the reason."""
    if wants_json(request):
        return JsonResponse({"sentence": translated(refusal)}, status=403)
    words = request.POST.get("words", "")
    return render(request, "account/closed.html", {"refusal": refusal, "words": words}, status=403)


def wants_json(request: SignedInRequest) -> bool:
    """The outbox asks for JSON; a form sent by the browser itself asks for a page."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
