"""Bulk and single agree to the cent, and prices behave as prices should."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fahuo.rating import queries
from fahuo.rating.domain import single
from fahuo.rating.domain.bulk import CODES, columns, rate_columns
from fahuo.rating.domain.case import case
from fahuo.rating.domain.rules import RateRequest
from fahuo.rating.domain.table import RateTable, compile_table
from fahuo.rating.services.rate import rate, rate_batch, rate_table
from fahuo.rating.tests.random_parcels import requests, with_weight
from fahuo.trade.charge import Rate
from fahuo.trade.measure import Size
from fahuo.trade.money import Money
from fahuo.trade.problem import Problem

TODAY = date(2026, 11, 22)
SPRING = date(2026, 4, 1)


def singly(request: RateRequest, table: RateTable, column: int) -> Rate | Problem:
    service, sheet = table.services[column], table.sheets[column]
    ddp = sheet is not None and single.prepays(service, sheet, request.country)
    return single.rate(service, sheet, case(request, table.rules), on=table.on, ddp=ddp)


def disagreements(batch: list[RateRequest], table: RateTable) -> tuple[list[str], int]:
    """Return every pair on which bulk and single differ, and how many pairs have a price."""
    found = rate_columns(columns([case(request, table.rules) for request in batch], table), table)
    wrong, priced = [], 0
    for row, request in enumerate(batch):
        for column, service in enumerate(table.services):
            expected, total, code = singly(request, table, column), found.total[row, column], found.code[row, column]
            if isinstance(expected, Rate):
                priced += 1
                agree = code == 0 and Decimal(int(total)).scaleb(-2) == expected.total.amount
            else:
                problem = expected.code if request.country != "XX" else CODES[1]
                agree = CODES[code] == problem and total == -1
            if not agree:
                wrong.append(f"{request} {service.key}: {expected} against {total} {CODES[code]}")
    return wrong, priced


@pytest.mark.parametrize(("on", "seed"), [(TODAY, 1), (SPRING, 2)])
def test_bulk_and_single_agree_to_the_cent(on: date, seed: int) -> None:
    wrong, priced = disagreements(requests(1500, seed), rate_table(on=on))
    assert wrong == []
    assert priced > 10_000


def test_they_agree_where_rates_are_missing() -> None:
    """No duties, no exchange rate for one sheet's currency, one service without a sheet."""
    sheets = dict(queries.sheets_in_force(on=TODAY))
    del sheets["yunexpress/THPHR"]
    rules = queries.price_rules(on=TODAY)
    exchange = {currency: yuan for currency, yuan in rules.yuan_per_unit.items() if currency != "HKD"}
    taxes = {country: tax for country, tax in rules.import_taxes.items() if country != "DE"}
    rules = replace(rules, yuan_per_unit=exchange, import_taxes=taxes)
    wrong, priced = disagreements(requests(300, 3), compile_table(queries.services(), sheets, rules, on=TODAY))
    assert wrong == []
    assert priced > 1_000


def test_the_comparison_can_fail() -> None:
    table = rate_table(on=TODAY)
    wrong, _ = disagreements(requests(50, 4), replace(table, terms=replace(table.terms, fuel=table.terms.fuel + 0.01)))
    assert wrong


def test_the_total_is_the_sum_of_charges_that_are_whole_cents() -> None:
    seen = 0
    for request in requests(200, 5):
        for service in queries.services():
            found = rate(request, service, on=TODAY)
            if isinstance(found, Rate):
                seen += 1
                assert found.total == Money(
                    sum((charge.amount.amount for charge in found.charges), Decimal(0)), found.currency
                )
                assert all(charge.amount == charge.amount.rounded() for charge in found.charges)
                assert found.total.amount > 0
                assert all(charge.amount.amount > 0 for charge in found.charges)
    assert seen > 1_000


def test_a_heavier_parcel_is_never_cheaper() -> None:
    compared = 0
    for request in requests(150, 6):
        weights = (1, 50, 51, 299, 300, 301, 499, 500, 501, 999, 1000, 1001, 1999, 2000, 2001, 4999, 5001, 20000, 29999)
        found = rate_batch([with_weight(request, weight_g) for weight_g in weights], on=TODAY)
        for lighter, heavier in zip(found.total, found.total[1:], strict=False):
            both = (lighter >= 0) & (heavier >= 0)
            compared += int(both.sum())
            assert (heavier[both] >= lighter[both]).all(), request
            assert ((heavier < 0) | (lighter >= 0)).all(), "a heavier parcel is taken where a lighter one is refused"
    assert compared > 10_000


def test_a_larger_box_is_never_cheaper() -> None:
    for request in requests(100, 7):
        grown = [
            replace(request, parcel=replace(request.parcel, weight_g=100, size=Size.of(side, side, side)))
            for side in (50, 100, 200, 300, 400)
        ]
        totals = rate_batch(grown, on=TODAY).total
        both = (totals[1:] >= 0) & (totals[:-1] >= 0)
        assert (totals[1:][both] >= totals[:-1][both]).all(), request


def test_duties_paid_are_never_cheaper() -> None:
    dearer = 0
    table = rate_table(on=TODAY)
    for request in requests(200, 8):
        for service, sheet in zip(table.services, table.sheets, strict=True):
            if sheet is None or not single.prepays(service, sheet, request.country):
                continue
            one = case(request, table.rules)
            unpaid = single.rate(service, sheet, one, on=TODAY, ddp=False)
            paid = single.rate(service, sheet, one, on=TODAY, ddp=True)
            if isinstance(unpaid, Rate) and isinstance(paid, Rate):
                dearer += paid.total.amount > unpaid.total.amount
                assert paid.total.amount >= unpaid.total.amount
                assert paid.charges[: len(unpaid.charges)] == unpaid.charges
    assert dearer > 200


def test_an_empty_batch_is_no_error() -> None:
    assert rate_batch([], on=TODAY).total.shape == (0, len(queries.services()))
