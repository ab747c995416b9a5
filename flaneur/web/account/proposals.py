"""The answer of somebody who is asked to hold the pen: a yes under a name of their own, or a no that leaves nothing."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from flaneur.core.errors import TooLate
from flaneur.models import Proposal
from flaneur.services.proposals import accept_proposal, decline_proposal, proposal_for
from flaneur.web.newcomers import NewcomerForm
from flaneur.web.requests import CityRequest

NO = "no"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def asked(request: CityRequest, token: str) -> HttpResponse:
    """Two buttons, and only a button answers: mail scanners open every address they find."""
    try:
        proposal = proposal_for(request.city, token, now=timezone.now())
        if request.method != "POST":
            return _page(request, proposal, NewcomerForm(city=request.city))
        return _answered(request, proposal)
    except TooLate as refusal:
        return render(request, "account/asked_too_late.html", {"refusal": refusal}, status=410)


def _answered(request: CityRequest, proposal: Proposal) -> HttpResponse:
    if request.POST.get("answer") == NO:
        decline_proposal(proposal, now=timezone.now())
        return render(request, "account/asked_no.html")
    form = NewcomerForm(request.POST, city=request.city)
    if not form.is_valid():
        return _page(request, proposal, form, status=422)
    guest = accept_proposal(proposal, now=timezone.now(), **form.fields_of_guest)
    return render(request, "account/asked_yes.html", {"guest": guest})


def _page(request: CityRequest, proposal: Proposal, form: NewcomerForm, *, status: int = 200) -> HttpResponse:
    return render(request, "account/asked.html", {"proposal": proposal, "form": form}, status=status)
