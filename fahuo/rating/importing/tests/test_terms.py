"""Terms and step prices that would be free by omission are refused; a currency needs an exchange rate."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from fahuo.rating.domain.sheet import Band
from fahuo.rating.importing import term_lines
from fahuo.rating.importing.mapping import (
    DutiesPaid,
    InsuranceTerm,
    MappingRefused,
    PeakTerm,
    PremiumTerm,
    ReturnTerm,
    from_json,
)
from fahuo.rating.importing.tests import price_files
from fahuo.rating.importing.tests.test_layouts import CONTRACT, flat, sheet_of, taken

GRIDS = (price_files.grid((("国家", "重量(KG)", "运费(元/KG)"), ("美国", "0-2", 60))),)
STEPS = ("国家", "首重(g)", "首重价", "续重单位(g)", "续重价")
ZERO, ONE = Decimal(0), Decimal(1)
AUTUMN = (date(2026, 10, 1), date(2026, 12, 1))


def faults(**terms: Any) -> list[tuple[str, str]]:
    found = taken(GRIDS, terms=msgspec.structs.replace(CONTRACT, **terms)).errors
    return [(fault.field, fault.code) for fault in found]


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"insurance": InsuranceTerm()}, "terms.insurance"),
        ({"insurance": InsuranceTerm(included=Decimal(100))}, "terms.insurance"),
        ({"insurance": InsuranceTerm(included=Decimal(100), up_to=Decimal(500))}, "terms.insurance"),
        ({"premiums": {"LIQUID": PremiumTerm()}}, "terms.premiums.LIQUID"),
        ({"premiums": {"LIQUID": PremiumTerm(fixed=ZERO)}}, "terms.premiums.LIQUID"),
        ({"return_label": ReturnTerm(ZERO)}, "terms.return_label.fee"),
        ({"return_label": ReturnTerm(ZERO, always=True)}, "terms.return_label.fee"),
        ({"peak": (PeakTerm(*AUTUMN),)}, "terms.peak.1"),
    ],
)
def test_a_term_without_an_amount_is_not_free(terms: dict[str, Any], field: str) -> None:
    assert faults(**terms) == [(field, "SHEET_TERM_INCOMPLETE")]


@pytest.mark.parametrize(
    "terms",
    [
        {"insurance": InsuranceTerm(percent=ONE)},
        {"insurance": InsuranceTerm(included=Decimal(100), up_to=Decimal(100))},
        {"premiums": {"LIQUID": PremiumTerm(fixed=Decimal(6))}},
        {"premiums": {}},
        {"return_label": ReturnTerm(Decimal(20))},
        {"peak": (PeakTerm(*AUTUMN, percent=ONE),)},
    ],
)
def test_a_complete_term_is_taken(terms: dict[str, Any]) -> None:
    assert faults(**terms) == []


@pytest.mark.parametrize(("name", "grams"), [("step_g", 0), ("step_g", -5), ("first_g", -1), ("max_weight_g", -1)])
def test_weights_of_the_mapping_are_weights(name: str, grams: int) -> None:
    found = taken(GRIDS, **{name: grams}).errors
    assert [(fault.field, fault.code) for fault in found] == [(name, "SHEET_TERM")]


@pytest.mark.parametrize("currency", ["ZZZ", "KZT", "VND"])  # the dong has a rate from October 2026 on
def test_a_currency_without_an_exchange_rate_is_refused(currency: str) -> None:
    grids = (price_files.grid((("国家", "重量(KG)", "每公斤单价"), ("美国", "0-2", 60))),)
    (fault,) = taken(grids, currency=currency).errors
    assert (fault.field, fault.code, fault.detail) == ("currency", "SHEET_CURRENCY_RATE", f"{currency}, 2026-05-01")


def test_a_currency_is_taken_from_the_day_on_which_it_has_a_rate() -> None:
    grids = (price_files.grid((("国家", "重量(KG)", "每公斤单价"), ("美国", "0-2", 60))),)
    assert sheet_of(grids, currency="VND", valid_from=date(2026, 10, 1)).currency == "VND"
    assert sheet_of(grids, currency="USD", valid_from=date(2024, 1, 1)).currency == "USD"  # before any rates


@pytest.mark.parametrize(("first", "step", "cell"), [(15, 0, "E2"), (0, 8, "C2"), (15, "0.00", "E2")])
def test_a_first_or_step_price_of_nothing_is_refused(first: object, step: object, cell: str) -> None:
    """It became one price up to 30 kg."""
    found = taken((price_files.grid((STEPS, ("美国", 500, first, 500, step))),), max_weight_g=30_000).errors
    assert [(fault.cell, fault.code) for fault in found] == [(cell, "SHEET_PRICE_ZERO")]


def test_a_step_price_of_nothing_in_a_header_row_is_refused() -> None:
    grids = (price_files.grid((("国家", "首重500g", "续重500g"), ("美国", 35, 0))),)
    found = taken(grids, max_weight_g=30_000).errors
    assert [(fault.cell, fault.code) for fault in found] == [("C2", "SHEET_PRICE_ZERO")]


def test_a_step_price_of_nothing_is_flat_where_the_mapping_says_so() -> None:
    grids = (price_files.grid((STEPS, ("美国", 500, 15, 500, 0))),)
    assert sheet_of(grids, max_weight_g=30_000, flat_steps=True).tariffs["US"].bands == (flat(30_000, "15"),)


def test_the_heaviest_parcel_may_lie_within_a_step() -> None:
    """500 g and steps of 700 g: 42 whole steps end at 29,900 g; a parcel of 30 kg begins the 43rd."""
    grids = (price_files.grid((STEPS, ("美国", 500, 15, 700, 8))),)
    whole, rest = sheet_of(grids, max_weight_g=30_000).tariffs["US"].bands
    assert whole == Band(29_900, Decimal(15), 500, 700, Decimal(8))
    assert rest == flat(30_000, "359")  # 15 + 43 × 8
    assert whole.flat + whole.per_step * whole.steps(29_900) == 351  # 15 + 42 × 8
    exact = Band(30_600, Decimal(15), 500, 700, Decimal(8))
    assert exact.flat + exact.per_step * exact.steps(30_000) == rest.flat


def test_the_heaviest_parcel_may_lie_within_the_first_step() -> None:
    grids = (price_files.grid((STEPS, ("美国", 500, 15, 700, 8))),)
    assert sheet_of(grids, max_weight_g=900).tariffs["US"].bands == (
        Band(500, Decimal(15), 500, 700, Decimal(8)), flat(900, "23"),
    )  # fmt: skip
    assert sheet_of(grids, max_weight_g=500).tariffs["US"].bands == (Band(500, Decimal(15), 500, 700, Decimal(8)),)


def test_duties_paid_name_their_countries() -> None:
    assert faults(ddp=DutiesPaid((), handling=Decimal(2))) == [("terms.ddp.countries", "SHEET_TERM")]


@pytest.mark.parametrize(
    "term", [{"discount": {"percent": "5"}}, {"rebate": {"tiers": [[1, "3"]], "of": "BASE"}},
             {"rebate": {"tiers": [[1, "3"]], "mode": "ALL"}}],
)  # fmt: skip
def test_a_reduction_says_of_what_it_is_taken(term: dict[str, Any]) -> None:
    with pytest.raises(MappingRefused):
        from_json({"terms": term})


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (term_lines.premiums, "LIQUID 6.00\nliquid 7.00"),
        (term_lines.pairs, "US_AK 22.50\nUS_HI 15.00\nUS_AK NOT_SERVED"),
        (term_lines.peak, "2026-11-01 2027-01-01 2.00 3.00"),
        (term_lines.peak, "2026-11-01 2027-01-01 10% 12%"),
        (term_lines.oversize, "50.00 side>1200 side>1500"),
    ],
)
def test_a_term_that_is_said_twice_is_refused_with_its_line(read: Callable[[str], object], text: str) -> None:
    with pytest.raises(term_lines.LineUnreadable, match=re.escape(text.splitlines()[-1])):
        read(text)
