"""The form of a mapping: what a clerk confirms about a price file, and the terms that no file holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, TypeVar

import msgspec
from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from fahuo.rating.importing import term_lines
from fahuo.rating.importing.grids import Grid
from fahuo.rating.importing.mapping import (
    NO_FEE,
    NOT_SERVED,
    RULE_BOOK,
    DiscountTerm,
    DutiesPaid,
    InsuranceTerm,
    Listing,
    Mapping,
    MappingRefused,
    RebateTerm,
    ReturnTerm,
    Terms,
    as_json,
    from_json,
)
from fahuo.rating.importing.reading import grid_of
from fahuo.rating.web.mapping_values import (
    COLUMNS,
    LISTINGS,
    NONE,
    OWN,
    held_columns,
    held_listing,
    initial,
    offered_columns,
    offered_zones,
)

Read = TypeVar("Read")
ZERO = Decimal(0)
LAYOUTS = (
    ("ROWS", _("One row per country and weight band")),
    ("WEIGHTS_ACROSS", _("Countries down, weight bands across")),
    ("ZONES_ACROSS", _("Countries across, weight bands down")),
    ("STEPS", _("First and step weight in columns")),
)
BASES = (("BASE", _("Base freight")), ("FREIGHT", _("Freight with surcharges")))
CHOOSE = ("", _("Choose…"))
LONG = frozenset(("aliases", "fuel", "remote_areas", "premiums_own", "oversize", "peak", "tiers"))


def lines_field(label: Any, hint: Any) -> forms.CharField:
    """A field of several lines."""
    return forms.CharField(label=label, help_text=hint, required=False, widget=forms.Textarea, max_length=20_000)


def amount_field(label: Any, **settings: Any) -> forms.DecimalField:
    """An amount or percentage that may be left out."""
    return forms.DecimalField(label=label, required=False, min_value=0, max_value=1_000_000, **settings)


class MappingForm(forms.Form):
    """How the file is read. Fields of columns are made for the file's worksheet."""

    service = forms.ChoiceField(label=_("Service"))
    currency = forms.CharField(label=_("Currency"), max_length=3, required=False)
    valid_from = forms.DateField(label=_("Valid from"), required=False)
    valid_until = forms.DateField(label=_("Until (that day no more)"), required=False, help_text=_("empty: open"))
    worksheet = forms.ChoiceField(label=_("Worksheet"), required=False)
    layout = forms.ChoiceField(label=_("Layout"), choices=LAYOUTS)
    header_row = forms.IntegerField(label=_("Header row"), min_value=1, max_value=1000)
    sub_header_row = forms.IntegerField(label=_("Second header row"), min_value=0, max_value=1000, required=False)
    last_row = forms.IntegerField(label=_("Last row (0: all)"), min_value=0, max_value=50_000, required=False)
    price_unit = forms.ChoiceField(label=_("Prices are"), choices=(("PER_KG", _("per kg")), ("FLAT", _("per parcel"))))
    weight_unit = forms.ChoiceField(
        label=_("Weights are in"),
        choices=(("", _("as headers or cells say")), ("kg", "kg"), ("g", "g")),
        required=False,
    )
    step_g = forms.IntegerField(label=_("Per-kg prices step, g"), min_value=1, max_value=100_000)
    first_g = forms.IntegerField(label=_("First weight, g"), min_value=0, max_value=100_000, required=False)
    max_weight_g = forms.IntegerField(
        label=_("Heaviest parcel, g"), min_value=0, max_value=10_000_000, required=False,
        help_text=_("where the last band is open"),
    )  # fmt: skip
    gaps = forms.ChoiceField(
        label=_("A weight between two bands"),
        choices=(("REFUSE", _("is a fault of the file")), ("NEXT_BAND", _("costs as the next band"))),
    )
    repeat_labels = forms.BooleanField(label=_("Rows without a country belong to the one above"), required=False)
    flat_steps = forms.BooleanField(
        label=_("A step price of 0: the first price holds for every weight"), required=False
    )
    aliases = lines_field(_("Words of the file"), _("“word = GB IE”; nothing behind = leaves the row out"))
    fuel = lines_field(_("Fuel surcharge, %"), _("“10.5”, or “2026-07-01 9.5” from a day on; 0 for none"))
    unnamed_countries = forms.ChoiceField(label=_("Countries the file does not name"), required=False)
    other_remote_areas = forms.ChoiceField(
        label=_("Remote areas of the rule book"),
        choices=(CHOOSE, (NOT_SERVED, _("not served")), (NO_FEE, _("served, no fee"))),
        required=False,
    )
    remote_areas = lines_field(_("Remote areas with a fee of their own"), _("“US_AK 22.50” or “US_PACIFIC NOT_SERVED”"))
    premiums = forms.ChoiceField(
        label=_("Premiums for special cargo"),
        choices=(CHOOSE, (RULE_BOOK, _("as in the rule book")), (NONE, _("none")), (OWN, _("as listed"))),
        required=False,
    )
    premiums_own = lines_field(_("Premiums as listed"), _("“BATTERY_BUILTIN 30%” or “LIQUID 6.00”"))
    minimum = amount_field(_("Least base charge"))
    ddp_countries = forms.CharField(
        label=_("Delivered duties paid to"), required=False, help_text=_("ISO codes: US DE")
    )
    ddp_handling = amount_field(_("Handling of duties, per parcel"))
    ddp_advance_percent = amount_field(_("Of duties advanced, %"))
    oversize = lines_field(_("Oversize fees"), _("“50.00 side>1200 weight>20000”, in mm and g"))
    peak = lines_field(_("Peak season"), _("“2026-11-01 2027-01-01 10% 2.00 US,GB”"))
    insurance_included = amount_field(_("Insured at no charge up to"))
    insurance_percent = amount_field(_("Insurance, %"))
    insurance_minimum = amount_field(_("Insurance, at least"))
    insurance_up_to = amount_field(_("Insured up to"))
    return_fee = amount_field(_("Return label"))
    return_always = forms.BooleanField(label=_("Every parcel gets a return label"), required=False)
    discount_percent = amount_field(_("Discount, %"))
    discount_of = forms.ChoiceField(label=_("Discount is taken of"), choices=BASES, required=False)
    tiers = lines_field(_("Monthly rebate"), _("“5000 3.5%” from so many parcels"))
    rebate_mode = forms.ChoiceField(
        label=_("Rebate holds for"),
        choices=(("ALL", _("all parcels of the month")), ("ABOVE", _("the parcels above"))),
        required=False,
    )
    rebate_of = forms.ChoiceField(label=_("Rebate is taken of"), choices=BASES[::-1], required=False)

    def __init__(
        self, *args: Any, grids: Sequence[Grid], mapping: Mapping, services: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        if not args:
            kwargs.setdefault("initial", initial(mapping, self.base_fields))
        super().__init__(*args, **kwargs)
        worksheet = str(self.data.get("worksheet", mapping.worksheet)) if self.is_bound else mapping.worksheet
        header = str(self.data.get("header_row", "")) if self.is_bound else str(mapping.header_row)
        self._base = mapping
        self._choices("service", [CHOOSE, *services])
        self._choices("worksheet", [(grid.name, grid.name) for grid in grids])
        self._choices("unnamed_countries", [CHOOSE, (NOT_SERVED, _("are not served")), *offered_zones(mapping)])
        offered = offered_columns(grid_of(grids, worksheet), int(header) if header.isdecimal() else 1, mapping)
        for name, label in (
            *COLUMNS.items(),
            ("prices_first", _("First price column")),
            ("prices_last", _("Last price column")),
        ):
            self.fields[f"column_{name}"] = forms.ChoiceField(label=label, choices=offered, required=False)
        for name in LISTINGS:
            for part in Listing.__struct_fields__:
                self.fields[f"{name}_{part}"] = forms.CharField(label=part, required=False, max_length=100)
            self._choices(f"{name}_worksheet", [("", "—"), *((grid.name, grid.name) for grid in grids)], make=True)

    def _choices(self, name: str, choices: Sequence[tuple[Any, Any]], *, make: bool = False) -> None:
        if make:
            self.fields[name] = forms.ChoiceField(label=name, required=False)
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    def mapping(self) -> Mapping | None:
        """Return the mapping of a form, None when a field of it means nothing; the field then says so."""
        if not self.is_valid():
            return None
        held = self.cleaned_data
        terms = self._terms(held)
        aliases = self._read("aliases", term_lines.pairs)
        if self.errors:
            return None
        plain: dict[str, Any] = {
            name: held[name] for name in ("service", "worksheet", "layout", "price_unit", "weight_unit", "gaps")
        }
        plain |= {
            name: held[name] or 0 for name in ("header_row", "sub_header_row", "last_row", "first_g", "max_weight_g")
        }
        plain |= {
            "currency": held["currency"].strip().upper(),
            "step_g": held["step_g"],
            "repeat_labels": held["repeat_labels"],
            "flat_steps": held["flat_steps"],
        }
        found = Mapping(
            **plain,
            columns=held_columns(held),
            aliases=aliases or {},
            valid_from=held["valid_from"],
            valid_until=held["valid_until"],
            terms=terms,
        )
        found = msgspec.structs.replace(found, **{name: held_listing(held, name) for name in LISTINGS})
        try:
            return from_json(as_json(found))
        except MappingRefused as error:
            self.add_error(None, str(error))
            return None

    def _terms(self, held: dict[str, Any]) -> Terms:
        premiums: Any = held["premiums"]
        if premiums in {OWN, NONE}:
            premiums = (self._read("premiums_own", term_lines.premiums) or {}) if premiums == OWN else {}
        tiers = self._read("tiers", term_lines.tiers)
        insured = any(held[f"insurance_{name}"] is not None for name in ("included", "percent", "minimum", "up_to"))
        return Terms(
            fuel=self._read("fuel", term_lines.fuel) or (),
            unnamed_countries=held["unnamed_countries"],
            remote_areas=self._read("remote_areas", term_lines.pairs) or {},
            other_remote_areas=held["other_remote_areas"],
            premiums=premiums,
            minimum=held["minimum"] or ZERO,
            ddp=DutiesPaid(
                tuple(held["ddp_countries"].upper().replace(",", " ").split()),
                held["ddp_handling"] or ZERO,
                held["ddp_advance_percent"] or ZERO,
            )
            if held["ddp_countries"].strip() or held["ddp_handling"] or held["ddp_advance_percent"]
            else None,
            oversize=self._read("oversize", term_lines.oversize) or (),
            peak=self._read("peak", term_lines.peak) or (),
            insurance=InsuranceTerm(
                held["insurance_included"] or ZERO,
                held["insurance_percent"] or ZERO,
                held["insurance_minimum"] or ZERO,
                held["insurance_up_to"],
            )
            if insured
            else None,
            return_label=ReturnTerm(held["return_fee"] or ZERO, held["return_always"])
            if held["return_fee"] is not None or held["return_always"]
            else None,
            discount=DiscountTerm(held["discount_percent"], held["discount_of"]) if held["discount_percent"] else None,
            rebate=RebateTerm(tiers, held["rebate_mode"], held["rebate_of"]) if tiers else None,
        )

    def _read(self, name: str, reader: Callable[[str], Read]) -> Read | None:
        """Read a field of several lines; a line that means nothing becomes its error."""
        try:
            return reader(self.cleaned_data.get(name, ""))
        except term_lines.LineUnreadable as line:
            self.add_error(name, now("This line cannot be read: %(line)s") % {"line": line})
            return None
