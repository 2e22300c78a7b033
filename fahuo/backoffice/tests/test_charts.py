"""Charts are geometry: the largest fills the width, steps hold until the next one, labels keep apart."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from django.template import engines

from fahuo.backoffice.charts import grouped_bars
from fahuo.backoffice.line_charts import LABEL_HEIGHT, LEFT, step_chart

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


def drawn(*courses: tuple[str, list[tuple[date, str | None]]], **options: int):
    numbers = [(label, [(day, None if n is None else Decimal(n)) for day, n in course]) for label, course in courses]
    return step_chart(numbers, first=FIRST, last=LAST, **options)


def test_a_step_holds_until_the_next_change_and_then_to_the_end():
    chart = drawn(("A", [(FIRST, "10"), (date(2026, 7, 2), "20")]))
    (line,) = chart.lines
    assert line.path == f"M{float(LEFT)} 274.0H314.0V12.0H580"  # 182 of 364 days lie in the middle of 48 … 580
    assert line.marks == ((48.0, 274.0), (314.0, 12.0))


def test_a_day_before_the_first_counts_as_on_it():
    assert drawn(("A", [(date(2025, 3, 1), "10"), (LAST, "20")])).lines[0].marks[0][0] == LEFT


def test_a_gap_breaks_the_line():
    chart = drawn(("A", [(FIRST, "10"), (date(2026, 4, 1), None), (date(2026, 7, 2), "20")]))
    assert chart.lines[0].path.count("M") == 2
    assert len(chart.lines[0].marks) == 2


def test_a_line_without_any_amount_is_not_drawn():
    assert [line.label for line in drawn(("A", [(FIRST, None)]), ("B", [(FIRST, "3")])).lines] == ["B"]


def test_nothing_to_draw_is_an_empty_plot():
    assert drawn().lines == ()


def test_labels_of_equal_prices_do_not_cover_each_other_and_stay_in_the_plot():
    chart = drawn(*((name, [(FIRST, "10")]) for name in "PQRSTU"), ("X", [(FIRST, "90")]))
    places = sorted(line.label_y for line in chart.lines)
    assert all(below - above >= LABEL_HEIGHT for above, below in pairwise(places))
    assert chart.top <= places[0]
    assert places[-1] <= chart.bottom


@pytest.mark.parametrize(
    ("amounts", "ticks"),
    [
        (("12", "38"), ["10", "20", "30", "40"]),
        (("101.20", "104.90"), ["101", "102", "103", "104", "105"]),
        (("0.10", "0.90"), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        (("7", "7"), ["6.0", "6.5", "7.0", "7.5", "8.0"]),
        (("0", "0"), ["-0.6", "-0.4", "-0.2", "0.0", "0.2", "0.4", "0.6"]),
    ],
)
def test_the_axis_has_round_amounts_around_what_there_is(amounts: tuple[str, str], ticks: list[str]):
    chart = drawn(("A", [(FIRST, amounts[0]), (LAST, amounts[1])]))
    assert [tick.words for tick in chart.amounts] == ticks


def test_months_have_room_for_their_words():
    assert [tick.words for tick in drawn(("A", [(FIRST, "1")])).days][:2] == ["2026-03", "2026-05"]
    narrow = [tick.words for tick in drawn(("A", [(FIRST, "1")]), width=340, room=30).days]
    assert narrow == ["2026-04", "2026-07", "2026-10"]


def test_grouped_bars_share_one_scale_and_leave_out_what_is_below_zero():
    chart = grouped_bars(
        ("then", "now"),
        [
            ("cost", [(Decimal(50), "50.00"), (Decimal(100), "100.00")]),
            ("saving", [(Decimal(-5), "-5.00"), (Decimal(0), "0")]),
        ],
    )
    assert [[bar.width for bar in group.bars] for group in chart.groups] == [[50.0, 100.0], [0.0, 0.0]]
    assert chart.groups[1].y > chart.groups[0].bars[-1].y
    assert grouped_bars(("then",), []).height == 1


def test_both_are_drawn_without_styles_or_scripts():
    chart = drawn(*((f"<{name}>", [(FIRST, "10"), (LAST, "12")]) for name in "ABCDEF"))
    grouped = grouped_bars(("<then>",), [("<cost>", [(Decimal(50), "50.00")])])
    source = """{% from "backoffice/chart_macros.html" import step_chart, line_key, grouped_chart, grouped_table %}
    {{ step_chart(chart, "prices") }}{{ line_key(chart.lines[0]) }}{{ grouped_chart(grouped, "x") }}
    {{ grouped_table(grouped, "what") }}"""
    shown = engines["jinja2"].from_string(source).render({"chart": chart, "grouped": grouped})
    assert "style=" not in shown
    assert "<script" not in shown
    assert "&lt;A&gt;" in shown
    assert "&lt;cost&gt;" in shown
