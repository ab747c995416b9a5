"""What the desk's templates ask for: states as words with a glyph, deeds, reasons, plates, posts with marked tags."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import get_language, gettext

from flaneur.core.charter import Remark
from flaneur.core.publication import Outcome
from flaneur.core.roles import ROLE_NAMES, Role
from flaneur.core.text import hashtags, links
from flaneur.models import Attempt, Find, Journal
from flaneur.services.judging import reason as reason_of
from flaneur.web.cards import district_of
from flaneur.web.desk import words
from flaneur.web.templatetags.flaneur import icon

register = template.Library()


@register.simple_tag
def state(key: str) -> SafeString:
    """The state of a find, a publication, a residency, a channel or an attempt."""
    return _glyphed("state", key, words.STATES)


@register.simple_tag
def glyph(key: str) -> SafeString:
    """A state where there is no room for its word: seen as a glyph, heard as the word."""
    word, name = words.STATES[key]
    return icon(name, gettext(word))


@register.simple_tag
def effect(key: str) -> SafeString:
    """How strongly a remark of the charter speaks."""
    return _glyphed("effect", key, words.EFFECTS)


@register.simple_tag
def audience(key: str) -> SafeString:
    return _glyphed("audience", key, words.AUDIENCES)


def _glyphed(kind: str, key: str, known: Mapping[str, tuple[str, str]]) -> SafeString:
    word, glyph = known[key]
    return format_html('<span class="state {}-{}">{}{}</span>', kind, key, icon(glyph), gettext(word))


@register.simple_tag
def plate(find: Find) -> SafeString:
    """The enamel plate of a place as the guest gave it, whatever the public will see of it."""
    district = district_of(find.city, find.district)
    name = find.place_name or (district.name if district else "")
    written = [(piece,) for piece in (district.short if district else "", name) if piece]
    spans = format_html_join("", "<span>{}</span>", written)
    return format_html('<span class="plaque">{}</span>', spans) if written else spans


@register.simple_tag
def pillar(find: Find) -> Any:
    """The find's pillar in the reader's language, by the charter it was handed in under."""
    known = find.charter.pillar(find.pillar)["name"] if find.charter else {}
    return find.city.in_language(known, get_language() or "")


@register.filter
def role(key: str) -> str:
    return gettext(ROLE_NAMES[Role(key)])


@register.filter
def discretion(key: str) -> str:
    return gettext(words.DISCRETIONS[key])


@register.filter
def consideration(key: str) -> str:
    return gettext(words.CONSIDERATIONS[key])


@register.filter
def likeness(key: str) -> str:
    return gettext(words.LIKENESSES[key])


@register.filter
def why(remark: Remark, find: Find) -> str:
    """The article of the charter behind a remark, in the words of the version the find was handed in under."""
    charter = find.charter or find.city.charters.current()
    return next((reason_of(article) for article in charter.articles if article.key == remark.rule), "")


@register.filter
def deed(line: Journal) -> str:
    return words.deed(line)


@register.filter
def errand(key: str) -> str:
    return gettext(words.ERRANDS[key])


@register.filter
def reason(written: str) -> str:
    return words.reason(written)


@register.filter
def attempts(tries: Iterable[Attempt]) -> int:
    """How often it was tried: a step of several to come is no attempt of its own."""
    return sum(each.outcome != Outcome.STEP for each in tries)


@register.filter
def age(since: datetime, now: datetime) -> str:
    """How long ago, in its largest unit."""
    return timesince(since, now, depth=1)


@register.filter
def marked(text: str) -> SafeString:
    """A post's words with its hashtags and links told apart, as networks show them."""
    return format_html_join("", '<span class="{}">{}</span>', _segments(text))


def _segments(text: str) -> Iterator[tuple[str, str]]:
    tags = [(start, end, "tag") for _tag, start, end in hashtags(text)]
    addresses = [(start, end, "address") for _link, start, end in links(text)]
    at = 0
    for start, end, kind in sorted(tags + addresses):
        yield "plain", text[at:start]
        yield kind, text[start:end]
        at = end
    yield "plain", text[at:]
