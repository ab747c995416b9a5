"""The guest's door: my finds, a new one, one of mine."""

from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from flaneur.core.errors import AlreadyHandedIn, IllegalMove, NotAllowed, NotNow, Refusal, TooLate
from flaneur.core.find import FIND_MOVES, OPEN_TO_THE_GUEST, FindMove, FindState
from flaneur.core.later import Later
from flaneur.core.states import moves_from
from flaneur.models import Find, Guest
from flaneur.services.finds import hand_in, least_wait, leave_place, missing_photos, withdraw_find
from flaneur.services.planning import leaves_at, undo_approval
from flaneur.services.remarks import remarks_on
from flaneur.web import access
from flaneur.web.guest.answers import answers_to
from flaneur.web.guest.brief import capture_brief, outbox_brief
from flaneur.web.guest.door import signed_in, wants_json
from flaneur.web.guest.forms import CaptureForm, filled, fresh
from flaneur.web.guest.shelves import on_call, residency_around, shelves
from flaneur.web.guest.stay import pending
from flaneur.web.map import draw_city
from flaneur.web.requests import SignedInRequest
from flaneur.web.templatetags.flaneur import translated

STATUSES: dict[type[Refusal], int] = {NotAllowed: 403, TooLate: 409, NotNow: 507}
"""From 500 on the outbox tries again by itself."""
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
CAME_IN_PIECES = 408
"""The connection broke within the request: the outbox tries again."""


@never_cache
@signed_in
@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    guest, now = access.guest_of(request), timezone.now()
    context = {
        "guest": guest,
        "around": residency_around(guest, now=now),
        "pending": pending(guest, now=now),
        "contacts": on_call(request.city),
        "shelves": shelves(guest),
        "outbox": outbox_brief(guest),
    }
    return render(request, "guest/home.html", context)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def capture(request: SignedInRequest) -> HttpResponse:
    """One form takes a new find and one that came back; with JavaScript or without, it ends here."""
    guest = access.guest_of(request)
    if request.method != "POST":
        return _page(request, guest, CaptureForm(city=request.city, initial=fresh(request.city)))
    form = CaptureForm(request.POST, request.FILES, city=request.city)
    if not form.is_whole:
        sentence = gettext("Your find came in pieces: it has to be sent again.")
        return _refused(request, guest, form, sentence, status=CAME_IN_PIECES)
    if not form.is_valid():
        return _refused(request, guest, form, form.first_trouble, status=422)
    now = timezone.now()
    try:
        return _kept(request, guest, form, now=now)
    except AlreadyHandedIn as refusal:
        return _refused(request, guest, form.under_a_new_id(), translated(refusal), status=422)
    except Refusal as refusal:
        return _refused(request, guest, form, translated(refusal), status=STATUSES.get(type(refusal), 422))


@never_cache
@signed_in
@require_safe
def find(request: SignedInRequest, find_id: UUID) -> HttpResponse:
    """How one of my finds fares; while it is open to me, the form it can be sent again with."""
    mine = access.own_find(request, find_id)
    if mine.state in OPEN_TO_THE_GUEST:
        return _page(request, mine.guest, CaptureForm(city=request.city, initial=filled(mine)), find=mine)
    context = {
        **_told_of(mine),
        **answers_to(mine),
        "publications": mine.publications.by_channel(),
        "leaves_at": leaves_at(mine, is_live=True),
        "outbox": {**outbox_brief(mine.guest), "find": mine.pk},
    }
    return render(request, "guest/find.html", context)


@never_cache
@signed_in
@require_POST
def withdraw(request: SignedInRequest, find_id: UUID) -> HttpResponse:
    mine = access.own_find(request, find_id)
    try:
        withdraw_find(mine, by=request.user, now=timezone.now())
    except (IllegalMove, TooLate):
        messages.error(request, gettext("The desk was faster: this find can no longer be taken back here."))
    else:
        messages.success(request, gettext("Taken back. It stays yours."))
    return redirect("guest:find", find_id)


@never_cache
@signed_in
@require_POST
def left(request: SignedInRequest, find_id: UUID) -> HttpResponse:
    """I am somewhere else now: this find need not wait for me any more."""
    mine = access.own_find(request, find_id)
    try:
        leave_place(mine, by=request.user, now=timezone.now())
    except TooLate as refusal:
        messages.error(request, translated(refusal))
    else:
        messages.success(request, gettext("Good: it need not wait for you any more."))
    return redirect("guest:find", find_id)


@never_cache
@signed_in
@require_POST
def undo(request: SignedInRequest, find_id: UUID) -> HttpResponse:
    """Call a live find back while nothing of it has left."""
    mine = access.own_find(request, find_id)
    try:
        undo_approval(mine, by=request.user, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, translated(refusal))
    else:
        messages.success(request, gettext("Called back: nothing of it has left. You may still take it back for good."))
    return redirect("guest:find", find_id)


def _kept(request: SignedInRequest, guest: Guest, form: CaptureForm, *, now: datetime) -> HttpResponse:
    """Hands in; 202 tells the outbox which of the photos it named shall come. Raises what the services raise."""
    told = form.capture(now=now)
    known = guest.finds.filter(pk=told.id).first()
    uploads = form.uploads(known.photos.all() if known else ())
    kept = hand_in(guest, told, uploads, by=request.user, now=now)
    missing = missing_photos(kept, (upload.digest for upload in uploads if upload.digest))
    if missing:
        return JsonResponse({"id": kept.pk, "missing": missing}, status=202)
    return _received(request, kept, is_new=kept.received_at == now)


def _received(request: SignedInRequest, kept: Find, *, is_new: bool) -> HttpResponse:
    address = reverse("guest:find", args=[kept.pk])
    if wants_json(request):
        return JsonResponse({"id": kept.pk, "state": kept.state, "url": address}, status=201 if is_new else 200)
    messages.success(request, gettext("It has arrived: the desk has your find."))
    return HttpResponseRedirect(address)


def _refused(request: SignedInRequest, guest: Guest, form: CaptureForm, sentence: str, *, status: int) -> HttpResponse:
    """Nothing typed is lost: the outbox keeps its entry, the page comes back filled."""
    if wants_json(request):
        return JsonResponse({"sentence": sentence, "id": form["id"].value()}, status=status)
    form.is_valid()
    find_id = form.cleaned_data.get("id")
    known = _open_find(guest, find_id) if find_id else None
    return _page(request, guest, form, find=known, trouble=sentence, status=status)


def _page(
    request: SignedInRequest,
    guest: Guest,
    form: CaptureForm,
    *,
    find: Find | None = None,
    trouble: str = "",
    status: int = 200,
) -> HttpResponse:
    brief = capture_brief(request.city, find)
    context = {
        "guest": guest,
        "form": form,
        "trouble": trouble,
        "sheet": draw_city(request.city),
        "least_wait": int(least_wait(request.city).total_seconds() // 60),
        "pending": pending(guest, now=timezone.now()),
        "outbox": outbox_brief(guest),
        "later": [rule["why"] for rule in brief["book"]["rules"] if not rule["on_phone"]],
        "brief": brief,
        "reasons": form.reasons if form.is_bound else find.reasons if find else {},
        **(_told_of(find) if find else {}),
    }
    return render(request, "guest/capture.html", context, status=status)


def _told_of(mine: Find) -> dict[str, object]:
    """What every page about a find says of it."""
    is_judged = mine.state in {*OPEN_TO_THE_GUEST, FindState.SUBMITTED}
    return {
        "find": mine,
        "photos": list(mine.photos.all()),
        "remarks": remarks_on(mine) if is_judged else (),
        "waits": is_judged and mine.later == Later.LEFT and (mine.may_show_at or LONG_AGO) > timezone.now(),
        "may_withdraw": FindMove.WITHDRAW in moves_from(FIND_MOVES, FindState(mine.state)),
    }


def _open_find(guest: Guest, find_id: UUID) -> Find | None:
    return guest.finds.filter(pk=find_id, state__in=OPEN_TO_THE_GUEST).first()
