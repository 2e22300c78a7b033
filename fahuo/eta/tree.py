"""Whose parcels a lane learns from: its season, itself, its service in its region, its service, services alike."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TypeVar

import numpy as np

from fahuo.eta.days import Floats, Ints
from fahuo.eta.history import Lane, Regions
from fahuo.eta.prior import class_of

SEASONS = 2
K = TypeVar("K", bound=Hashable)


class Level(IntEnum):
    """Where a law comes from, nearest first."""

    SEASON = 0  # parcels of the lane in this season
    LANE = 1  # parcels of the lane in any season
    REGION = 2  # the service's parcels to countries of the region
    SERVICE = 3  # the service's parcels to any country
    ALIKE = 4  # parcels of services that publish about as many days
    PUBLISHED = 5  # no parcels: the published days


@dataclass(frozen=True, slots=True)
class Tree:
    """Lanes and their groups. Each group has one parent, so a region's and a service's parcels are those of lanes that
    publish about as many days. Laws stand at nodes: first lane × season, then regions, services and classes.

    Seats number the lanes so that those of a region stand side by side, and areas the regions in that sequence.
    """

    lanes: tuple[Lane, ...]
    seat: Ints  # of each lane
    lane_at: Ints  # of each seat
    area: Ints  # of each seat
    region_at: Ints  # of each area
    region: Ints  # of each lane
    service: Ints  # of each region
    alike: Ints  # of each service
    region_keys: tuple[tuple[str, ...], ...]
    service_keys: tuple[tuple[str, ...], ...]
    alike_keys: tuple[float, ...]
    low: Floats  # published days of each class
    high: Floats

    @property
    def nodes(self) -> int:
        """How many laws there are for a stage."""
        return SEASONS * len(self.lanes) + len(self.region_keys) + len(self.service_keys) + len(self.alike_keys)

    def node(self, lane: Ints, season: Ints) -> Ints:
        """Return the nodes of lanes in a season."""
        return lane * SEASONS + season


def tree(lanes: Sequence[Lane], regions: Regions) -> Tree:
    """Return the groups of these lanes."""
    low = np.array([lane.published[0] for lane in lanes], dtype=np.float64)
    high = np.array([lane.published[1] for lane in lanes], dtype=np.float64)
    classes = class_of(low, high)
    services = [(lane.service, lane.origin, str(c)) for lane, c in zip(lanes, classes, strict=True)]
    areas = [(*key, regions.region(lane.country)) for key, lane in zip(services, lanes, strict=True)]
    area_keys, region = _numbered(areas)
    service_keys, service = _numbered(key[:3] for key in area_keys)
    alike_keys, alike = _numbered(float(key[2]) for key in service_keys)
    of_lane = alike[service[region]]
    parts = np.maximum(np.bincount(of_lane, minlength=len(alike_keys)), 1)
    lane_at = np.lexsort((region, service[region]))
    return Tree(
        tuple(lanes), np.argsort(lane_at), lane_at, *_in_turn(region[lane_at]), region, service,
        alike, tuple(area_keys), tuple(service_keys), tuple(alike_keys),
        np.bincount(of_lane, low, len(alike_keys)) / parts, np.bincount(of_lane, high, len(alike_keys)) / parts,
    )  # fmt: skip


def _in_turn(found: Ints) -> tuple[Ints, Ints]:
    """Number values that stand together as they come; return each one's number, and each number's value."""
    new = np.diff(found, prepend=-1) != 0
    return np.cumsum(new) - 1, found[new]


def _numbered(keys: Iterable[K]) -> tuple[list[K], Ints]:
    place_of: dict[K, int] = {}
    places = [place_of.setdefault(key, len(place_of)) for key in keys]
    return list(place_of), np.array(places, dtype=np.int64)
