"""What templates ask for by name: icons, pictures, typography, texts in the reader's language."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from django import template
from django.template.context import Context
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from flaneur.models import Photo

register = template.Library()

NARROW_SPACE = "\u202f"
_BEFORE = re.compile(r"[ \u00a0]+([;:!?»])")
_MISSING = re.compile(r"(?<=[^\W\d_])([;!?]+(?=\s|$)|»)")
_AFTER = re.compile(r"«[ \u00a0]*(?=[^\s\u202f])")


class Sentence(Protocol):
    """A refusal or a remark: a msgid and what it names."""

    @property
    def sentence(self) -> str: ...

    @property
    def values(self) -> Mapping[str, object]: ...


@register.filter
def typo(text: str, language: str = "") -> str:
    """French spacing: a narrow no-break space where the typist put a plain one, or none."""
    if not (language or get_language() or "").startswith("fr"):
        return text
    spaced = _BEFORE.sub(rf"{NARROW_SPACE}\1", str(text))
    return _AFTER.sub(f"«{NARROW_SPACE}", _MISSING.sub(rf"{NARROW_SPACE}\1", spaced))


@register.filter
def translated(spoken: Sentence) -> str:
    """The sentence of a refusal or a remark, in the reader's language; the `reason` it may name is a msgid as well."""
    reason = spoken.values.get("reason")
    said = {"reason": gettext(reason)} if isinstance(reason, str) and reason else {}
    return gettext(spoken.sentence) % {**spoken.values, **said} if spoken.values else gettext(spoken.sentence)


@register.filter
def at(texts: Mapping[str, str], key: str) -> str:
    """What a table holds at a key; nothing when it holds none."""
    return texts.get(key, "")


@register.simple_tag(takes_context=True)
def in_language(context: Context, texts: Mapping[str, Any]) -> Any:
    """A city's text {language: …} in the reader's language, else in the city's first."""
    return context["city"].in_language(texts, get_language())


@register.simple_tag(takes_context=True)
def guest_title(context: Context) -> str:
    """What the city calls its guests."""
    city = context["city"]
    return city.in_language(city.guest_title, get_language()) or gettext("ambassador")


@register.filter
def just_before(instant: datetime) -> datetime:
    """The last moment inside a window, so that midnight is told as the day it closes."""
    return instant - timedelta(microseconds=1)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """A drawing of our sprite; silent for screen readers unless it has a label."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else format_html('aria-hidden="{}"', "true")
    sprite = static("img/icons.svg")
    return format_html('<svg class="icon" {}><use href="{}#{}"></use></svg>', spoken, sprite, name)


@register.simple_tag
def picture(photo: Photo, sizes: str = "100vw", *, is_first: bool = False) -> SafeString:
    """A photo in every size it has, AVIF before JPEG, on a ground of its own colour; `is_first` loads at once."""
    prints = [entry for entry in photo.renditions if entry["name"].endswith(".jpg")]
    widest_known = max(prints, key=lambda entry: entry["width"])
    shown = min((e for e in prints if e["width"] >= 640), key=lambda entry: entry["width"], default=widest_known)
    return format_html(
        '<span class="photo"><svg aria-hidden="true"><rect fill="{}"/></svg><picture>{}'
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" {} class="{}"></picture></span>',
        photo.colour,
        _avif(photo, sizes),
        _address(photo, shown["name"]),
        _srcset(photo, ".jpg"),
        sizes,
        photo.width,
        photo.height,
        photo.alt,
        format_html('fetchpriority="{}"', "high") if is_first else format_html('loading="{}" decoding="async"', "lazy"),
        f"focus-x{round(photo.focus_x * 4)} focus-y{round(photo.focus_y * 4)}",
    )


def _avif(photo: Photo, sizes: str) -> SafeString:
    entries = _srcset(photo, ".avif")
    return format_html('<source type="image/avif" srcset="{}" sizes="{}">', entries, sizes) if entries else SafeString()


def _srcset(photo: Photo, ending: str) -> SafeString:
    entries = sorted((e for e in photo.renditions if e["name"].endswith(ending)), key=lambda entry: entry["width"])
    return format_html_join(", ", "{} {}w", ((_address(photo, e["name"]), e["width"]) for e in entries))


def _address(photo: Photo, name: str) -> str:
    return reverse("photo", args=[photo.pk, name])
