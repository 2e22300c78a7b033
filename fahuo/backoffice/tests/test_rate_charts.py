"""Charts of shares by day: gaps, lone days, axes and targets."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from fahuo.backoffice.rate_charts import LEFT, rate_chart

FIRST = date(2026, 11, 1)


def course(*shares: float | None) -> list[tuple[date, float | None]]:
    return [(FIRST + timedelta(days=place), share) for place, share in enumerate(shares)]


def test_a_day_without_parcels_is_a_gap_and_a_lone_day_a_mark() -> None:
    chart = rate_chart(course(0.9, 0.95, None, 0.92, None))
    assert chart.path.count("M") == 1
    assert chart.path.count("L") == 1
    assert len(chart.marks) == 3


def test_a_long_line_keeps_its_lone_days_and_its_end() -> None:
    shares = [0.9] * 100
    shares[40] = None
    shares[42] = None
    chart = rate_chart(course(*shares))
    assert len(chart.marks) == 2
    assert chart.marks[-1][0] == pytest.approx(chart.right, abs=0.2)


def test_nothing_at_all_is_an_empty_frame() -> None:
    for shares in ((), (None, None)):
        chart = rate_chart(course(*shares), target=0.995)
        assert (chart.path, chart.marks) == ("", ())
        assert chart.top <= (chart.target_y or 0) <= chart.bottom


@pytest.mark.parametrize("shares", [(1.0,), (0.0, 1.0), (0.9951, 0.9949), (0.31,), (0.0,), (0.999999, 1.0)])
@pytest.mark.parametrize("ceiling", [True, False])
@pytest.mark.parametrize("target", [None, 0.995, 1.0])
def test_everything_lies_within_the_plot(shares: tuple[float, ...], ceiling: bool, target: float | None) -> None:
    chart = rate_chart(course(*shares), ceiling=ceiling, target=target)
    for x, y in chart.marks:
        assert LEFT <= x <= chart.right + 0.1
        assert chart.top - 0.1 <= y <= chart.bottom + 0.1
    assert len(chart.shares) >= 2
    assert all(0 <= float(tick.words.removesuffix(" %")) <= 100 for tick in chart.shares)


def test_the_words_of_a_target_of_all_stand_above_the_plot_and_cover_no_mark() -> None:
    """They stand 6 units above their line and are 11 px high, of which 3 hang below."""
    chart = rate_chart(course(1.0, 1.0), target=1.0)
    assert chart.target_y is not None
    assert chart.target_y - 6 - 8 >= 0
    assert chart.target_y - 6 + 3 <= min(y for _x, y in chart.marks)


def test_days_under_the_axis() -> None:
    assert [tick.words for tick in rate_chart(course(*[0.5] * 30)).days] == ["11-01", "11-16", "11-30"]
    assert [tick.words for tick in rate_chart(course(*[0.5] * 365)).days][:2] == ["2026-11", "2027-01"]


@pytest.mark.parametrize("shares", [(1.0,), (0.985, 1.0), (0.9951, 0.9949), (0.0,)])
def test_the_words_of_the_axis_are_not_cut(shares: tuple[float, ...]) -> None:
    """A digit of 12 px is some 6.6 units wide, a per cent sign 11, and 6 units lie between the words and the plot."""
    chart = rate_chart(course(*shares), target=1.0)
    assert all(6.6 * (len(tick.words) - 2) + 14 + 6 <= chart.left for tick in chart.shares)
