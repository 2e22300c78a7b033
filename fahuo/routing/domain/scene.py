"""A batch with everything the rules look at, as arrays: one row per parcel, one column per service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fahuo.rating.domain.case import Case
from fahuo.rating.domain.columns import Columns
from fahuo.routing.domain.columns import RouteColumns
from fahuo.routing.domain.prices import Prices
from fahuo.routing.domain.request import RouteRequest
from fahuo.routing.domain.route_table import RouteTable


@dataclass(frozen=True, slots=True)
class Scene:
    """The batch, its prices, and the table of the day. Requests and cases are needed only to explain."""

    columns: RouteColumns
    prices: Prices
    table: RouteTable
    requests: Sequence[RouteRequest] = ()
    cases: Sequence[Case] = ()

    @property
    def parcels(self) -> Columns:
        """The columns of pricing."""
        return self.columns.parcels
