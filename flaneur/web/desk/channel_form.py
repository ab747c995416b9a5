"""The form of a channel's rhythm: slots of its own, time between two posts, a quiet night, a budget."""

from datetime import time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from flaneur.models import Channel

LONGEST_GAP = 1440


class LatenessForm(forms.Form):
    """How late something may leave by itself."""

    minutes = forms.IntegerField(
        min_value=1, max_value=LONGEST_GAP, label=gettext_lazy("Minutes after which something late waits for a person")
    )


class HeatForm(forms.Form):
    """When what is planned waits for people to finish talking; no answers at all: never."""

    replies = forms.IntegerField(
        min_value=0, max_value=1000, label=gettext_lazy("Answers from which on something planned waits (0: never)")
    )
    minutes = forms.IntegerField(min_value=5, max_value=240, label=gettext_lazy("Within so many minutes"))


class RhythmForm(forms.Form):
    """Empty slots are the city's; an empty night is none; an empty budget has no end."""

    slots = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("Slots of its own (optional)"),
        help_text=gettext_lazy("Such as 09:30, 18:00. Without any, it follows the city’s page."),
    )
    gap = forms.IntegerField(
        min_value=0, max_value=LONGEST_GAP, label=gettext_lazy("Minutes between two posts, at least")
    )
    quiet_from = forms.TimeField(
        required=False, label=gettext_lazy("Quiet from"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_until = forms.TimeField(
        required=False, label=gettext_lazy("to"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    budget = forms.DecimalField(
        required=False,
        min_value=0,
        max_digits=8,
        decimal_places=2,
        label=gettext_lazy("Dollars a month, at most (optional)"),
        help_text=gettext_lazy("Above it a post goes without its link; if that is still too dear, it is held."),
    )

    listens = forms.BooleanField(
        required=False, label=gettext_lazy("Hear what is answered there, and how posts fare, where the network tells")
    )

    hands_over = forms.BooleanField(
        required=False,
        label=gettext_lazy(
            "Its account says who holds the pen, where the network lets us, and afterwards what it said"
        ),
    )

    shows_portrait = forms.BooleanField(
        required=False, label=gettext_lazy("It also shows their portrait, where they lend it, and afterwards its own")
    )
    picture = forms.FileField(
        required=False,
        label=gettext_lazy("The account’s own picture"),
        help_text=gettext_lazy("No network gives the old one back: this file is put there when a stay is over."),
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )

    def __init__(self, *given: Any, has_picture: bool, **options: Any) -> None:
        super().__init__(*given, **options)
        self.has_picture = has_picture

    @classmethod
    def of(cls, channel: Channel) -> "RhythmForm":
        budget = None if channel.budget is None else Decimal(channel.budget) / 1000
        night = {"quiet_from": channel.quiet_from, "quiet_until": channel.quiet_until}
        wishes = {"listens": channel.listens, "hands_over": channel.hands_over_since is not None}
        wishes["shows_portrait"] = channel.shows_portrait_since is not None
        own = {"slots": ", ".join(channel.slots), "gap": channel.gap, "budget": budget, **night, **wishes}
        return cls(initial=own, has_picture=bool(channel.picture))

    def clean_slots(self) -> list[str]:
        words = [word.strip() for word in self.cleaned_data["slots"].split(",") if word.strip()]
        try:
            return [time.fromisoformat(word).strftime("%H:%M") for word in words]
        except ValueError:
            raise ValidationError(gettext("A slot is a time of day, such as 09:30.")) from None

    def clean(self) -> dict[str, Any]:
        begin, end = self.cleaned_data.get("quiet_from"), self.cleaned_data.get("quiet_until")
        if (begin is None) != (end is None):
            self.add_error("quiet_until", gettext("A night has a beginning and an end."))
        if self.cleaned_data.get("shows_portrait"):
            self._look_at_wish()
        return self.cleaned_data

    def _look_at_wish(self) -> None:
        if not self.cleaned_data.get("hands_over"):
            self.add_error("shows_portrait", gettext("A face without a name: let the account say who it is, too."))
        if not (self.has_picture or self.cleaned_data.get("picture")):
            self.add_error("picture", gettext("Without its own picture, the account could not be given it back."))

    @property
    def fields_of_channel(self) -> dict[str, Any]:
        """As the channel keeps them: its budget in thousandths of a dollar."""
        budget = self.cleaned_data["budget"]
        return {**self.cleaned_data, "budget": None if budget is None else int(budget * 1000)}
