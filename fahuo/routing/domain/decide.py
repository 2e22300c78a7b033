"""Who decides: the recommendation or the seller's template; and which parcels a carrier's last places go to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fahuo.rating.domain.table import Flags, Ints
from fahuo.routing.domain.columns import RouteColumns
from fahuo.routing.domain.dimensions import CAPACITY_FULL
from fahuo.routing.domain.route_table import RouteTable
from fahuo.routing.domain.templates import Templates
from fahuo.routing.domain.weighing import Weighed, best

# Scores are sums of hundredths; less than this is no difference.
_NOTHING = 0.005


@dataclass(frozen=True, slots=True)
class Decision:
    """Of each parcel the column of the `winner`, the first `template` that matches (both −1 for none), and whether the
    template's service was `used`."""

    winner: Ints
    template: Ints
    used: Flags


def decide(weighed: Weighed, columns: RouteColumns, table: RouteTable, templates: Templates | None) -> Decision:
    """Return who wins each parcel.

    `smart_first`: the lowest score, unless the template's service is open and at most `smart_margin` above it.
    Otherwise the template's service if it is open, else the lowest score.
    """
    lowest = best(weighed.total)
    if templates is None or not templates.rows:
        nothing = np.full(len(lowest), -1, dtype=np.int64)
        return Decision(lowest, nothing, np.zeros(len(lowest), dtype=np.bool_))
    parcels = columns.parcels
    matched = templates.first_match(parcels.country, parcels.weight_g, columns.level, parcels.cargo)
    column_at = {service.key: column for column, service in enumerate(table.services)}
    wanted = np.array([*(column_at.get(key, -1) for key in templates.service_of), -1], dtype=np.int64)[matched]
    every = np.arange(len(lowest))
    asked = weighed.total[every, wanted]
    used = (wanted >= 0) & np.isfinite(asked)
    if templates.smart_first:
        ceiling = np.where(lowest >= 0, weighed.total[every, lowest], np.inf) + float(templates.smart_margin)
        used &= asked <= ceiling + _NOTHING
    return Decision(np.where(used, wanted, lowest), matched, used)


def settle(weighed: Weighed, columns: RouteColumns, table: RouteTable, templates: Templates | None) -> Decision:
    """Decide so that no carrier gets more parcels than it takes today; `weighed` is marked with what gave way.

    A carrier with too many keeps those that would lose most by going elsewhere; the others find it full and choose
    again, until all fit. Of equal ones the first in the batch stay.
    """
    while True:
        decision = decide(weighed, columns, table, templates)
        moved = [_give_way(weighed, decision, left, own) for left, own in table.once(_limited)]
        if not any(moved):
            return decision


def _limited(table: RouteTable) -> list[tuple[int, Flags]]:
    """Return the capacity left and the columns of the carriers that have a limit, as flags; the last place is none."""
    found = []
    for carrier, contract in sorted(table.context.contracts.items()):
        own = np.array([*(service.carrier == carrier for service in table.services), False])
        if contract.capacity_left is not None and own.any():
            found.append((contract.capacity_left, own))
    return found


def _give_way(weighed: Weighed, decision: Decision, left: int, flags: Flags) -> bool:
    rows = np.flatnonzero(flags[decision.winner])
    if len(rows) <= left:
        return False
    own = np.flatnonzero(flags)
    here = weighed.total[rows, decision.winner[rows]]
    elsewhere = weighed.total[rows]
    elsewhere[:, own] = np.inf
    regret = elsewhere.min(axis=1) - here
    full = rows[np.argsort(-regret, kind="stable")[left:]]
    pairs = np.ix_(full, own)
    weighed.excluded[pairs] = np.where(weighed.excluded[pairs] == 0, CAPACITY_FULL, weighed.excluded[pairs])
    weighed.total[pairs] = np.inf
    return True
