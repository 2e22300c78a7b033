"""What a back-test counts, with the sums written out; no database."""

from __future__ import annotations

import math

import numpy as np

from fahuo.routing.domain.backtest import CHOSEN, SMART, TEMPLATE, Figures, Replayed, Tally

NAN = math.nan


def figures(service: list[int], cost: list[int], days: list[float], on_time: list[float]) -> Figures:
    return Figures(
        np.array(service), np.array(cost), np.array(days), np.array(on_time), np.full(len(service), 100, dtype=np.int64)
    )


def batch() -> Replayed:
    """Three orders to DE, DE, US over services a/1 and b/2; the third was never shipped."""
    return Replayed(
        [11, 12, 13],
        ["A", "B", "C"],
        ["DE", "DE", "US"],
        ["a/1", "b/2"],
        np.array([True, True, True]),
        np.array([True, True, False]),
        {
            CHOSEN: figures([0, 0, 0], [1000, 2000, 0], [10, 10, 0], [0.9, NAN, NAN]),
            TEMPLATE: figures([1, 0, 1], [800, 2000, 500], [12, 10, 8], [0.8, NAN, 1.0]),
            SMART: figures([1, 1, 0], [800, 1900, 450], [12, 11, 9], [0.8, NAN, 0.9]),
        },
    )


def test_the_ways_are_summed_over_the_same_orders():
    tally = Tally()
    tally.add(batch())
    totals = tally.as_json()["totals"]
    # shipped: orders A and B
    assert totals["shipped"]["chosen"] == {
        "orders": 2,
        "cost": "30.00",  # 10.00 + 20.00
        "failure": "2.00",  # 2 × 1.00
        "days": 10.0,
        "on_time": 0.9,  # B was promised nothing
    }
    assert totals["shipped"]["template"]["cost"] == "28.00"  # 8.00 + 20.00
    assert totals["shipped"]["smart"]["cost"] == "27.00"  # 8.00 + 19.00
    # all: A, B and C
    assert totals["all"]["template"]["cost"] == "33.00"  # 8.00 + 20.00 + 5.00
    assert totals["all"]["template"]["days"] == 10.0  # (12 + 10 + 8) ÷ 3
    assert totals["all"]["template"]["on_time"] == 0.9  # (0.8 + 1.0) ÷ 2
    assert totals["all"]["smart"]["cost"] == "31.50"  # 8.00 + 19.00 + 4.50
    assert "chosen" not in totals["all"]


def test_groups_and_moves():
    tally = Tally()
    tally.add(batch())
    result = tally.as_json()
    assert [(row["country"], row["all"]["template"]["cost"]) for row in result["by_country"]] == [
        ("DE", "28.00"),
        ("US", "5.00"),
    ]
    services = {row["service"]: row["shipped"] for row in result["by_service"]}
    assert services["a/1"]["chosen"]["orders"] == 2
    assert services["a/1"]["template"]["orders"] == 1
    assert services["b/2"]["template"]["cost"] == "8.00"
    assert result["moved"] == [
        {"basis": "all", "from": "a/1", "to": "b/2", "orders": 1, "saving": "-0.50"},  # C: 4.50 − 5.00
        {"basis": "all", "from": "b/2", "to": "a/1", "orders": 1, "saving": "-1.00"},  # B: 19.00 − 20.00
        {"basis": "shipped", "from": "a/1", "to": "b/2", "orders": 1, "saving": "2.00"},  # A: 10.00 − 8.00
    ]
    assert [(row["order"], row["saving"]) for row in result["examples"]] == [
        ("A", "2.00"),
        ("B", "-1.00"),
        ("C", "-0.50"),
    ]


def test_chunks_do_not_change_the_sums():
    twice = Tally()
    twice.add(batch())
    twice.add(batch())
    result = twice.as_json()
    assert result["counts"]["orders"] == 6
    assert result["totals"]["all"]["template"]["cost"] == "66.00"
    assert result["totals"]["all"]["template"]["days"] == 10.0


def test_only_the_largest_differences_are_kept():
    tally = Tally()
    for cost in range(100, 2000, 100):
        one = batch()
        one.ways[CHOSEN].cost[0] = 800 + cost
        tally.add(one)
    gains = [row["saving"] for row in tally.as_json()["examples"] if not row["saving"].startswith("-")]
    assert gains == ["19.00", "18.00", "17.00", "16.00", "15.00"]


def test_an_order_that_nothing_takes_is_compared_with_nothing():
    tally = Tally()
    one = batch()
    one.taken[:] = False
    tally.add(one)
    result = tally.as_json()
    assert result["counts"]["no_service"] == 3
    assert result["totals"]["all"]["template"] == {
        "orders": 0, "cost": "0.00", "failure": "0.00", "days": None, "on_time": None,
    }  # fmt: skip
