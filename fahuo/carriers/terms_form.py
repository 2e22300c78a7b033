"""The form for what was agreed with a carrier, as the owner writes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from fahuo.carriers.domain import MOST_PARCELS_A_DAY, MOST_PARCELS_A_MONTH, term_problems
from fahuo.carriers.form_fields import WholeNumber
from fahuo.trade.contract import ContractTerms

AREA_BREAK = ", "
_BREAKS = re.compile(r"[,，;；、\n\r]+")
# Where a problem of `carriers.domain` is shown.
_SHOWN_AT = {"valid_until": "last_day"}


class TermsForm(forms.Form):
    """What was agreed; empty fields limit nothing. The service codes are those that the carrier offers."""

    valid_from = forms.DateField(label=_("Valid from"), required=False, input_formats=["%Y-%m-%d"])
    last_day = forms.DateField(
        label=_("Last day"),
        required=False,
        input_formats=["%Y-%m-%d"],
        validators=[MaxValueValidator(date(2999, 12, 31))],
        help_text=_("the last day it holds on"),
    )
    daily_capacity = WholeNumber(
        label=_("Parcels a day at most"),
        required=False,
        min_value=0,
        max_value=MOST_PARCELS_A_DAY,
        help_text=_("empty: no limit"),
    )
    cut_off = forms.TimeField(
        label=_("Cut-off"),
        required=False,
        input_formats=["%H:%M", "%H:%M:%S"],
        help_text=_("until when parcels leave the same day"),
    )
    expected_this_month = WholeNumber(
        label=_("Expected parcels a month"),
        required=False,
        min_value=0,
        max_value=MOST_PARCELS_A_MONTH,
        help_text=_("decides which rebate is reckoned with"),
    )
    eori = forms.CharField(
        label=_("Importer's EORI"),
        required=False,
        max_length=20,
        help_text=_("if the contract provides one for the EU"),
    )
    pickup_areas = forms.CharField(
        label=_("Picks up in"),
        required=False,
        max_length=6000,
        help_text=_("provinces, cities or beginnings of postcodes, with commas between; empty: everywhere"),
    )

    services = forms.MultipleChoiceField(label=_("Services signed for"), required=False)

    def __init__(self, *arguments: Any, offered: Mapping[str, str], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.offered = offered
        self.fields["services"].choices = tuple(offered.items())  # type: ignore[attr-defined]  # it has choices

    def boxes(self) -> list[tuple[str, str, bool]]:
        """Return the carrier's services as (code, words, signed for)."""
        signed = self["services"].value() or ()
        return [(code, words, code in signed) for code, words in self.offered.items()]

    def terms(self, carrier: str) -> ContractTerms:
        """Return what was written, as terms; all services signed for counts as no limit."""
        given = self.cleaned_data
        signed = frozenset(given.get("services", ()))
        last_day = given.get("last_day")
        return ContractTerms(
            carrier=carrier,
            services=frozenset() if signed == frozenset(self.offered) else signed,
            eori=str(given.get("eori", "")).strip().upper(),
            valid_from=given.get("valid_from"),
            valid_until=last_day + timedelta(days=1) if last_day else None,
            daily_capacity=given.get("daily_capacity"),
            cut_off=given.get("cut_off"),
            pickup_areas=areas(given.get("pickup_areas", "")),
            expected_this_month=given.get("expected_this_month") or 0,
        )

    def clean(self) -> dict[str, Any]:
        """Say at each field what the terms cannot be."""
        given = super().clean() or {}
        words = {
            "eori": now("As in DE123456789012345: a country, then digits."),
            "valid_until": now("The last day lies before the first."),
            "pickup_areas": now("At most 100 areas of up to 60 characters."),
        }
        for problem in term_problems(self.terms(""), self.offered):
            field = _SHOWN_AT.get(problem.field, problem.field)
            if field not in self.errors:
                self.add_error(field, words.get(problem.field, problem.detail))
        return given


def areas(text: str) -> tuple[str, ...]:
    """Split what was written into areas: Chinese and Latin commas, lines; no doubles."""
    return tuple(dict.fromkeys(part.strip() for part in _BREAKS.split(text) if part.strip()))
