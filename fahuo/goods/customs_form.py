"""The fields of a product's form that customs, batteries and recognition need, and how their values are shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from fahuo.goods import customs_fields
from fahuo.trade.units import UNITS


def _unit_words(zh: str, en: str) -> str:
    """Customs write the Chinese word; a page in another language has its own beside it."""
    return zh if (get_language() or "").startswith("zh") else f"{zh} {en}"


_unit_text = lazy(_unit_words, str)
UNIT_CHOICES = (("", _("not said")), *((unit.code, _unit_text(unit.zh, unit.en)) for unit in UNITS.values()))
SECOND_UNITS = (*UNIT_CHOICES[:1], (customs_fields.NO_UNIT, _("none")), *UNIT_CHOICES[1:])
CHEMISTRIES = (
    ("", _("not said")),
    ("LITHIUM_ION", _("Lithium-ion")),
    ("LITHIUM_METAL", _("Lithium metal")),
    ("OTHER", _("Other battery")),
)
BRAND_TYPE_WORDS = {
    "0": _("No brand"),
    "1": _("Domestic, own brand"),
    "2": _("Domestic, acquired brand"),
    "3": _("Foreign brand, made to order"),
    "4": _("Foreign brand, other"),
}


class Parsed(forms.CharField):
    """A text that the catalogue's own parser reads; what it refuses is refused here with the field's reason."""

    def __init__(self, parser: Callable[[object], Any], reason: Any, **options: Any) -> None:
        super().__init__(required=False, **options)
        self._parser, self._reason = parser, reason

    def prepare_value(self, value: Any) -> str:
        """Return the stored value as a person writes it."""
        return as_text(value)

    def clean(self, value: Any) -> Any:
        """Return the value to be stored."""
        try:
            return self._parser(super().clean(value))
        except ValueError:
            raise forms.ValidationError(str(self._reason)) from None


def as_text(value: Any) -> str:
    """Return a stored value as a person writes it: plain numbers; entries as `Material: cotton; Colour: red`."""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, Mapping):
        plain = all(not set(key) & set(":：;；") and not set(text) & set(";；") for key, text in value.items())
        readable = "; ".join(f"{key}: {text}" for key, text in value.items())
        return readable if plain else json.dumps(dict(value), ensure_ascii=False)
    return "" if value is None else str(value)


class CustomsForm(forms.Form):
    """What a declaration, a battery rule or recognition asks of a product. Empty: not said."""

    barcode = Parsed(
        customs_fields.barcode,
        _("No GTIN: 8, 12, 13 or 14 digits with a right check digit."),
        label=_("Bar code (GTIN)"),
        help_text=_("EAN or UPC; empty when it has none"),
    )
    model_number = Parsed(customs_fields.name, _("At most 60 characters, without “|”."), label=_("Model number"))
    brand = Parsed(customs_fields.name, _("At most 60 characters, without “|”."), label=_("Brand"))
    brand_type = forms.ChoiceField(
        label=_("Kind of brand"),
        required=False,
        choices=(("", _("not said")), *((key, words) for key, words in BRAND_TYPE_WORDS.items())),
    )
    sale_unit = forms.ChoiceField(label=_("Unit it is sold by"), required=False, choices=UNIT_CHOICES)
    battery_chemistry = forms.ChoiceField(label=_("Battery"), required=False, choices=CHEMISTRIES)
    battery_wh = Parsed(customs_fields.strength, _("A number above 0."), label=_("Watt-hours of one battery"))
    battery_lithium_g = Parsed(
        customs_fields.strength, _("A number above 0."), label=_("Grams of lithium of one battery")
    )
    battery_count = Parsed(customs_fields.count, _("A whole number from 1 to 1,000."), label=_("Batteries in one unit"))
    battery_cells = Parsed(customs_fields.count, _("A whole number from 1 to 1,000."), label=_("Cells in one unit"))
    battery_charge_percent = Parsed(
        customs_fields.percent,
        _("A whole number from 0 to 100."),
        label=_("Charge when packed, in %"),
        help_text=_("Batteries packed with a device: 30 % at most, by air"),
    )
    category_en = Parsed(customs_fields.category, "", label=_("Category in English"))
    category_zh = Parsed(customs_fields.category, "", label=_("Category in Chinese"))
    attributes = Parsed(
        customs_fields.attributes,
        _("Write it as in “Material: cotton; Colour: red”."),
        label=_("Attributes"),
        help_text=_("as in “Material: cotton; Colour: red”"),
    )

    def clean(self) -> dict[str, Any]:
        """A battery that is not there has no strength; goods without brand have no name of one."""
        told = super().clean() or {}
        if told.get("battery_lithium_g") and told.get("battery_chemistry") == "LITHIUM_ION":
            self.add_error("battery_lithium_g", now("A lithium-ion battery is told in watt-hours."))
        return told


# The form's fields in groups, under their headings.
GROUPS = (
    (_("For customs"), ("barcode", "model_number", "brand", "brand_type", "sale_unit")),
    (
        _("Battery details"),
        (
            *("battery_chemistry", "battery_wh", "battery_lithium_g", "battery_count", "battery_cells"),
            "battery_charge_percent",
        ),
    ),
    (_("For recognising the HS code"), ("category_en", "category_zh", "attributes")),
)
