"""A batch of parcels over all services in one pass. A test holds it to the cent of `single`.

Parcels are taken in lots and services in blocks, so that the arrays of one step stay in the processor's cache: for a
large batch one service at a time, for a small one all services at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from fahuo.rating.domain.cells import PRICED
from fahuo.rating.domain.columns import Columns, columns
from fahuo.rating.domain.exact import Flags, Floats, Ints
from fahuo.rating.domain.freight import Priced, Pricing
from fahuo.rating.domain.lots import Lot, lots
from fahuo.rating.domain.rules import MonthVolume
from fahuo.rating.domain.selection import Block, Chosen
from fahuo.rating.domain.table import CODES, OVERWEIGHT, RateTable
from fahuo.rating.domain.terms import rebates
from fahuo.trade.charge import ChargeKind

__all__ = ["CODES", "KINDS", "OVERWEIGHT", "BatchRates", "Columns", "breakdown", "columns", "rate_columns"]

KINDS = tuple(ChargeKind)
_PLACE = {kind: place for place, kind in enumerate(KINDS)}
PAIRS = 16384
NO_VOLUMES: Mapping[str, MonthVolume] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class BatchRates:
    """Parcel × service: total and net (the total less the expected rebate) in minor units of the sheet's currency,
    −1 where `code` (a place in `CODES`) says why there is none; `prepaid`: delivered duties paid. `charges`: kind (as
    in `KINDS`) × parcel × service, where asked for; they mean nothing where there is no price."""

    total: Ints
    net: Ints
    code: npt.NDArray[np.int8]
    prepaid: Flags
    charges: Ints | None = None


def rate_columns(
    batch: Columns, table: RateTable, *, volumes: Mapping[str, MonthVolume] = NO_VOLUMES, itemised: bool = False
) -> BatchRates:
    """Price every parcel over every service. `volumes` by carrier decide the rebates; `itemised`: with every charge."""
    services, rebate = len(table.services), rebates(table.services, table.sheets, volumes)
    total = np.empty((services, len(batch)), dtype=np.int64)
    net = np.empty_like(total) if rebate.any() else total
    code = np.zeros(total.shape, dtype=np.int8)
    charges = np.zeros((len(KINDS), *total.shape), dtype=np.int64) if itemised else None
    for some in lots(batch, table):
        step = max(1, PAIRS // len(some))
        for start in range(0, services, step):
            end = min(start + step, services)
            found = Pricing(table, some, Block(start, end), rebate, {} if itemised else None).price()
            here = slice(start, end), slice(some.start, some.end)
            _write(found, total[here], net[here], code[here])
            if charges is not None:
                _itemise(found, charges[:, *here])
    prepaid = table.prepaid.take(batch.country, axis=1).T
    return BatchRates(total.T, net.T, code.T, prepaid, None if charges is None else charges.transpose(0, 2, 1))


def _write(found: Priced, total: Ints, net: Ints, code: npt.NDArray[np.int8]) -> None:
    refused = found.cell < PRICED
    if refused.any():
        np.copyto(code, found.cell, where=refused, casting="unsafe")
        np.copyto(found.total, -1, where=refused)
        np.copyto(found.net, -1, where=refused)
    np.copyto(total, found.total, casting="unsafe")
    if net.base is not total.base:
        np.copyto(net, found.net, casting="unsafe")


def breakdown(
    batch: Columns, table: RateTable, column_of_parcel: Ints, *, volumes: Mapping[str, MonthVolume] = NO_VOLUMES
) -> Ints:
    """Return every charge of one service per parcel: kind (as in `KINDS`) × parcel, in minor units.

    Reductions are negative; a parcel whose column is −1 or has no price has only zeros. The sum of all kinds is the net
    price, without `REBATE` the total. For all services of one parcel name it once for each: `batch.take`.
    """
    rebate = rebates(table.services, table.sheets, volumes)
    result = np.zeros((len(KINDS), len(batch)), dtype=np.int64)
    for some in lots(batch, table):
        here = slice(some.start, some.end)
        column = column_of_parcel[here]
        _charges(some, table, np.maximum(column, 0), rebate, result[:, here])
        result[:, here] *= column >= 0
    return result


def _charges(some: Lot, table: RateTable, column: Ints, rebate: Floats, into: Ints) -> None:
    found = Pricing(table, some, Chosen(column), rebate, {}).price()
    _itemise(found, into[:, None])
    into *= found.cell[0] >= PRICED


def _itemise(found: Priced, into: Ints) -> None:
    """Write the charges as kind × service × parcel."""
    for kind, (amount, at) in (found.charges or {}).items():
        into[_PLACE[kind]][:, slice(None) if at is None else at] = amount
