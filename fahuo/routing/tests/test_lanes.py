"""What to expect of lanes: the tables of docs/algorithms/lanes.md, and a check against laws that are not ours."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal
from math import erf, sqrt
from pathlib import Path

import numpy as np
import pytest

from fahuo.rating.domain.sheet import RateSheet, Tariff
from fahuo.rating.domain.table import COUNTRY_AT
from fahuo.routing.domain import lane_law
from fahuo.routing.domain.lane_table import SOURCES, LaneTable, compile_lanes
from fahuo.routing.domain.lane_view import lane_view, share
from fahuo.routing.domain.lanes import LaneCounts, LanePriors, Lanes, LaneSource
from fahuo.routing.queries.lanes import lane_priors
from fahuo.trade.service import Service, ServiceLevel

PAGE = Path(__file__).parents[3] / "docs" / "algorithms" / "lanes.md"
PRIORS = LanePriors(
    1.4, (10, 45), 20, 20, 200, loss=0.008, returned=0.02, disputed=0.015, untracked=0.03, pickup_hours=24
)
SERVICE = Service("yunexpress", "X", "X", "X", ServiceLevel.STANDARD, days_min=8, days_max=15)


def counted(n: int, mean: float = 12, spread: float = 2, **more: float) -> LaneCounts:
    """Counts of n delivered parcels with this mean and spread."""
    return LaneCounts(n, n, n * mean, n * mean**2 + (n - 1) * spread**2, tracked=n, **more)  # type: ignore[arg-type]


def table_of(counts: dict[str, LaneCounts], service: Service = SERVICE, sheet: RateSheet | None = None) -> LaneTable:
    return compile_lanes([service], [sheet], Lanes({(service.key, to): c for to, c in counts.items()}), PRIORS)


def row_of(table: LaneTable, country: str, column: int = 0) -> int:
    return int(table.lane[COUNTRY_AT[country], column])


def worked() -> list[list[str]]:
    lines = re.findall(r"^\| (?:KR|JP) \|.*\|$", PAGE.read_text(), re.MULTILINE)
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.parametrize("cells", worked(), ids=lambda cells: f"{cells[0]}-{cells[1]}")
def test_the_worked_table(cells: list[str]) -> None:
    country, n, mean, spread, lost, *expected = cells
    history = {"KR": counted(int(n), float(mean), float(spread), lost=int(lost))} if int(n) else {}
    table = table_of(history)
    row = row_of(table, country)
    found = [
        f"{table.mean[row]:.2f}", f"{table.spread[row]:.2f}", f"{table.low[row]:.0f}", f"{table.high[row]:.0f}",
        f"{table.on_time[row, 15]:.3f}", f"{table.loss[row]:.4f}", SOURCES[table.source[row]].value,
    ]  # fmt: skip
    assert found == expected


def test_the_worked_table_is_there() -> None:
    assert len(worked()) == 5


def test_the_rule_book_has_the_priors_of_the_page() -> None:
    assert lane_priors(on=date(2026, 11, 22)) == PRIORS


def test_phi_is_as_exact_as_stated() -> None:
    x = np.linspace(-8, 8, 4001)
    exact = np.array([(1 + erf(one / sqrt(2))) / 2 for one in x])
    assert np.abs(lane_law.phi(x) - exact).max() < 7.5e-8


@pytest.mark.parametrize(("low", "high"), [(8.0, 15.0), (0.0, 1.0), (3.0, 3.0), (14.0, 63.0)])
def test_an_interval_comes_back(low: float, high: float) -> None:
    mean, relative = lane_law.from_interval(np.array([low]), np.array([high]))
    first, last = lane_law.to_interval(mean, mean * np.sqrt(relative))
    assert (round(first[0], 6), round(last[0], 6)) == (max(low, 0.75), high)  # nothing arrives before a quarter day


def test_published_days_hold_eight_of_ten() -> None:
    table = table_of({})
    by = table.on_time[row_of(table, "KR")]
    assert by[21] == pytest.approx(0.90, abs=1e-6)  # 15 working days
    assert by[10] < 0.10 < by[11]  # 11.2
    assert np.all(np.diff(by) >= 0)
    assert by[-1] > 0.999


def test_the_sheets_days_go_before_the_services() -> None:
    tariff, slow = Tariff(()), Tariff((), days=(20, 30))
    sheet = RateSheet(
        "x", SERVICE.key, "CNY", date(2026, 1, 1), None, {"KR": "1", "BR": "2"}, {"1": tariff, "2": slow},
        frozenset(), {}, ((date(2026, 1, 1), Decimal(0)),),
    )  # fmt: skip
    table = table_of({}, sheet=sheet)
    low = {code: round(float(table.low[row_of(table, code)]), 1) for code in ("KR", "BR", "DE")}
    assert low == {"KR": 11.2, "BR": 28.0, "DE": 11.2}


def test_without_published_days_the_guess_is_named() -> None:
    table = table_of({}, Service("yunexpress", "X", "X", "X", ServiceLevel.STANDARD))
    view = lane_view(table, 0, "KR", PRIORS)
    assert (view.low, view.high, view.source) == (14, 63, LaneSource.ASSUMED)  # 10 × 1.4, 45 × 1.4


def test_services_alike_and_without_history_share_a_row() -> None:
    twin = Service("yanwen", "Y", "Y", "Y", ServiceLevel.STANDARD, days_min=8, days_max=15)
    table = compile_lanes([SERVICE, twin], [None, None], Lanes({(SERVICE.key, "KR"): counted(9)}), PRIORS)
    assert len(table.mean) == 3  # Korea; the first service elsewhere; the second everywhere
    assert row_of(table, "KR", 0) != row_of(table, "JP", 0) != row_of(table, "JP", 1) == row_of(table, "KR", 1)


def test_history_of_services_and_countries_we_do_not_know_is_left_alone() -> None:
    lanes = Lanes({("gone/OLD", "KR"): counted(9), (SERVICE.key, "XX"): counted(9)})
    assert compile_lanes([SERVICE], [None], lanes, PRIORS).parcels.tolist() == [0]
    assert compile_lanes([], [], lanes, PRIORS).lane.shape == (249, 0)


def test_a_busy_lane_does_not_speak_for_all_others() -> None:
    few, many = table_of({"KR": counted(20)}), table_of({"KR": counted(100_000)})
    published = float(table_of({}).mean[0])
    elsewhere = [float(table.mean[row_of(table, "JP")]) for table in (few, many)]
    assert published > elsewhere[0] > elsewhere[1] > (published + 12) / 2 - 0.01  # heard as 10 and as 20 parcels


def test_rates_move_with_what_was_counted() -> None:
    table = table_of({"KR": counted(600, lost=12, returned=30, disputed=60, picked_up=600, pickup_hours=36 * 600)})
    own, other = row_of(table, "KR"), row_of(table, "JP")
    heard = 600 * 200 / 800  # 150 parcels
    service = (200 * 0.008 + heard * 12 / 600) / (200 + heard)
    assert float(table.loss[other]) == pytest.approx(service)
    assert float(table.loss[own]) == pytest.approx((200 * service + 12) / 800)
    assert 0.008 < table.loss[other] < table.loss[own] < 0.02
    assert table.untracked[own] < table.untracked[other] < 0.03
    assert 24 < table.pickup_hours[other] < table.pickup_hours[own] < 36


def test_the_view_says_how_sure_it_is() -> None:
    counts = counted(30, lost=1, on_time=24, promised=28)
    view = lane_view(table_of({"KR": counts}), 0, "KR", PRIORS, counts)
    assert view.mean_low < view.mean < view.mean_high
    assert view.loss.low < view.loss.share < view.loss.high
    assert (view.parcels, view.promised, view.source) == (30, 28, LaneSource.LANE)
    assert view.on_time is not None
    assert view.on_time.low < 24 / 28 < view.on_time.high
    assert lane_view(table_of({}), 0, "KR", PRIORS).on_time is None


@pytest.mark.parametrize(
    ("p", "n", "low", "high"),
    [
        (0.0, 10, 0.0, 0.1411),  # z² ÷ (n + z²) = 1.642 ÷ 11.642
        (1.0, 10, 0.8589, 1.0),
        (0.5, 100, 0.4364, 0.5636),
    ],
)
def test_shares_stay_between_nought_and_one(p: float, n: int, low: float, high: float) -> None:
    found = share(p, n)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def gamma(rng: np.random.Generator, size: int) -> np.ndarray:
    return rng.gamma(9.0, 16.0 / 9.0, size)


def customs(rng: np.random.Generator, size: int) -> np.ndarray:
    return rng.normal(12.0, 1.5, size).clip(3) + np.where(rng.random(size) < 0.25, rng.exponential(8.0, size), 0)


def by_sea(rng: np.random.Generator, size: int) -> np.ndarray:
    return np.where(rng.random(size) < 0.8, rng.normal(12.0, 1.5, size).clip(3), rng.normal(24.0, 3.0, size))


LAWS = {"gamma, mean 16": gamma, "a quarter waits at customs": customs, "a fifth goes by sea": by_sea}
HISTORIES = 300


def tolerances() -> list[tuple[str, int, float, float]]:
    """Law, parcels, and the largest errors that the page allows: on any day, on late days."""
    cells = [line.strip("|").split("|") for line in PAGE.read_text().splitlines()]
    allowed = {(c[0].strip(), c[1].strip()): [float(x) for x in c[2:]] for c in cells if c[0].strip() in LAWS}
    return [
        (law, n, allowed[law, "any day"][place], allowed[law, "late days"][place])
        for law in LAWS
        for place, n in enumerate((0, 5, 50, 500))
    ]


@pytest.mark.parametrize(("law", "n", "any_day", "late_days"), tolerances())
def test_the_promise_is_calibrated_for_laws_that_are_not_ours(
    law: str, n: int, any_day: float, late_days: float
) -> None:
    rng = np.random.default_rng(20261122)
    truth = np.sort(np.rint(LAWS[law](rng, 200_000)))
    first, last = (int(day) for day in np.quantile(truth, [0.10, 0.90]))
    service = Service("a", "b", "", "", ServiceLevel.STANDARD, days_min=first, days_max=last)
    days = np.quantile(truth, [0.1, 0.3, 0.5, 0.7, 0.9, 0.95]).astype(int)
    said = np.zeros(len(days))
    for _ in range(HISTORIES if n else 1):
        seen = np.rint(LAWS[law](rng, n))
        counts = LaneCounts(n, n, float(seen.sum()), float((seen**2).sum()), tracked=n)
        lanes = Lanes({(service.key, "KR"): counts} if n else {})
        table = compile_lanes([service], [None], lanes, replace(PRIORS, calendar_days=1.0))
        said += table.on_time[row_of(table, "KR"), days] / (HISTORIES if n else 1)
    errors = np.abs(said - np.searchsorted(truth, days, side="right") / len(truth))
    assert errors.max() <= any_day
    assert errors[-2:].max() <= late_days


def test_the_estimate_moves_from_published_to_own() -> None:
    """Published 8–15 working days, mean 15.74; the parcels take 25."""
    tables = [table_of({"KR": counted(n, 25, 4)} if n else {}) for n in (0, 5, 50, 500)]
    means = [float(table.mean[row_of(table, "KR")]) for table in tables]
    assert means == sorted(means)
    assert means[0] == pytest.approx(15.74, abs=0.01)
    assert 16 < means[1] < 20 < means[2]
    assert means[3] == pytest.approx(25, abs=0.3)


def test_all_services_compile_in_time() -> None:
    """84 services to 249 countries with 500 lanes of history: at most 50 ms."""
    rng = np.random.default_rng(1)
    services = [
        Service(f"c{place // 7}", f"s{place}", "", "", ServiceLevel.STANDARD, days_min=5 + place % 9, days_max=20)
        for place in range(84)
    ]
    codes = list(COUNTRY_AT)
    lanes = {
        (services[rng.integers(84)].key, codes[rng.integers(249)]): counted(int(rng.integers(1, 99)))
        for _ in range(500)
    }
    took = []
    for _ in range(3):
        began = time.process_time()
        compile_lanes(services, [None] * 84, Lanes(lanes), PRIORS)
        took.append(time.process_time() - began)
    assert min(took) <= 0.05
