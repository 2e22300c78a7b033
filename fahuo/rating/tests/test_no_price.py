"""What has no price in both engines: nothing to pay, nothing declared, no sheet in force, areas of other countries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from fahuo.rating.domain import single
from fahuo.rating.domain.bulk import CODES, NO_VOLUMES, columns, rate_columns
from fahuo.rating.domain.case import case
from fahuo.rating.domain.rules import RateRequest
from fahuo.rating.domain.sheet import ZERO, Band, Basis, DdpTerms, Discount, Rebate, Tariff
from fahuo.rating.domain.table import compile_table
from fahuo.rating.services.rate import rate_table
from fahuo.rating.tests import random_sheets
from fahuo.rating.tests.comparing import disagreements, every, singly
from fahuo.rating.tests.random_parcels import wild_requests, with_weight
from fahuo.trade.charge import ChargeKind, Rate
from fahuo.trade.money import Money
from fahuo.trade.problem import Problem
from tests.fixtures.parcels import weighing

TODAY = date(2026, 11, 22)
PARCEL = weighing(500)


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
