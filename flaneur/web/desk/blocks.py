"""Whom somebody here has blocked on a network: noted, looked through when a stay or a day is over, lifted by word."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from flaneur.core.block import profile_of
from flaneur.core.errors import Refusal
from flaneur.core.roles import Act
from flaneur.models import Residency
from flaneur.services.blocks import block_author, keep_block, unblock_author
from flaneur.services.residencies import guest_on_duty
from flaneur.web import access
from flaneur.web.desk.door import DeskRequest, at_desk, leaf, refusals_in, sentence_of, show
from flaneur.web.desk.forms import Sentences

BLOCKS = 20
LAST_MINUTE = time(23, 59)


class BlockForm(forms.Form):
    """Why, and until which day: its last minute on the city's clock. Without a day, the stay under way says when."""

    why = Sentences(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("For the desk only, as long as the block is kept here."),
        error_messages={"required": gettext_lazy("Say in a sentence why they are blocked.")},
    )
    until = forms.DateField(
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), label=gettext_lazy("Until which day?")
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, stay: Residency | None = None) -> None:
        super().__init__(data)
        if stay is not None:
            day = date_format(timezone.localtime(stay.ends_at), "l j F")
            said = gettext("Left empty: to the end of the stay of %(name)s, %(day)s.")
            self.fields["until"].required = False
            self.fields["until"].help_text = said % {"name": stay.guest, "day": day}

    def clean_until(self) -> datetime | None:
        day = self.cleaned_data["until"]
        return day and timezone.make_aware(datetime.combine(day, LAST_MINUTE))


@at_desk(Act.SEE)
@require_safe
def blocks(request: DeskRequest) -> HttpResponse:
    """Those that stand, whose end comes first, first."""
    page = leaf(request, request.city.blocks.standing().soonest(), BLOCKS)
    return show(request, "blocks", page=page, now=timezone.now())


@at_desk(Act.REVIEW)
@require_http_methods(["GET", "HEAD", "POST"])
def block(request: DeskRequest, reply_id: int) -> HttpResponse:
    """It was done on the network; here it gets its reason and its end."""
    reply = access.reply(request, reply_id)
    form = BlockForm(request.POST or None, stay=guest_on_duty(request.city, now=timezone.now()))
    said = gettext("Noted. What they say is set aside from now on, and no guest reads it.")
    return _noted(request, form, partial(block_author, reply), said) or show(
        request,
        "block",
        status=422 if form.errors else 200,
        form=form,
        one=reply,
        profile=profile_of(reply.url, reply.author),
    )


@at_desk(Act.LIFT)
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: DeskRequest, block_id: int) -> HttpResponse:
    """Beyond its end, for a reason and until a day."""
    kept, form = access.block(request, block_id), BlockForm(request.POST or None)
    return _noted(request, form, partial(keep_block, kept), gettext("Kept until then.")) or show(
        request, "block", status=422 if form.errors else 200, form=form, one=kept, kept=kept, profile=kept.profile
    )


def _noted(request: DeskRequest, form: BlockForm, verb: Callable[..., Any], said: str) -> HttpResponse | None:
    """The way on when it is done; None while something is missing or refused."""
    if form.is_valid():
        with refusals_in(form):
            verb(by=request.user, now=timezone.now(), **form.cleaned_data)
            messages.success(request, said)
            return redirect("desk:blocks")
    return None


@at_desk(Act.LIFT)
@require_POST
def unblock(request: DeskRequest, block_id: int) -> HttpResponse:
    """Somebody has lifted it there."""
    try:
        unblock_author(access.block(request, block_id), by=request.user, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, sentence_of(refusal))
    else:
        messages.success(request, gettext("Noted: they are unblocked there."))
    return redirect("desk:decisions" if request.POST.get("back") == "decisions" else "desk:blocks")
