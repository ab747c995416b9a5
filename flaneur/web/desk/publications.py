"""One publication: where it stands, what was tried, and what a person can do about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from flaneur.core.publication import PublicationState
from flaneur.core.roles import Act
from flaneur.models import Publication
from flaneur.services.channels import describe_channel
from flaneur.services.counting import fares_of
from flaneur.services.publishing import (
    ask_again,
    cancel_publication,
    confirm_gone,
    confirm_publication,
    hold_publication,
    leave_publication,
    release_publication,
    retract_publication,
    retry_publication,
)
from flaneur.web import access
from flaneur.web.desk.door import DeskRequest, at_desk, leaf, refusals_in, show
from flaneur.web.desk.forms import ConfirmForm, ReleaseForm, RetractForm, WhyForm

MOST_LINES = 60
DECISIONS = 12


@dataclass(frozen=True, slots=True)
class Deed:
    """An act of a person on a publication: in which states, what it asks for, and its verb."""

    states: frozenset[PublicationState]
    form: type[forms.Form]
    verb: Callable[..., None]


_S = PublicationState
DEEDS: Mapping[str, Deed] = {
    "confirm": Deed(frozenset({_S.UNSURE}), ConfirmForm, confirm_publication),
    "release": Deed(frozenset({_S.HELD}), ReleaseForm, release_publication),
    "retry": Deed(frozenset({_S.UNSURE, _S.FAILED}), forms.Form, retry_publication),
    "hold": Deed(frozenset({_S.PLANNED, _S.UNSURE}), WhyForm, hold_publication),
    "cancel": Deed(frozenset({_S.PLANNED, _S.HELD, _S.UNSURE, _S.FAILED}), WhyForm, cancel_publication),
    "gone": Deed(frozenset({_S.STRANDED}), WhyForm, confirm_gone),
    "still": Deed(frozenset({_S.STRANDED}), forms.Form, ask_again),
    "leave": Deed(frozenset({_S.SENT}), forms.Form, leave_publication),
    "retract": Deed(frozenset({_S.SENT}), RetractForm, retract_publication),
}
"""What a person may do, and when; the other moves are the worker's."""

NOT_FOR_THE_HOME = frozenset({"cancel", "confirm", "retract"})
"""The city's own page goes up and comes down with its find, never by itself."""

WAYS_BACK = frozenset({"calendar", "decisions", "silence"})


def deeds_on(publication: Publication) -> list[str]:
    """What a person may do now; a publication on its way is the worker's alone."""
    state = PublicationState(publication.state)
    barred = set(NOT_FOR_THE_HOME) if publication.channel.is_home else set()
    if not publication.reason:
        barred.add("leave")
    return [name for name, deed in DEEDS.items() if state in deed.states and name not in barred]


@at_desk(Act.SEE)
@require_safe
def publication(request: DeskRequest, publication_id: UUID) -> HttpResponse:
    return _page(request, publication_id, {})


@at_desk(Act.SEE)
@require_safe
def decisions(request: DeskRequest) -> HttpResponse:
    """Everything a person has to decide, each with what is known of it."""
    rows = leaf(request, request.city.publications.in_need().prefetch_related("tries"), DECISIONS)
    return show(
        request,
        "decisions",
        page=rows,
        decisions=[(row, describe_channel(row.channel)) for row in rows],
        blocks=request.city.blocks.due(now := timezone.now()).soonest()[:DECISIONS],
        now=now,
    )


@at_desk(Act.PUBLISH)
@require_POST
def act(request: DeskRequest, publication_id: UUID, name: str) -> HttpResponse:
    if name not in DEEDS:
        raise Http404
    row, form = access.publication(request, publication_id), DEEDS[name].form(request.POST)
    if form.is_valid() and name not in deeds_on(row):
        form.add_error(None, gettext("Somebody else was faster; please look again."))
    if form.is_valid():
        with refusals_in(form):
            DEEDS[name].verb(row, by=request.user, now=timezone.now(), **form.cleaned_data)
            messages.success(request, gettext("Done."))
            return _way_back(request, row)
    return _page(request, publication_id, {name: form})


def _way_back(request: DeskRequest, row: Publication) -> HttpResponse:
    """To the list it was done from, else to the publication."""
    if request.POST.get("back") in WAYS_BACK:
        return redirect(f"desk:{request.POST['back']}")
    return redirect("desk:publication", publication_id=row.pk)


def _page(request: DeskRequest, publication_id: UUID, refused: Mapping[str, forms.Form]) -> HttpResponse:
    row = access.publication(request, publication_id)
    names = deeds_on(row)
    fresh = {name: DEEDS[name].form(auto_id=f"{name}-%s") for name in names}
    return show(
        request,
        "publication",
        status=422 if refused else 200,
        publication=row,
        card=describe_channel(row.channel),
        forms={**fresh, **refused},
        deeds=names,
        refused=list(refused.values()),
        counts=row.counts.all(),
        fares=fares_of(row.find),
        answers=row.replies.count(),
        tries=row.tries.all(),
        lines=request.city.journal.newest().about(row)[:MOST_LINES],
    )
