"""The way into the desk: signed in, with a place that allows the act, in the city's own time."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import TypeVar

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from flaneur.core.errors import IllegalMove, Refusal
from flaneur.core.roles import Act
from flaneur.models import Journal, Membership
from flaneur.web import access
from flaneur.web.requests import SignedInRequest
from flaneur.web.templatetags.flaneur import translated

View = Callable[..., HttpResponseBase]
Noun = TypeVar("Noun", bound=Model)


class DeskRequest(SignedInRequest):
    """A request behind `at_desk`: `place` is the user's place at this city's desk."""

    place: Membership


@dataclass(frozen=True, slots=True)
class Frame:
    """What the bar around every page of the desk shows; `may` names the acts the user's place allows."""

    place: Membership
    may: Mapping[str, bool]
    waiting: int
    in_need: int
    blocks_due: int
    silence: Journal | None


def at_desk(act: Act) -> Callable[[View], View]:
    """Let in only whose place allows the act; everybody else who is signed in finds no such page."""

    def guarded(view: View) -> View:
        @wraps(view)
        def opened(request: DeskRequest, **keys: object) -> HttpResponseBase:
            request.place = access.membership(request, act)
            with timezone.override(request.city.zone):
                return view(request, **keys)

        return login_required(never_cache(opened))

    return guarded


def show(request: DeskRequest, template: str, /, *, status: int = 200, **context: object) -> HttpResponse:
    """A page of the desk within its frame."""
    return render(request, f"desk/{template}.html", {**context, "desk": _frame(request)}, status=status)


def _frame(request: DeskRequest) -> Frame:
    city = request.city
    blocks_due = city.blocks.due(timezone.now()).count()
    return Frame(
        place=request.place,
        may={act: request.place.may(act) for act in Act},
        waiting=city.finds.waiting().count(),
        in_need=city.publications.in_need().count() + blocks_due,
        blocks_due=blocks_due,
        silence=city.journal.newest().filter(verb="press_silence").first() if city.is_silent else None,
    )


def leaf(request: DeskRequest, nouns: "QuerySet[Noun]", size: int) -> "Page[Noun]":
    """The page `?page=` asks for; the nearest one for a number that does not exist."""
    return Paginator(nouns, size).get_page(request.GET.get("page"))


@contextmanager
def refusals_in(form: forms.Form) -> Iterator[None]:
    """What a service refuses becomes an error of the form, which keeps everything that was typed."""
    try:
        yield
    except Refusal as refusal:
        form.add_error(None, sentence_of(refusal))


def sentence_of(refusal: Refusal) -> str:
    """A refusal in the reader's language. A move the table does not have means that the page was old."""
    if isinstance(refusal, IllegalMove):
        return gettext("Somebody else was faster; please look again.")
    return translated(refusal)
