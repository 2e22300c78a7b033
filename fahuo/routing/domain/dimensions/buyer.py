"""(7) The buyer: the level he chose, and how earlier parcels to him ended."""

from __future__ import annotations

import numpy as np

from fahuo.routing.domain.columns import Floats
from fahuo.routing.domain.dimension import Dimension
from fahuo.routing.domain.route_table import RouteTable
from fahuo.routing.domain.scene import Scene
from fahuo.trade.service import ServiceLevel

# Disputes are expected this many times as often at most, however many earlier parcels went wrong.
MOST = 3


def dispute_factor(failures: Floats) -> Floats:
    """Return how many times as often a dispute is expected: 1 + earlier failures, at most MOST."""
    return np.minimum(1.0 + failures, MOST)


def steps(table: RouteTable) -> Floats:
    """Return levels faster (+) or slower (−) than chosen: chosen level (the last place is "not known") × service."""
    speed = table.rules.weights.speed
    offered = np.array([speed[service.level] for service in table.services], dtype=np.float64)
    chosen = np.array([speed[level] for level in ServiceLevel], dtype=np.float64)
    return np.vstack([offered - chosen[:, None], np.zeros(len(offered))])


def _apart(table: RouteTable) -> list[list[str]]:
    """The steps in words, empty when the choice is not known."""
    return [
        *([f"{step:+.0f}" for step in level] for level in table.once(steps)[:-1].tolist()),
        [""] * len(table.services),
    ]


def _worth(table: RouteTable) -> Floats:
    weights, apart = table.rules.weights, table.once(steps)
    return np.where(apart < 0, -apart * weights.slower_level, apart * weights.faster_level)


def _contributes(scene: Scene) -> Floats:
    return scene.table.once(_worth)[scene.columns.level]  # −1 is the last place


def _fact(scene: Scene, at: int, column: int) -> str:
    """Levels faster (+) or slower (−), empty when the choice is not known | earlier parcels that went wrong."""
    columns = scene.columns
    return f"{scene.table.once(_apart)[columns.level.item(at)][column]} | {columns.failures.item(at)}"


BUYER = Dimension("buyer", _fact, _contributes)
