"""A batch with everything the rules look at, as arrays: one row per parcel, one column per service."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

from fahuo.rating.domain.case import Case
from fahuo.rating.domain.columns import Columns
from fahuo.rating.domain.table import Ints
from fahuo.routing.domain.columns import RouteColumns
from fahuo.routing.domain.prices import Prices
from fahuo.routing.domain.request import RouteRequest
from fahuo.routing.domain.route_table import RouteTable

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Scene:
    """The batch, its prices, and the table of the day. Requests and cases are needed only to explain."""

    columns: RouteColumns
    prices: Prices
    table: RouteTable
    requests: Sequence[RouteRequest] = ()
    cases: Sequence[Case] = ()
    _made: dict[Callable[..., Any], Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def parcels(self) -> Columns:
        """The columns of pricing."""
        return self.columns.parcels

    def once(self, make: Callable[[Scene], T]) -> T:
        """Return what a function makes of this scene, reckoned at the first call only; nobody writes into it."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast(T, self._made[make])


def lane_rows(scene: Scene) -> Ints:
    """Return the row of the lane table of each pair."""
    rows: Ints = scene.table.lanes.lane.take(scene.parcels.country, axis=0)
    return rows
