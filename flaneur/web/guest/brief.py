"""What the pages hand to their scripts as JSON: the charter, the networks' room, and every sentence they may say."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from flaneur.core.dispatch import Limits
from flaneur.core.words import gettext_noop as _
from flaneur.models import City, Guest
from flaneur.services.channels import rooms
from flaneur.services.photos import MOST_PHOTOS
from flaneur.web.tone import tone_brief

CHARTER_SENTENCES = (
    "The city's tag is written #%(wanted)s.",
    "Say what photo %(number)d shows, for those who cannot see it.",
    "The description of photo %(number)d has %(size)d characters; between %(least)d and %(most)d help.",
    "%(channel)s has room for %(limit)d characters in one post, these words have %(size)d.",
    "#%(tag)s is easier to read, and to hear, as #%(wanted)s.",
    "#%(tag)s looks like several words: give each a capital.",
    "%(written)d hashtags with the city's own; %(most)d are enough.",
)
"""The msgids of core/charter.py, where `makemessages` finds them; tests/web/guest/test_brief.py holds both together."""

OUTBOX_WORDS = {
    "kept": _("Kept on this phone"),
    "leaving": _("Leaving"),
    "waits": _("Your find is kept on this phone and leaves as soon as it can."),
    "offline": _("No network: your find is kept on this phone and leaves by itself later."),
    "landed": _("It has arrived: the desk has your find."),
    "photo": _("Leaving: photo %(number)d of %(total)d…"),
    "later": _("The desk cannot take it right now: your find is kept on this phone and tries again by itself."),
    "heavy": _("Too heavy for the way to the desk: open it again and remove a photo."),
    "refused": _("The desk could not take it. Nothing is lost: open it again and send it once more, or ask the desk."),
    "sign_in": _("Sign in again and it leaves: nothing is lost."),
    "sign_in_link": _("Sign in"),
    "see": _("See it"),
    "reopen": _("Open it again"),
    "photo_only": _("A photo without words"),
}
CAPTURE_WORDS = {
    "nothing": _("A find needs a line or a photo."),
    "preparing": _("Getting the photo ready…"),
    "unreadable": _("This phone could not read a photo: take it again, or choose another one."),
    "photos_full": _("A find has room for %(most)d photos."),
    "repair": _("Write %(replacement)s"),
    "room": _("%(size)d of %(limit)d"),
    "here": _("In %(district)s."),
    "outside": _("That is outside the city: tap the map instead."),
    "no_position": _("Your phone does not tell where it is: tap the map instead."),
    "busy": _("First send what you are writing."),
    "restored": _("Here is what you had begun."),
}


def outbox_brief(guest: Guest) -> dict[str, Any]:
    """`owner` keeps two guests who share a phone apart."""
    sign_in = f"{reverse('account_login')}?{urlencode({'next': reverse('guest:home')})}"
    return {"owner": f"{guest.city.slug}/{guest.slug}", "sign_in": sign_in, "words": _in_language(OUTBOX_WORDS)}


def capture_brief(city: City) -> dict[str, Any]:
    charter = city.charters.current()
    rules = [
        {"key": rule.key, "effect": rule.effect, "parameters": dict(rule.parameters)} for rule in charter.rule_book
    ]
    return {
        "brand_tag": city.brand_tag,
        "rules": rules,
        "rooms": {name: _room(limits) for name, limits in rooms(city).items()},
        "most_photos": MOST_PHOTOS,
        "sentences": {sentence: gettext(sentence) for sentence in CHARTER_SENTENCES},
        "tone": tone_brief(city),
        "words": _in_language(CAPTURE_WORDS),
    }


def _room(limits: Limits) -> dict[str, Any]:
    """What static/js/text.js counts by."""
    return {
        name: getattr(limits, name) for name in ("length", "unit", "bytes", "dialect", "link", "hashtags", "mentions")
    }


def _in_language(words: Mapping[str, str]) -> dict[str, str]:
    return {key: gettext(sentence) for key, sentence in words.items()}
