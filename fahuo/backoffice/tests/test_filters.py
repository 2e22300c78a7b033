"""Chips and charts: figures worked out by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fahuo.backoffice.charts import Bar, bars
from fahuo.backoffice.filters import Cell, Cube, choices

CELLS = (
    Cell({"state": ("READY",), "country": ("DE",), "problem": ()}, 5),
    Cell({"state": ("READY",), "country": ("US",), "problem": ()}, 7),
    Cell({"state": ("BLOCKED",), "country": ("DE",), "problem": ("PHONE", "POSTCODE")}, 2),
    Cell({"state": ("BLOCKED",), "country": ("US",), "problem": ("PHONE",)}, 3),
)


@pytest.mark.parametrize(
    ("chosen", "facet", "counts", "total"),
    [
        ({}, "state", {"READY": 12, "BLOCKED": 5}, 17),  # 5 + 7, 2 + 3
        ({}, "problem", {"PHONE": 5, "POSTCODE": 2}, 17),  # an order with two problems counts at both
        ({"country": "DE"}, "state", {"READY": 5, "BLOCKED": 2}, 7),
        ({"state": "BLOCKED"}, "state", {"READY": 12, "BLOCKED": 5}, 5),  # a facet ignores its own choice
        ({"problem": "POSTCODE"}, "country", {"DE": 2}, 2),
        ({"country": "FR"}, "state", {}, 0),
    ],
)
def test_counts_respect_all_other_filters(chosen, facet, counts, total):
    cube = Cube(CELLS, chosen)
    assert cube.counts(facet) == counts
    assert cube.total() == total
    assert cube.all_counts("state") == {"READY": 12, "BLOCKED": 5}


def test_choosing_the_chosen_takes_the_filter_away():
    labels = [("READY", "Ready", "good"), ("BLOCKED", "Blocked", "bad")]
    ready, blocked = choices("state", labels, {"READY": 12}, path="/orders", query={"state": "READY", "country": "DE"})
    assert (ready.chosen, ready.address, ready.count) == (True, "/orders?country=DE", 12)
    assert (blocked.chosen, blocked.address, blocked.count) == (False, "/orders?state=BLOCKED&country=DE", 0)


def test_the_largest_bar_fills_the_width():
    rows = [("YunExpress", Decimal(80), "80.00 CNY"), ("Yanwen", Decimal(20), "20.00 CNY"), ("4PX", Decimal(0), "0")]
    assert bars(rows) == (
        Bar("YunExpress", "80.00 CNY", 0, 100.0),
        Bar("Yanwen", "20.00 CNY", 22, 25.0),  # 20 ÷ 80
        Bar("4PX", "0", 44, 0.0),
    )
    assert bars([("none", Decimal(0), "0")])[0].width == 0
