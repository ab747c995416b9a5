"""What allauth asks of us: nobody signs up, guests come in around their residency, all land at their own door."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from flaneur.core.errors import NotAllowed
from flaneur.models import User
from flaneur.web.window import closes_at, is_only_guest, require_open


class Door(DefaultAccountAdapter):  # type: ignore[misc]  # allauth publishes no types
    """The door between a signed-in session and everybody else."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def format_email_subject(self, subject: str) -> str:
        return subject

    def pre_login(self, request: HttpRequest, user: User, **circumstances: object) -> HttpResponse | None:
        refused: HttpResponse | None = super().pre_login(request, user, **circumstances)
        return refused or _turned_away(request, user)

    def login(self, request: HttpRequest, user: User) -> None:
        """The session of a guest ends when their last upload may arrive."""
        super().login(request, user)
        if is_only_guest(user):
            request.session.set_expiry(closes_at(user, now=timezone.now()))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return own_door(request)


def own_door(request: HttpRequest) -> str:
    """Where somebody signed in goes by themselves: the desk, their finds, or the public page."""
    city, user = getattr(request, "city", None), request.user
    if city is None:
        return reverse("cities")
    if city.memberships.filter(user=user).exists():
        return reverse("desk:queue")
    return reverse("guest:home" if city.guests.filter(user=user).exists() else "public:wall")


def _turned_away(request: HttpRequest, user: User) -> HttpResponse | None:
    """The page that says when to come back; nothing of the half-done sign-in is kept."""
    try:
        require_open(user, now=timezone.now())
    except NotAllowed as refusal:
        logout(request)
        return render(request, "account/closed.html", {"refusal": refusal}, status=403)
    return None
