"""The model: intervals that are ordered, grow with the wait, narrow with parcels, hold, and know no future."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fahuo.eta.backtest import back_test
from fahuo.eta.days import LAST, LONGEST_WAIT, NEVER, is_peak
from fahuo.eta.history import History, Lane, Regions, joined
from fahuo.eta.model import Model, expect, fit
from fahuo.eta.report import is_honest, lines, worst
from fahuo.eta.stage import Stage
from fahuo.eta.stored import NOWHERE, NotOurs, from_bytes, of_published, to_bytes
from fahuo.eta.tests.pasts import TODAY, parcels
from fahuo.eta.tree import Level

DE, US, JP, FR = (Lane("S", "CN", country, (8.0, 15.0)) for country in ("DE", "US", "JP", "FR"))
EU = Regions({"DE": "EU", "FR": "EU"})


def said(model: Model, stage: Stage = Stage.LABEL, *, lane: int = 0, waited: int = 0) -> tuple[int, int, int]:
    begun = np.array([TODAY - waited], dtype=np.int32)
    node = model.groups.node(np.array([lane]), is_peak(begun))
    found = expect(model, node, np.array([stage]), begun, today=TODAY)
    return tuple(int(days[0]) - TODAY for days in (found.from_on, found.likely_on, found.until_on))


@pytest.mark.parametrize("size", [0, 1, 5, 300])
def test_intervals_are_ordered_and_never_move_back_with_the_wait(size: int) -> None:
    model = fit(parcels([size, 3], days=14, spread=0.4), [DE, US], EU, today=TODAY)
    table = model.table.astype(int)
    first, likely, last, inner_first, inner_last = np.moveaxis(table, -1, 0)
    assert (first >= 0).all()
    assert (first <= inner_first).all()
    assert (inner_first <= likely).all()
    assert (likely <= inner_last).all()
    assert (inner_last <= last).all()
    waits = np.arange(LONGEST_WAIT + 1)[None, None, :, None]
    assert (np.diff(table[..., :3] + waits, axis=2) >= 0).all()


def test_an_empty_history_says_what_is_published() -> None:
    first, likely, last = said(fit(History.empty(), [DE], EU, today=TODAY))
    assert first <= 8 <= likely <= 15 <= last
    assert said(of_published([DE], EU, today=TODAY)) == (first, likely, last)


def test_one_parcel_moves_little_and_many_move_all() -> None:
    none, one, many = (
        said(fit(parcels([count], days=30, spread=0.05), [DE], EU, today=TODAY)) for count in (0, 1, 400)
    )
    assert none[1] <= one[1] <= none[1] + 4
    assert many[1] in (29, 30, 31)
    assert many[2] - many[0] < none[2] - none[0]


def test_more_parcels_bring_the_interval_to_what_holds_nine_of_ten() -> None:
    """14 days, give or take 15 %: nine of ten come within 14 × 0.15 × 3.3 = 7 days. Two parcels cannot know that."""
    widths = []
    for count in (2, 400):
        each = [said(fit(parcels([count], days=14, spread=0.15, seed=s), [DE], EU, today=TODAY)) for s in range(3)]
        widths.append(np.mean([last - first for first, _likely, last in each]))
    assert widths[0] > widths[1]
    assert widths[1] == pytest.approx(7, abs=1)


def test_further_on_the_way_less_is_left() -> None:
    model = fit(parcels([300], days=18, spread=0.2), [DE], EU, today=TODAY)
    likely = [said(model, stage)[1] for stage in (Stage.LABEL, Stage.DEPARTED, Stage.LAST_MILE)]
    assert likely[0] > likely[1] > likely[2]


def test_all_under_way_says_not_before_today_and_not_too_soon() -> None:
    """Fifty parcels since 20 days, none delivered: the published 8 to 15 days are over, and the law moves out."""
    entered = np.full((7, 50), NEVER)
    entered[0] = TODAY - 20
    history = History.of([0] * 50, entered, [NEVER] * 50, [NEVER] * 50)
    fresh, published = said(fit(history, [DE], EU, today=TODAY)), said(fit(History.empty(), [DE], EU, today=TODAY))
    assert fresh[1] > 20 > published[1]
    assert said(fit(history, [DE], EU, today=TODAY), waited=20)[0] >= 0


def test_a_lane_of_lost_parcels_says_what_its_region_says() -> None:
    entered = np.full((7, 30), NEVER)
    entered[0] = TODAY - 50
    lost = History.of([1] * 30, entered, [NEVER] * 30, [TODAY - 10] * 30)
    model = fit(joined([parcels([200, 0], days=20, spread=0.1), lost]), [DE, FR], EU, today=TODAY)
    begun = np.array([TODAY], dtype=np.int32)
    found = expect(model, model.groups.node(np.array([1]), is_peak(begun)), np.array([0]), begun, today=TODAY)
    assert Level(found.level[0]) is Level.REGION
    assert found.parcels[0] == 200
    assert abs(said(model, lane=1)[1] - said(model)[1]) <= 1


@pytest.mark.parametrize("days", [(0.0, 0.0), (14.0, 63.0), (200.0, 400.0)])
def test_odd_published_days_still_make_days(days: tuple[float, float]) -> None:
    first, likely, last = said(fit(History.empty(), [Lane("S", "", "XX", days)], EU, today=TODAY))
    assert 0 <= first <= likely <= last <= LAST


def test_a_past_without_lanes_makes_a_model_that_knows_nobody() -> None:
    stored = from_bytes(to_bytes(fit(History.empty(), [], EU, today=TODAY), EU))
    assert stored.nodes([DE]).tolist() == [[NOWHERE, NOWHERE]]


def test_who_takes_longer_than_any_law_is_expected_at_its_end() -> None:
    """All took 300 days, which count as 120, and one waits for 400: days stay within the law."""
    model = fit(parcels([80], days=300), [DE], EU, today=TODAY)
    assert said(model)[2] == LAST
    first, likely, last = said(model, waited=400)
    assert 0 <= first <= likely <= last <= LAST


def test_a_customs_hump_is_in_the_interval() -> None:
    """One in five waits three weeks: the upper end lies behind them, the likely day does not."""
    history = joined([parcels([400], days=8, lag=40), parcels([100], days=29, lag=40)])
    _first, likely, last = said(fit(history, [DE], EU, today=TODAY))
    assert likely == 8
    assert last >= 29


def test_whom_nobody_knows_is_told_by_region_then_service_then_class() -> None:
    model = fit(parcels([300, 300], days=20, spread=0.1), [DE, US], EU, today=TODAY)
    stored = from_bytes(to_bytes(model, EU))
    assert (stored.model.table == model.table).all()
    asked = [DE, Lane("S", "CN", "FR", (8, 15)), Lane("S", "CN", "JP", (8, 15)), Lane("T", "CN", "JP", (8, 15)),
             Lane("T", "CN", "JP", (60, 90))]  # fmt: skip
    nodes = stored.nodes(asked)
    assert nodes[0].tolist() == [0, 1]
    lanes, areas = 4, len(model.groups.region_keys)
    assert [n >= lanes for n in nodes[1]] == [True, True]
    assert lanes <= nodes[1, 0] < lanes + areas <= nodes[2, 0] < nodes[3, 0]
    assert nodes[4].tolist() == [NOWHERE, NOWHERE]
    begun = np.array([TODAY], dtype=np.int32)
    found = expect(stored.model, nodes[1, :1], np.array([0]), begun, today=TODAY)
    assert Level(found.level[0]) is Level.REGION
    assert found.parcels[0] == 300


@pytest.mark.parametrize("content", [b"", b"no model", to_bytes(of_published([DE], EU, today=TODAY), EU)[:-40]])
def test_bytes_of_something_else_are_refused(content: bytes) -> None:
    with pytest.raises(NotOurs):
        from_bytes(content)


def test_what_comes_later_changes_nothing() -> None:
    """No leakage: rewrite all that happened after a day, and the model of that day is the same."""
    history = parcels([200, 40], days=14, spread=0.5)
    cut = TODAY - 40
    future = History(
        history.lane,
        np.where((history.entered > cut) & (history.entered < NEVER), history.entered + 5, history.entered),
        np.where(history.delivered_on > cut, NEVER, history.delivered_on).astype(np.int32),
        np.where(history.delivered_on > cut, cut + 3, NEVER).astype(np.int32),
    )
    assert (history.delivered_on > cut).sum() > 20
    one, other = (fit(each, [DE, US], EU, today=cut) for each in (history, future))
    assert (one.table == other.table).all()
    assert (one.parcels == other.parcels).all()
    # And it does depend on what happened before.
    assert (fit(history, [DE, US], EU, today=cut - 10).table != one.table).any()


def test_the_interval_holds_on_a_past_of_its_own() -> None:
    """A back-test of parcels that wait at customs now and then. Some 400 parcels are predicted, four times each:
    chance alone moves the share by two points; `tracking/tests/test_emulated.py` looks closer."""
    parts = [
        parcels([900, 60, 6], days=12, spread=0.3, over=220, lag=30),
        parcels([90, 6, 1], days=25, over=220, lag=30),
    ]
    history = joined(parts)
    found = back_test(history, [DE, US, JP], EU, first=TODAY - 130, last=TODAY - 40, every=30)
    table = lines(found, np.bincount(history.lane))
    assert 0.85 < table[0].held < 0.95, table[0]
    assert not is_honest(replace(table[0], held=0.93))
    assert 0.4 < table[0].held_50 < 0.65
    assert table[0].predictions == sum(one.predictions for one in table if one.part == "stage")
    assert worst(table) is not None


def test_a_back_test_without_days_is_refused() -> None:
    with pytest.raises(ValueError, match="no day"):
        back_test(parcels([5], days=9), [DE], EU, first=TODAY, last=TODAY)
