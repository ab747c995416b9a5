"""A guest's face: offered, lent to the city's accounts, taken back."""

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from flaneur.core.errors import Refusal
from flaneur.services.handovers import shown_on
from flaneur.services.portraits import lend_portrait, offer_portrait, withdraw_portrait
from flaneur.web import access
from flaneur.web.guest.door import signed_in
from flaneur.web.pictures import kept_picture
from flaneur.web.requests import SignedInRequest
from flaneur.web.templatetags.flaneur import translated


class PortraitForm(forms.Form):
    picture = forms.FileField(
        required=False,
        label=_("A picture of you"),
        help_text=_("Its middle is cut to a square. Where and when it was taken is left out."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    is_lent = forms.BooleanField(required=False, label=_("The city’s accounts may show it too, while I hold the pen"))


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def portrait(request: SignedInRequest) -> HttpResponse:
    """What the public sees, what waits for the desk, and what becomes of it."""
    guest, now = access.guest_of(request), timezone.now()
    form = PortraitForm(initial={"is_lent": guest.portrait_lent_at is not None})
    if request.method == "POST":
        form = PortraitForm(request.POST, request.FILES)
    if form.is_valid():
        upload, is_lent = form.cleaned_data["picture"], form.cleaned_data["is_lent"]
        try:
            if upload:
                offer_portrait(guest, upload, is_lent=is_lent, by=request.user, now=now)
            else:
                lend_portrait(guest, is_lent=is_lent, by=request.user, now=now)
        except Refusal as refusal:
            form.add_error("picture", translated(refusal))
        else:
            messages.success(request, gettext("Thank you. The desk looks at it first.") if upload else gettext("Done."))
            return redirect("guest:portrait")
    where, newer = shown_on(guest)
    context = {"guest": guest, "form": form, "shown_on": where, "newer": newer}
    return render(request, "guest/portrait.html", context, status=422 if form.errors else 200)


@never_cache
@signed_in
@require_POST
def withdraw(request: SignedInRequest) -> HttpResponse:
    withdraw_portrait(access.guest_of(request), by=request.user, now=timezone.now())
    messages.success(request, gettext("It is erased. Copies that browsers keep are gone within a day."))
    return redirect("guest:portrait")


@never_cache
@signed_in
@require_safe
def offered(request: SignedInRequest) -> FileResponse | HttpResponse:
    """What the desk has not looked at yet."""
    return kept_picture(access.guest_of(request).portrait_offered)
