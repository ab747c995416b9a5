"""One find on the desk: seen whole, then approved, returned, declined or taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from flaneur.core.charter import Effect, is_blocked, speaking
from flaneur.core.dispatch import Part, Picture
from flaneur.core.errors import Refusal
from flaneur.core.find import FIND_MOVES, FindState
from flaneur.core.place import Discretion
from flaneur.core.roles import Act
from flaneur.core.states import moves_from
from flaneur.core.text import counted
from flaneur.models import Find, Journal, Publication
from flaneur.services.channels import describe_channel
from flaneur.services.correcting import correct_find
from flaneur.services.photos import describe_photo
from flaneur.services.planning import earliest, leaves_at, live_moment, next_slot, undo_approval
from flaneur.services.previews import Preview, previews
from flaneur.services.publishing import retract_find
from flaneur.services.remarks import remarks_on
from flaneur.services.review import approve_find, decline_find, return_find, vouch_for_find
from flaneur.services.tones import tone_of_find
from flaneur.web import access
from flaneur.web.desk.door import DeskRequest, at_desk, refusals_in, sentence_of, show
from flaneur.web.desk.forms import ApproveForm, CorrectForm, DeclineForm, DescribeForm, RetractForm, ReturnForm, WhyForm
from flaneur.web.map import Sheet, draw_place
from flaneur.web.marks import marked
from flaneur.web.tone import told

MOST_LINES = 60
IN_SIGHT = frozenset({FindState.SUBMITTED, FindState.APPROVED, FindState.PUBLISHED})
"""States in which the desk looks after a find, and may still word what its photos show."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of a rendering: the very file that will leave, under the address the desk sees it at."""

    address: str
    picture: Picture


@dataclass(frozen=True, slots=True)
class Piece:
    """One post of a rendering, and how much of its network's room it takes."""

    text: str
    size: int
    shots: tuple[Shot, ...]


@dataclass(frozen=True, slots=True)
class Rendering:
    """How the find will look on one channel."""

    preview: Preview
    pieces: tuple[Piece, ...]


@at_desk(Act.SEE)
@require_safe
def review(request: DeskRequest, find_id: UUID) -> HttpResponse:
    return _page(request, find_id, {})


@at_desk(Act.REVIEW)
@require_POST
def approve(request: DeskRequest, find_id: UUID) -> HttpResponse:
    find, form, now = _find(request, find_id), ApproveForm(request.POST), timezone.now()
    if form.is_valid():
        with refusals_in(form):
            seen, is_live = form.cleaned_data["seen"], form.is_live
            approve_find(find, by=request.user, now=now, at=form.moment, seen=seen, is_live=is_live)
            return _back(request, find, gettext("Approved. Its guest is told by mail."))
    return _page(request, find_id, {"approve": form})


@at_desk(Act.REVIEW)
@require_POST
def vouch(request: DeskRequest, find_id: UUID) -> HttpResponse:
    """The first of the two people a rule asks for."""
    find, form = _find(request, find_id), WhyForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            vouch_for_find(find, by=request.user, now=timezone.now(), why=form.cleaned_data["why"])
            return _back(request, find, gettext("You vouched for it: somebody else may approve it now."))
    return _page(request, find_id, {"vouch": form})


@at_desk(Act.REVIEW)
@require_POST
def give_back(request: DeskRequest, find_id: UUID) -> HttpResponse:
    find, form = _find(request, find_id), ReturnForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            return_find(find, by=request.user, now=timezone.now(), remark=form.cleaned_data["remark"])
            return _back(request, find, gettext("Returned to its guest, with your remark."))
    return _page(request, find_id, {"return": form})


@at_desk(Act.REVIEW)
@require_POST
def decline(request: DeskRequest, find_id: UUID) -> HttpResponse:
    find, form = _find(request, find_id), DeclineForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            decline_find(find, by=request.user, now=timezone.now(), remark=form.cleaned_data["remark"])
            return _back(request, find, gettext("Declined. Its guest is told why."))
    return _page(request, find_id, {"decline": form})


@at_desk(Act.REVIEW)
@require_POST
def undo(request: DeskRequest, find_id: UUID) -> HttpResponse:
    """Call an approval back while nothing has left."""
    find = _find(request, find_id)
    try:
        undo_approval(find, by=request.user, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, sentence_of(refusal))
        return redirect("desk:review", find_id=find.pk)
    return _back(request, find, gettext("Called back: nothing of it has left."))


@at_desk(Act.REVIEW)
@require_POST
def correct(request: DeskRequest, find_id: UUID) -> HttpResponse:
    find, form = _find(request, find_id), CorrectForm(request.POST, auto_id="correct-%s")
    if form.is_valid():
        words, why = form.cleaned_data["words"], form.cleaned_data["reason"]
        with refusals_in(form):
            left = correct_find(find, words=words, by=request.user, now=timezone.now(), why=why)
            said = gettext("Corrected. The old words stay on: %(names)s.") % {"names": ", ".join(left)}
            return _back(request, find, said if left else gettext("Corrected, on its page and in its posts."))
    return _page(request, find_id, {"correct": form})


@at_desk(Act.RETRACT)
@require_POST
def retract(request: DeskRequest, find_id: UUID) -> HttpResponse:
    find, form = _find(request, find_id), RetractForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            retract_find(find, by=request.user, now=timezone.now(), why=form.cleaned_data["why"])
            return _back(request, find, gettext("Taken back: its page is closed, its posts follow."))
    return _page(request, find_id, {"retract": form})


@at_desk(Act.REVIEW)
@require_POST
def describe(request: DeskRequest, find_id: UUID) -> HttpResponse:
    find = _find(request, find_id)
    form = DescribeForm(request.POST, photos=find.photos.all())
    if find.state in IN_SIGHT and form.is_valid():
        for photo, alt in form.described:
            describe_photo(photo, alt, by=request.user, now=timezone.now())
        return _back(request, find, gettext("The descriptions are kept."))
    return _page(request, find_id, {"describe": form})


def _find(request: DeskRequest, find_id: UUID) -> Find:
    """A find that was handed in: a draft is its guest's alone."""
    find = access.find_at_desk(request, find_id)
    if find.state == FindState.DRAFT:
        raise Http404
    return find


def _back(request: DeskRequest, find: Find, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("desk:review", find_id=find.pk)


def _page(request: DeskRequest, find_id: UUID, refused: Mapping[str, forms.Form]) -> HttpResponse:
    """The find as it now stands; a form that was refused keeps what was typed."""
    find, now = _find(request, find_id), timezone.now()
    remarks, forms_shown, tone = remarks_on(find), {**_forms(find), **refused}, tone_of_find(find)
    publications = list(find.publications.by_channel().prefetch_related("tries"))
    return show(
        request,
        "review",
        status=422 if refused else 200,
        find=find,
        remarks=remarks,
        is_blocked=is_blocked(remarks),
        is_held=bool(speaking(remarks, Effect.HOLD)) and find.vouched_by_id in {None, request.user.pk},
        may_vouch=bool(speaking(remarks, Effect.HOLD)) and find.vouched_by_id is None,
        is_own=find.guest.user_id == request.user.pk,
        moves=moves_from(FIND_MOVES, FindState(find.state)),
        forms=forms_shown,
        refused=list(refused.values()),
        shots=[(photo, forms_shown["describe"][f"alt-{photo.pk}"]) for photo in find.photos.all()],
        in_sight=find.state in IN_SIGHT,
        marked_words=marked(find.words, find.language, remarks, tone),
        tone=tone and told(tone),
        maps=_maps(find),
        renderings=[_rendering(preview) for preview in previews(find, now=now)] if find.state in IN_SIGHT else [],
        publications=publications,
        lines=_lines(request, find, publications),
        slot=next_slot(request.city, now=earliest(find, now=now)),
        waits=earliest(find, now=now) > now,
        live_at=live_moment(find, now=now),
        leaves_at=leaves_at(find),
        unchanging=[row.channel.name for row in publications if not _is_correctable(row)],
        neighbours=_neighbours(request, find),
    )


def _is_correctable(row: Publication) -> bool:
    return row.channel.is_home or describe_channel(row.channel).abilities.edit


def _forms(find: Find) -> dict[str, forms.Form]:
    return {
        "approve": ApproveForm(initial={"seen": find.submitted_at and find.submitted_at.isoformat()}),
        "return": ReturnForm(auto_id="return-%s"),
        "decline": DeclineForm(auto_id="decline-%s"),
        "vouch": WhyForm(auto_id="vouch-%s"),
        "retract": RetractForm(auto_id="retract-%s"),
        "correct": CorrectForm(initial={"words": find.words}, auto_id="correct-%s"),
        "describe": DescribeForm(None, photos=find.photos.all()),
    }


def _maps(find: Find) -> dict[str, Sheet | None]:
    """Where it is, and what of it the public will see."""
    return {
        "desk": draw_place(find.city, find.place, Discretion.EXACT),
        "public": draw_place(find.city, find.shown_place, Discretion(find.discretion)),
    }


def _rendering(preview: Preview) -> Rendering:
    parts = preview.post.parts if preview.post else ()
    limits = preview.card.limits
    return Rendering(preview, tuple(Piece(part.text, counted(part.text, limits), _shots(part)) for part in parts))


def _shots(part: Part) -> tuple[Shot, ...]:
    """A rendition's folder bears its photo's id."""
    return tuple(
        Shot(reverse("photo", args=[picture.path.parent.name, picture.path.name]), picture) for picture in part.pictures
    )


def _lines(request: DeskRequest, find: Find, publications: list[Publication]) -> "QuerySet[Journal]":
    about_find = Q(subject="find", subject_key=str(find.pk))
    about_posts = Q(subject="publication", subject_key__in=[str(publication.pk) for publication in publications])
    return request.city.journal.newest().filter(about_find | about_posts)[:MOST_LINES]


def _neighbours(request: DeskRequest, find: Find) -> dict[str, Any]:
    """The finds waiting before and after this one; for a find that no longer waits, the first that does."""
    others = request.city.finds.waiting().exclude(pk=find.pk)
    if find.state != FindState.SUBMITTED:
        return {"next": others.first()}
    return {
        "previous": others.filter(submitted_at__lt=find.submitted_at).last(),
        "next": others.filter(submitted_at__gte=find.submitted_at).first(),
    }
