"""What columns exclude by the rules of the book is what the one function says of each pair, on any day."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from fahuo import compliance
from fahuo.compliance.checks import CHECKS, OF_SERVICE
from fahuo.orders.rules import dollars
from fahuo.rating.services.rate import rate_table
from fahuo.routing.domain import RouteContext, RouteRequest
from fahuo.routing.domain.choose import scene_for
from fahuo.routing.domain.columns import eori_valid
from fahuo.routing.domain.dimensions import cargo, customs, value
from fahuo.routing.domain.engine import engine
from fahuo.routing.domain.laws import VECTORS, case_of, laws
from fahuo.routing.domain.scene import Scene
from fahuo.routing.queries import route_rules
from fahuo.routing.queries.lanes import lane_priors
from fahuo.routing.tests.asking import CARRIERS, context, request
from fahuo.rulebook.rules import Stage
from fahuo.trade.battery import Battery, Chemistry
from fahuo.trade.cargo import CargoClass
from fahuo.trade.declaration import CustomsNumbers
from fahuo.trade.service import Service
from tests.fixtures.parcels import cotton_towel, gold_bar, parcel_of, phone_with_battery, power_bank, weighing
from tests.fixtures.places import chicago, hamburg, sao_paulo, seoul

LAWS = (
    cargo.CLASSES, cargo.PAPERS, value.VALUE_OVER_LIMIT, customs.STOPPED, customs.TAX_ID_MISSING, customs.DDP_REQUIRED,
    customs.CLEARANCE, customs.EORI_MISSING,
)  # fmt: skip
DAYS = (date(2025, 4, 1), date(2025, 5, 2), date(2025, 8, 14), date(2025, 8, 15), date(2026, 2, 6), date(2026, 11, 22))
ANKARA = replace(hamburg(), country="TR", postcode="06420", tax_id="95891035538")
MEXICO = replace(hamburg(), country="MX", postcode="06600", tax_id="PETL0112226A4")
HUGE = Battery(chemistry=Chemistry.LITHIUM_ION, batteries=1, watt_hours=Decimal(160))  # above 100 Wh
REQUESTS = [
    request(place, parcel)
    for place in (hamburg(), chicago(), replace(chicago(), country="PR"), seoul(), sao_paulo(), ANKARA, MEXICO)
    for parcel in (
        weighing(500), parcel_of(gold_bar()), parcel_of(power_bank()), parcel_of(phone_with_battery()),
        parcel_of(phone_with_battery(papers=frozenset())),
        parcel_of(cotton_towel(), replace(phone_with_battery(), battery=HUGE)),
    )
] + [request(replace(seoul(), tax_id=""), weighing(500))]  # fmt: skip


def scene(on: date, known: RouteContext) -> Scene:
    made = engine(rate_table(on=on), route_rules(on=on), lane_priors(on=on), known)
    return scene_for(REQUESTS, made.every())


def by_rules(one: RouteRequest, service: Service, scene: Scene, ddp: bool) -> set[str]:
    """Return the rules that stop a pair, by the one function. Routing takes an importer's number of the EU only."""
    table = scene.table
    contract = table.contract(service)
    held = (table.context.seller_eori, service.eori, contract.eori if contract else "")
    valid = next((number for number in held if eori_valid(number, table.rules)), "")
    case = case_of(one.destination, one.parcel, dollars(table.context.on))
    case = replace(
        case,
        numbers=CustomsNumbers(eori=valid),
        service=replace(service, eori=""),
        ddp=ddp,  # what counts is valid
    )
    found = compliance.problems(case, stage=Stage.ROUTING, on=table.context.on)
    return {problem.rule for problem in compliance.stopping(found)}


@pytest.mark.parametrize("eori", ["", "DE123456789012345", "CN1234567890"])
@pytest.mark.parametrize("on", DAYS)
def test_columns_say_what_the_one_function_says(on: date, eori: str) -> None:
    known = context(*CARRIERS, at=datetime(on.year, on.month, on.day, 10, 0), seller_eori=eori)  # noqa: DTZ001
    found = scene(on, known)
    seen: Counter[str] = Counter()
    excluded = [rule.excludes(found) & (found.prices.code >= 0) for rule in LAWS]
    for at, one in enumerate(REQUESTS):
        for column, service in enumerate(found.table.services[::3]):
            place = column * 3
            by_columns = [rule for rule, flags in zip(LAWS, excluded, strict=True) if flags[at, place]]
            ids = {rule.because(found, at, service).rule for rule in by_columns} - {""}
            expected = by_rules(one, service, found, bool(found.prices.prepaid[at, place]))
            assert bool(ids) == bool(expected), (one.destination.country, service.key, ids, expected)
            assert ids <= expected
            seen.update(ids)
    assert {"DG-02", "SD-05", "KR-01", "BR-02", "DG-07"} <= set(seen)
    assert ("US-01" in seen) == (on >= date(2025, 5, 2))
    assert ("MX-01" in seen) == (on >= date(2025, 8, 15))
    assert ("TR-01" in seen) == (on >= date(2026, 2, 6))
    assert ("EU-03" in seen) == (eori != "DE123456789012345")


def test_an_exclusion_is_stored_with_its_rule() -> None:
    found = scene(DAYS[-1], context(*CARRIERS))
    problem = customs.DDP_REQUIRED.because(found, 6, found.table.services[0])
    assert problem.as_dict() == {"code": "DDP_REQUIRED", "field": "service.ddp", "detail": "US", "rule": "US-01"}


def test_every_rule_that_may_exclude_is_asked() -> None:
    """A check is a vector, or goes the slow path, or needs to know of a service what no carrier says."""
    found = laws(DAYS[-1], dollars(DAYS[-1]))
    slow = {one.rule.check for plan in found.slow.values() for one in (*plan.whole, *plan.lines)}
    assert slow.isdisjoint(VECTORS | OF_SERVICE)
    assert set(CHECKS) >= VECTORS
    assert set(found.vector) == VECTORS
    assert CargoClass.BATTERY_ONLY in found.of("class_not_accepted")["DE"][0].value["classes"]
