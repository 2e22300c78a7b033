"""(11) The carrier's record on the lane: tracking that does not come back, and slow pick-up."""

from __future__ import annotations

import numpy as np

from fahuo.routing.domain.columns import Floats
from fahuo.routing.domain.dimension import Dimension
from fahuo.routing.domain.lane_table import LaneTable
from fahuo.routing.domain.route_table import RouteTable
from fahuo.routing.domain.scene import Scene, lane_rows

# The platform wants the first carrier event within this time.
PICKUP_HOURS = 48


def _worth(table: RouteTable) -> Floats:
    weights, lanes = table.rules.weights, table.lanes
    slow = np.maximum(lanes.pickup_hours - PICKUP_HOURS, 0.0) * weights.slow_pickup_per_hour
    worth: Floats = lanes.untracked * weights.untracked + slow
    return worth


def _fact(scene: Scene, at: int, column: int) -> str:
    """Share of parcels without tracking | hours to pick-up | own parcels counted on the lane."""
    return scene.table.of_lane(_shares, scene.once(lane_rows).item(at, column))


def _shares(lanes: LaneTable, row: int) -> str:
    return f"{lanes.untracked.item(row):.3f} | {lanes.pickup_hours.item(row):.0f} | {lanes.parcels.item(row)}"


RECORD = Dimension("record", _fact, lambda scene: scene.table.once(_worth).take(scene.once(lane_rows)))
