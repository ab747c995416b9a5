"""What people answered to one of my finds, without what hurts; muted for me alone, or given to the desk."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from flaneur.core.errors import Refusal
from flaneur.models import Find, Reply
from flaneur.services.replies import mute_author, report_reply, unmute_all
from flaneur.web import access
from flaneur.web.guest.door import signed_in
from flaneur.web.requests import SignedInRequest
from flaneur.web.templatetags.flaneur import translated

SHOWN = 20


def answers_to(find: Find) -> dict[str, object]:
    """The newest of the kind ones, how many there are, and whether somebody is muted."""
    now = timezone.now()
    kind = find.city.replies.gentle(find.guest, now).filter(publication__find=find)
    return {
        "answers": kind.newest()[:SHOWN],
        "more": max(0, kind.count() - SHOWN),
        "muted": find.guest.mutes.on(now).count(),
    }


@never_cache
@signed_in
@require_POST
def report(request: SignedInRequest, find_id: UUID, reply_id: int) -> HttpResponse:
    """This one is for the desk."""
    thanks = gettext("Given to the desk: you will not see it again, and you need not answer.")
    return _done(request, find_id, reply_id, report_reply, thanks)


@never_cache
@signed_in
@require_POST
def mute(request: SignedInRequest, find_id: UUID, reply_id: int) -> HttpResponse:
    """I do not want to read them any more."""
    return _done(request, find_id, reply_id, mute_author, gettext("You will read nothing more of them in this stay."))


@never_cache
@signed_in
@require_POST
def unmute(request: SignedInRequest, find_id: UUID) -> HttpResponse:
    """I read everybody again."""
    mine = access.own_find(request, find_id)
    unmute_all(mine.guest, by=request.user, now=timezone.now())
    return redirect("guest:find", find_id)


def _done(
    request: SignedInRequest, find_id: UUID, reply_id: int, verb: Callable[..., None], thanks: str
) -> HttpResponse:
    reply: Reply = access.reply_to_own_find(request, find_id, reply_id)
    try:
        verb(reply, by=request.user, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, translated(refusal))
    else:
        messages.success(request, thanks)
    return redirect("guest:find", find_id)
