"""Laws: counted, censored, shrunk. The sums stand in the tests."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from fahuo.eta.calibration import CLASSES, Scores, ends
from fahuo.eta.counts import MARKS, Counts, Told, counted
from fahuo.eta.days import LANDMARKS, LAST, NEVER, day, is_peak, landmark_of, number
from fahuo.eta.history import GIVEN_UP_AFTER, History, Lane, Regions, joined
from fahuo.eta.laws import later, moved, stage_laws
from fahuo.eta.prior import published_hazards
from fahuo.eta.settings import Settings
from fahuo.eta.stage import Stage
from fahuo.eta.stays import stage_on, stays
from fahuo.eta.tests.pasts import TODAY, parcels
from fahuo.eta.tree import SEASONS, Level, tree

# A parent that delivers a quarter on each of the days 0 to 3, at two landmarks.
QUARTERS = np.array([1 / 4, 1 / 3, 1 / 2, 1.0] + [1.0] * (LAST - 3), dtype=np.float32).reshape(1, -1).repeat(2, axis=0)


def own(*, delivered: tuple[int, ...] = (), waiting: tuple[int, ...] = (), stayed: int = 0) -> Counts:
    """Count parcels of place 3 at the landmarks of 0 and 2 days, as if they had stayed so long; place 4 has another."""
    days = np.array([*delivered, *waiting, 9])
    size = len(days)
    done = np.array([True] * len(delivered) + [False] * len(waiting) + [True])
    seats, none = np.array([3] * (size - 1) + [4]), np.zeros(size, dtype=np.int64)
    parcels = Told(seats, none, landmark_of(np.full(size, stayed)), days, done, none)
    return counted(np.array([3 * MARKS, 3 * MARKS + 2]), seats, parcels, parcels.weights(60))


@pytest.mark.parametrize(
    ("weight", "delivered", "waiting", "expected"),
    [
        # G(1), G(2), G(3). No own parcels: the parent's.
        (4, (), (), (0.75, 0.5, 0.25)),
        # (4 × 0.75 + 4 × 1) ÷ 8, (4 × 0.5 + 4 × 0.5) ÷ 8, (4 × 0.25 + 4 × 0.25) ÷ 8
        (4, (1, 1, 2, 3), (), (0.875, 0.5, 0.25)),
        # (4 × 0.75 + 12 × 1) ÷ 16, (4 × 0.5 + 12 × 1) ÷ 16, (4 × 0.25 + 12 × 1) ÷ 16
        (4, (3,) * 12, (), (15 / 16, 14 / 16, 13 / 16)),
        # Parent weighs nothing: of two that were there on day 1 one came. The other waits since two days: after that
        # nobody is known, and the parent says that half of the rest comes on day 2.
        (1e-6, (1,), (2,), (1.0, 0.5, 0.25)),
        # Only parcels under way: on days 0 and 1 four own were there and did not come: (4 × ¾ + 4) ÷ 8 and
        # × (1 − (4 × ¼) ÷ (4 × ¾ + 4)) = × 6⁄7; then only the parent's hazard.
        (4, (), (2, 2, 2, 2), (0.875, 0.75, 0.375)),
    ],
)
def test_a_law_is_the_mixture_of_parent_and_own_parcels(
    weight: float, delivered: tuple[int, ...], waiting: tuple[int, ...], expected: tuple[float, float, float]
) -> None:
    law = later(moved(QUARTERS, own(delivered=delivered, waiting=waiting), weight))
    assert law[0, 1:4] == pytest.approx(expected, abs=1e-5)
    assert law[0, -1] == 0


def test_who_waits_is_at_risk_on_the_days_before_only() -> None:
    assert own(delivered=(0, 2), waiting=(1, 3)).at_risk[0, :5].tolist() == [4, 2, 2, 0, 0]


def test_a_parcel_counts_at_every_landmark_that_it_reached() -> None:
    short, long = own(delivered=(5, 6), stayed=1), own(delivered=(5, 6), stayed=2)
    assert short.delivered.sum(axis=1).tolist() == [2, 0]
    assert long.delivered.sum(axis=1).tolist() == [2, 2]
    assert long.at_risk[1, 4:8].tolist() == [2, 2, 1, 0]


def test_half_as_heavy_after_a_half_life() -> None:
    days = np.array([0, 60, 120, 10**9])
    assert Told(days, days, days, days, days > 0, days.clip(0, 10_000)).weights(60)[:3].tolist() == [1, 0.5, 0.25]


def test_a_waiting_parcel_makes_the_law_later() -> None:
    without = later(moved(QUARTERS, own(delivered=(1, 2)), 4))
    with_it = later(moved(QUARTERS, own(delivered=(1, 2), waiting=(3,)), 4))
    assert (with_it[0, 1:4] > without[0, 1:4]).all()


def test_the_published_law_holds_four_of_five() -> None:
    hazards = published_hazards(np.array([11.0]), np.array([21.0]), Stage.LABEL)
    law = later(hazards[:, 0].astype(np.float32))[0]
    assert law[11] == pytest.approx(0.9, abs=0.01)  # delivered on day 11 or later
    assert law[22] == pytest.approx(0.1, abs=0.01)


@pytest.mark.parametrize(
    ("waited", "mark"), [(0, 0), (1, 1), (5, 5), (6, 5), (7, 6), (8, 6), (59, 12), (60, 13), (500, 13)]
)
def test_landmarks(waited: int, mark: int) -> None:
    assert landmark_of(waited) == mark
    assert LANDMARKS[mark] <= waited


def test_days_and_seasons() -> None:
    assert [str(day(number(day(n)))) for n in (0, 20_000)] == ["1970-01-01", "2024-10-04"]
    days = [number(date(*parts)) for parts in ((2026, 10, 31), (2026, 11, 1), (2027, 1, 31), (2027, 2, 1))]
    assert is_peak(np.array(days)).tolist() == [0, 1, 1, 0]


def test_stays_of_one_stage() -> None:
    """Delivered after 9 days; in the stage since 4; failed; given up; told out of order."""
    entered = np.full((7, 5), NEVER)
    entered[0] = [0, 96, 90, 100 - GIVEN_UP_AFTER - 1, 98]
    entered[2] = [3, NEVER, NEVER, NEVER, 97]
    found = stays(History.of([0] * 5, entered, [9, NEVER, NEVER, NEVER, NEVER], [NEVER, NEVER, 95, NEVER, NEVER]),
                  Stage.LABEL, today=100)  # fmt: skip
    assert found.parcel.tolist() == [0, 1, 4]
    assert found.stayed.tolist() == [3, 4, 0]
    assert found.days.tolist() == [9, 5, 3]
    assert found.delivered.tolist() == [True, False, False]


def test_who_did_not_come_today_was_at_risk_today() -> None:
    """Of ten parcels of the same day five came today: the hazard of this day is a half, not all of them."""
    entered = np.full((7, 10), NEVER)
    entered[0] = TODAY - 4
    history = History.of([0] * 10, entered, [TODAY] * 5 + [NEVER] * 5, [NEVER] * 10)
    groups = tree([Lane("S", "CN", "DE", (8, 15))], Regions())
    heavy = replace(Settings(), **dict.fromkeys(("season", "lane", "region", "service", "alike", "recent"), 1e-6))
    laws = stage_laws(history, Stage.LABEL, groups, today=TODAY, settings=heavy)
    (left,) = laws.later(np.zeros(1, dtype=np.int64), np.array([0]), np.array([5]))
    assert left == pytest.approx([0.5], abs=0.01)


def test_the_furthest_stage() -> None:
    entered = np.full((7, 2), NEVER)
    entered[0] = 0
    entered[3, 1] = 5
    assert stage_on(History.of([0, 0], entered, [NEVER] * 2, [NEVER] * 2)).tolist() == [Stage.LABEL, Stage.ARRIVED]


@pytest.mark.parametrize(
    ("own", "elsewhere", "season", "level"),
    [
        (0, {}, 0, Level.PUBLISHED),
        (0, {"PL": 200}, 0, Level.REGION),
        (0, {"US": 200}, 0, Level.SERVICE),
        (3, {"PL": 200}, 0, Level.REGION),
        (60, {"PL": 200}, 0, Level.SEASON),
        (60, {"PL": 200}, 1, Level.LANE),  # all were sent in spring
    ],
)
def test_from_whose_parcels_a_law_comes(own: int, elsewhere: dict[str, int], season: int, level: Level) -> None:
    lanes = [Lane("S", "CN", country, (8, 15)) for country in ("DE", *elsewhere)]
    history = parcels([own, *elsewhere.values()], days=12)
    groups = tree(lanes, Regions({"DE": "EU", "PL": "EU"}))
    laws = stage_laws(history, Stage.LABEL, groups, today=TODAY, settings=Settings())
    node = groups.node(np.array([0]), np.array([season]))[0]
    assert Level(laws.level[node]) is level
    assert laws.parcels[node, Level.LANE] == own
    assert laws.parcels[node, Level.SERVICE] == own + sum(elsewhere.values())


def test_a_busy_lane_does_not_speak_for_all() -> None:
    """Two lanes of a service: 2,000 parcels in 20 days and 20 in 8. A third one lies between them, not at the first."""
    lanes = [Lane("S", "CN", country, (8, 15)) for country in ("US", "DE", "FR")]
    slow, quick = parcels([2000, 0, 0], days=20), parcels([0, 20, 0], days=8)
    groups = tree(lanes, Regions())
    laws = stage_laws(joined([slow, quick]), Stage.LABEL, groups, today=TODAY, settings=Settings())
    node, day_11 = groups.node(np.array([2]), np.array([0])), np.array([11])
    (left,) = laws.later(node, np.array([0]), day_11)
    assert 0.4 < left[0] < 0.8


def test_a_law_is_the_same_whoever_else_is_asked_about() -> None:
    """Four hundred lanes in many regions, numbered in no sequence: one asked about alone, and all in portions."""
    draw = np.random.default_rng(3)
    names = [f"{chr(65 + n // 26)}{chr(65 + n % 26)}" for n in range(100)]
    lanes = [Lane(service, origin, name, (8, 15)) for service in "ST" for origin in ("CN", "HK") for name in names]
    draw.shuffle(lanes)
    history = parcels(draw.integers(0, 9, len(lanes)).tolist(), days=14, spread=0.5, over=300)
    regions = Regions({name: f"G{n % 7}" for n, name in enumerate(names[:60])})
    laws = stage_laws(history, Stage.DEPARTED, tree(lanes, regions), today=TODAY, settings=Settings())
    whole = np.full((laws.groups.nodes, MARKS, LAST + 2), np.nan, dtype=np.float32)
    for nodes, some in laws.portions():
        whole[nodes] = some
    assert not np.isnan(whole).any()
    assert (np.diff(whole, axis=2) <= 0).all()
    node, mark, days = draw.integers(0, 800, 3000), draw.integers(0, MARKS, 3000), draw.integers(0, LAST + 2, 3000)
    (asked,) = laws.later(node, mark, days)
    assert asked == pytest.approx(whole[node, mark, days], abs=1e-6)
    (alone,) = laws.later(node[:1], mark[:1], days[:1])
    assert alone == pytest.approx(asked[:1], abs=1e-6)


def test_memory_does_not_grow_with_lanes() -> None:
    """A thousand lanes of two parcels: what their laws need is less than half of one dense array of counts."""
    names = [f"{chr(65 + n // 26)}{chr(65 + n % 26)}" for n in range(200)]
    lanes = [Lane(f"S{n}", "CN", name, (8, 15)) for n in range(5) for name in names]
    history = parcels([2] * len(lanes), days=14, spread=0.4)
    laws = stage_laws(history, Stage.LABEL, tree(lanes, Regions()), today=TODAY, settings=Settings())
    dense = SEASONS * len(lanes) * MARKS * (LAST + 1) * 8
    tracemalloc.start()
    try:
        assert sum(len(nodes) for nodes, _laws in laws.portions()) == laws.groups.nodes
        _left, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < dense / 2


def test_ends_lie_where_the_past_says() -> None:
    """Half of the parcels came later than the law thought possible in 95 %: the upper end goes out as far as it may,
    and the law is believed where nobody came."""
    none = ends(Scores.none())
    assert none.lower[0] == pytest.approx(0.05, abs=0.02)
    assert none.upper[0] == pytest.approx(0.95, abs=0.02)
    many = 2000
    late = np.where(np.arange(many) % 2 == 0, 0.97, 0.5)
    found = ends(scores(late))
    assert found.upper[0, 0] > 0.97
    assert found.lower.shape == (2, CLASSES)
    narrow = np.linspace(0.2, 0.8, many)  # the law is too wide: all lay in its middle
    found = ends(scores(narrow))
    assert found.lower[0, 0] == pytest.approx(0.12)
    assert found.upper[0, 0] == pytest.approx(0.88)


def test_parcels_under_way_push_the_upper_end_out() -> None:
    values = np.linspace(0.01, 0.8, 500)
    under_way = replace(scores(values), seen=np.arange(500) < 250)
    assert ends(under_way).upper[0, 0] > ends(scores(values)).upper[0, 0]


def test_newer_scores_count_more() -> None:
    """Five in six came early, one in six late. Which of them lately says where the ends lie."""
    values = np.append(np.linspace(0.02, 0.3, 1000), np.linspace(0.9, 0.97, 200))
    lately = np.where(values < 0.5, 0.02, 1.0)
    assert ends(replace(scores(values), weight=lately)).lower[0, 0] > ends(scores(values)).lower[0, 0]


def scores(values: np.ndarray) -> Scores:
    size = len(values)
    return Scores(np.zeros(size, dtype=np.int64), values, values, np.ones(size, dtype=np.bool_), np.ones(size))
