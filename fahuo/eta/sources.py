"""Where a law comes from: how many parcels stand behind it, at which level."""

from __future__ import annotations

import numpy as np

from fahuo.eta.days import Floats, Ints
from fahuo.eta.settings import Settings
from fahuo.eta.tree import SEASONS, Level, Tree


def levels(seen: list[Floats], groups: Tree, settings: Settings) -> Ints:
    """Return for each node the level whose parcels weigh most in the law at the beginning of the stage; `seen` are the
    parcels heard at each level."""
    weights = (settings.season, settings.lane, settings.region, settings.service, settings.alike)
    shares = [heard / (heard + weight) for heard, weight in zip(seen, weights, strict=True)]
    at = (*_lane_places(groups), groups.alike[groups.service[groups.region]].repeat(SEASONS))
    rows = _chain([share[place] for share, place in zip(shares, at, strict=True)])
    area = _chain([shares[2], shares[3][groups.service], shares[4][groups.alike[groups.service]]], Level.REGION)
    service = _chain([shares[3], shares[4][groups.alike]], Level.SERVICE)
    return np.concatenate([rows, area, service, _chain([shares[4]], Level.ALIKE)])


def _lane_places(groups: Tree) -> tuple[Ints, Ints, Ints, Ints]:
    """Return for each lane in each season its place, its lane's, its region's and its service's."""
    lane = np.arange(len(groups.lanes)).repeat(SEASONS)
    return np.arange(len(lane)), lane, groups.region[lane], groups.service[groups.region[lane]]


def _chain(shares: list[Floats], first: Level = Level.SEASON) -> Ints:
    """Return where most of a law comes from when each level leaves 1 − share to the next and the last to what is
    published."""
    left, weights = np.ones_like(shares[0]), []
    for share in shares:
        weights.append(left * share)
        left = left * (1 - share)
    found: Ints = np.argmax(np.stack([*weights, left]), axis=0) + int(first)
    return found


def behind(counted: Ints, groups: Tree) -> Ints:
    """Return the delivered parcels behind each level of each node, node × level."""
    lanes = counted.reshape(-1, SEASONS).sum(axis=1)
    area = np.bincount(groups.region, lanes, len(groups.region_keys)).astype(np.int64)
    service = np.bincount(groups.service, area, len(groups.service_keys)).astype(np.int64)
    alike = np.bincount(groups.alike, service, len(groups.alike_keys)).astype(np.int64)
    own, lane, region, of_service = _lane_places(groups)
    of_alike = groups.alike[of_service]
    rows = np.stack([counted[own], lanes[lane], area[region], service[of_service], alike[of_alike]], axis=1)

    def above(columns: list[Ints], known: int) -> Ints:
        return np.stack([np.zeros_like(columns[0])] * known + columns, axis=1)

    of = groups.service, groups.alike[groups.service]
    areas = above([area, service[of[0]], alike[of[1]]], 2)
    services = above([service, alike[groups.alike]], 3)
    return np.concatenate([rows, areas, services, above([alike], 4)]).astype(np.int64)
