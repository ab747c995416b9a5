"""One stay: why this voice, what its guest said yes to, and what the desk may do with it."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Protocol
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from flaneur.core.errors import Refusal
from flaneur.core.guest import Age
from flaneur.core.residency import RESIDENCY_MOVES, ResidencyState
from flaneur.core.roles import Act
from flaneur.core.states import moves_from
from flaneur.models import Choice, Residency, User
from flaneur.services.agreements import agreement_of, confirm_consent, remarks_on_stay
from flaneur.services.choices import Motive, explain_choice, motive_of, remarks_on_choice
from flaneur.services.people import lose_phone
from flaneur.services.portraits import decline_portrait, show_portrait, withdraw_portrait
from flaneur.services.residencies import cancel_residency, pause_residency, resume_residency
from flaneur.web import access
from flaneur.web.desk.door import DeskRequest, at_desk, refusals_in, sentence_of, show
from flaneur.web.desk.forms import EndForm, MotiveForm, StayForm
from flaneur.web.pictures import kept_picture

MOST_LINES = 30


class Turn(Protocol):
    """A verb that moves a residency for a reason its guest reads."""

    def __call__(self, residency: Residency, *, by: User, now: datetime, why: str) -> None: ...


@at_desk(Act.INVITE)
@require_safe
def stay(request: DeskRequest, residency_id: UUID) -> HttpResponse:
    return _page(request, access.residency(request, residency_id), {})


@at_desk(Act.INVITE)
@require_POST
def explain(request: DeskRequest, residency_id: UUID) -> HttpResponse:
    residency, form = access.residency(request, residency_id), MotiveForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            explain_choice(residency, form.motive, by=request.user, now=timezone.now())
            messages.success(request, gettext("It is kept with the stay."))
            return redirect("desk:stay", residency.pk)
        return _page(request, residency, {"explain": form}, form.motive)
    return _page(request, residency, {"explain": form})


@at_desk(Act.INVITE)
@require_POST
def consent(request: DeskRequest, residency_id: UUID) -> HttpResponse:
    residency = access.residency(request, residency_id)
    return _done(
        request, residency, partial(confirm_consent, residency), gettext("Kept: the parents agreed in writing.")
    )


@at_desk(Act.SILENCE)
@require_POST
def pause(request: DeskRequest, residency_id: UUID) -> HttpResponse:
    said = gettext("Paused: its guest cannot send until you give the pen back.")
    return _turned(request, residency_id, pause_residency, said)


@at_desk(Act.INVITE)
@require_POST
def resume(request: DeskRequest, residency_id: UUID) -> HttpResponse:
    residency = access.residency(request, residency_id)
    said = gettext("The pen is back in their hands.")
    return _done(request, residency, partial(resume_residency, residency), said)


@at_desk(Act.INVITE)
@require_POST
def cancel(request: DeskRequest, residency_id: UUID) -> HttpResponse:
    return _turned(request, residency_id, cancel_residency, gettext("Cancelled: its days are free again."))


@at_desk(Act.SILENCE)
@require_POST
def lost(request: DeskRequest, guest_id: int) -> HttpResponse:
    """Their phone is lost: whoever has it comes in no more."""
    guest = access.guest(request, guest_id)
    try:
        lose_phone(guest, by=request.user, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, sentence_of(refusal))
    else:
        messages.success(
            request, gettext("That phone is shut out. They come in from another one, with a code by mail.")
        )
    return redirect("desk:people")


@at_desk(Act.INVITE)
@require_safe
def offered(request: DeskRequest, guest_id: int) -> FileResponse | HttpResponse:
    """The portrait a guest offers, before anybody else sees it."""
    return kept_picture(access.guest(request, guest_id).portrait_offered)


@at_desk(Act.INVITE)
@require_POST
def show_face(request: DeskRequest, residency_id: UUID) -> HttpResponse:
    residency = access.residency(request, residency_id)
    verb = partial(show_portrait, residency.guest, request.POST.get("seen", ""))
    return _done(request, residency, verb, gettext("Everybody sees it now."))


@at_desk(Act.INVITE)
@require_POST
def decline_face(request: DeskRequest, residency_id: UUID) -> HttpResponse:
    residency = access.residency(request, residency_id)
    verb = partial(decline_portrait, residency.guest, request.POST.get("seen", ""))
    return _done(request, residency, verb, gettext("It is erased. Tell its guest why: a friendly word is enough."))


@at_desk(Act.INVITE)
@require_POST
def erase_face(request: DeskRequest, residency_id: UUID) -> HttpResponse:
    residency = access.residency(request, residency_id)
    verb = partial(withdraw_portrait, residency.guest)
    return _done(request, residency, verb, gettext("Every picture of them is erased."))


def _turned(request: DeskRequest, residency_id: UUID, turn: Turn, said: str) -> HttpResponse:
    residency, form = access.residency(request, residency_id), StayForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            turn(residency, by=request.user, now=timezone.now(), why=form.cleaned_data["why"])
            messages.success(request, said)
            return redirect("desk:people")
    if request.place.may(Act.INVITE):
        return _page(request, residency, {"turn": form})
    messages.error(request, next(str(sentence) for sentences in form.errors.values() for sentence in sentences))
    return redirect("desk:people")


def _done(request: DeskRequest, residency: Residency, verb: "partial[None]", said: str) -> HttpResponse:
    """A button without a field: what is refused is told on the page it came from."""
    try:
        verb(by=request.user, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, sentence_of(refusal))
    else:
        messages.success(request, said)
    return redirect("desk:stay", residency.pk)


def _page(
    request: DeskRequest,
    residency: Residency,
    refused: Mapping[str, forms.Form],
    told: Motive | None = None,
) -> HttpResponse:
    """The stay as it now is; a form that was refused keeps what was typed, and the charter answers what was `told`."""
    choice, agreement = _choice(residency), agreement_of(residency)
    kept = motive_of(choice) if choice else Motive()
    motive = told or kept
    return show(
        request,
        "stay",
        status=422 if refused else 200,
        residency=residency,
        choice=choice,
        agreement=agreement,
        wants_consent=bool(agreement and agreement.age == Age.MINOR and agreement.consent_seen_at is None),
        remarks=remarks_on_stay(residency, agreement, request.city.charters.current(), zone=request.city.zone),
        moves=moves_from(RESIDENCY_MOVES, ResidencyState(residency.state)),
        has_begun=residency.starts_at < timezone.now(),
        forms={"explain": _motive_form(kept), "turn": StayForm(), "end": EndForm(), **refused},
        refused=list(refused.values()),
        questions=remarks_on_choice(residency.guest, motive, starts_at=residency.starts_at),
        answers=motive.answers,
        lines=request.city.journal.about(residency).newest()[:MOST_LINES],
    )


def _choice(residency: Residency) -> Choice | None:
    return getattr(residency, "choice", None)


def _motive_form(motive: Motive) -> MotiveForm:
    return MotiveForm(initial={"speaker": motive.speaker, "reasons": motive.reasons, "profile": motive.profile})
