"""People: who holds the pen and when, who is welcome next, who sits at the desk."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from flaneur.core.errors import Refusal
from flaneur.core.residency import RESIDENCY_MOVES, ResidencyMove, ResidencyState
from flaneur.core.roles import Act
from flaneur.core.states import moves_from
from flaneur.models import City, Residency
from flaneur.services.choices import remarks_on_choice
from flaneur.services.heard import hearing
from flaneur.services.invitations import invite_guest
from flaneur.services.people import LINK_LIFE, welcome_guest
from flaneur.services.proposals import propose, withdraw_proposal
from flaneur.services.residencies import end_residency, plan_residency, set_undo_window
from flaneur.web import access
from flaneur.web.desk.door import DeskRequest, at_desk, leaf, refusals_in, sentence_of, show
from flaneur.web.desk.forms import EmailForm, EndForm, GuestForm, PlanForm, WeekForm, WelcomeForm
from flaneur.web.desk.ribbon import WEEK, monday_of, weave

WEEKS_AHEAD = 10
PAST = 12
HAND_OVER = time(18)
"""The hour on Sunday at which a planned week begins and ends, unless the desk says otherwise."""


@at_desk(Act.SEE)
@require_safe
def people(request: DeskRequest) -> HttpResponse:
    return _page(request, {})


@at_desk(Act.INVITE)
@require_POST
def welcome(request: DeskRequest) -> HttpResponse:
    form = WelcomeForm(request.POST, city=request.city)
    if form.is_valid():
        with refusals_in(form):
            guest = welcome_guest(request.city, by=request.user, now=timezone.now(), **form.fields_of_guest)
            messages.success(request, gettext("Welcome, %(name)s.") % {"name": guest.name})
            return redirect(f"{reverse('desk:people')}?guest={guest.pk}#plan")
    return _page(request, {"welcome": form})


@at_desk(Act.INVITE)
@require_POST
def plan(request: DeskRequest) -> HttpResponse:
    """A stay; while the charter has a question about the choice, it is asked beside what was typed."""
    form = PlanForm(request.POST, city=request.city)
    if form.is_valid():
        guest = form.cleaned_data["guest"]
        with refusals_in(form):
            now = timezone.now()
            stay = plan_residency(guest, motive=form.motive, by=request.user, now=now, **form.window)
            if form.cleaned_data["undo_minutes"] is not None:
                set_undo_window(stay, form.cleaned_data["undo_minutes"], by=request.user, now=now)
            messages.success(request, gettext("%(name)s is in the calendar, and told by mail.") % {"name": guest.name})
            return redirect("desk:stay", stay.pk)
        questions = remarks_on_choice(guest, form.motive, starts_at=form.cleaned_data["starts_at"])
        return _page(request, {"plan": form}, questions=questions, answers=form.answers)
    return _page(request, {"plan": form})


@at_desk(Act.INVITE)
@require_POST
def ask(request: DeskRequest) -> HttpResponse:
    """A letter to somebody of whom nothing is kept before they say yes."""
    form = EmailForm(request.POST, city=request.city, auto_id="ask-%s")
    if form.is_valid():
        with refusals_in(form):
            propose(request.city, email=form.cleaned_data["email"], by=request.user, now=timezone.now())
            messages.success(request, gettext("The letter is on its way. No answer in two weeks is a no."))
            return redirect("desk:people")
    return _page(request, {"ask": form})


@at_desk(Act.INVITE)
@require_POST
def withdraw(request: DeskRequest, proposal_id: int) -> HttpResponse:
    try:
        withdraw_proposal(access.proposal(request, proposal_id), by=request.user, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, sentence_of(refusal))
    else:
        messages.success(request, gettext("The question is taken back, and the address erased."))
    return redirect("desk:people")


@at_desk(Act.INVITE)
@require_POST
def link(request: DeskRequest) -> HttpResponse:
    """A one-time link, told in this answer and never again."""
    form = GuestForm(request.POST, city=request.city)
    if form.is_valid():
        guest = form.cleaned_data["guest"]
        with refusals_in(form):
            secret = invite_guest(guest, leads_to=reverse("guest:home"), by=request.user, now=timezone.now())
            address = request.build_absolute_uri(reverse("sign_in_link", args=[secret]))
            return show(request, "link", guest=guest, address=address, life=LINK_LIFE)
    return _page(request, {"link": form})


@at_desk(Act.INVITE)
@require_POST
def end(request: DeskRequest, residency_id: UUID) -> HttpResponse:
    residency, form, now = access.residency(request, residency_id), EndForm(request.POST), timezone.now()
    if form.is_valid() and not _can_end(residency, now):
        form.add_error(None, gettext("What has not begun cannot end, nor what is over."))
    if form.is_valid():
        with refusals_in(form):
            end_residency(residency, by=request.user, now=now, why=form.cleaned_data["why"])
            messages.success(request, gettext("The residency has ended: its guest can send no more."))
            return redirect("desk:people")
    return _page(request, {"end": form})


def _page(request: DeskRequest, refused: Mapping[str, forms.Form], **asked: object) -> HttpResponse:
    """The people as they now are; a form that was refused keeps what was typed, with what the charter `asked`."""
    city, now = request.city, timezone.now()
    ribbon = weave(city, monday_of(timezone.localdate(now)), WEEKS_AHEAD, now=now)
    standing = city.residencies.standing().filter(ends_at__gt=now).select_related("guest__user", "agreement__charter")
    return show(
        request,
        "people",
        status=422 if refused else 200,
        ribbon=ribbon,
        empty=[week for week in ribbon if week.is_empty],
        residencies=[(residency, _can_end(residency, now)) for residency in standing.order_by("starts_at")],
        past=leaf(request, city.residencies.past(now).select_related("guest"), PAST),
        members=city.memberships.select_related("user").order_by("user__name", "user__email"),
        proposals=city.proposals.filter(expires_at__gt=now).select_related("asked_by").order_by("expires_at"),
        hearing=hearing(city, now=now),
        forms={**_forms(request), **refused},
        **asked,
        refused=list(refused.values()),
        now=now,
    )


def _can_end(residency: Residency, now: datetime) -> bool:
    """Only what has begun can end."""
    return residency.starts_at < now and ResidencyMove.END in moves_from(
        RESIDENCY_MOVES, ResidencyState(residency.state)
    )


def _forms(request: DeskRequest) -> dict[str, forms.Form]:
    city = request.city
    return {
        "welcome": WelcomeForm(city=city),
        "plan": PlanForm(city=city, initial={"guest": request.GET.get("guest"), **_week(request, city)}),
        "ask": EmailForm(city=city, auto_id="ask-%s"),
        "link": GuestForm(city=city, auto_id="link-%s"),
        "end": EndForm(),
    }


def _week(request: DeskRequest, city: City) -> dict[str, datetime]:
    """The empty week somebody clicked on, from hand-over to hand-over."""
    form = WeekForm(request.GET)
    asked: date | None = form.cleaned_data["week"] if form.is_valid() else None
    if asked is None:
        return {}
    starts_at = datetime.combine(monday_of(asked) - timedelta(days=1), HAND_OVER, tzinfo=city.zone)
    return {"starts_at": starts_at, "ends_at": starts_at + WEEK}
