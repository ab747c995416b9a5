"""The form of a silence: of the whole city, or of one channel, guest or find in it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from flaneur.models import City
from flaneur.services.residencies import guest_on_duty
from flaneur.services.silences import Subject
from flaneur.web.desk.forms import Moment, Sentences


class SilenceForm(forms.Form):
    """`on` is "channel:ID", "guest:ID" or "find:ID"; empty for the whole city."""

    on = forms.CharField(required=False, widget=forms.Select, label=gettext_lazy("What falls silent"))
    until = Moment(
        required=False,
        label=gettext_lazy("Until about when? (optional)"),
        help_text=gettext_lazy("The desk is reminded then. Nothing lifts itself."),
    )
    why = Sentences(rows=2, required=False, label=gettext_lazy("Why? (optional)"))

    def __init__(self, data: Mapping[str, Any] | None = None, *, city: City) -> None:
        super().__init__(data)
        self.city = city
        channels = [(f"channel:{channel.pk}", channel.name) for channel in city.channels.all()]
        duty = guest_on_duty(city, now=timezone.now())
        guests = [(f"guest:{duty.guest_id}", str(duty.guest))] if duty else []
        self.fields["on"].widget.choices = [*channels, *guests]

    def clean_on(self) -> Subject | None:
        kind, _, key = self.cleaned_data["on"].partition(":")
        if not kind:
            return None
        try:
            match kind:
                case "channel":
                    return self.city.channels.get(pk=UUID(key))
                case "guest":
                    return self.city.guests.get(pk=int(key))
                case _:
                    return self.city.finds.get(pk=UUID(key))
        except (ObjectDoesNotExist, ValueError):
            raise ValidationError(gettext("Nothing of this city is called that.")) from None

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until and until < timezone.now():
            raise ValidationError(gettext("This moment has passed."))
        return until
