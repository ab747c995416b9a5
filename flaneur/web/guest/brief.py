"""What the pages hand to their scripts as JSON: the charter, the networks' room, and every sentence they may say."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext

from flaneur.core.charter import RULES, Article
from flaneur.core.charter.draft import Seen
from flaneur.core.dispatch import Limits
from flaneur.core.words import gettext_noop as _
from flaneur.models import City, Find, Guest
from flaneur.services.channels import rooms
from flaneur.services.lexicons import CHARTER_LANGUAGES, CHARTER_PARTS
from flaneur.services.photos import MOST_PHOTOS
from flaneur.web.tone import tone_brief

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
    "insert": _("Add %(replacement)s"),
    "show": _("Show it in the words"),
    "meant": _("It is meant"),
    "why": _("Or say why"),
    "asked": _("The charter has a question for you: answer it, and send again."),
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


def capture_brief(city: City, find: Find | None = None) -> dict[str, Any]:
    """What the page needs to remark upon a find while it is written; `seen_at` when it was seen before today."""
    charter = city.charters.current()
    return {
        "brand_tag": charter.brand_tag or city.brand_tag,
        "time_zone": city.time_zone,
        "book": phone_book(charter.articles, version=charter.version),
        "lexicons": lexicon_addresses(),
        "rooms": {name: room_of(limits) for name, limits in rooms(city).items()},
        "most_photos": MOST_PHOTOS,
        "seen_at": find and find.captured_at.astimezone(city.zone).strftime("%Y-%m-%dT%H:%M"),
        "reasons": find.reasons if find else {},
        "tone": tone_brief(city),
        "words": _in_language(CAPTURE_WORDS),
    }


def phone_book(articles: Iterable[Article], *, version: int) -> dict[str, Any]:
    """Articles about finds as static/js/charter.js evaluates them, every sentence in the reader's language."""
    about_finds = (article for article in articles if RULES[article.key].about.looks_at is Seen)
    return {"version": version, "rules": [_on_the_phone(article) for article in about_finds]}


def _on_the_phone(article: Article) -> dict[str, Any]:
    rule = RULES[article.key]
    return {
        "key": article.key,
        "effect": article.effect,
        "parameters": {**rule.defaults, **article.parameters},
        "says": _in_language(rule.about.says),
        "why": article.sentence.get(get_language() or "") or gettext(rule.about.why),
        "lists": list(rule.about.lists),
        "on_phone": rule.about.on_phone,
    }


def lexicon_addresses() -> dict[str, list[str]]:
    """Where the files lie that hold what the rules look for, by language; other languages have the common one."""
    common = static("lexicons/charter.json")
    parts = {code: [static(f"lexicons/{name}_{code}.json") for name in CHARTER_PARTS] for code in CHARTER_LANGUAGES}
    return {"*": [common], **{code: [common, *files] for code, files in parts.items()}}


def room_of(limits: Limits) -> dict[str, Any]:
    """What static/js/text.js counts by."""
    names = ("length", "unit", "bytes", "dialect", "link", "hashtags", "mentions", "least_pictures", "alt_length")
    return {name: getattr(limits, name) for name in names}


def _in_language(words: Mapping[str, str]) -> dict[str, str]:
    return {key: gettext(sentence) for key, sentence in words.items()}
