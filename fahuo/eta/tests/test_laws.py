"""Laws: counted, censored, shrunk. The sums stand in the tests."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from fahuo.eta.calibration import CLASSES, Scores, ends
from fahuo.eta.days import LANDMARKS, LAST, NEVER, day, is_peak, landmark_of, number
from fahuo.eta.history import GIVEN_UP_AFTER, History, Lane, Regions, joined
from fahuo.eta.laws import _at_risk, _later, _moved, stage_laws
from fahuo.eta.prior import published_hazards
from fahuo.eta.settings import Settings
from fahuo.eta.stage import Stage
from fahuo.eta.stays import stage_on, stays
from fahuo.eta.tests.pasts import TODAY, parcels
from fahuo.eta.tree import Level, tree

# A parent that delivers a quarter on each of the days 0 to 3.
QUARTERS = np.array([1 / 4, 1 / 3, 1 / 2, 1.0] + [1.0] * (LAST - 3), dtype=np.float32).reshape(1, 1, -1)


def counted(*, delivered: tuple[int, ...] = (), waiting: tuple[int, ...] = ()) -> tuple[np.ndarray, np.ndarray]:
    both = np.zeros((2, 1, 1, LAST + 1), dtype=np.float32)
    for days in delivered:
        both[0, 0, 0, days] += 1
    for days in waiting:
        both[1, 0, 0, days] += 1
    return both[0], both[1]


@pytest.mark.parametrize(
    ("weight", "delivered", "waiting", "later"),
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
    weight: float, delivered: tuple[int, ...], waiting: tuple[int, ...], later: tuple[float, float, float]
) -> None:
    law = _later(_moved(QUARTERS, counted(delivered=delivered, waiting=waiting), weight))
    assert law[0, 0, 1:4] == pytest.approx(later, abs=1e-5)
    assert law[0, 0, -1] == 0


def test_who_waits_is_at_risk_on_the_days_before_only() -> None:
    ended, waiting = counted(delivered=(0, 2), waiting=(1, 3))
    assert _at_risk(ended, waiting)[0, 0, :5].tolist() == [4, 2, 2, 0, 0]


def test_a_waiting_parcel_makes_the_law_later() -> None:
    without = _later(_moved(QUARTERS, counted(delivered=(1, 2)), 4))
    with_it = _later(_moved(QUARTERS, counted(delivered=(1, 2), waiting=(3,)), 4))
    assert (with_it[0, 0, 1:4] > without[0, 0, 1:4]).all()


def test_the_published_law_holds_four_of_five() -> None:
    hazards = published_hazards(np.array([11.0]), np.array([21.0]), Stage.LABEL)
    later = _later(hazards.astype(np.float32))[0, 0]
    assert later[11] == pytest.approx(0.9, abs=0.01)  # delivered on day 11 or later
    assert later[22] == pytest.approx(0.1, abs=0.01)


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
    assert found.days.tolist() == [9, 4, 2]
    assert found.delivered.tolist() == [True, False, False]


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
    by_day_10 = 1 - laws.later[groups.node(np.array([2]), np.array([0]))[0], 0, 11]
    assert 0.2 < by_day_10 < 0.6


def test_ends_lie_where_the_past_says() -> None:
    """Half of the parcels came later than the law thought possible in 95 %: the upper end goes out as far as it may,
    and the law is believed where nobody came."""
    none = ends(Scores.none())
    assert none.lower[0] == pytest.approx(0.05, abs=0.02)
    assert none.upper[0] == pytest.approx(0.95, abs=0.02)
    many = 2000
    late = np.where(np.arange(many) % 2 == 0, 0.97, 0.5)
    found = ends(Scores(np.zeros(many, dtype=np.int64), late, late, np.ones(many, dtype=np.bool_)))
    assert found.upper[0, 0] > 0.97
    assert found.lower.shape == (2, CLASSES)
    narrow = np.linspace(0.2, 0.8, many)  # the law is too wide: all lay in its middle
    found = ends(Scores(np.zeros(many, dtype=np.int64), narrow, narrow, np.ones(many, dtype=np.bool_)))
    assert found.lower[0, 0] == pytest.approx(0.12)
    assert found.upper[0, 0] == pytest.approx(0.88)


def test_parcels_under_way_push_the_upper_end_out() -> None:
    values = np.linspace(0.01, 0.8, 500)
    seen = np.ones(500, dtype=np.bool_)
    place = np.zeros(500, dtype=np.int64)
    done = ends(Scores(place, values, values, seen)).upper[0, 0]
    seen[250:] = False
    assert ends(Scores(place, values, values, seen)).upper[0, 0] > done
