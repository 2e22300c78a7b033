"""A model as bytes and back, and the law that holds for a lane, known or not."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from zipfile import BadZipFile

import numpy as np

from fahuo.eta.days import Ints
from fahuo.eta.history import History, Lane, Regions
from fahuo.eta.model import Model, fit
from fahuo.eta.tree import SEASONS, tree

NOWHERE = -1
_VERSION = 1


class NotOurs(ValueError):
    """The bytes were written by another version: the model is fitted anew."""


@dataclass(frozen=True)
class Stored:
    """A model with its lanes as they are looked up."""

    model: Model
    regions: Regions

    @cached_property
    def place_of(self) -> dict[tuple[str, str, str], int]:
        """Lane → its place."""
        lanes = self.model.groups.lanes
        return {(lane.service, lane.origin, lane.country): place for place, lane in enumerate(lanes)}

    @cached_property
    def group_of(self) -> dict[object, int]:
        """Region, service or class → its node."""
        groups = self.model.groups
        keys = (*groups.region_keys, *groups.service_keys, *groups.alike_keys)
        return {key: SEASONS * len(groups.lanes) + place for place, key in enumerate(keys)}

    def nodes(self, lanes: Sequence[Lane]) -> Ints:
        """Return each lane's nodes, lane × season. A lane that is new has that of its region, its service, or services
        alike; NOWHERE if nothing like it is known."""
        return np.array([self._nodes(lane) for lane in lanes], dtype=np.int64).reshape(-1, SEASONS)

    def _nodes(self, lane: Lane) -> list[int]:
        place = self.place_of.get((lane.service, lane.origin, lane.country))
        if place is not None:
            return [place * SEASONS + season for season in range(SEASONS)]
        alone = tree([lane], self.regions)
        keys = (alone.region_keys[0], alone.service_keys[0], alone.alike_keys[0])
        return [next((self.group_of[key] for key in keys if key in self.group_of), NOWHERE)] * SEASONS


def to_bytes(model: Model, regions: Regions) -> bytes:
    """Return the model as bytes."""
    lanes = [[lane.service, lane.origin, lane.country, *lane.published] for lane in model.groups.lanes]
    words = {"version": _VERSION, "fitted_on": model.fitted_on, "lanes": lanes, "regions": dict(regions.of_country)}
    written = io.BytesIO()
    np.savez_compressed(
        written,
        words=np.frombuffer(json.dumps(words).encode(), dtype=np.uint8),
        table=model.table,
        parcels=model.parcels.astype(np.int32),
        level=model.level.astype(np.int8),
    )
    return written.getvalue()


def from_bytes(content: bytes) -> Stored:
    """Return the model of bytes; raise `NotOurs`."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as read:
            words = json.loads(read["words"].tobytes())
            if words["version"] != _VERSION:
                raise NotOurs(str(words["version"]))
            regions = Regions(words["regions"])
            lanes = [
                Lane(service, origin, country, (low, high)) for service, origin, country, low, high in words["lanes"]
            ]
            groups = tree(lanes, regions)
            model = Model(
                groups, int(words["fitted_on"]), read["table"], read["parcels"], read["level"].astype(np.int64)
            )
    except (KeyError, ValueError, OSError, EOFError, BadZipFile) as error:
        raise NotOurs(str(error)) from error
    if len(model.table) != groups.nodes:
        raise NotOurs("nodes")
    return Stored(model, regions)


def of_published(lanes: Sequence[Lane], regions: Regions, *, today: int) -> Model:
    """Return the model of lanes nothing is known of: their published days."""
    return fit(History.empty(), lanes, regions, today=today)
