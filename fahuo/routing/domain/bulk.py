"""Many parcels from columns to winners: no objects, a piece at a time so that the arrays stay in the cache."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fahuo.rating.domain.bulk import rate_columns
from fahuo.rating.domain.rules import MonthVolume
from fahuo.rating.domain.table import Ints
from fahuo.routing.domain.columns import Floats, RouteColumns
from fahuo.routing.domain.decide import Decision, settle
from fahuo.routing.domain.prices import prices_of
from fahuo.routing.domain.route_table import RouteTable
from fahuo.routing.domain.scene import Scene
from fahuo.routing.domain.templates import Templates
from fahuo.routing.domain.weighing import Rules, Weighed, weigh

PIECE = 2_000


@dataclass(frozen=True, slots=True)
class Routed:
    """`decision` by parcel; `excluded` (place in RULES from 1, 0 for none) and `total` (infinite where excluded)
    parcel × service."""

    decision: Decision
    excluded: Rules
    total: Floats

    @property
    def winner(self) -> Ints:
        """Column of the service that takes each parcel, −1 for none."""
        return self.decision.winner


def route_columns(columns: RouteColumns, table: RouteTable, templates: Templates | None = None) -> Routed:
    """Return who takes each parcel, at which score, and what excludes the other services."""
    shape = (len(columns), len(table.services))
    weighed = Weighed(np.empty(shape, dtype=np.int8), np.empty(shape))
    for first in range(0, len(columns), PIECE):
        piece = slice(first, first + PIECE)
        found = weigh(scene_of(columns.take(np.arange(first, min(first + PIECE, len(columns)))), table))
        weighed.excluded[piece], weighed.total[piece] = found.excluded, found.total
    return Routed(settle(weighed, columns, table, templates), weighed.excluded, weighed.total)


def scene_of(columns: RouteColumns, table: RouteTable, *, itemised: bool = False) -> Scene:
    """Return the parcels with their prices; `itemised`: with every charge of them."""
    rates = rate_columns(columns.parcels, table.rate, volumes=table.once(volumes), itemised=itemised)
    return Scene(columns, prices_of(rates), table)


def volumes(table: RouteTable) -> dict[str, MonthVolume]:
    """Return the month's parcels by carrier; `table.once` keeps them."""
    return table.context.volumes()
