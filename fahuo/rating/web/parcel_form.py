"""The form that describes a parcel, for the price board and the freight calculator. Its state stands in the address."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fahuo.backoffice import formats
from fahuo.kit import clock
from fahuo.rating import queries
from fahuo.rating.domain import asking
from fahuo.rating.domain.rules import RateRequest
from fahuo.rating.words import CARGO
from fahuo.trade.country import ISO_COUNTRIES
from fahuo.trade.measure import Size
from fahuo.trade.text import tidy_code

Read = TypeVar("Read")
PAPERS = (
    ("un383,msds", _("UN 38.3 and MSDS")),
    ("un383", _("UN 38.3 only")),
    ("msds", _("MSDS only")),
    ("none", _("none")),
)
UNITS = (("g", "g"), ("kg", "kg"))
HINTS = {
    "weight": _("A number above zero."),
    "size": _("Three sides in centimetres, each above zero."),
    "hs": _("6, 8 or 10 digits."),
    "value": _("An amount above zero."),
    "currency": _("Three letters."),
}
TWO_WAYS = _("This can be read in two ways: write plain digits and one point for decimals, as in 1000 or 1.5.")
TOO_FINE = {
    "weight": _("Whole grams, or kilograms with at most 3 digits behind the point."),
    "size": _("Centimetres with at most 2 digits behind the point."),
    "value": _("No more digits behind the point than the currency has."),
}


class DayField(forms.DateField):
    """A day within the years that prices are reckoned for."""

    def validate(self, value: Any) -> None:
        """Refuse a day out of bounds."""
        super().validate(value)
        if value and not asking.FIRST_DAY <= value < asking.LAST_DAY:
            raise forms.ValidationError(
                _("A day from %(first)s on, and before %(last)s.")
                % {"first": asking.FIRST_DAY.isoformat(), "last": asking.LAST_DAY.isoformat()}
            )


class ParcelForm(forms.Form):
    """One parcel to one place; `request` is what pricing is asked once the form is valid."""

    country = forms.CharField(label=_("Country"), max_length=80)
    postcode = forms.CharField(label=_("Postcode"), max_length=20, required=False)
    weight = forms.CharField(label=_("Weight"), max_length=12)
    weight_unit = forms.ChoiceField(label=_("Unit of the weight"), choices=UNITS, required=False)
    length = forms.CharField(label=_("Length"), max_length=8)
    width = forms.CharField(label=_("Width"), max_length=8)
    height = forms.CharField(label=_("Height"), max_length=8)
    cargo = forms.MultipleChoiceField(label=_("Goods"), choices=tuple(CARGO.items()), required=False)
    value = forms.CharField(label=_("Declared value"), max_length=16, required=False)
    currency = forms.ChoiceField(label=_("Currency"), required=False)
    hs = forms.CharField(label=_("HS code"), max_length=14, required=False)
    papers = forms.ChoiceField(label=_("Battery papers on file"), choices=PAPERS, required=False)
    insured = forms.BooleanField(label=_("Insure the whole value"), required=False)
    return_label = forms.BooleanField(label=_("With a return label"), required=False)
    on = DayField(label=_("Prices of"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the currencies that have an exchange rate today."""
        super().__init__(*args, **kwargs)
        self.today = timezone.localtime(clock.now()).date()
        currencies = sorted(queries.price_rules(on=self.today).yuan_per_unit)
        self.fields["currency"] = forms.ChoiceField(
            label=_("Currency"), choices=[("", "—"), *((code, code) for code in currencies)], required=False
        )
        self.request: RateRequest | None = None

    @property
    def valued(self) -> bool:
        """Whether a declared value was given."""
        return bool(self.cleaned_data.get("value"))

    def clean_country(self) -> str:
        """Return the code of what was typed: `DE`, `Germany (DE)`, `Germany`."""
        typed = str(self.cleaned_data["country"]).strip()
        code = country_code(typed)
        if not code:
            raise forms.ValidationError(_("There is no such country. Choose one from the list."))
        return code

    def clean(self) -> dict[str, Any]:
        """Put the parcel together; what cannot be read is said at its field."""
        filled = self.cleaned_data
        weight_g = self._read("weight", "weight", lambda: asking.grams(_with_unit(filled)))
        for side in SIDES:  # each for itself, so that what is wrong is said at its own field
            self._read(side, "size", lambda side=side: _box(filled, side, side, side))  # type: ignore[misc]
        size = self._read("length", "size", lambda: _box(filled, *SIDES)) if not self.errors else None
        hs = self._read("hs", "hs", lambda: asking.hs_code(filled["hs"]))
        value = None
        if filled.get("value"):
            if not filled.get("currency"):
                self.add_error("currency", _("Say in which currency the value is."))
            else:
                value = self._read("value", "value", lambda: asking.money(filled["value"], filled["currency"]))
        elif filled.get("insured"):
            self.add_error("value", _("Insurance needs the declared value."))
        if not self.errors and weight_g and size:
            parcel = asking.parcel(
                weight_g=weight_g,
                unit_size=size,
                classes=asking.cargo(",".join(filled["cargo"])),
                value=value,
                hs=hs or "",
                held=asking.papers(filled["papers"] or PAPERS[0][0]),
            )
            self.request = RateRequest(
                filled["country"], "", parcel, tidy_code(filled["postcode"]), filled["insured"], filled["return_label"]
            )
        return filled

    def _read(self, name: str, kind: str, read: Callable[[], Read]) -> Read | None:
        """Return what was typed, or None with the error said at its field."""
        try:
            return read()
        except KeyError:  # a field is missing and has its error already
            return None
        except asking.Unreadable as error:
            words = {asking.Why.SEPARATOR: TWO_WAYS, asking.Why.DECIMALS: TOO_FINE.get(kind, HINTS[kind])}
            self.add_error(name, words.get(error.why, HINTS[kind]) if error.why else HINTS[kind])
            return None

    def text(self, name: str) -> str:
        """Return what a field holds now, for the template."""
        value = self[name].value()
        return "" if value is None else str(value)

    def ticked(self, name: str) -> bool:
        """Return whether a box is ticked."""
        return self.text(name) in {"1", "True", "on"}

    def chosen(self, name: str) -> Sequence[str]:
        """Return the chosen values of a field with several."""
        return list(self[name].value() or ())

    def options(self, name: str) -> list[tuple[str, str]]:
        """Return the choices of a field."""
        return [(str(key), str(words)) for key, words in self.fields[name].choices]  # type: ignore[attr-defined]

    def why(self, name: str) -> str:
        """Return what is wrong with a field, empty when nothing is."""
        return " ".join(str(error) for error in self.errors.get(name, ()))


def _with_unit(filled: Mapping[str, Any]) -> str:
    """Return the weight with its unit: the one typed behind the number, else the one chosen beside it."""
    typed = str(filled["weight"]).strip()
    return f"{typed}{filled.get('weight_unit') or 'g'}" if typed[-1:].isdigit() else typed


SIDES = ("length", "width", "height")


def _box(filled: Mapping[str, Any], *sides: str) -> Size:
    return asking.size("x".join(str(filled[side]) for side in sides) + "cm")


def countries() -> list[str]:
    """Return every country as `Germany (DE)` in the page's language, by name."""
    return sorted(f"{formats.country(code)} ({code})" for code in ISO_COUNTRIES)


def country_code(typed: str) -> str:
    """Return the code of a country as typed, empty when there is none."""
    found = re.search(r"\(([A-Za-z]{2})\)\s*$", typed)
    code = (found[1] if found else typed).upper()
    if code in ISO_COUNTRIES:
        return code
    return next((known for known in ISO_COUNTRIES if formats.country(known).casefold() == typed.casefold()), "")
