"""Documents of a record compared, and its deadlines."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fahuo.customs.rebate.deadlines import Spans, deadlines, months_after
from fahuo.customs.rebate.record import ALWAYS, DocumentKind, Figures, differences, missing
from fahuo.trade.money import Money

DECLARED = Figures(Money(Decimal("45.60"), "USD"), Decimal(3), 480, 520)
SPANS = Spans(record_days=15, file_until=(4, 30), domestic_after_months=36, kept_years=10)


def test_documents_that_agree_have_no_differences() -> None:
    waybill = Figures(gross_weight_g=520)  # states no value
    figures = {
        DocumentKind.DECLARATION: DECLARED,
        DocumentKind.INVOICE: replace(DECLARED, gross_weight_g=None),
        DocumentKind.WAYBILL: waybill,
    }
    assert differences(figures) == ()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"value": Money(Decimal("45.61"), "USD")}, "REBATE_VALUE_DIFFERS"),
        ({"value": Money(Decimal("45.60"), "EUR")}, "REBATE_VALUE_DIFFERS"),
        ({"quantity": Decimal(2)}, "REBATE_QUANTITY_DIFFERS"),
        ({"net_weight_g": 481}, "REBATE_NET_WEIGHT_DIFFERS"),
        ({"gross_weight_g": 519}, "REBATE_GROSS_WEIGHT_DIFFERS"),
    ],
)
def test_a_cent_a_unit_and_a_gram_are_differences(changed: dict[str, object], code: str) -> None:
    stated = replace(DECLARED, **changed)
    found = differences({DocumentKind.DECLARATION: DECLARED, DocumentKind.PACKING_LIST: stated})
    assert [(problem.code, problem.field) for problem in found] == [(code, "packing_list")]


def test_what_is_missing_comes_in_the_sequence_it_is_asked_for() -> None:
    assert missing(frozenset()) == ALWAYS
    assert missing(frozenset({DocumentKind.INVOICE, DocumentKind.DECLARATION})) == (
        DocumentKind.PACKING_LIST,
        DocumentKind.WAYBILL,
        DocumentKind.CONTRACT,
    )


def test_deadlines_of_an_export_that_was_filed() -> None:
    found = deadlines(exported_on=date(2026, 11, 3), filed_on=date(2026, 12, 9), spans=SPANS)
    assert found.file_by == date(2027, 4, 30)
    assert found.record_by == date(2026, 12, 24)  # 9 + 15
    assert found.domestic_from == date(2029, 11, 3)
    assert found.keep_until == date(2036, 12, 9)


def test_before_filing_only_the_export_counts() -> None:
    found = deadlines(exported_on=date(2026, 1, 31), filed_on=None, spans=SPANS)
    assert (found.record_by, found.keep_until) == (None, None)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 11, 3), 36, date(2029, 11, 3)),
    ],
)
def test_months_are_calendar_months(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later
