"""What people answer the city on its networks: read here, answered there."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from flaneur.core.conversation import REPLY_MOVES, ReplyMove, ReplyState
from flaneur.core.errors import Refusal
from flaneur.core.roles import Act
from flaneur.core.states import moves_from
from flaneur.models import City, Reply
from flaneur.services.replies import handle_reply, remarks_on_talk
from flaneur.web import access
from flaneur.web.desk.door import DeskRequest, at_desk, leaf, sentence_of, show
from flaneur.web.desk.words import STATES

REPLIES = 20
STEPS: Mapping[str, ReplyMove] = {
    "see": ReplyMove.SEE,
    "answer": ReplyMove.ANSWER,
    "aside": ReplyMove.SHELVE,
    "up": ReplyMove.REOPEN,
}


class RepliesForm(forms.Form):
    """Which answers; a word nobody knows asks for nothing."""

    channel = forms.ChoiceField(required=False, label=gettext_lazy("Channel"))
    state = forms.ChoiceField(required=False, label=gettext_lazy("State"))
    kind = forms.ChoiceField(required=False, label=gettext_lazy("What it is"))

    KINDS: Mapping[str, Mapping[str, Any]] = {
        "gentle": {"is_harsh": False, "reported_at__isnull": True},
        "harsh": {"is_harsh": True},
        "reported": {"reported_at__isnull": False},
        "mention": {"publication__isnull": True},
    }

    def __init__(self, data: Mapping[str, Any], *, city: City) -> None:
        super().__init__(data)
        kinds = {
            "gentle": gettext("Kind words and questions"),
            "harsh": gettext("Attacks"),
            "reported": gettext("Given to you by a guest"),
            "mention": gettext("Mentions"),
        }
        everything = ("", gettext("everything"))
        channels = [(str(key), name) for key, name in city.channels.values_list("pk", "name")]
        states = [(state.value, gettext(STATES[state][0])) for state in ReplyState]
        for name, words in (("channel", channels), ("state", states), ("kind", [*kinds.items()])):
            self.fields[name].choices = [everything, *words]  # type: ignore[attr-defined]  # typed as any field
        self.full_clean()

    @property
    def chosen(self) -> dict[str, Any]:
        told = {name: word for name, word in self.cleaned_data.items() if word}
        kind = self.KINDS.get(told.pop("kind", ""), {})
        return {**told, **kind}

    @property
    def query(self) -> str:
        return urlencode({name: word for name, word in self.cleaned_data.items() if word})


@at_desk(Act.SEE)
@require_safe
def replies(request: DeskRequest) -> HttpResponse:
    """Newest first; a filter that makes no sense filters nothing."""
    form = RepliesForm(request.GET, city=request.city)
    page = leaf(request, request.city.replies.newest().with_blocks().filter(**form.chosen), REPLIES)
    return show(
        request,
        "replies",
        form=form,
        page=page,
        replies=[(reply, steps_on(reply)) for reply in page],
        remarks=remarks_on_talk(request.city, now=timezone.now()),
    )


def steps_on(reply: Reply) -> list[str]:
    """What the desk may do with it now."""
    moves = moves_from(REPLY_MOVES, ReplyState(reply.state))
    return [name for name, step in STEPS.items() if step in moves]


@at_desk(Act.REVIEW)
@require_POST
def handle(request: DeskRequest, reply_id: int, name: str) -> HttpResponse:
    """One step, then back to where the list was."""
    if name not in STEPS:
        raise Http404
    reply = access.reply(request, reply_id)
    try:
        handle_reply(reply, STEPS[name], by=request.user, now=timezone.now())
    except Refusal as refusal:
        messages.error(request, sentence_of(refusal))
    form = RepliesForm(request.GET, city=request.city)
    number = request.GET.get("page", "")
    at = "&".join(filter(None, [form.query, urlencode({"page": number}) if number.isdecimal() else ""]))
    return redirect(f"{reverse('desk:replies')}?{at}")
