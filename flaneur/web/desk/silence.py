"""The one switch: pressed in two taps from every page of the desk, lifted with thought."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from flaneur.core.publication import PublicationState
from flaneur.core.roles import Act
from flaneur.services.cities import lift_silence, press_silence
from flaneur.web import access
from flaneur.web.desk.door import DeskRequest, at_desk, leaf, refusals_in, show
from flaneur.web.desk.forms import WhyForm

HELD = 20


@at_desk(Act.SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def silence(request: DeskRequest) -> HttpResponse:
    """What stops, and the button; pressed twice is pressed once."""
    if request.method != "POST":
        return _page(request, WhyForm())
    access.membership(request, Act.SILENCE)
    form = WhyForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            held = press_silence(request.city, by=request.user, now=timezone.now(), why=form.cleaned_data["why"])
            messages.success(request, _said(held))
            return redirect("desk:silence")
    return _page(request, form)


@at_desk(Act.LIFT)
@require_POST
def lift(request: DeskRequest) -> HttpResponse:
    form = WhyForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            lift_silence(request.city, by=request.user, now=timezone.now(), why=form.cleaned_data["why"])
            messages.success(request, gettext("Silence is lifted. What was held leaves only when you release it."))
            return redirect("desk:silence")
    return _page(request, form)


def _said(held: int) -> str:
    return ngettext(
        "Silence. Nothing leaves any more; %(held)d publication is held.",
        "Silence. Nothing leaves any more; %(held)d publications are held.",
        held,
    ) % {"held": held}


def _page(request: DeskRequest, form: WhyForm) -> HttpResponse:
    upcoming = request.city.publications.upcoming()
    return show(
        request,
        "silence",
        status=422 if form.errors else 200,
        form=form,
        planned=upcoming.filter(state=PublicationState.PLANNED)[:HELD],
        planned_count=upcoming.filter(state=PublicationState.PLANNED).count(),
        held=leaf(request, upcoming.filter(state=PublicationState.HELD), HELD),
        channels=request.city.channels.open(),
        on_their_way=request.city.publications.filter(state=PublicationState.SENDING).count(),
    )
