"""Bulk and single agree to the cent, and prices behave as prices should."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from fahuo.rating import queries
from fahuo.rating.domain import single
from fahuo.rating.domain.bulk import CODES, KINDS, NO_VOLUMES, breakdown, columns, rate_columns
from fahuo.rating.domain.case import Case, case
from fahuo.rating.domain.rules import MonthVolume, RateRequest
from fahuo.rating.domain.sheet import ZERO, Band, Basis, DdpTerms, Discount, Rebate, Tariff
from fahuo.rating.domain.sheet_check import sheet_problems
from fahuo.rating.domain.table import Ints, RateTable, compile_table, whole
from fahuo.rating.services.rate import rate, rate_batch, rate_table
from fahuo.rating.tests import random_sheets
from fahuo.rating.tests.random_parcels import requests, wild_requests, with_weight
from fahuo.trade.charge import ChargeKind, Rate
from fahuo.trade.measure import Size
from fahuo.trade.money import Money, minor_digits
from fahuo.trade.problem import Problem
from tests.fixtures.parcels import weighing

REDUCTIONS = (ChargeKind.DISCOUNT, ChargeKind.REBATE)
TODAY = date(2026, 11, 22)
SPRING = date(2026, 4, 1)
PARCEL = weighing(500)


def singly(one: Case, table: RateTable, column: int, volumes: Mapping[str, MonthVolume]) -> Rate | Problem:
    service, sheet = table.services[column], table.sheets[column]
    ddp = sheet is not None and single.prepays(service, sheet, one.request.country)
    volume = volumes.get(service.carrier, MonthVolume())
    return single.rate(service, sheet, one, on=table.on, ddp=ddp, volume=volume)


def expected(one: Case, table: RateTable, column: int, volumes: Mapping[str, MonthVolume]) -> tuple[int, ...]:
    """Return code, total, net and every charge in minor units, as bulk should give them."""
    found = singly(one, table, column, volumes)
    if isinstance(found, Problem):
        wanted = CODES[1] if one.problem else found.code
        return (CODES.index(wanted), -1, -1, *(0 for _ in KINDS))
    digits = minor_digits(found.currency)
    charges = dict.fromkeys(KINDS, 0)
    for charge in (*found.charges, *([found.rebate] if found.rebate else [])):
        charges[charge.kind] += whole(charge.amount.amount, digits)
    return (0, whole(found.total.amount, digits), whole(found.net.amount, digits), *charges.values())


def disagreements(
    cases: Sequence[Case],
    table: RateTable,
    choices: Sequence[Ints],
    volumes: Mapping[str, MonthVolume] = NO_VOLUMES,
) -> tuple[list[str], Ints]:
    """Compare for each parcel the services of `choices` (each one service per parcel).

    Return what differs, and how many pairs have each charge.
    """
    batch = columns(cases, table)
    rates = rate_columns(batch, table, volumes=volumes)
    at, wrong, seen = np.arange(len(cases)), [], np.zeros(len(KINDS), dtype=np.int64)
    for chosen in choices:
        code = rates.code[at, chosen]
        # Two codes say the same word: of the sheet's currency, and of the value's.
        code = np.array([CODES.index(name) for name in CODES])[code]
        charges = breakdown(batch, table, chosen, volumes=volumes)
        found = np.vstack([code, rates.total[at, chosen], rates.net[at, chosen], charges]).T.tolist()
        seen += (charges != 0).sum(axis=1)
        for one, column, row in zip(cases, chosen.tolist(), found, strict=True):
            wanted = expected(one, table, column, volumes)
            if tuple(row) != wanted:
                wrong.append(f"{one.request} {table.services[column].key}: {wanted} against {row}")
    return wrong, seen


def every(table: RateTable, count: int) -> list[Ints]:
    """Return a choice of each service for all of so many parcels."""
    return [np.full(count, column) for column in range(len(table.services))]


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


def test_no_price_is_ever_nothing_or_less() -> None:
    """Over the random sheets, and over such as have reductions of nearly all; what would be nothing is a problem."""
    services, rules = random_sheets.services(36), random_sheets.rules()
    plain = random_sheets.sheets(36, 4)
    cases = [case(request, rules) for request in wild_requests(1500, 14)]
    refused = 0
    for sheets in (plain, random_sheets.nearly_free(plain, 4)):
        table = compile_table(services, sheets, rules, on=TODAY)
        wrong, _ = disagreements(cases, table, every(table, len(cases)), random_sheets.VOLUMES)
        assert wrong == []
        rates = rate_columns(columns(cases, table), table, volumes=random_sheets.VOLUMES)
        open_ = rates.code == 0
        assert open_.sum() > 5_000
        assert (rates.total[open_] > 0).all()
        assert (rates.net[open_] > 0).all()
        assert (rates.total[~open_] == -1).all()
        assert (rates.net[~open_] == -1).all()
        refused += int((rates.code == CODES.index("PRICE_NOT_POSITIVE")).sum())
    assert refused > 500


@pytest.mark.parametrize(("percent", "of_rebate"), [("99.99", False), ("99.99", True), ("100", False), ("100", True)])
def test_a_price_of_nothing_is_a_problem_in_both_engines(percent: str, *, of_rebate: bool) -> None:
    """99.99 % of 10.00 leaves 0.00; so does the same rebate of the net price."""
    service, base = random_sheets.services(1)[0], random_sheets.sheets(2, 1)["one/R0"]
    off = Decimal(percent)
    sheet = replace(
        base, currency="CNY", tariffs={zone: Tariff((Band(30_000, Decimal(10), 0, 1, ZERO),)) for zone in base.tariffs},
        zone_of={"KR": "Z0"}, remote_fees={}, fuel=((TODAY, ZERO),), premiums={}, ddp=DdpTerms(), postcode_zones=(),
        postcode_fees=(), oversize=(), peak=(), insurance=None, return_label=None,
        discount=None if of_rebate else Discount(off, Basis.FREIGHT), rebate=Rebate(((1, off),)) if of_rebate else None,
    )  # fmt: skip
    table = compile_table([service], {service.key: sheet}, random_sheets.rules(), on=TODAY)
    one = case(with_weight(RateRequest("KR", "", PARCEL), 500), table.rules)
    assert disagreements([one], table, every(table, 1))[0] == []
    found = singly(one, table, 0, NO_VOLUMES)
    assert isinstance(found, Problem)
    assert found == Problem("PRICE_NOT_POSITIVE", "service", f"{sheet.name}: 0.00 CNY")
    rates = rate_columns(columns([one], table), table)
    assert (CODES[rates.code[0, 0]], rates.total[0, 0], rates.net[0, 0]) == ("PRICE_NOT_POSITIVE", -1, -1)


def test_a_value_of_nothing_is_a_problem_where_duties_are_paid_and_nowhere_else() -> None:
    table = rate_table(on=TODAY)
    free = replace(PARCEL, lines=(replace(PARCEL.lines[0], unit_value=Money(Decimal(0), "USD")),))
    cases = [case(RateRequest(country, "", free), table.rules) for country in ("US", "KR")]
    assert disagreements(cases, table, every(table, 2))[0] == []
    rates = rate_columns(columns(cases, table), table)
    missing = rates.code == CODES.index("DECLARED_VALUE_MISSING")
    assert missing[0].any()
    assert not (missing & ~rates.prepaid).any()
    assert not (rates.prepaid & (rates.code == 0)).any()
    assert (rates.code[1] == 0).any()


@pytest.mark.parametrize("on", [date(2025, 12, 31), date(2026, 11, 22)])
def test_a_sheet_that_is_not_in_force_is_no_sheet(on: date) -> None:
    """It begins on the first of January 2026 and ends with the day before 2026-11-22."""
    service, base = random_sheets.services(1)[0], random_sheets.sheets(2, 1)["one/R0"]
    sheet = replace(base, valid_until=TODAY)
    table = compile_table([service], {service.key: sheet}, random_sheets.rules(), on=on)
    assert table.sheets == (None,)
    one = case(RateRequest("KR", "", PARCEL), table.rules)
    found = single.rate(service, sheet, one, on=on, ddp=False)
    assert found == Problem("NO_RATE_SHEET", "service", f"{service.key} {on}")
    assert CODES[rate_columns(columns([one], table), table).code[0, 0]] == "NO_RATE_SHEET"
    held = compile_table([service], {service.key: sheet}, random_sheets.rules(), on=date(2026, 11, 21))
    assert held.sheets == (sheet,)


def test_an_area_of_another_country_is_not_served() -> None:
    """Explicit areas only: `US_AK` on a parcel to Germany. Puerto Rico is written as US and as PR."""
    table = rate_table(on=TODAY)
    asked = [RateRequest(to, area, PARCEL) for to, area in (("DE", "US_AK"), ("DE", "X"), ("PR", "US_PR"))]
    cases = [case(request, table.rules) for request in asked]
    assert disagreements(cases, table, every(table, len(cases)))[0] == []
    column = next(at for at, service in enumerate(table.services) if service.key == "cainiao/CAINIAO_STANDARD")
    abroad, unknown, puerto_rico = (singly(one, table, column, NO_VOLUMES) for one in cases)
    assert abroad == Problem("NOT_SERVED", "address.postcode", "US_AK")
    assert unknown == Problem("NOT_SERVED", "address.postcode", "X")
    assert isinstance(puerto_rico, Rate)
    assert ChargeKind.REMOTE_AREA in [charge.kind for charge in puerto_rico.charges]


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
