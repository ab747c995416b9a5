"""The capture form: one form with and without JavaScript, checked before anything is kept."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import get_language, get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from flaneur.core import geo
from flaneur.core.charter import RULES
from flaneur.core.find import Audience, Consideration, Likeness
from flaneur.core.later import Later
from flaneur.core.place import Discretion, Place
from flaneur.models import City, Find, Photo
from flaneur.services.finds import Capture, Upload
from flaneur.services.photos import MOST_PHOTOS

MOST_MEGABYTES = 25
LONGEST_REASON = 300
LONGEST_ALT = 1000
"""Characters models/finds.py has room for."""

AUDIENCES = [
    (Audience.BOTH, _("For everybody")),
    (Audience.VISITORS, _("For visitors")),
    (Audience.LOCALS, _("For those who live here")),
]
DISCRETIONS = [
    (Discretion.EXACT, _("Exactly here")),
    (Discretion.STREET, _("Around here")),
    (Discretion.DISTRICT, _("The district")),
    (Discretion.SECRET, _("Secret")),
]
CONSIDERATIONS = [
    (Consideration.NOTHING, _("Nothing at all")),
    (Consideration.KIND, _("A meal, a ticket, a discount, a gift")),
    (Consideration.MONEY, _("Money")),
]
LIKENESSES = [
    (Likeness.NOBODY, _("Nobody, or a crowd")),
    (Likeness.ADULTS_AGREED, _("Somebody, who agreed")),
    (Likeness.ADULTS_UNASKED, _("Somebody I did not ask")),
    (Likeness.CHILD_AGREED, _("A child, its parents agreed in writing")),
    (Likeness.CHILD_UNASKED, _("A child I did not ask for")),
]
LATERS = [
    (Later.NOW, _("Yes, right away")),
    (Later.HOUR, _("In an hour")),
    (Later.TONIGHT, _("Tonight")),
    (Later.LEFT, _("Once I have left")),
]
LENT = "yes"
LOANS = [(LENT, _("Yes: this find is mine, and I lend it")), ("", _("No"))]
EXPLANATIONS = {
    Discretion.EXACT: _("A point on the map and the name of the place."),
    Discretion.STREET: _("The name and the street, give or take a hundred metres."),
    Discretion.DISTRICT: _("Only the district is told."),
    Discretion.SECRET: _("Nothing is told: the desk alone knows, and keeps it."),
}


class CaptureForm(forms.Form):
    """What a capture page hands in. The city lends its languages, its charter's pillars and its districts."""

    id = forms.UUIDField()
    captured_at = forms.DateTimeField(required=False)
    answers = forms.DateTimeField(required=False)
    words = forms.CharField(required=False)
    audience = forms.ChoiceField(choices=AUDIENCES, widget=forms.RadioSelect)
    place_name = forms.CharField(required=False, max_length=120)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90)
    discretion = forms.ChoiceField(choices=DISCRETIONS, widget=forms.RadioSelect)
    consideration = forms.ChoiceField(choices=CONSIDERATIONS, required=False, widget=forms.RadioSelect)
    likeness = forms.ChoiceField(choices=LIKENESSES, required=False, widget=forms.RadioSelect)
    lent = forms.ChoiceField(choices=LOANS, required=False, widget=forms.RadioSelect)
    later = forms.ChoiceField(choices=LATERS, required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, city: City, **options: Any) -> None:
        super().__init__(*args, **options)
        self.city = city
        languages = [(code, get_language_info(code)["name_local"]) for code in city.languages]
        districts = [(district.code, district.name) for district in geo.districts(city.districts)]
        self.fields |= {
            "language": forms.ChoiceField(choices=languages),
            "district": forms.ChoiceField(choices=[("", _("None in particular")), *districts], required=False),
            "pillar": forms.ChoiceField(choices=_pillars(city), required=False, widget=forms.RadioSelect),
            **{f"photo_{n}": forms.FileField(required=False, allow_empty_file=True) for n in range(MOST_PHOTOS)},
            **{f"digest_{n}": forms.RegexField("^[0-9a-f]{64}$", required=False) for n in range(MOST_PHOTOS)},
            **{name: forms.CharField(required=False, max_length=LONGEST_ALT) for name in self._alts()},
        }

    def _alts(self) -> list[str]:
        """Descriptions of the photos that come along (`alt_0`), and of those that are here already (`alt-<id>`)."""
        return [f"alt_{n}" for n in range(MOST_PHOTOS)] + [name for name in self.data if name.startswith("alt-")]

    def clean(self) -> None:
        for number in range(MOST_PHOTOS):
            photo = self.cleaned_data.get(f"photo_{number}")
            if photo and photo.size > MOST_MEGABYTES * 1_000_000:
                sentence = gettext("Photo %(number)d is too heavy: %(most)d MB at most.")
                self.add_error(f"photo_{number}", sentence % {"number": number + 1, "most": MOST_MEGABYTES})

    def capture(self, *, now: datetime) -> Capture:
        """The capture of a valid form. Browsers send the ends of lines as CR LF; half a point is none."""
        told = self.cleaned_data
        lon, lat = told["lon"], told["lat"]
        is_point = None not in (lon, lat)
        return Capture(
            id=told["id"],
            words=told["words"].replace("\r\n", "\n"),
            language=told["language"],
            captured_at=told["captured_at"] or now,
            pillar=told["pillar"],
            audience=Audience(told["audience"]),
            place=Place(told["place_name"], lon if is_point else None, lat if is_point else None, told["district"]),
            discretion=Discretion(told["discretion"]),
            consideration=Consideration(told["consideration"] or Consideration.UNSAID),
            likeness=Likeness(told["likeness"] or Likeness.UNSAID),
            is_lent=told["lent"] == LENT,
            reasons=self.reasons,
            later=Later(told["later"] or Later.NOW),
            answers=told["answers"],
        )

    @property
    def reasons(self) -> dict[str, str]:
        """What was said to the charter's questions, by rule, as `reason-<rule>`; what no rule asks is left aside."""
        said = {key: str(self.data.get(f"reason-{key}", ""))[:LONGEST_REASON] for key in RULES}
        return {key: reason for key, reason in said.items() if reason.strip()}

    def uploads(self, known: Iterable[Photo]) -> list[Upload]:
        """The capture's photos: those of the find that are `known` and shall stay, and those of the rows."""
        told = self.cleaned_data
        staying = [photo for photo in known if f"alt-{photo.pk}" in told and f"remove-{photo.pk}" not in self.data]
        rows = [(told[f"photo_{n}"], told[f"alt_{n}"], told[f"digest_{n}"]) for n in range(MOST_PHOTOS)]
        return [Upload(None, told[f"alt-{photo.pk}"], photo.digest) for photo in staying] + [
            Upload(photo.file if photo else None, alt, digest) for photo, alt, digest in rows if photo or digest
        ]

    @property
    def is_whole(self) -> bool:
        """Whether the last field arrived: a body cut short between two parts reads like a shorter one."""
        return self.data.get("end") == "1"

    def under_a_new_id(self) -> "CaptureForm":
        """What was typed, as another find; files cannot be handed back."""
        return CaptureForm({**dict(self.data.items()), "id": str(uuid.uuid4())}, city=self.city)

    @property
    def first_trouble(self) -> str:
        return next(str(sentence) for sentences in self.errors.values() for sentence in sentences)

    @property
    def discretions(self) -> list[tuple[forms.boundfield.BoundWidget, str]]:
        """Each choice of discretion with the line that explains it."""
        return [(radio, str(EXPLANATIONS[radio.data["value"]])) for radio in self["discretion"]]


def fresh(city: City) -> dict[str, object]:
    """What an empty page begins with; the page's own language is the guess for the words'."""
    language = get_language() or ""
    return {
        "id": uuid.uuid4(),
        "audience": Audience.BOTH,
        "discretion": Discretion.STREET,
        "consideration": Consideration.NOTHING,
        "likeness": Likeness.NOBODY,
        "lent": LENT,
        "later": Later.NOW,
        "pillar": "",
        "language": language if language in city.languages else city.languages[0],
    }


def filled(find: Find) -> dict[str, object]:
    """The fields of a find that is open to its guest again."""
    names = ("id", "words", "language", "pillar", "audience", "place_name", "lon", "lat", "district", "discretion")
    facts = ("consideration", "likeness", "later")
    answers = find.submitted_at.isoformat() if find.submitted_at else ""
    told = {name: getattr(find, name) for name in (*names, *facts)}
    return {**told, "lent": LENT if find.lent_at else "", "answers": answers}


def _pillars(city: City) -> list[tuple[str, Any]]:
    language = get_language() or ""
    named = [(pillar["key"], city.in_language(pillar["name"], language)) for pillar in city.charters.current().pillars]
    return [("", _("No particular theme")), *named]
