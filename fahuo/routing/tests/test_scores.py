"""The worked tables of docs/algorithms/routing.md, one wish at a time, and the sentences."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from fahuo.routing.domain import RouteRequest, charge_name, explain
from fahuo.routing.domain.columns import buyer_level
from fahuo.routing.domain.dimensions import DIMENSIONS
from fahuo.routing.domain.explain import dimension_name
from fahuo.routing.domain.lanes import LaneCounts, Lanes
from fahuo.routing.queries import route_rules
from fahuo.routing.tests.asking import STANDARD, answer, context, option, request
from fahuo.trade.charge import ChargeKind
from fahuo.trade.money import Money
from fahuo.trade.parcel import Parcel
from fahuo.trade.service import ServiceLevel
from tests.fixtures.parcels import cotton_towel, parcel_of, phone_with_battery, power_bank
from tests.fixtures.places import alaska, seoul

PAGE = Path(__file__).parents[3] / "docs" / "algorithms" / "routing.md"


def rows(begin: str) -> list[dict[str, str]]:
    (block,) = [part for part in PAGE.read_text("utf-8").split("\n\n") if part.startswith(begin)]
    head, _, *lines = ([cell.strip() for cell in line.strip("|").split("|")] for line in block.splitlines())
    return [dict(zip(head, line, strict=True)) for line in lines]


def towel_of_500_g() -> Parcel:
    towel = replace(cotton_towel(), unit_value=Money(Decimal("10.00"), "USD"))
    size = replace(towel.unit_size, length_mm=100, width_mm=80, height_mm=40)
    return replace(parcel_of(towel), weight_g=500, size=size)


def asked(row: dict[str, str], today: date) -> RouteRequest:
    """Read the column `case`: words with commas between them."""
    found = request(seoul(), towel_of_500_g(), chosen_service="CAINIAO_STANDARD")
    for word in (part.strip() for part in row["case"].split(",")):
        if word == "past ship-by":
            found = replace(found, ship_by=today - timedelta(days=1))
        elif word.startswith("promised in"):
            found = replace(found, promised_on=today + timedelta(days=int(word.split()[2])))
        elif word.startswith("failures"):
            found = replace(found, buyer_failures=int(word.split()[1]))
        elif word == "insured":
            found = replace(found, insured=True)
        else:
            assert word == "plain"
    return found


@pytest.mark.parametrize("row", rows("| service | case"), ids=lambda row: "{service} {case}".format(**row))
def test_worked_scores(row: dict[str, str], today: date) -> None:
    found = option(answer(asked(row, today), detailed=99), row["service"])
    points = {reason.dimension: f"{reason.points:.2f}" for reason in found.reasons}
    for name in ("buyer", "promise", "cost", "transit", "record"):
        assert (name, points[name]) == (name, row[name])
    assert f"{found.score:.2f}" == row["score"]
    assert f"{sum(Decimal(points[name]) for name in points):.2f}" == row["score"]


# One lane with so many parcels that they speak for themselves: 100,000 counted, of the service and of the lane.
PARCELS = 100_000
COUNTED = LaneCounts(
    parcels=PARCELS, delivered=PARCELS, days=20.0 * PARCELS, days_squared=(400.0 + 25.0) * PARCELS, tracked=PARCELS,
    picked_up=PARCELS, pickup_hours=24.0 * PARCELS,
)  # fmt: skip
LANES = [
    # what the lane shows, dimension, points with and without the sums of docs/algorithms/lanes.md
    (COUNTED, "transit", 14.00),  # 20 × 0.60 + 5 × 0.40
    (replace(COUNTED, days_squared=400.0 * PARCELS), "transit", 12.02),  # what is believed leaves a little spread
    (replace(COUNTED, lost=10_000), "cost", 27.60),  # 20.50 + 0.10 × 71.00
    (replace(COUNTED, returned=10_000), "cost", 22.00),  # 20.50 + 0.10 × 15.00
    (replace(COUNTED, disputed=10_000), "cost", 24.05),  # 20.50 + 0.10 × 35.50
    (replace(COUNTED, tracked=90_000), "record", 0.50),  # 0.10 × 5.00
    (replace(COUNTED, pickup_hours=72.0 * PARCELS), "record", 0.48),  # (72 − 48) × 0.02
]


@pytest.mark.parametrize(("counts", "name", "points"), LANES)
def test_a_lane_with_a_long_record_speaks_for_itself(counts: LaneCounts, name: str, points: float) -> None:
    known = context(lanes=Lanes({(STANDARD, "KR"): counts}))
    found = option(answer(request(seoul(), towel_of_500_g()), known, detailed=99), STANDARD)
    (reason,) = [reason for reason in found.reasons if reason.dimension == name]
    assert reason.points == pytest.approx(points, abs=0.03)
    assert found.lane is not None
    assert (found.lane.parcels, found.lane.days_source) == (PARCELS, "LANE")


@pytest.mark.parametrize(
    ("key", "level"),
    [
        ("CAINIAO_STANDARD", ServiceLevel.STANDARD),
        ("CAINIAO_STANDARD_TS_12350032", ServiceLevel.STANDARD),
        ("CAINIAO_STANDARD_FPXGZ", ServiceLevel.STANDARD),
        ("CAINIAO_ECONOMY_GLOBAL", ServiceLevel.DEDICATED_ECONOMY),
        ("CAINIAO_ECONOMY_30111284", ServiceLevel.ECONOMY),
        ("CAINIAO_FULFILLMENT_STD", None),
        ("Other", None),
        ("_", None),
        ("", None),
    ],
)
def test_the_level_behind_a_platform_key(key: str, level: ServiceLevel | None, today: date) -> None:
    assert buyer_level(key, route_rules(on=today).level_of) == level


def test_every_charge_and_dimension_has_a_name_in_both_languages() -> None:
    for kind in ChargeKind:
        assert charge_name(kind, "en") != charge_name(kind, "zh-hans")
    for dimension in DIMENSIONS:
        assert dimension_name(dimension.name, "en") != dimension_name(dimension.name, "zh-hans")
    assert len(DIMENSIONS) == 12


def test_an_open_service_explains_itself() -> None:
    one = request(
        alaska(), parcel_of(phone_with_battery()), chosen_service="CAINIAO_PREMIUM", buyer_failures=2,
        promised_on=date(2026, 12, 12), ship_by=date(2026, 11, 20),
    )  # fmt: skip
    found = option(answer(one, detailed=99), STANDARD)
    # value 86.00 USD × 7.10 = 610.60; loss 0.008 × 610.60 + return 0.02 × 15 + dispute 0.015 × 305.30 × 3 = 18.92
    assert explain(found, "en") == (
        "Costs 212.16 CNY: base freight 15.00, remote area 22.50, special cargo 4.50, duty 164.86, "
        "handling of duties 5.30.",
        "Loss, return and dispute are expected to cost 18.92 more; cost counts as 231.08.",
        "Takes 14 to 25 days (4 of 5 parcels), 19.2 on average, give or take 4.9; that counts as 36.56.",
        "The order is past its ship-by date, so days count more.",
        "The days are the published ones; there are no own parcels on this lane yet.",
        "Arrives by 2026-12-12 with 65 %; the risk of being late counts as 5.27.",
        "Slower by 1 level(s) than the buyer chose; that counts as 12.00.",
        "2 earlier parcel(s) to this buyer went wrong, so a dispute is more likely.",
        "3.0 % of its parcels here show no tracking, pick-up takes 24 hours; that counts as 0.15.",
        "Duties and taxes are paid by the sender (DDP).",
        "The address lies in the remote area US_AK.",
        "Handed over on 2026-11-22.",
        "The rate sheet is an invented sample.",
        "In all 285.06 CNY; the lowest sum wins.",
    )
    assert explain(found, "zh-hans")[0].startswith("运费 212.16 CNY：基础运费 15.00，偏远费 22.50")


def every_sentence() -> Iterator[tuple[str, ...]]:
    found = answer(request(alaska(), parcel_of(phone_with_battery())), context("cainiao"))
    for one in found.options:
        for language in ("en", "zh-hans"):
            assert explain(one.as_json(), language) == explain(one, language)
            yield explain(one, language)


def test_what_was_stored_explains_itself_like_the_option() -> None:
    assert all(all(sentences) for sentences in every_sentence())


def test_an_excluded_service_names_the_rule() -> None:
    found = answer(request(seoul(), parcel_of(power_bank())))
    excluded = option(found, STANDARD)
    assert explain(excluded, "en") == ("Excluded: Goods not accepted (BATTERY_ONLY).",)
    assert explain(excluded, "zh-hans") == ("已排除：不承运该类货物（BATTERY_ONLY）。",)
