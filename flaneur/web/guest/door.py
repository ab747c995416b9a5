"""Who may pass: signed in, or told in words a person or the outbox understands. Nothing that was typed is lost."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext

from flaneur.web.requests import SignedInRequest

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """`login_required` for a door at which people type: a POST without a session gets its words back."""

    @wraps(view)
    def guarded(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if wants_json(request):
            return JsonResponse({"sentence": gettext("Sign in again and it leaves: nothing is lost.")}, status=401)
        if request.method == "POST":
            return render(request, "guest/signed_out.html", {"words": request.POST.get("words", "")}, status=401)
        return redirect_to_login(request.get_full_path())

    return guarded


def wants_json(request: SignedInRequest) -> bool:
    """The outbox asks for JSON; a form sent by the browser itself asks for a page."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"
