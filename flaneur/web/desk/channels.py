"""The city's channels: where its voice goes, how one is connected, and by which rhythm it speaks."""

from dataclasses import asdict
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from flaneur.core.conversation import Heat
from flaneur.core.errors import Refusal
from flaneur.core.roles import Act
from flaneur.models import Channel
from flaneur.models.publications import ChannelState
from flaneur.services.budgets import spent
from flaneur.services.channels import (
    ask_consent,
    connect_channel,
    describe_channel,
    describe_channels,
    networks,
    redeem_consent,
    set_channel_state,
    set_rhythm,
)
from flaneur.services.cities import set_heat, set_lateness
from flaneur.services.handovers import unsaid_on
from flaneur.services.portraits import keep_picture
from flaneur.web import access
from flaneur.web.desk.channel_form import HeatForm, LatenessForm, RhythmForm
from flaneur.web.desk.consents import remember, take_back_up, way_out
from flaneur.web.desk.door import DeskRequest, at_desk, refusals_in, sentence_of, show
from flaneur.web.desk.forms import ChannelStateForm, ConnectForm
from flaneur.web.pictures import kept_picture


@at_desk(Act.SEE)
@require_safe
def channels(request: DeskRequest) -> HttpResponse:
    return _page(request, None)


@at_desk(Act.CONNECT)
@require_http_methods(["GET", "HEAD", "POST"])
def connect(request: DeskRequest, kind: str) -> HttpResponse:
    """The form a network's adapter asks for; where the network wants a yes on its own page, the way there."""
    if kind not in networks():
        raise Http404
    network, asks = networks()[kind]
    form = ConnectForm(request.POST if request.method == "POST" else None, network=gettext(network), asks=asks)
    way = way_out(request)
    if form.is_valid():
        name, answers, now = form.cleaned_data["name"], form.answers, timezone.now()
        with refusals_in(form):
            consent = ask_consent(request.city, kind=kind, answers=answers, way=way, now=now)
            if consent is not None:
                remember(request, way, consent, kind=kind, name=name)
                return show(request, "consent", network=network, address=consent.url)
            channel = connect_channel(request.city, kind=kind, name=name, answers=answers, by=request.user, now=now)
            return _connected(request, channel)
    context = {"form": form, "kind": kind, "network": network, "callback": way.callback}
    return show(request, "connect", status=422 if form.errors else 200, **context)


@at_desk(Act.CONNECT)
@require_safe
def consent(request: DeskRequest) -> HttpResponse:
    """Back from the network's page, with its yes or without."""
    try:
        asked, grant = take_back_up(request)
        channel = redeem_consent(
            request.city, kind=asked["kind"], name=asked["name"], grant=grant, by=request.user, now=timezone.now()
        )
    except Refusal as refusal:
        messages.error(request, sentence_of(refusal))
        return redirect("desk:channels")
    return _connected(request, channel)


def _connected(request: DeskRequest, channel: Channel) -> HttpResponse:
    """Nothing fires back: what waited for the channel is shown, to be released one by one."""
    messages.success(request, gettext("%(channel)s is connected.") % {"channel": channel.name})
    if not channel.publications.in_need().exists():
        return redirect("desk:channels")
    messages.info(request, gettext("Something waited for it: release it here, one by one."))
    return redirect("desk:decisions")


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


@at_desk(Act.CONNECT)
@require_http_methods(["GET", "HEAD", "POST"])
def rhythm(request: DeskRequest, channel_id: UUID) -> HttpResponse:
    """When a channel speaks, and what it may spend."""
    channel = access.channel(request, channel_id)
    form = RhythmForm.of(channel)
    if request.method == "POST":
        form = RhythmForm(request.POST, request.FILES, has_picture=bool(channel.picture))
    if form.is_valid():
        with refusals_in(form):
            if upload := form.cleaned_data["picture"]:
                keep_picture(channel, upload, by=request.user, now=timezone.now())
            set_rhythm(channel, by=request.user, now=timezone.now(), **form.fields_of_channel)
            messages.success(request, gettext("%(channel)s is changed.") % {"channel": channel.name})
            return redirect("desk:channels")
    now = timezone.now()
    context = {"card": describe_channel(channel), "form": form, "spent": spent(channel, now=now) / 1000, "now": now}
    return show(request, "rhythm", status=422 if form.errors else 200, **context)


@at_desk(Act.CONNECT)
@require_safe
def picture(request: DeskRequest, channel_id: UUID) -> FileResponse | HttpResponse:
    """The account's own, as it will be put back."""
    return kept_picture(access.channel(request, channel_id).picture)


@at_desk(Act.CONNECT)
@require_POST
def lateness(request: DeskRequest) -> HttpResponse:
    """How late something may leave by itself."""
    form = LatenessForm(request.POST)
    if form.is_valid():
        set_lateness(request.city, form.cleaned_data["minutes"], by=request.user, now=timezone.now())
        messages.success(request, gettext("Changed: what is later than that waits for you."))
        return redirect("desk:channels")
    return _page(request, form)


@at_desk(Act.CONNECT)
@require_POST
def heat(request: DeskRequest) -> HttpResponse:
    """When people talk so much that what is planned waits."""
    form = HeatForm(request.POST)
    if form.is_valid():
        set_heat(request.city, Heat(**form.cleaned_data), by=request.user, now=timezone.now())
        messages.success(request, gettext("Changed, for what leaves from now on."))
        return redirect("desk:channels")
    return _page(request, form)


def _page(request: DeskRequest, refused: ChannelStateForm | LatenessForm | HeatForm | None) -> HttpResponse:
    return show(
        request,
        "channels",
        status=422 if refused else 200,
        cards=describe_channels(request.city),
        networks={kind: name for kind, (name, _asks) in networks().items()},
        states=ChannelState,
        unsaid=unsaid_on(request.city),
        refused=refused,
        lateness=LatenessForm(initial={"minutes": request.city.lateness}),
        heat=HeatForm(initial=asdict(request.city.heat)),
        now=timezone.now(),
    )
