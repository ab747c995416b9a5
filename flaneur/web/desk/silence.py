"""The one switch: pressed in two taps from every page of the desk, lifted with thought and by somebody else."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from flaneur.core.publication import PublicationState
from flaneur.core.roles import Act
from flaneur.core.silence import Scope
from flaneur.services.silences import lift_silence, press_silence, silence_of
from flaneur.web import access
from flaneur.web.desk.door import DeskRequest, at_desk, leaf, refusals_in, show
from flaneur.web.desk.forms import WhyForm
from flaneur.web.desk.silence_form import SilenceForm

HELD = 20


@at_desk(Act.SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def silence(request: DeskRequest) -> HttpResponse:
    """What stops, and the button; pressed twice is pressed once."""
    if request.method != "POST":
        return _page(request, SilenceForm(city=request.city))
    access.membership(request, Act.SILENCE)
    form = SilenceForm(request.POST, city=request.city)
    if form.is_valid():
        with refusals_in(form):
            held = press_silence(request.city, by=request.user, now=timezone.now(), **form.cleaned_data)
            messages.success(request, _said(held))
            return redirect("desk:silence")
    return _page(request, form)


@at_desk(Act.LIFT)
@require_POST
def lift(request: DeskRequest, silence_id: int | None = None) -> HttpResponse:
    """The whole city's silence, or one of less than the city."""
    pressed = access.silence(request, silence_id) if silence_id else silence_of(request.city)
    if pressed is None:
        raise Http404
    form = WhyForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            is_by_two = lift_silence(pressed, by=request.user, now=timezone.now(), why=form.cleaned_data["why"])
            messages.success(request, gettext("Silence is lifted. What was held leaves only when you release it."))
            if not is_by_two:
                messages.warning(request, gettext("You lifted what you pressed yourself, as nobody else can here."))
            return redirect("desk:silence")
    return _page(request, SilenceForm(city=request.city), lifting=form)


def _said(held: int) -> str:
    return ngettext(
        "Silence. Nothing leaves any more; %(held)d publication is held.",
        "Silence. Nothing leaves any more; %(held)d publications are held.",
        held,
    ) % {"held": held}


def _page(request: DeskRequest, form: SilenceForm, lifting: WhyForm | None = None) -> HttpResponse:
    upcoming, active = request.city.publications.upcoming(), request.city.silences.active().newest()
    return show(
        request,
        "silence",
        status=422 if form.errors or (lifting and lifting.errors) else 200,
        form=form,
        lifting=lifting or WhyForm(),
        planned=upcoming.filter(state=PublicationState.PLANNED)[:HELD],
        planned_count=upcoming.filter(state=PublicationState.PLANNED).count(),
        held=leaf(request, upcoming.filter(state=PublicationState.HELD), HELD),
        channels=request.city.channels.open(),
        on_their_way=request.city.publications.filter(state=PublicationState.SENDING).count(),
        own=silence_of(request.city),
        partial=active.exclude(scope=Scope.CITY)[:HELD],
        now=timezone.now(),
    )
