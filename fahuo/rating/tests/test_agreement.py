"""Bulk and single agree to the cent, and prices behave as prices should."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from fahuo.rating import queries
from fahuo.rating.domain import single
from fahuo.rating.domain.bulk import KINDS, breakdown, columns, rate_columns
from fahuo.rating.domain.case import case
from fahuo.rating.domain.sheet_check import sheet_problems
from fahuo.rating.domain.table import RateTable, compile_table
from fahuo.rating.services.rate import rate, rate_table
from fahuo.rating.tests import random_sheets
from fahuo.rating.tests.comparing import disagreements, every, rate_batch
from fahuo.rating.tests.random_parcels import requests, wild_requests, with_weight
from fahuo.trade.charge import ChargeKind, Rate
from fahuo.trade.measure import Size
from fahuo.trade.money import Money

REDUCTIONS = (ChargeKind.DISCOUNT, ChargeKind.REBATE)
TODAY = date(2026, 11, 22)
SPRING = date(2026, 4, 1)


def wild_table(count: int, seed: int) -> RateTable:
    return compile_table(
        random_sheets.services(count), random_sheets.sheets(count, seed), random_sheets.rules(), on=TODAY
    )


def test_random_sheets_make_sense() -> None:
    for seed in (1, 2):
        for sheet in random_sheets.sheets(36, seed).values():
            areas = {code: country for code, country in random_sheets.AREAS.items() if code in sheet.remote_fees}
            found = sheet_problems(sheet, areas=areas)
            assert [
                one
                for one in found
                if "remote" not in one.place and "ddp" not in one.place and "no country and" not in one.reason
            ] == []


def test_bulk_and_single_agree_to_the_cent_on_a_hundred_thousand_orders() -> None:
    """One service of each order, drawn by lot; total, net, every charge and every reason."""
    table, count = wild_table(36, 1), 100_000
    chosen = np.random.default_rng(1).integers(0, len(table.services), count)
    cases = [case(request, table.rules) for request in wild_requests(count, 11)]
    wrong, seen = disagreements(cases, table, [chosen], random_sheets.VOLUMES)
    assert wrong == []
    assert (seen > 200).all(), dict(zip(KINDS, seen.tolist(), strict=True))


def test_bulk_and_single_agree_on_all_services_of_an_order() -> None:
    table = wild_table(36, 2)
    cases = [case(request, table.rules) for request in wild_requests(1500, 12)]
    wrong, seen = disagreements(cases, table, every(table, len(cases)), random_sheets.VOLUMES)
    assert wrong == []
    assert (seen > 50).all()


@pytest.mark.parametrize("count", [1, 7, 1500])
def test_the_pass_over_all_services_keeps_the_same_charges(count: int) -> None:
    """`breakdown` is held to the exact engine above."""
    table = wild_table(36, 2)
    batch = columns([case(request, table.rules) for request in wild_requests(count, 12)], table)
    rates = rate_columns(batch, table, volumes=random_sheets.VOLUMES, itemised=True)
    assert rates.charges is not None
    for column, chosen in enumerate(every(table, count)):
        charges = np.where(rates.code[:, column] == 0, rates.charges[:, :, column], 0)
        assert (charges == breakdown(batch, table, chosen, volumes=random_sheets.VOLUMES)).all()


@pytest.mark.parametrize(("on", "seed"), [(TODAY, 1), (SPRING, 2)])
def test_bulk_and_single_agree_on_the_shipped_sheets(on: date, seed: int) -> None:
    table = rate_table(on=on)
    cases = [case(request, table.rules) for request in requests(600, seed)]
    wrong, seen = disagreements(cases, table, every(table, len(cases)))
    assert wrong == []
    assert seen[0] > 4_000


def test_they_agree_where_rates_are_missing() -> None:
    """No duties, no exchange rate for one sheet's currency, one service without a sheet."""
    sheets = dict(queries.sheets_in_force(on=TODAY))
    del sheets["yunexpress/THPHR"]
    rules = queries.price_rules(on=TODAY)
    exchange = {currency: yuan for currency, yuan in rules.yuan_per_unit.items() if currency != "HKD"}
    taxes = {country: tax for country, tax in rules.import_taxes.items() if country != "DE"}
    rules = replace(rules, yuan_per_unit=exchange, import_taxes=taxes)
    table = compile_table(queries.services(), sheets, rules, on=TODAY)
    cases = [case(request, rules) for request in requests(200, 3)]
    wrong, seen = disagreements(cases, table, every(table, len(cases)))
    assert wrong == []
    assert seen[0] > 1_000


def test_the_comparison_can_fail() -> None:
    table = rate_table(on=TODAY)
    cases = [case(request, table.rules) for request in requests(50, 4)]
    dearer = replace(table, terms=replace(table.terms, fuel=table.terms.fuel + 0.01))
    assert disagreements(cases, dearer, every(dearer, len(cases)))[0]


def test_parcels_can_be_taken_out_of_a_batch() -> None:
    table = wild_table(12, 3)
    batch = columns([case(request, table.rules) for request in wild_requests(50, 13)], table)
    some = np.array([7, 7, 0, 49, 12])
    whole_batch, part = rate_columns(batch, table), rate_columns(batch.take(some), table)
    assert (whole_batch.total[some] == part.total).all()
    assert (whole_batch.code[some] == part.code).all()


def test_a_parcel_without_a_choice_has_no_charges() -> None:
    table = rate_table(on=TODAY)
    batch = columns([case(request, table.rules) for request in requests(20, 9)], table)
    assert not breakdown(batch, table, np.full(20, -1)).any()


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
                assert all((charge.amount.amount < 0) == (charge.kind in REDUCTIONS) for charge in found.charges)
                assert all(charge.amount.amount for charge in found.charges)
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


def test_no_service_is_no_error() -> None:
    table = compile_table([], {}, random_sheets.rules(), on=TODAY)
    batch = columns([case(request, table.rules) for request in requests(5, 10)], table)
    assert rate_columns(batch, table).total.shape == (5, 0)
