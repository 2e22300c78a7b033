"""What holds for every recommendation, on random batches and on named parcels."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from fahuo.rating import queries as rating
from fahuo.rating.domain.rules import RateRequest
from fahuo.rating.services.rate import rate
from fahuo.rating.tests.random_parcels import requests as random_requests
from fahuo.routing.domain import Recommendation, RouteRequest
from fahuo.routing.services.recommend import DETAILED, recommend
from tests.fixtures.parcels import cotton_towel, parcel_of, phone_with_battery, power_bank, weighing
from tests.fixtures.places import alaska, hamburg, seoul

CARRIERS = ("cainiao", "fpx", "yanwen", "yunexpress")
EVERYBODY = frozenset(CARRIERS)


def batch(count: int, seed: int) -> list[RouteRequest]:
    return [
        RouteRequest(
            key=str(place),
            destination=replace(hamburg(), country=one.country, postcode=""),
            remote_area=one.remote_area,
            parcel=one.parcel,
            bookable=frozenset(CARRIERS[: place % 5]),
            chosen_service=("CAINIAO_STANDARD", "", "CAINIAO_SUPER_ECONOMY", "NEVER_HEARD_OF")[place % 4],
            seller_eori="DE123456789012345" if place % 3 else "",
            ship_by=(None, date(2026, 11, 21), date(2026, 11, 25))[place % 3],
        )
        for place, one in enumerate(random_requests(count, seed))
    ]


@pytest.fixture(scope="module")
def answered() -> list[tuple[RouteRequest, Recommendation]]:
    asked = batch(400, 11)
    return list(zip(asked, recommend(asked, on=date(2026, 11, 22)), strict=True))


def test_answers_come_in_the_order_of_the_questions(answered: list[tuple[RouteRequest, Recommendation]]) -> None:
    assert [one.key for one, _ in answered] == [found.key for _, found in answered]


def test_every_service_is_answered_once(answered: list[tuple[RouteRequest, Recommendation]]) -> None:
    keys = sorted(service.key for service in rating.services())
    for _, found in answered:
        assert sorted(option.service.key for option in found.options) == keys


def test_excluded_services_never_win_and_come_last(answered: list[tuple[RouteRequest, Recommendation]]) -> None:
    won = lost = 0
    for one, found in answered:
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
            assert found.winner.service.carrier in one.bookable
            assert found.winner.rate is not None
    assert won > 50
    assert lost > 50


def test_the_winner_has_the_lowest_score_and_scores_are_sums(
    answered: list[tuple[RouteRequest, Recommendation]],
) -> None:
    for _, found in answered:
        scores = [option.score for option in found.options]
        assert scores == sorted(scores)
        for option in found.options:
            if option.exclusion is None:
                assert option.score == pytest.approx(sum(reason.points for reason in option.reasons), abs=0.006)
                assert [reason.dimension for reason in option.reasons] == ["cost", "time", "level"]


def test_prices_are_those_of_the_rates(answered: list[tuple[RouteRequest, Recommendation]], today: date) -> None:
    compared = 0
    for one, found in answered:
        for rank, option in enumerate(found.options):
            if option.exclusion is not None:
                continue
            compared += 1
            alone = rate(RateRequest(one.destination.country, one.remote_area, one.parcel), option.service, on=today)
            assert option.price == alone.total.rounded()  # type: ignore[union-attr]
            assert option.rate == (alone if rank < DETAILED else None)
    assert compared > 500


def test_an_answer_does_not_depend_on_the_rest_of_the_batch(
    answered: list[tuple[RouteRequest, Recommendation]], today: date
) -> None:
    for one, found in answered[::20]:
        assert recommend([one], on=today) == [found]


def test_what_is_stored_is_plain_json(answered: list[tuple[RouteRequest, Recommendation]]) -> None:
    for _, found in answered:
        stored = found.as_json()
        assert json.loads(json.dumps(stored, allow_nan=False)) == stored
        assert stored["winner"] == (found.winner.service.key if found.winner else None)
        assert len(stored["options"]) == len(found.options)
        for option in stored["options"]:
            assert ("price" in option) != ("exclusion" in option)


def test_nobody_asked_nobody_answered(today: date) -> None:
    assert recommend([], on=today) == []


def test_a_phone_to_alaska_goes_with_duties_paid_and_the_remote_fee(today: date) -> None:
    (found,) = recommend([RouteRequest("1", alaska(), "", parcel_of(phone_with_battery()), EVERYBODY)], on=today)
    assert found.winner is not None
    assert found.winner.ddp
    assert found.winner.rate is not None
    assert "22.50 (US_AK)" in [charge.working for charge in found.winner.rate.charges]
    assert all(option.ddp for option in found.options if option.exclusion is None)


def test_the_code_none_means_that_the_postcode_decides(today: date) -> None:
    asked = [RouteRequest("1", alaska(), area, weighing(500), EVERYBODY) for area in ("", "none", "US_AK")]
    assert len({found.winner.price for found in recommend(asked, on=today) if found.winner}) == 1


def test_a_power_bank_stays_and_every_service_says_why(today: date) -> None:
    (found,) = recommend([RouteRequest("1", seoul(), "", parcel_of(power_bank()), EVERYBODY)], on=today)
    assert found.winner is None
    assert {option.exclusion.code for option in found.options if option.exclusion} == {"CARGO_NOT_ACCEPTED"}


def test_an_order_that_is_late_goes_faster(today: date) -> None:
    """Standard: 20.50 + 15 × 1.80 = 47.50. Some faster and dearer service beats it only when days count threefold."""
    asked = RouteRequest("1", seoul(), "", weighing(500), EVERYBODY)
    in_time, late = recommend([asked, replace(asked, ship_by=date(2026, 11, 21))], on=today)
    assert in_time.winner is not None
    assert late.winner is not None
    assert late.winner.days_max <= in_time.winner.days_max
    by_key = {option.service.key: option for option in late.options}
    standard = by_key["cainiao/CAINIAO_STANDARD"]
    assert standard.reasons[1].points == 27.0  # 15 × 1.80


def test_a_buyer_who_chose_speed_is_not_given_the_slowest(today: date) -> None:
    asked = RouteRequest("1", seoul(), "", parcel_of(cotton_towel()), EVERYBODY)
    plain, chosen = recommend([asked, replace(asked, chosen_service="CAINIAO_STANDARD")], on=today)
    assert plain.winner is not None
    assert chosen.winner is not None
    assert chosen.winner.score >= plain.winner.score
    assert {option.reasons[2].fact for option in plain.options if option.reasons} == {"+0"}
    for option in chosen.options:
        if option.service.key == "cainiao/CAINIAO_SUPER_ECONOMY":
            assert option.reasons[2].points == 36.0  # 3 levels × 12.00
