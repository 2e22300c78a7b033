"""Goods lines: what customs must be told of each, and the papers of what may burn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from fahuo.compliance.amounts import in_usd
from fahuo.compliance.case import Case, Ordered
from fahuo.trade.problem import Problem


def hs_code_given(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """Every known goods line has an HS code (SD-02)."""
    return [_at(line, code, "hs_code", line.sku) for line in case.ordered if line.goods and not line.goods.hs_code]


def origin_given(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """Above a value in US dollars every line states where it was made (SD-01)."""
    without = [line for line in case.ordered if line.goods and not line.goods.origin]
    usd = in_usd(case, case.value) if without and case.value else None
    if usd is None or usd <= Decimal(value):
        return ()
    return [_at(line, code, "origin", f"{line.sku}, {usd} USD") for line in without]


def battery_papers(case: Case, code: str, value: Any, on: date) -> Iterable[Problem]:
    """Every product of a battery class has the papers that its class asks for (SD-05)."""
    return [
        _at(line, code, "papers", f"{line.sku}: {', '.join(missing)}")
        for line in case.ordered
        if line.goods and line.goods.cargo_class in value
        if (missing := sorted(set(value[line.goods.cargo_class]) - line.goods.papers))
    ]


def _at(line: Ordered, code: str, field: str, detail: str) -> Problem:
    return Problem(code, f"lines[{line.position}].{field}", detail)


CHECKS: Mapping[str, Any] = {
    "hs_code_given": hs_code_given,
    "origin_given": origin_given,
    "battery_papers": battery_papers,
}
