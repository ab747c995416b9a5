"""The needles in words for people: what the desk's page says of a tone, and what the phone needs to say the same."""

from dataclasses import dataclass
from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext

from flaneur.core.tone import ABSTAINS, ADDRESS, AVOIDED, AXES, REASONS, UNSCORED, Tone, ToneHit
from flaneur.core.words import gettext_noop as _
from flaneur.models import City
from flaneur.services.tones import TONE_LANGUAGES, tone_profile

VERDICTS = {
    "friend": _("It sounds like somebody telling a friend."),
    "institution": _("It sounds a little like an office speaking."),
    "brochure": _("It sounds a little like a brochure."),
    ABSTAINS: _("Too little to hear a tone by, and that is fine."),
    UNSCORED: _("While the city keeps quiet, nobody listens to the tone."),
}
NEEDLES = {"friend": _("friend"), "institution": _("office"), "brochure": _("brochure")}
AMOUNTS = ((0.6, _("much")), (0.25, _("some")), (0.0, _("hardly")))
LEAST_PULL = 0.15
"""A sign that moves its needle less is not worth anybody's eyes."""
MOST_REASONS = 4


@dataclass(frozen=True, slots=True)
class Told:
    """A tone as a page shows it: `needles` are name, value and amount."""

    verdict: str
    needles: tuple[tuple[str, float, str], ...]
    has_signs: bool
    reasons: tuple[tuple[str, str], ...]


def told(tone: Tone) -> Told:
    """`reasons` are what the city does without, then what pulls away from a friend, the strongest first.

    Each comes with simpler words, if there are any.
    """
    seen = _seen(tone)
    away = sorted((hit for hit in seen if hit.axis != "friend"), key=lambda hit: (bool(hit.axis), -hit.pull))
    reasons = dict.fromkeys((gettext(hit.reason) % hit.values, hit.repair or "") for hit in away)
    values = zip(AXES, (tone.friend, tone.institution, tone.brochure), strict=True)
    return Told(
        gettext(VERDICTS[tone.verdict]),
        tuple((gettext(NEEDLES[axis]), value, amount(value)) for axis, value in values if value is not None),
        bool(seen),
        tuple(reasons)[:MOST_REASONS],
    )


def amount(value: float) -> str:
    return gettext(next(word for least, word in AMOUNTS if value >= least))


def signs(tone: Tone) -> list[ToneHit]:
    """What is marked in the words. A sentence that is too long has its reason; marked whole it could not be read."""
    return [hit for hit in _seen(tone) if hit.family != "long"]


def _seen(tone: Tone) -> list[ToneHit]:
    return [hit for hit in tone.hits if hit.pull >= LEAST_PULL or not hit.axis]


def tone_brief(city: City) -> dict[str, Any]:
    """What static/js/needles.js needs: where the lexicons lie, the city's profile, every sentence translated."""
    profile = tone_profile(city.charters.current())
    return {
        "lexicons": {code: static(f"lexicons/tone_{code}.json") for code in TONE_LANGUAGES},
        "languages": static("lexicons/languages.json"),
        "profile": {"address": profile.address, "avoid": list(profile.avoid), "weights": dict(profile.weights)},
        "is_hushed": city.is_silent,
        "reasons": {
            **{family: gettext(reason) for family, (_axis, reason) in REASONS.items()},
            "avoid": gettext(AVOIDED),
            "address": gettext(ADDRESS),
        },
        "verdicts": {verdict: gettext(sentence) for verdict, sentence in VERDICTS.items()},
        "needles": {axis: gettext(name) for axis, name in NEEDLES.items()},
        "amounts": [[least, gettext(word)] for least, word in AMOUNTS],
        "least_pull": LEAST_PULL,
        "most_reasons": MOST_REASONS,
        "repair": gettext("Write %(replacement)s"),
    }
