"""Before the pen is held: the charter and a yes to it. And when a phone is lost: everybody out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from flaneur.core.charter import RULES, Remark
from flaneur.core.charter.draft import Seen
from flaneur.core.guest import Age, Standing
from flaneur.models import Agreement, Charter, Guest, Residency
from flaneur.services.agreements import Answers, agree, agreement_of, is_near_a_vote, remarks_on_stay
from flaneur.services.handovers import named_on
from flaneur.services.judging import reason
from flaneur.services.people import lose_phone
from flaneur.web import access
from flaneur.web.guest.door import signed_in
from flaneur.web.guest.shelves import Pen, residency_around
from flaneur.web.requests import SignedInRequest

LONGEST_INTERESTS = 1000
AGES = [
    (Age.ADULT, _("I am 18 or older")),
    (Age.MINOR, _("I am younger, and both my parents agree in writing: the office has the paper, or will")),
]
STANDINGS = [(Standing.NO, _("No")), (Standing.YES, _("Yes"))]


@dataclass(frozen=True, slots=True)
class Pending:
    """What stands between a guest and their finds being shown; `is_newer` when the charter has changed since."""

    remarks: tuple[Remark, ...]
    is_given: bool
    is_newer: bool


class AgreementForm(forms.Form):
    """A yes in a few points. Before a vote it asks whether the guest stands; at other times nobody is asked."""

    charter = forms.BooleanField(
        error_messages={"required": _("Without the charter there is no pen: write to the desk about what bothers you.")}
    )
    alone = forms.BooleanField(
        error_messages={"required": _("The pen is lent to a person. If that is not you, tell the desk.")}
    )
    age = forms.TypedChoiceField(label=_("How old are you?"), coerce=Age, choices=AGES, widget=forms.RadioSelect)
    standing = forms.TypedChoiceField(
        label=_("Do you stand in the coming vote, hold a mandate, or campaign for somebody?"),
        coerce=Standing,
        choices=STANDINGS,
        widget=forms.RadioSelect,
    )
    interests = forms.CharField(
        label=_("What do you have a part in?"),
        help_text=_("Your shop, your employer, a friend's bar, a club you run: one a line. Nothing? Leave it empty."),
        required=False,
        max_length=LONGEST_INTERESTS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    has_lock = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, is_near_a_vote: bool, **options: Any) -> None:
        super().__init__(data, **options)
        if not is_near_a_vote:
            del self.fields["standing"]

    @property
    def given(self) -> Answers:
        told = self.cleaned_data
        return Answers(told["age"], told.get("standing", Standing.UNASKED), told["has_lock"], told["interests"])


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: SignedInRequest) -> HttpResponse:
    """The charter of the coming stay, or of the one under way, and the guest's yes."""
    guest, now = access.guest_of(request), timezone.now()
    residency = residency_to_agree(guest, now=now)
    if residency is None:
        return render(request, "guest/agreement.html", {"guest": guest})
    charter, given = request.city.charters.current(), agreement_of(residency)
    is_asked = is_near_a_vote(residency, charter, zone=request.city.zone)
    form = AgreementForm(request.POST or None, is_near_a_vote=is_asked, initial=_said_before(given))
    if request.method == "POST" and form.is_valid():
        agree(residency, form.given, by=request.user, now=now)
        messages.success(request, gettext("Thank you: that is a yes. The pen is waiting for you."))
        return redirect("guest:home")
    context = {"guest": guest, "residency": residency, "given": given, "form": form, **_charter(charter)}
    context["named_on"] = named_on(request.city)
    return render(request, "guest/agreement.html", context, status=422 if form.errors else 200)


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def lost(request: SignedInRequest) -> HttpResponse:
    """From any other phone: whoever has the lost one comes in no more. This session stays."""
    guest = access.guest_of(request)
    if request.method != "POST":
        return render(request, "guest/lost.html", {"guest": guest})
    lose_phone(guest, by=request.user, now=timezone.now())
    request.user.refresh_from_db()
    update_session_auth_hash(request, request.user)
    messages.success(request, gettext("That phone is shut out. You are still signed in, here only."))
    return redirect("guest:home")


def residency_to_agree(guest: Guest, *, now: datetime) -> Residency | None:
    """The stay a yes is about: the one under way, else the next."""
    around = residency_around(guest, now=now)
    return around[1] if around and around[0] is not Pen.PASSED_ON else None


def pending(guest: Guest, *, now: datetime) -> Pending | None:
    """What a guest's pages remind them of; None when nothing is missing."""
    residency = residency_to_agree(guest, now=now)
    if residency is None:
        return None
    charter, given = guest.city.charters.current(), agreement_of(residency)
    remarks = remarks_on_stay(residency, given, charter, zone=guest.city.zone)
    is_newer = given is not None and given.charter.version < charter.version
    return Pending(remarks, given is not None, is_newer) if remarks or is_newer else None


def _said_before(given: Agreement | None) -> dict[str, object]:
    """What was said the last time; each yes is said anew."""
    if given is None:
        return {}
    return {name: getattr(given, name) for name in ("age", "standing", "interests", "has_lock")}


def _charter(charter: Charter) -> dict[str, object]:
    """The charter in full: its text, and why each rule about finds is there."""
    about_finds = (article for article in charter.articles if RULES[article.key].about.looks_at is Seen)
    return {"charter": charter, "rules": [reason(article) for article in about_finds]}
