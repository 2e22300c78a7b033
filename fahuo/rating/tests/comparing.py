"""The bulk engine held against the exact one, pair by pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from fahuo.rating.domain import single
from fahuo.rating.domain.bulk import CODES, KINDS, NO_VOLUMES, BatchRates, breakdown, columns, rate_columns
from fahuo.rating.domain.case import Case, case
from fahuo.rating.domain.rules import MonthVolume, RateRequest
from fahuo.rating.domain.table import Ints, RateTable, whole
from fahuo.rating.services.rate import rate_table
from fahuo.trade.charge import Rate
from fahuo.trade.money import minor_digits
from fahuo.trade.problem import Problem


def rate_batch(
    asked: Sequence[RateRequest],
    *,
    on: date,
    seller_id: int | None = None,
    volumes: Mapping[str, MonthVolume] = NO_VOLUMES,
) -> BatchRates:
    """Price a batch over all services of a day; volumes by carrier."""
    table = rate_table(on=on, seller_id=seller_id)
    return rate_columns(columns([case(request, table.rules) for request in asked], table), table, volumes=volumes)


def singly(one: Case, table: RateTable, column: int, volumes: Mapping[str, MonthVolume]) -> Rate | Problem:
    service, sheet = table.services[column], table.sheets[column]
    ddp = sheet is not None and single.prepays(service, sheet, one.request.country)
    volume = volumes.get(service.carrier, MonthVolume())
    return single.rate(service, sheet, one, on=table.on, ddp=ddp, volume=volume)


def expected(one: Case, table: RateTable, column: int, volumes: Mapping[str, MonthVolume]) -> tuple[int, ...]:
    """Return code, total, net and every charge in minor units, as bulk should give them."""
    found = singly(one, table, column, volumes)
    if isinstance(found, Problem):
        wanted = CODES[1] if one.problem else found.code
        return (CODES.index(wanted), -1, -1, *(0 for _ in KINDS))
    digits = minor_digits(found.currency)
    charges = dict.fromkeys(KINDS, 0)
    for charge in (*found.charges, *([found.rebate] if found.rebate else [])):
        charges[charge.kind] += whole(charge.amount.amount, digits)
    return (0, whole(found.total.amount, digits), whole(found.net.amount, digits), *charges.values())


def disagreements(
    cases: Sequence[Case],
    table: RateTable,
    choices: Sequence[Ints],
    volumes: Mapping[str, MonthVolume] = NO_VOLUMES,
) -> tuple[list[str], Ints]:
    """Compare for each parcel the services of `choices` (each one service per parcel).

    Return what differs, and how many pairs have each charge.
    """
    batch = columns(cases, table)
    rates = rate_columns(batch, table, volumes=volumes)
    at, wrong, seen = np.arange(len(cases)), [], np.zeros(len(KINDS), dtype=np.int64)
    for chosen in choices:
        code = rates.code[at, chosen]
        # Two codes say the same word: of the sheet's currency, and of the value's.
        code = np.array([CODES.index(name) for name in CODES])[code]
        charges = breakdown(batch, table, chosen, volumes=volumes)
        found = np.vstack([code, rates.total[at, chosen], rates.net[at, chosen], charges]).T.tolist()
        seen += (charges != 0).sum(axis=1)
        for one, column, row in zip(cases, chosen.tolist(), found, strict=True):
            wanted = expected(one, table, column, volumes)
            if tuple(row) != wanted:
                wrong.append(f"{one.request} {table.services[column].key}: {wanted} against {row}")
    return wrong, seen


def every(table: RateTable, count: int) -> list[Ints]:
    """Return a choice of each service for all of so many parcels."""
    return [np.full(count, column) for column in range(len(table.services))]
