"""The city: its name, tag, languages, clock, colours and districts."""

from datetime import time
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext

from flaneur.core.conversation import Heat
from flaneur.core.errors import Unfit
from flaneur.core.geojson import check_map
from flaneur.core.words import gettext_noop as _

RESERVED_SLUGS = frozenset({"account", "accounts", "static", "media", "s", "health", "admin", "language", "fr", "en"})


_zones = cache(available_timezones)  # it reads a folder tree each time, and zones do not come by the hour


def known_zone(name: str) -> None:
    """Raises ValidationError for a time zone this machine does not know."""
    if name not in _zones():
        raise ValidationError("%(name)s is no time zone; see Europe/Paris.", params={"name": name})


def default_languages() -> list[str]:
    return ["fr", "en"]


def default_slots() -> list[str]:
    return ["09:30", "12:30", "17:30", "20:30"]


class City(models.Model):
    """A city and everything about it that is a matter of taste or law, not of code.

    `districts` is a GeoJSON FeatureCollection (core.geo); `colours` maps theme tokens to CSS colours, each a pair
    [light, dark]; `slots` are wall times "HH:MM". What is more than `lateness` minutes late waits for a person.
    What is planned waits while a channel has `hot_replies` or more within `hot_minutes` (none: it never does).
    `silenced_at` is since when the whole city is silent (models/silences.py knows why); `revision` grows with
    everything the public can see.
    """

    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=40, unique=True)
    brand_tag = models.CharField(max_length=60, validators=[RegexValidator(r"^#\w+$")])
    tagline = models.JSONField(default=dict, blank=True)
    languages = models.JSONField(default=default_languages)
    time_zone = models.CharField(max_length=60, default="Europe/Paris", validators=[known_zone])
    colours = models.JSONField(default=dict, blank=True)
    districts = models.JSONField(default=dict, blank=True)
    slots = models.JSONField(default=default_slots)
    guest_title = models.JSONField(default=dict, blank=True)
    domain = models.CharField(max_length=253, unique=True, null=True, blank=True)
    lateness = models.PositiveSmallIntegerField(default=120)
    hot_replies = models.PositiveSmallIntegerField(default=0)
    hot_minutes = models.PositiveSmallIntegerField(default=30)
    silenced_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveBigIntegerField(default=1)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "cities"
        constraints = [
            models.CheckConstraint(condition=~models.Q(slug__in=sorted(RESERVED_SLUGS)), name="city_slug_is_free")
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A domain as browsers ask for it. Raises ValidationError, by field, for what its pages could not live with."""
        self.domain = self.domain.lower().rstrip(".") if self.domain else None
        checks = (("slug", self._check_slug), ("languages", self._check_languages))
        troubles = {}
        for field, check in (*checks, ("slots", self._check_slots), ("districts", self._check_districts)):
            try:
                check()
            except Unfit as refusal:
                troubles[field] = gettext(refusal.sentence) % refusal.values
        if troubles:
            raise ValidationError(troubles)

    def _check_slug(self) -> None:
        if self.slug in RESERVED_SLUGS:
            raise Unfit(_("“%(slug)s” is an address of the program's own."), slug=self.slug)

    def _check_languages(self) -> None:
        known = [code for code, _name in settings.LANGUAGES]
        if not isinstance(self.languages, list) or not self.languages or not all(c in known for c in self.languages):
            raise Unfit(_("Only these languages are spoken here: %(known)s."), known=", ".join(known))

    def _check_slots(self) -> None:
        try:
            list(self.slot_times)
        except (TypeError, ValueError):
            raise Unfit(_("A slot is a time of day, such as 09:30.")) from None

    def _check_districts(self) -> None:
        if self.districts != {}:
            check_map(self.districts)

    @property
    def is_silent(self) -> bool:
        return self.silenced_at is not None

    @property
    def heat(self) -> Heat:
        return Heat(self.hot_replies, self.hot_minutes)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def slot_times(self) -> list[time]:
        return [time.fromisoformat(slot) for slot in self.slots]

    def in_language(self, texts: dict[str, Any], language: str) -> Any:
        """The text in a language, else in the city's first, else any; an empty string when there is none."""
        for code in (language, *self.languages, *texts):
            if texts.get(code):
                return texts[code]
        return ""
