"""How somebody becomes known under a name of their choice: the fields the desk and they themselves fill in alike."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from flaneur.core import geo
from flaneur.models import City


class CityForm(forms.Form):
    """A form that asks its city."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, city: City, **options: Any) -> None:
        super().__init__(data, **options)
        self.city = city


class NewcomerForm(CityForm):
    """Somebody who will hold the pen one day: name, trade, and the district they live in."""

    name = forms.CharField(label=_("Name, as the public reads it"), max_length=80)
    trade = forms.CharField(label=_("Trade, in a few words"), max_length=80, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, city: City, **options: Any) -> None:
        super().__init__(data, city=city, **options)
        districts = [(district.code, district.name) for district in geo.districts(city.districts)]
        self.fields["district"] = forms.ChoiceField(
            label=_("Lives in"), choices=[("", gettext("None in particular")), *districts], required=False
        )
        self.order_fields(self.field_order)

    @property
    def fields_of_guest(self) -> dict[str, Any]:
        """What a service needs to welcome a guest, with an address of the guest's own."""
        told = self.cleaned_data
        trade = {self.city.languages[0]: told["trade"]} if told["trade"] else {}
        return {"name": told["name"], "slug": self._free_slug(), "trade": trade, "district": told["district"]}

    def _free_slug(self) -> str:
        wanted = slugify(self.cleaned_data["name"])[:70] or "guest"
        taken = set(self.city.guests.filter(slug__startswith=wanted).values_list("slug", flat=True))
        numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
        return next(slug for slug in (wanted, *numbered) if slug not in taken)
