"""Pricing: one parcel with its reasons, or a batch over all services."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from fahuo.rating import queries
from fahuo.rating.domain import single
from fahuo.rating.domain.bulk import BatchRates, columns, rate_columns
from fahuo.rating.domain.case import case
from fahuo.rating.domain.rules import RateRequest
from fahuo.rating.domain.table import RateTable, compile_table
from fahuo.trade.charge import Rate
from fahuo.trade.problem import Problem
from fahuo.trade.service import Service


@lru_cache(maxsize=64)
def rate_table(*, on: date) -> RateTable:
    """Return all services with their sheets in force on a day, ready for a batch."""
    return compile_table(queries.services(), queries.sheets_in_force(on=on), queries.price_rules(on=on), on=on)


def rate(request: RateRequest, service: Service, *, on: date) -> Rate | Problem:
    """Return what the service costs on that day, every charge shown, or the problem that leaves it without a price."""
    sheet = queries.sheets_in_force(on=on).get(service.key)
    ddp = sheet is not None and single.prepays(service, sheet, request.country)
    return single.rate(service, sheet, case(request, queries.price_rules(on=on)), on=on, ddp=ddp)


def rate_batch(requests: Sequence[RateRequest], *, on: date) -> BatchRates:
    """Return totals of every parcel over every service of `rate_table(on=on)`, in the order given."""
    table = rate_table(on=on)
    return rate_columns(columns([case(request, table.rules) for request in requests], table), table)
