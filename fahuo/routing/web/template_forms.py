"""Forms of the templates' pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from fahuo.backoffice.formats import country
from fahuo.rating.words import CARGO, LEVELS, carrier_name, named
from fahuo.routing.domain.template_names import tidy_name, usable
from fahuo.routing.domain.template_services import Offered
from fahuo.routing.domain.templates import Template
from fahuo.routing.queries.templates import CountryGroup
from fahuo.routing.template_file import HEAVIEST_G
from fahuo.routing.template_words import group_name
from fahuo.trade.cargo import CargoClass
from fahuo.trade.country import ISO_COUNTRIES
from fahuo.trade.service import ServiceLevel
from fahuo.trade.text import tidy_code


class SetForm(forms.Form):
    """Name and switch of a set."""

    name = forms.CharField(label=_("Name of the set"), max_length=80)
    smart_first = forms.BooleanField(label=_("Smart recommendation first"), required=False)
    smart_margin = forms.DecimalField(
        label=_("A template may be worse by (CNY)"),
        min_value=Decimal(0),
        max_digits=8,
        decimal_places=2,
        help_text=_("the sum of price, time and risk, with the smart recommendation first"),
    )

    def clean_name(self) -> str:
        """Refuse what a spreadsheet would take for a formula."""
        return _named(str(self.cleaned_data["name"]))


class GramsField(forms.IntegerField):
    """Whole grams in plain digits: `1.000` is a thousand to one reader and one to another."""

    def to_python(self, value: Any) -> int | None:
        """Refuse a point or a comma, which a plain field of whole numbers reads over."""
        if value and not tidy_code(str(value)).isdecimal():
            raise ValidationError(now("Whole grams in plain digits, without point, comma or unit: 2000."))
        return super().to_python(tidy_code(str(value)) if value else value)


class RowForm(forms.Form):
    """One template."""

    name = forms.CharField(label=_("Name of the template"), max_length=80, required=False, help_text=_("optional"))
    groups = forms.MultipleChoiceField(label=_("Groups of countries"), required=False)
    countries = forms.CharField(
        label=_("More countries"), max_length=2000, required=False, help_text=_("ISO codes: DE FR PL; empty means any")
    )
    weight_from_g = GramsField(label=_("Weight from (g)"), min_value=0, max_value=HEAVIEST_G, required=False)
    weight_until_g = GramsField(
        label=_("Weight under (g)"), min_value=1, max_value=HEAVIEST_G, required=False, help_text=_("empty: no limit")
    )
    levels = forms.MultipleChoiceField(
        label=_("Speed that the buyer chose"), required=False, choices=tuple(LEVELS.items())
    )
    cargo = forms.MultipleChoiceField(label=_("Kind of goods"), required=False, choices=tuple(CARGO.items()))
    service_key = forms.ChoiceField(label=_("Service"))

    def __init__(self, *args: Any, groups: Sequence[CountryGroup], offered: Offered, kept: str = "", **more: Any):
        """Offer the groups and services there are, and the service that the template has already."""
        super().__init__(*args, **more)
        self.known_groups = {group.code: group for group in groups}
        self.fields["groups"].choices = [(group.code, group_name(group)) for group in groups]  # type: ignore[attr-defined]
        self.fields["service_key"].choices = service_choices(offered, kept)  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        """Refuse what a spreadsheet would take for a formula."""
        name = str(self.cleaned_data["name"])
        return _named(name) if name else ""

    def clean_countries(self) -> frozenset[str]:
        """Read the codes."""
        codes = str(self.cleaned_data["countries"]).upper().replace(",", " ").replace("，", " ").split()
        unknown = sorted(set(codes) - ISO_COUNTRIES)
        if unknown:
            raise ValidationError(now("Not an ISO code: %(codes)s") % {"codes": ", ".join(unknown)})
        return frozenset(codes)

    def clean(self) -> dict[str, Any]:
        """Look at both ends of the band together."""
        given = super().clean() or {}
        low, high = given.get("weight_from_g") or 0, given.get("weight_until_g")
        if high is not None and high <= low:
            self.add_error("weight_until_g", now("It must lie above the lower end."))
        return given

    def template(self, row_id: int) -> Template:
        """Return the template that a valid form describes."""
        given = self.cleaned_data
        countries = frozenset(given["countries"])
        for code in given["groups"]:
            countries |= self.known_groups[code].countries
        return Template(
            row_id,
            given["service_key"],
            given["name"],
            countries,
            given["weight_from_g"] or 0,
            given["weight_until_g"],
            frozenset(map(ServiceLevel, given["levels"])),
            frozenset(map(CargoClass, given["cargo"])),
        )


def _named(name: str) -> str:
    tidied = tidy_name(name)
    if not usable(tidied):
        raise ValidationError(bad_name_words())
    return tidied


def bad_name_words() -> str:
    """Return what a name must be like."""
    return now("A name has 1 to 80 characters and does not begin with = + - or @.")


class TryForm(forms.Form):
    """One parcel, to see which template takes it."""

    country = forms.ChoiceField(label=_("Country"))
    weight_g = GramsField(label=_("Weight (g)"), min_value=1, max_value=HEAVIEST_G)
    level = forms.ChoiceField(
        label=_("Speed that the buyer chose"), required=False, choices=[("", _("not known")), *LEVELS.items()]
    )
    cargo = forms.ChoiceField(label=_("Kind of goods"), choices=tuple(CARGO.items()))

    def __init__(self, *args: Any, **more: Any):
        """Offer the countries by name in the page's language."""
        super().__init__(*args, **more)
        names = sorted((country(code), code) for code in ISO_COUNTRIES)
        self.fields["country"].choices = [(code, name) for name, code in names]  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Boxes:
    """A field of boxes to tick."""

    name: str
    label: str
    options: tuple[tuple[str, str, bool], ...]
    error: str = ""


def boxes(form: forms.Form, name: str) -> Boxes:
    """Return a field of many choices for drawing."""
    bound = form[name]
    chosen = {str(value) for value in bound.value() or ()}
    options = tuple((str(key), str(text), str(key) in chosen) for key, text in bound.field.choices)  # type: ignore[attr-defined]
    return Boxes(name, str(bound.label), options, " ".join(map(str, bound.errors)))


def initial(row: Template, groups: Sequence[CountryGroup]) -> dict[str, Any]:
    """Return what the form of a stored template shows: a group where the countries are exactly its own."""
    group = next((group.code for group in groups if row.countries and group.countries == row.countries), None)
    return {
        "name": row.name,
        "groups": [group] if group else [],
        "countries": "" if group else " ".join(sorted(row.countries)),
        "weight_from_g": row.weight_from_g or None,
        "weight_until_g": row.weight_until_g,
        "levels": [level.value for level in row.levels],
        "cargo": [cargo.value for cargo in row.cargo],
        "service_key": row.service_key,
    }


def service_choices(offered: Offered, kept: str) -> list[tuple[str, str]]:
    """Return the services that the seller can book, then all others; one that is not known any more stays, too."""
    found = [
        (service.carrier not in offered.carriers, key, f"{carrier_name(service.carrier)} · {named(service)} ({key})")
        for key, service in offered.services.items()
    ]
    choices = [("", now("— choose —")), *((key, words) for _later, key, words in sorted(found))]
    if kept and kept not in offered.services:
        choices.append((kept, kept))
    return choices
