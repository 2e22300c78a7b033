"""What holds for every recommendation, on random batches and on named parcels."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from fahuo.rating import queries as rating
from fahuo.rating.domain.rules import RateRequest
from fahuo.rating.services.rate import rate, rate_table
from fahuo.rating.tests.random_parcels import requests as random_requests
from fahuo.routing.domain import Recommendation, RouteContext, RouteRequest
from fahuo.routing.domain.bulk import route_columns
from fahuo.routing.domain.choose import scene_for
from fahuo.routing.domain.dimensions import DIMENSIONS
from fahuo.routing.domain.engine import engine
from fahuo.routing.domain.lane_table import compile_lanes
from fahuo.routing.domain.lane_view import lane_view
from fahuo.routing.domain.lanes import LaneCounts, Lanes
from fahuo.routing.queries import route_rules
from fahuo.routing.queries.lanes import lane_priors
from fahuo.routing.services.recommend import DETAILED, recommend
from fahuo.routing.tests.asking import CARRIERS, answer, context, option, request, with_terms
from fahuo.trade.contract import ContractTerms
from tests.fixtures.parcels import cotton_towel, parcel_of, phone_with_battery, power_bank, weighing
from tests.fixtures.places import alaska, hamburg, seoul, shenzhen

# one lane of cainiao has a record, yanwen picks up elsewhere
ELSEWHERE = with_terms("yanwen", pickup_areas=("浙江",)).contracts["yanwen"]
SOME = replace(
    context(
        "cainiao", "fpx", "yanwen",
        seller_eori="DE123456789012345",
        lanes=Lanes({("cainiao/CAINIAO_STANDARD", "KR"): LaneCounts(100, 95, 2_000, 44_000, lost=3, disputed=4)}),
    ),
    origin=shenzhen(),
)  # fmt: skip
SOME = replace(SOME, contracts={**SOME.contracts, "yanwen": ELSEWHERE})


def batch(count: int, seed: int) -> list[RouteRequest]:
    return [
        RouteRequest(
            key=str(place),
            destination=replace(hamburg(), country=one.country, postcode="", tax_id="1" if place % 7 else ""),
            remote_area=one.remote_area,
            parcel=one.parcel,
            chosen_service=("CAINIAO_STANDARD", "", "CAINIAO_SUPER_ECONOMY", "NEVER_HEARD_OF")[place % 4],
            ship_by=(None, date(2026, 11, 21), date(2026, 11, 25))[place % 3],
            promised_on=(None, date(2026, 12, 1), date(2026, 12, 20), date(2026, 11, 20))[place % 4],
            buyer_failures=place % 5,
        )
        for place, one in enumerate(random_requests(count, seed))
    ]


@pytest.fixture(scope="module")
def answered() -> list[tuple[RouteRequest, Recommendation]]:
    asked = batch(400, 11)
    return list(zip(asked, recommend(asked, context=SOME), strict=True))


def test_answers_come_in_the_order_of_the_questions(answered: list[tuple[RouteRequest, Recommendation]]) -> None:
    assert [one.key for one, _ in answered] == [found.key for _, found in answered]


def test_every_service_is_answered_once(answered: list[tuple[RouteRequest, Recommendation]]) -> None:
    keys = sorted(service.key for service in rating.services())
    for _, found in answered:
        assert sorted(option.service.key for option in found.options) == keys


def test_excluded_services_never_win_and_come_last(answered: list[tuple[RouteRequest, Recommendation]]) -> None:
    won = lost = 0
    for _, found in answered:
        open_ = [option.exclusion is None for option in found.options]
        assert open_ == sorted(open_, reverse=True)
        if found.winner is None:
            lost += 1
            assert not any(open_)
            assert all(option.exclusion for option in found.options)
        else:
            won += 1
            assert found.winner is found.options[0]
            assert found.winner.exclusion is None
            assert found.winner.service.carrier in ("cainiao", "fpx")
            assert found.winner.rate is not None
    assert won > 50
    assert lost > 50


def test_the_winner_has_the_lowest_score_and_scores_are_sums(
    answered: list[tuple[RouteRequest, Recommendation]],
) -> None:
    for _, found in answered:
        scores = [option.score for option in found.options]
        assert scores == sorted(scores)
        for rank, one in enumerate(found.options):
            if one.exclusion is not None:
                continue
            names = [reason.dimension for reason in one.reasons]
            if rank < DETAILED:
                assert one.score == pytest.approx(sum(reason.points for reason in one.reasons), abs=0.001)
            if rank == 0:
                assert names == [dimension.name for dimension in DIMENSIONS]
            elif rank < DETAILED:
                assert names == [dimension.name for dimension in DIMENSIONS if not dimension.of_parcel]
            else:
                assert names == []


def test_prices_are_those_of_the_rates(answered: list[tuple[RouteRequest, Recommendation]], today: date) -> None:
    compared = 0
    for one, found in answered:
        for rank, offer in enumerate(found.options):
            if offer.exclusion is not None:
                continue
            compared += 1
            alone = rate(RateRequest(one.destination.country, one.remote_area, one.parcel), offer.service, on=today)
            assert offer.price == alone.total  # type: ignore[union-attr]
            assert offer.net == alone.net  # type: ignore[union-attr]
            assert offer.rate == (alone if rank < DETAILED else None)
    assert compared > 300


def without_workings(found: Recommendation) -> dict[str, Any]:
    """Return the recommendation as JSON, the workings of its charges taken out."""
    stored = found.as_json()
    for one in stored["options"]:
        for charge in (*one.get("charges", ()), *([one["rebate"]] if one.get("rebate") else [])):
            charge[2] = ""
    return stored


def test_amounts_are_those_of_the_exact_engine(answered: list[tuple[RouteRequest, Recommendation]]) -> None:
    quick_ones = recommend([one for one, _ in answered], context=SOME, detailed=99, workings=2)
    exact_ones = recommend([one for one, _ in answered], context=SOME, detailed=99)
    amounts = 0
    for quick, exact in zip(quick_ones, exact_ones, strict=True):
        assert without_workings(quick) == without_workings(exact)
        assert quick.options[:2] == exact.options[:2]
        open_ = [one for one in quick.options[2:] if one.exclusion is None]
        assert all(one.rate is None and one.amounts for one in open_)
        amounts += sum(len(one.amounts) for one in open_)
    assert amounts > 500


def test_alone_the_amounts_are_the_same(answered: list[tuple[RouteRequest, Recommendation]]) -> None:
    for one, _ in answered[::8]:
        exact, quick = answer(one, SOME, detailed=99), answer(one, SOME, detailed=99, workings=1)
        assert without_workings(quick) == without_workings(exact)


def test_an_answer_does_not_depend_on_the_rest_of_the_batch(
    answered: list[tuple[RouteRequest, Recommendation]],
) -> None:
    for one, found in answered[::4]:
        assert recommend([one], context=SOME, counterfactuals=False) == [found]
        # with advice the services are looked at in another table, that of all carriers
        assert replace(answer(one, SOME), counterfactuals=()) == found


def test_a_batch_from_columns_has_the_same_winners(
    answered: list[tuple[RouteRequest, Recommendation]], today: date
) -> None:
    table = engine(rate_table(on=today), route_rules(on=today), lane_priors(on=today), SOME).table
    routed = route_columns(scene_for([one for one, _ in answered], table).columns, table)
    for row, (_, found) in enumerate(answered):
        winner, score = routed.winner[row], routed.total[row].min()
        assert (table.services[winner] if winner >= 0 else None) == (found.winner.service if found.winner else None)
        assert (score if np.isfinite(score) else None) == (found.winner.score if found.winner else None)


def test_another_contract_never_makes_the_best_score_worse(
    answered: list[tuple[RouteRequest, Recommendation]],
) -> None:
    more = replace(SOME, contracts={**SOME.contracts, **context("yunexpress").contracts})
    better = 0
    for (_, few), many in zip(answered, recommend([one for one, _ in answered], context=more), strict=True):
        before = few.winner.score if few.winner else float("inf")
        after = many.winner.score if many.winner else float("inf")
        assert after <= before
        better += after < before
    assert better > 20


def test_what_is_stored_is_plain_json(answered: list[tuple[RouteRequest, Recommendation]]) -> None:
    for _, found in answered:
        stored = found.as_json()
        assert json.loads(json.dumps(stored, allow_nan=False)) == stored
        assert stored["winner"] == (found.winner.service.key if found.winner else None)
        assert stored["decided_by"] == "SCORE"
        assert stored["template"] is None
        assert len(stored["options"]) == len(found.options)
        for one in stored["options"]:
            assert ("price" in one) != ("exclusion" in one)


def test_nobody_asked_nobody_answered() -> None:
    assert recommend([], context=context()) == []


@pytest.mark.parametrize("contracts", [{}, {"dhl": with_terms("dhl").contracts["dhl"]}])
def test_without_a_contract_every_service_says_so(contracts: dict[str, ContractTerms]) -> None:
    found = answer(request(seoul(), weighing(500)), replace(context(), contracts=contracts))
    assert found.winner is None
    assert {one.exclusion.code for one in found.options if one.exclusion} == {"NO_CONTRACT"}
    assert len(found.options) == len(rating.services())


def test_a_phone_to_alaska_goes_with_duties_paid_and_the_remote_fee() -> None:
    found = answer(request(alaska(), parcel_of(phone_with_battery())))
    assert found.winner is not None
    assert found.winner.ddp
    assert found.winner.rate is not None
    assert "22.50 (US_AK)" in [charge.working for charge in found.winner.rate.charges]
    assert all(one.ddp for one in found.options if one.exclusion is None)


def test_the_code_none_means_that_the_postcode_decides() -> None:
    asked = [RouteRequest("1", alaska(), area, weighing(500)) for area in ("", "none", "US_AK")]
    assert len({found.winner.price for found in recommend(asked, context=context()) if found.winner}) == 1


def test_a_power_bank_stays_and_every_service_says_why() -> None:
    found = answer(request(seoul(), parcel_of(power_bank())))
    assert found.winner is None
    # the Japan line says first that it does not go there
    contracted = [one for one in found.options if one.service.carrier in CARRIERS]
    assert {one.exclusion.code for one in contracted if one.exclusion} == {"CARGO_NOT_ACCEPTED", "NOT_SERVED"}


def test_an_order_that_is_late_goes_faster() -> None:
    asked = request(seoul(), weighing(500))
    in_time, late = answer(asked), answer(replace(asked, ship_by=date(2026, 11, 21)))
    assert in_time.winner is not None
    assert late.winner is not None
    assert late.winner.expected_days <= in_time.winner.expected_days


def test_a_buyer_who_chose_speed_is_not_given_the_slowest() -> None:
    asked = request(seoul(), parcel_of(cotton_towel()), chosen_service="CAINIAO_STANDARD")
    found = option(answer(asked, detailed=99), "cainiao/CAINIAO_SUPER_ECONOMY")
    (buyer,) = [reason for reason in found.reasons if reason.dimension == "buyer"]
    assert buyer.points == 36.0  # 3 levels × 12.00
    assert buyer.fact == "-3 | 0"


def test_wishes_of_the_seller_go_before_the_rule_book() -> None:
    asked = request(seoul(), parcel_of(cotton_towel()), chosen_service="CAINIAO_STANDARD")
    known: RouteContext = context(wishes={"slower_level": 1.0})
    found = option(answer(asked, known, detailed=99), "cainiao/CAINIAO_SUPER_ECONOMY")
    assert [reason.points for reason in found.reasons if reason.dimension == "buyer"] == [3.0]  # 3 levels × 1.00


def test_the_carriers_are_among_those_of_the_samples() -> None:
    assert set(CARRIERS) <= {service.carrier for service in rating.services()}


def test_an_order_and_the_page_of_lanes_tell_the_same_days(today: date) -> None:
    services, sheets, priors = rating.services(), rating.sheets_in_force(on=today), lane_priors(on=today)
    table = compile_lanes(services, [sheets.get(one.key) for one in services], Lanes(), priors)
    shown = {one.key: lane_view(table, column, "KR", priors) for column, one in enumerate(services)}
    found = [one for one in answer(request(seoul(), weighing(500))).options if one.exclusion is None]
    assert found
    for one in found:
        assert (one.days_min, one.days_max) == (shown[one.service.key].low, shown[one.service.key].high)
