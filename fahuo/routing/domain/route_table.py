"""What a choice looks at that is the same for every parcel of a seller: services, rules, contracts, lanes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

import numpy as np

from fahuo.rating.domain.table import COUNTRY_AT, Flags, Ints, RateTable
from fahuo.routing.domain.lane_table import LaneTable
from fahuo.routing.domain.request import RouteContext, RouteRules
from fahuo.trade.contract import ContractTerms
from fahuo.trade.service import Service

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class RouteTable:
    """One column per service, as in `rate`. `rules` has the seller's own weights in place already."""

    rate: RateTable
    rules: RouteRules
    context: RouteContext
    lanes: LaneTable
    _made: dict[Callable[..., Any], Any] = field(default_factory=dict, repr=False)
    _lanes: dict[Callable[..., Any], dict[int, Any]] = field(default_factory=dict, repr=False)

    @property
    def services(self) -> tuple[Service, ...]:
        """The services, in the sequence of the columns."""
        return self.rate.services

    def once(self, make: Callable[[RouteTable], T]) -> T:
        """Return what a function makes of this table, reckoned at the first call only."""
        if make not in self._made:
            self._made[make] = make(self)
        return cast(T, self._made[make])

    def of_lane(self, make: Callable[[LaneTable, int], T], row: int) -> T:
        """Return what a function makes of one row of `lanes`, kept: few of the many rows are ever asked for."""
        kept = self._lanes.setdefault(make, {})
        if row not in kept:
            kept[row] = make(self.lanes, row)
        return cast(T, kept[row])

    def contract(self, service: Service) -> ContractTerms | None:
        """Return the contract with the service's carrier."""
        return self.context.contracts.get(service.carrier)

    def flags(self, holds: Callable[[Service], bool]) -> Flags:
        """Return one flag per service, as a row."""
        return np.array([[holds(service) for service in self.services]], dtype=np.bool_)

    def ints(self, count: Callable[[Service], int]) -> Ints:
        """Return one number per service."""
        return np.array([count(service) for service in self.services], dtype=np.int64)


def countries(codes: Iterable[str]) -> Flags:
    """Return one flag per country of `COUNTRY_AT`."""
    flags = np.zeros(len(COUNTRY_AT), dtype=np.bool_)
    flags[[COUNTRY_AT[code] for code in codes]] = True
    return flags
