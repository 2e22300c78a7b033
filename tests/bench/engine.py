"""The two engines behind one face, so that a benchmark says only what it measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from fahuo.rating.domain import single
from fahuo.rating.domain.bulk import BatchRates, Columns, columns, rate_columns
from fahuo.rating.domain.case import case
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
    return [
        _rate(service, sheet, one, compiled) for service, sheet in zip(compiled.services, compiled.sheets, strict=True)
    ]


def _rate(service: Service, sheet: RateSheet | None, one: object, compiled: RateTable) -> Rate | Problem:
    ddp = sheet is not None and single.prepays(service, sheet, one.request.country)
    return single.rate(service, sheet, one, on=compiled.on, ddp=ddp)
