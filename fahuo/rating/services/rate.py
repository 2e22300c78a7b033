"""Pricing: one parcel with its reasons, and the table with which a batch is priced over all services."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from datetime import date
from threading import Lock

from fahuo.rating import queries
from fahuo.rating.domain import single
from fahuo.rating.domain.case import case
from fahuo.rating.domain.rules import MonthVolume, RateRequest
from fahuo.rating.domain.table import RateTable, compile_table
from fahuo.trade.charge import Rate
from fahuo.trade.problem import Problem
from fahuo.trade.service import Service

_MOST = 16  # tables kept; one of 84 sheets takes about 20 MB
_kept: OrderedDict[object, RateTable] = OrderedDict()
_lock = Lock()


def rate_table(*, on: date, seller_id: int | None = None) -> RateTable:
    """Return all services with their sheets in force on a day, ready for a batch.

    With a seller: as `sheets_in_force` gives them and with the seller's own services, made again when one of these, a
    version or a contract of the seller changes.
    """
    services, rules = queries.services(seller_id), queries.price_rules(on=on)
    # A table holds what it was made of, so this identity cannot come to mean something else while it is kept.
    key = (on, services, id(rules), seller_id, _state(on, seller_id))
    with _lock:
        if key not in _kept:
            sheets = queries.sheets_in_force(on=on, seller_id=seller_id)
            _kept[key] = compile_table(services, sheets, rules, on=on)
            while len(_kept) > _MOST:
                _kept.popitem(last=False)
        _kept.move_to_end(key)
        return _kept[key]


def _state(on: date, seller_id: int | None) -> Hashable:
    """Return what changes with the sheets in force: one query for a seller, none for the shipped samples."""
    if seller_id is not None:
        return queries.revision(seller_id)
    return tuple(id(sheet) for sheet in queries.sheets_in_force(on=on).values())


def rate(
    request: RateRequest,
    service: Service,
    *,
    on: date,
    seller_id: int | None = None,
    volume: MonthVolume = single.NO_VOLUME,
) -> Rate | Problem:
    """Return what the service costs on that day, every charge shown, or the problem that leaves it without a price."""
    sheet = queries.sheets_in_force(on=on, seller_id=seller_id).get(service.key)
    ddp = sheet is not None and single.prepays(service, sheet, request.country)
    one = case(request, queries.price_rules(on=on))
    return single.rate(service, sheet, one, on=on, ddp=ddp, volume=volume)
