"""(8) The promised date: the probability of missing it, from the lane's days counted from the hand-over day."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np

from fahuo.rating.domain.table import Flags, Ints
from fahuo.routing.domain.columns import NOT_PROMISED, Floats
from fahuo.routing.domain.dimension import Dimension, HardRule, says
from fahuo.routing.domain.lane_table import LAST_DAY
from fahuo.routing.domain.route_table import RouteTable
from fahuo.routing.domain.scene import Scene, lane_rows
from fahuo.trade.service import Service


def shifts(table: RouteTable) -> Ints:
    """Return by how many days each service leaves later: 1 when the carrier's cut-off of the day has passed."""
    now = table.context.at.time()

    def missed(service: Service) -> int:
        contract = table.contract(service)
        return int(contract is not None and contract.cut_off is not None and now > contract.cut_off)

    return table.ints(missed)


def handed_over_on(table: RouteTable, column: int) -> date:
    """Return the day on which the carrier takes the parcel."""
    return table.context.on + timedelta(days=int(table.once(shifts)[column]))


def on_time(scene: Scene) -> Floats:
    """Return the probability of arriving by the promised date, parcel × service; 1 where nothing was promised."""
    table, left = scene.table, scene.columns.days_left
    day = np.minimum(left, LAST_DAY)[:, None] - table.once(shifts)
    gone = day < 0
    np.maximum(day, 0, out=day)
    day += scene.once(lane_rows) * (LAST_DAY + 1)
    found: Floats = table.lanes.on_time.ravel().take(day)
    found[gone] = 0.0  # the cut-off of the promised day has passed
    found[left == NOT_PROMISED] = 1.0
    return found


def _contributes(scene: Scene) -> Floats:
    late = 1.0 - scene.once(on_time)
    late *= scene.table.rules.weights.late
    return late


def _excludes(scene: Scene) -> Flags:
    least = scene.table.rules.weights.min_on_time
    return scene.once(on_time) < least if least > 0 else np.zeros((1, 1), dtype=np.bool_)


def chance(scene: Scene, at: int, column: int) -> float | None:
    """Return the probability for one pair, None where nothing was promised."""
    if scene.columns.days_left[at] == NOT_PROMISED:
        return None
    return round(scene.once(on_time).item(at, column), 4)


def _late(scene: Scene, at: int, service: Service) -> str:
    found = chance(scene, at, scene.table.services.index(service)) or 0.0
    return f"{found:.2f} < {scene.table.rules.weights.min_on_time:.2f}"


def _fact(scene: Scene, at: int, column: int) -> str:
    """Probability | promised date; empty when nothing was promised."""
    found = chance(scene, at, column)
    return "" if found is None else f"{found:.2f}{scene.once(_dates)[at]}"


def _dates(scene: Scene) -> list[str]:
    return [f" | {request.promised_on}" for request in scene.requests]


TOO_LATE = HardRule(_excludes, says("TOO_LATE", "promised_on", _late))
PROMISE = Dimension("promise", _fact, _contributes)
