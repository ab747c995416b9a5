"""What the desk types: verdicts, times in the city's own clock, reasons, people, channels."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from flaneur.core.charter import RULES
from flaneur.core.dispatch import Ask
from flaneur.core.guest import Speaker
from flaneur.core.roles import ROLE_NAMES, Role
from flaneur.core.text import LONGEST_WORDS
from flaneur.models import Channel, City, Guest, Photo
from flaneur.models.publications import ChannelState
from flaneur.services.choices import Motive
from flaneur.web.desk.words import SPEAKERS, SUBJECTS, VERBS
from flaneur.web.newcomers import CityForm, NewcomerForm

MOST_WORDS = 600
"""Characters of a remark or a reason: a few sentences, not a letter."""


class Moment(forms.DateTimeField):
    """A date and a time on the city's own clock; `at_desk` has set it."""

    def __init__(self, **options: Any) -> None:
        picker = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=picker, **options)


class Sentences(forms.CharField):
    """A remark or a reason."""

    def __init__(self, *, rows: int = 3, **options: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), max_length=MOST_WORDS, **options)


class ApproveForm(forms.Form):
    """When an approved find goes out; `moment` is None for the next free slot and now. `seen` says what was read."""

    SLOT, NOW, LATER = "slot", "now", "later"
    when = forms.ChoiceField(choices=[(SLOT, SLOT), (NOW, NOW), (LATER, LATER)], initial=SLOT)
    at = Moment(required=False, label=gettext_lazy("Day and time"))
    seen = forms.DateTimeField(required=False, widget=forms.HiddenInput)

    @property
    def moment(self) -> datetime | None:
        return self.cleaned_data["at"] if self.cleaned_data["when"] == self.LATER else None

    @property
    def is_live(self) -> bool:
        return bool(self.cleaned_data["when"] == self.NOW)

    def clean(self) -> dict[str, Any]:
        at = self.cleaned_data.get("at")
        if self.cleaned_data.get("when") == self.LATER and "at" not in self.errors:
            if at is None:
                self.add_error("at", gettext("Choose a day and a time."))
            elif at < timezone.now():
                self.add_error("at", gettext("This moment has passed."))
        return self.cleaned_data


class ReturnForm(forms.Form):
    remark = Sentences(
        label=gettext_lazy("What would make it right?"),
        error_messages={"required": gettext_lazy("Say in a sentence what would make it right.")},
    )


class DeclineForm(forms.Form):
    remark = Sentences(
        label=gettext_lazy("Why is this not for the city’s voice?"),
        error_messages={"required": gettext_lazy("Say in a sentence why this is not for the city's voice.")},
    )


class RetractForm(forms.Form):
    why = Sentences(
        label=gettext_lazy("Why is it taken back?"),
        error_messages={"required": gettext_lazy("Say in a sentence why this is taken back.")},
    )


class CorrectForm(forms.Form):
    """New words for a find that is out."""

    words = forms.CharField(
        max_length=LONGEST_WORDS,
        label=gettext_lazy("The words, as they should be"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    reason = Sentences(rows=2, label=gettext_lazy("Why are they corrected? Its guest reads it."))


class WhyForm(forms.Form):
    """An act whose reason may stay unsaid."""

    why = Sentences(rows=2, required=False, label=gettext_lazy("Why? (optional)"))


class ReleaseForm(forms.Form):
    at = Moment(required=False, label=gettext_lazy("At another time (optional)"))


class ConfirmForm(forms.Form):
    url = forms.URLField(
        label=gettext_lazy("Address of the post"), assume_scheme="https", max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )  # fmt: skip


class DescribeForm(forms.Form):
    """The text alternative of each photo of a find."""

    def __init__(self, data: Mapping[str, Any] | None, *, photos: Iterable[Photo]) -> None:
        super().__init__(data)
        self.photos = {f"alt-{photo.pk}": photo for photo in photos}
        for name, photo in self.photos.items():
            self.fields[name] = forms.CharField(
                label=gettext("What the photo shows"),
                initial=photo.alt,
                required=False,
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def described(self) -> Iterable[tuple[Photo, str]]:
        return [(photo, self.cleaned_data[name]) for name, photo in self.photos.items()]


class ConnectForm(forms.Form):
    """An account on a network, with the fields its adapter asks for; secrets are never drawn again."""

    name = forms.CharField(label=gettext_lazy("Name of the channel"), max_length=80)

    def __init__(self, data: Mapping[str, Any] | None, *, network: str, asks: Iterable[Ask]) -> None:
        super().__init__(data, initial={"name": network})
        self.asks = tuple(asks)
        for ask in self.asks:
            self.fields[ask.key] = forms.CharField(
                label=gettext(ask.label),
                initial=ask.default,
                help_text=gettext(ask.hint) if ask.hint else "",
                required=not ask.optional,
                widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}) if ask.secret else forms.TextInput,
            )

    @property
    def answers(self) -> dict[str, str]:
        return {ask.key: self.cleaned_data[ask.key] for ask in self.asks}


class ChannelStateForm(forms.Form):
    """A channel of the city, but for its home, and what it may do from now on."""

    channel: "forms.ModelChoiceField[Channel]" = forms.ModelChoiceField(None)
    state = forms.ChoiceField(choices=ChannelState.choices)
    why = Sentences(rows=2, required=False)

    def __init__(self, data: Mapping[str, Any], *, city: City) -> None:
        super().__init__(data)
        self.fields["channel"].queryset = city.channels.filter(is_home=False)  # type: ignore[attr-defined]  # typed as any field


class EmailForm(CityForm):
    """Somebody who is no guest of this city yet, by their address."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"))

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if self.city.guests.filter(user__email=email).exists():
            raise ValidationError(gettext("This person is among your guests already."))
        return email


class WelcomeForm(EmailForm, NewcomerForm):
    """Somebody who will hold the pen one day, and has said so: before that nothing of them is kept."""

    field_order = ("name", "email", "trade", "district", "said_yes")
    said_yes = forms.BooleanField(
        label=gettext_lazy("They said yes to being on this list"),
        error_messages={"required": gettext_lazy("Ask them first, by a letter: until they say yes nothing is kept.")},
    )

    @property
    def fields_of_guest(self) -> dict[str, Any]:
        return {**super().fields_of_guest, "email": self.cleaned_data["email"]}


class GuestForm(forms.Form):
    """One of the city's guests."""

    guest: "forms.ModelChoiceField[Guest]" = forms.ModelChoiceField(
        None, label=gettext_lazy("Who"), empty_label=gettext_lazy("Choose somebody")
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, city: City, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["guest"].queryset = city.guests.order_by("name")  # type: ignore[attr-defined]  # typed as any field


class MotiveForm(forms.Form):
    """Why this guest. What is said to a rule's question comes as `reason-<rule>`, as on the capture page."""

    speaker = forms.TypedChoiceField(
        label=gettext_lazy("For whom do they speak?"),
        coerce=Speaker,
        choices=SPEAKERS.items(),
        initial=Speaker.UNSAID,
    )
    reasons = Sentences(rows=2, required=False, label=gettext_lazy("Why this person?"))
    profile = Sentences(
        rows=2,
        required=False,
        label=gettext_lazy("What they say in public: what did you see?"),
        help_text=gettext_lazy("Nothing to be found is an answer too. Who looked, and when, is kept with it."),
    )

    @property
    def answers(self) -> dict[str, str]:
        said = {rule: str(self.data.get(f"reason-{rule}", ""))[:MOST_WORDS] for rule in RULES}
        return {rule: answer for rule, answer in said.items() if answer.strip()}

    @property
    def motive(self) -> Motive:
        told = self.cleaned_data
        return Motive(told["speaker"], told["reasons"], told["profile"], self.answers)


class PlanForm(GuestForm, MotiveForm):
    """Who holds the pen, from when to when, and why."""

    field_order = ("guest", "starts_at", "ends_at")
    starts_at = Moment(label=gettext_lazy("From"))
    ends_at = Moment(label=gettext_lazy("To"))
    undo_minutes = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=60,
        label=gettext_lazy("Minutes in which a live find can be called back (optional; usually three)"),
    )

    def clean(self) -> dict[str, Any]:
        starts_at, ends_at = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if starts_at and ends_at and ends_at <= starts_at:
            self.add_error("ends_at", gettext("The end comes before the beginning."))
        return self.cleaned_data

    @property
    def window(self) -> dict[str, datetime]:
        return {name: self.cleaned_data[name] for name in ("starts_at", "ends_at")}


class RoleForm(forms.Form):
    """What somebody at the desk may do."""

    role = forms.TypedChoiceField(
        label=gettext_lazy("Role"),
        coerce=Role,
        choices=[(role, gettext_lazy(name)) for role, name in ROLE_NAMES.items()],
        initial=Role.EDITOR,
        widget=forms.RadioSelect,
    )


class PlaceForm(RoleForm, CityForm):
    """Somebody who is asked to the desk."""

    field_order = ("email", "name", "role")
    email = forms.EmailField(label=gettext_lazy("E-mail address"))
    name = forms.CharField(label=gettext_lazy("Name, as colleagues read it"), max_length=80, required=False)

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if self.city.memberships.filter(user__email=email).exists():
            raise ValidationError(gettext("This person sits at the desk already: change their role in the list."))
        return email


class EndForm(forms.Form):
    why = Sentences(
        rows=2,
        label=gettext_lazy("Why does it end now?"),
        error_messages={"required": gettext_lazy("Say in a sentence why it ends now.")},
    )


class StayForm(forms.Form):
    """A sentence for the guest: why their stay is paused, or off."""

    why = Sentences(
        rows=2,
        label=gettext_lazy("Why? The guest reads it."),
        error_messages={"required": gettext_lazy("Say in a sentence why: the guest reads it.")},
    )


class WeekForm(forms.Form):
    """Any day of the week to look at."""

    week = forms.DateField(
        required=False, validators=[MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 1))]
    )


class JournalForm(forms.Form):
    """Which lines of the journal; a word nobody knows asks for nothing."""

    verb = forms.ChoiceField(required=False, label=gettext_lazy("What was done"))
    subject = forms.ChoiceField(required=False, label=gettext_lazy("About"))

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        self.fields["verb"].choices = _choices(VERBS, gettext("everything"))  # type: ignore[attr-defined]  # typed as any field
        self.fields["subject"].choices = _choices(SUBJECTS, gettext("everything"))  # type: ignore[attr-defined]  # typed as any field

    @property
    def chosen(self) -> dict[str, str]:
        self.full_clean()
        return {name: word for name, word in self.cleaned_data.items() if word}

    @property
    def query(self) -> str:
        return urlencode(self.chosen)


def _choices(words: Mapping[str, str], nothing: str) -> list[tuple[str, str]]:
    said = sorted((gettext(word) % defaultdict(lambda: "…"), key) for key, word in words.items())
    return [("", nothing), *((key, word) for word, key in said)]
