"""The one-time link: an invitation, or a way back in without a mailbox."""

from allauth.account.adapter import get_adapter
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from flaneur.core.errors import NotAllowed, TooLate
from flaneur.models import SignInLink
from flaneur.services.people import spend_link
from flaneur.web.account.adapter import own_door
from flaneur.web.window import require_open


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_link(request: HttpRequest, token: str) -> HttpResponse:
    """A button, and only the button spends the link: mail scanners open every address they find."""
    if request.method != "POST":
        return render(request, "account/link.html")
    try:
        link = _open_door(token)
    except TooLate as refusal:
        return render(request, "account/link_spent.html", {"refusal": refusal}, status=410)
    except NotAllowed as refusal:
        return render(request, "account/closed.html", {"refusal": refusal}, status=403)
    get_adapter(request).login(request, link.user)
    is_ours = url_has_allowed_host_and_scheme(link.leads_to, allowed_hosts={request.get_host()})
    return HttpResponseRedirect(link.leads_to if is_ours else own_door(request))


@transaction.atomic
def _open_door(token: str) -> SignInLink:
    """Spend the link, unless its owner comes too early: then it stays good for another day."""
    now = timezone.now()
    link = spend_link(token, now=now)
    require_open(link.user, now=now)
    return link
