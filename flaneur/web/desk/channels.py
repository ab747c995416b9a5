"""The city's channels: where its voice goes, and how a new one is connected."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from flaneur.core.roles import Act
from flaneur.models.publications import ChannelState
from flaneur.services.channels import connect_channel, describe_channels, networks, set_channel_state
from flaneur.web.desk.door import DeskRequest, at_desk, refusals_in, show
from flaneur.web.desk.forms import ChannelStateForm, ConnectForm


@at_desk(Act.SEE)
@require_safe
def channels(request: DeskRequest) -> HttpResponse:
    return _page(request, None)


@at_desk(Act.CONNECT)
@require_http_methods(["GET", "HEAD", "POST"])
def connect(request: DeskRequest, kind: str) -> HttpResponse:
    """The form a network's adapter asks for."""
    if kind not in networks():
        raise Http404
    network, asks = networks()[kind]
    form = ConnectForm(request.POST if request.method == "POST" else None, network=gettext(network), asks=asks)
    if form.is_valid():
        with refusals_in(form):
            channel = connect_channel(
                request.city,
                kind=kind,
                name=form.cleaned_data["name"],
                answers=form.answers,
                by=request.user,
                now=timezone.now(),
            )
            messages.success(request, gettext("%(channel)s is connected.") % {"channel": channel.name})
            return redirect("desk:channels")
    return show(request, "connect", status=422 if form.errors else 200, form=form, kind=kind, network=network)


@at_desk(Act.CONNECT)
@require_POST
def state(request: DeskRequest) -> HttpResponse:
    """Let a channel publish, only be read, or sleep."""
    form = ChannelStateForm(request.POST, city=request.city)
    if form.is_valid():
        with refusals_in(form):
            chosen = ChannelState(form.cleaned_data["state"])
            channel, why = form.cleaned_data["channel"], form.cleaned_data["why"]
            set_channel_state(channel, chosen, by=request.user, now=timezone.now(), why=why)
            messages.success(request, gettext("%(channel)s is changed.") % {"channel": channel.name})
            return redirect("desk:channels")
    return _page(request, form)


def _page(request: DeskRequest, refused: ChannelStateForm | None) -> HttpResponse:
    return show(
        request,
        "channels",
        status=422 if refused else 200,
        cards=describe_channels(request.city),
        networks={kind: name for kind, (name, _asks) in networks().items()},
        states=ChannelState,
        refused=refused,
    )
