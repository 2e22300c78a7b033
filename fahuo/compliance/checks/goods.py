"""Goods lines: what customs must be told of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from fahuo.compliance.case import Case, Ordered
from fahuo.trade.problem import Problem


def hs_code_given(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """Every known goods line has an HS code (SD-02)."""
    return (_at(line, code, "hs_code", line.sku) for line in case.ordered if line.goods and not line.goods.hs_code)


def origin_given(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """Above a value in USD every line states where it was made (SD-01)."""
    usd = _in_usd(case)
    if usd is None or usd <= Decimal(value):
        return
    for line in case.ordered:
        if line.goods and not line.goods.origin:
            yield _at(line, code, "origin", f"{line.sku}, {usd} USD")


def _in_usd(case: Case) -> Decimal | None:
    """Return the declared value in US dollars, None while it or its rate is unknown."""
    if case.value is None:
        return None
    if case.value.currency == "USD":
        return case.value.amount
    rate = case.to_usd.get(case.value.currency)
    return None if rate is None else case.value.amount * rate


def _at(line: Ordered, code: str, field: str, detail: str) -> Problem:
    return Problem(code, f"lines[{line.position}].{field}", detail)


CHECKS: Mapping[str, Any] = {"hs_code_given": hs_code_given, "origin_given": origin_given}
