"""The two pricing engines behind one face, so that a benchmark says only what it measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from fahuo.rating.domain import single
from fahuo.rating.domain.bulk import BatchRates, Columns, columns, rate_columns
from fahuo.rating.domain.case import Case, case
from fahuo.rating.domain.rules import PriceRules, RateRequest
from fahuo.rating.domain.sheet import RateSheet
from fahuo.rating.domain.table import RateTable, compile_table
from fahuo.trade.charge import Rate
from fahuo.trade.problem import Problem
from fahuo.trade.service import Service


def table(services: Sequence[Service], sheets: Mapping[str, RateSheet], rules: PriceRules, on: date) -> RateTable:
    """Return the compiled sheets."""
    return compile_table(services, sheets, rules, on=on)


def as_columns(requests: Sequence[RateRequest], compiled: RateTable) -> Columns:
    """Return the batch as the bulk engine's columns."""
    return columns([case(request, compiled.rules) for request in requests], compiled)


def bulk(batch: Columns, compiled: RateTable) -> BatchRates:
    """Price every order over every service."""
    return rate_columns(batch, compiled)


def singly(request: RateRequest, compiled: RateTable) -> list[Rate | Problem]:
    """Price one order over every service in `Decimal`, every charge with its working."""
    one = case(request, compiled.rules)
    return [_rate(*pair, one, compiled) for pair in zip(compiled.services, compiled.sheets, strict=True)]


def cheapest(requests: Sequence[RateRequest], compiled: RateTable) -> list[dict[str, Any]]:
    """Return of each order how many services have a price, and the cheapest with its charges."""
    rates = bulk(as_columns(requests, compiled), compiled)
    yuan = np.array([float(compiled.rules.yuan_per_unit[code]) for code in compiled.billed_in])
    worth = np.where(rates.code == 0, rates.total * yuan, np.inf)
    return [_winner(*row, compiled) for row in zip(requests, worth, strict=True)]


def _winner(request: RateRequest, worth: Any, compiled: RateTable) -> dict[str, Any]:
    place = int(worth.argmin())
    rate = _rate(compiled.services[place], compiled.sheets[place], case(request, compiled.rules), compiled)
    assert isinstance(rate, Rate)
    charges = [[charge.kind, str(charge.amount.amount)] for charge in rate.charges]
    return {"priced": int(np.isfinite(worth).sum()), "service": rate.service_key, "charges": charges}


def _rate(service: Service, sheet: RateSheet | None, one: Case, compiled: RateTable) -> Rate | Problem:
    ddp = sheet is not None and single.prepays(service, sheet, one.request.country)
    return single.rate(service, sheet, one, on=compiled.on, ddp=ddp)


def check(requests: Sequence[RateRequest], compiled: RateTable) -> None:
    """Hold bulk against single; raise `RuntimeError` at the first difference."""
    rates = bulk(as_columns(requests, compiled), compiled)
    for row, request in enumerate(requests):
        for column, expected in enumerate(singly(request, compiled)):
            total = Decimal(int(rates.total[row, column])).scaleb(-2)
            if (total != expected.total.amount) if isinstance(expected, Rate) else (rates.code[row, column] == 0):
                raise RuntimeError(f"bulk says {total}, single says {expected} of {request}")
