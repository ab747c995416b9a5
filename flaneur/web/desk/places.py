"""The places at the desk: who sits here, with which role, and who may come."""

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_POST, require_safe

from flaneur.core.roles import Act
from flaneur.services.people import change_role, forget_passkeys, give_place, take_place
from flaneur.web import access
from flaneur.web.desk.door import DeskRequest, at_desk, refusals_in, show
from flaneur.web.desk.forms import PlaceForm, RoleForm, WhyForm
from flaneur.web.desk.words import ROLE_MEANINGS


@at_desk(Act.SEE)
@require_safe
def places(request: DeskRequest) -> HttpResponse:
    return _page(request, None)


@at_desk(Act.APPOINT)
@require_POST
def give(request: DeskRequest) -> HttpResponse:
    form = PlaceForm(request.POST, city=request.city)
    if form.is_valid():
        with refusals_in(form):
            place = give_place(request.city, by=request.user, now=timezone.now(), **form.cleaned_data)
            said = gettext("%(name)s has a place at the desk; a letter says how to come in.")
            messages.success(request, said % {"name": place.user})
            return redirect("desk:places")
    return _page(request, form)


@at_desk(Act.APPOINT)
@require_POST
def role(request: DeskRequest, membership_id: int) -> HttpResponse:
    place, form = access.place_at_desk(request, membership_id), RoleForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            change_role(place, form.cleaned_data["role"], by=request.user, now=timezone.now())
            messages.success(request, gettext("%(name)s has another role.") % {"name": place.user})
            return redirect("desk:places")
    return _page(request, form)


@at_desk(Act.APPOINT)
@require_POST
def take(request: DeskRequest, membership_id: int) -> HttpResponse:
    place, form = access.place_at_desk(request, membership_id), WhyForm(request.POST)
    if form.is_valid():
        with refusals_in(form):
            take_place(place, by=request.user, now=timezone.now(), why=form.cleaned_data["why"])
            messages.success(request, gettext("%(name)s has no place here any more.") % {"name": place.user})
            return redirect("public:wall" if place.user == request.user else "desk:places")
    return _page(request, form)


@at_desk(Act.APPOINT)
@require_POST
def passkeys(request: DeskRequest, membership_id: int) -> HttpResponse:
    place, form = access.place_at_desk(request, membership_id), forms.Form(request.POST)
    with refusals_in(form):
        count = forget_passkeys(place, by=request.user, now=timezone.now())
        one, more = "%(count)d passkey of %(name)s is removed.", "%(count)d passkeys of %(name)s are removed."
        messages.success(request, ngettext(one, more, count) % {"count": count, "name": place.user})
        return redirect("desk:places")
    return _page(request, form)


def _page(request: DeskRequest, refused: forms.Form | None) -> HttpResponse:
    """Everybody at the desk, with the number of their passkeys; a refused invitation keeps what was typed."""
    members = request.city.memberships.select_related("user").order_by("user__name", "user__email")
    return show(
        request,
        "places",
        status=422 if refused else 200,
        places=members.annotate(passkeys=Count("user__authenticator")),
        roles=ROLE_MEANINGS,
        form=refused if isinstance(refused, PlaceForm) else PlaceForm(city=request.city),
        refused=refused,
    )
