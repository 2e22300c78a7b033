"""(10) Expected days of transit and their spread."""

from __future__ import annotations

import numpy as np

from fahuo.routing.domain.columns import Floats
from fahuo.routing.domain.dimension import Dimension
from fahuo.routing.domain.lane_table import LaneTable
from fahuo.routing.domain.route_table import RouteTable
from fahuo.routing.domain.scene import Scene, lane_rows


def _worth(table: RouteTable) -> Floats:
    """What the lanes come to in time, and after them past the ship-by date."""
    weights = table.rules.weights
    mean, spread = table.lanes.mean, table.lanes.spread * weights.per_spread_day
    return np.concatenate([mean * weights.per_day + spread, mean * weights.ship_late_per_day + spread])


def _contributes(scene: Scene) -> Floats:
    past = scene.columns.late * len(scene.table.lanes.mean)
    return scene.table.once(_worth).take(scene.once(lane_rows) + past[:, None])


def _fact(scene: Scene, at: int, column: int) -> str:
    """Expected calendar days | their standard deviation | LATE when the order is past its ship-by date."""
    days = scene.table.of_lane(_days, scene.once(lane_rows).item(at, column))
    return f"{days}LATE" if scene.columns.late.item(at) else days


def _days(lanes: LaneTable, row: int) -> str:
    return f"{lanes.mean.item(row):.1f} | {lanes.spread.item(row):.1f} | "


TRANSIT = Dimension("transit", _fact, _contributes)
