"""(10) Expected days of transit and their spread."""

from __future__ import annotations

import numpy as np

from fahuo.routing.domain.columns import Floats
from fahuo.routing.domain.dimension import Dimension
from fahuo.routing.domain.route_table import RouteTable, by_lane
from fahuo.routing.domain.scene import Scene


def _worth(table: RouteTable) -> Floats:
    """In time and past the ship-by date, one above the other: country × service."""
    weights = table.rules.weights
    mean, spread = by_lane(table, table.lanes.mean), by_lane(table, table.lanes.spread) * weights.per_spread_day
    return np.vstack([mean * weights.per_day + spread, mean * weights.ship_late_per_day + spread])


def _contributes(scene: Scene) -> Floats:
    worth = scene.table.once(_worth)
    return worth[scene.parcels.country + scene.columns.late * (len(worth) // 2)]


def _fact(scene: Scene, at: int, column: int) -> str:
    """Expected calendar days | their standard deviation | LATE when the order is past its ship-by date."""
    lanes = scene.table.lanes
    row = lanes.lane.item(scene.parcels.country[at], column)
    return f"{lanes.mean.item(row):.1f} | {lanes.spread.item(row):.1f} | {'LATE' if scene.columns.late[at] else ''}"


TRANSIT = Dimension("transit", _fact, _contributes)
