"""Rates: intervals, verdicts, changes and quantiles, by sums written out."""

from __future__ import annotations

import pytest

from fahuo.figures.domain.columns import AT, LABEL_ENDS, bucket
from fahuo.figures.domain.parcel import was_troubled
from fahuo.figures.domain.rates import BY_KEY, NOTHING, Quantile, Verdict, change, quantile, rate, wilson
from fahuo.figures.web.words import percent
from fahuo.tracking.domain.marks import number_of, pack
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone


def counts(**columns: int) -> tuple[int, ...]:
    found = list(NOTHING)
    for name, number in columns.items():
        found[AT[name]] = number
    return tuple(found)


@pytest.mark.parametrize(
    ("met", "due", "low", "high"),
    [
        (90, 100, 0.8256, 0.9448),  # Brown, Cai, DasGupta (2001): the interval of Wilson's score
        (0, 10, 0.0, 0.2775),  # 1.96² / (10 + 1.96²)
        (10, 10, 0.7225, 1.0),
        (0, 0, 0.0, 1.0),
        (995, 1000, 0.9883, 0.9979),
    ],
)
def test_intervals(met: int, due: int, low: float, high: float) -> None:
    assert wilson(met, due) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("met", "due", "verdict"),
    [
        (0, 0, Verdict.NONE),
        (0, 29, Verdict.TOO_FEW),
        (30, 30, Verdict.MET),
        (995, 1000, Verdict.MET),
        (994, 1000, Verdict.OPEN),  # 98.7 to 99.7: may be chance
        (970, 1000, Verdict.MISSED),
    ],
)
def test_verdicts_on_tracking(met: int, due: int, verdict: Verdict) -> None:
    found = rate(counts(tracking_met=met, tracking_due=due, parcels=due + 5), BY_KEY["tracking"])
    assert found.verdict == verdict
    assert found.waiting == 5


def test_all_is_below_all_and_never_red() -> None:
    assert rate(counts(label_met=1, label_due=1000, orders=1000), BY_KEY["label"]).verdict == Verdict.OPEN
    assert rate(counts(on_time_met=1, on_time_due=1000), BY_KEY["on_time"]).verdict == Verdict.NO_TARGET


@pytest.mark.parametrize(
    ("now", "before", "moved"),
    [
        ((90, 100), (50, 100), 0.4),
        ((90, 100), (88, 100), None),
        ((20, 20), (0, 100), None),
        ((100, 100), (50, 50), None),
    ],
)
def test_changes(now: tuple[int, int], before: tuple[int, int], moved: float | None) -> None:
    rates = [rate(counts(pickup_met=met, pickup_due=due), BY_KEY["pickup"]) for met, due in (now, before)]
    assert change(*rates) == (None if moved is None else pytest.approx(moved))


@pytest.mark.parametrize(
    ("key", "among"),
    # "promised": of parcels promised in 10 and in 40 days, the first month's rate is one of the 10 days' alone.
    [("lost", "parcels"), ("exception", "parcels"), ("dispute", "parcels"), ("on_time", "promised")],
)
def test_ends_are_compared_when_nearly_all_have_one(key: str, among: str) -> None:
    measure = BY_KEY[key]
    old = rate(counts(**{measure.met: 100, measure.due: 1000, among: 1000}), measure)
    ripe = rate(counts(**{measure.met: 10, measure.due: 950, among: 1000}), measure)
    young = rate(counts(**{measure.met: 10, measure.due: 949, among: 1000}), measure)
    assert change(ripe, old) == pytest.approx(10 / 950 - 0.1)
    assert change(young, old) is None
    assert change(old, young) is None


@pytest.mark.parametrize(
    ("held", "share", "wanted"),
    [
        ({}, 0.5, None),
        ({"label_0": 10}, 0.5, Quantile(0.125)),  # half of the first quarter of an hour
        ({"label_2": 10, "label_3": 10}, 0.5, Quantile(1.0)),
        ({"label_2": 10, "label_3": 10}, 0.9, Quantile(1.8)),  # 1 h + (18 − 10) / 10 of an hour
        ({"label_0": 1, "label_8": 9}, 0.5, Quantile(72.0, is_above=True)),
    ],
)
def test_quantiles(held: dict[str, int], share: float, wanted: Quantile | None) -> None:
    found = quantile(counts(**held), "label", share)
    assert (found and (round(found.value, 6), found.is_above)) == (wanted and (wanted.value, wanted.is_above))


@pytest.mark.parametrize(("hours", "place"), [(0.0, 0), (0.25, 0), (2.0, 3), (2.0000001, 4), (72.0, 7), (1000.0, 8)])
def test_buckets(hours: float, place: int) -> None:
    assert bucket(hours, LABEL_ENDS) == place


@pytest.mark.parametrize(
    ("met", "due", "key", "text"),
    [
        (99_996, 100_000, "label", "99.9 %"),  # not all
        (7, 7, "label", "100.0 %"),
        (99_499, 100_000, "tracking", "99.49 %"),  # does not look like the target
        (995, 1000, "tracking", "99.50 %"),
        (2, 3, "tracking", "66.66 %"),
        (1, 100_000, "lost", "0.01 %"),  # not none
        (1, 3, "lost", "33.34 %"),
        (7, 100, "lost", "7.00 %"),  # 0.07 is a little more in binary
        (0, 9, "lost", "0.00 %"),
        (0, 0, "lost", "—"),
    ],
)
def test_percentages_are_rounded_to_the_worse_side(met: int, due: int, key: str, text: str) -> None:
    measure = BY_KEY[key]
    assert percent(rate(counts(**{measure.met: met, measure.due: due}), measure)) == text


M, R = Milestone, ExceptionReason


@pytest.mark.parametrize(
    ("milestone", "reason", "troubled"),
    [
        (M.CUSTOMS_ACTION_REQUIRED, R.NONE, True), (M.HELD, R.CUSTOMS, True), (M.DELIVERY_FAILED, R.ABSENT, True),
        (M.EXCEPTION, R.ADDRESS, True), (M.DAMAGED, R.NONE, True), (M.RETURNING, R.NONE, True), (M.LOST, R.NONE, True),
        (M.HELD, R.NONE, False), (M.DELAYED, R.WEATHER, False), (M.IMPORT_CUSTOMS, R.NONE, False),
        (M.EXPIRED, R.NONE, False), (M.UNMAPPED, R.NONE, False),
    ],
)  # fmt: skip
def test_exceptions_are_what_raises_red_alerts(milestone: M, reason: R, troubled: bool) -> None:
    assert (
        was_troubled(pack({number_of(M.PICKED_UP, R.NONE): (1, 1), number_of(milestone, reason): (5, 9)})) is troubled
    )
