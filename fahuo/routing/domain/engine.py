"""The tables of one seller's day: the services he can book, and those that he cannot with the reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from fahuo.compliance.kept import Kept
from fahuo.rating.domain.table import RateTable, compile_table
from fahuo.routing.domain.dimensions.origin import closing
from fahuo.routing.domain.lane_table import LaneTable, compile_lanes
from fahuo.routing.domain.lanes import LanePriors, Lanes
from fahuo.routing.domain.recommendation import Option
from fahuo.routing.domain.request import RouteContext, RouteRules
from fahuo.routing.domain.route_table import RouteTable
from fahuo.trade.service import Service

_parts: Kept[RateTable] = Kept(8)
_lanes: Kept[LaneTable] = Kept(8)
_NO_HISTORY = Lanes()


@dataclass(frozen=True, slots=True)
class Engine:
    """`table` holds the services that can be booked; `closed` are the others. `every` makes the table of all services,
    to see what a contract would change."""

    table: RouteTable
    closed: tuple[Option, ...]
    every: Callable[[], RouteTable]


_engines: Kept[Engine] = Kept(8)


def engine(rate: RateTable, rules: RouteRules, priors: LanePriors, context: RouteContext) -> Engine:
    """Return the tables; they are kept as long as the same objects come again."""
    return _engines.get((rate, rules, priors, context), (), lambda: _made(rate, rules, priors, context))


def _made(rate: RateTable, rules: RouteRules, priors: LanePriors, context: RouteContext) -> Engine:
    own = replace(rules, weights=rules.weights.changed(context.wishes))
    every = cache(lambda: _table(rate, rate.services, own, priors, context))
    why = {service: closing(context, service) for service in rate.services}
    bookable = tuple(service for service in rate.services if why[service] is None)
    if not bookable:  # then the rule about contracts excludes each of them
        return Engine(every(), (), every)
    closed = tuple(Option(service, exclusion=problem) for service, problem in why.items() if problem)
    return Engine(_table(rate, bookable, own, priors, context), closed, every)


def _table(
    rate: RateTable, services: tuple[Service, ...], rules: RouteRules, priors: LanePriors, context: RouteContext
) -> RouteTable:
    part = rate if services == rate.services else _parts.get((rate,), services, lambda: _part(rate, services))
    history = context.lanes if context.lanes.counts else _NO_HISTORY
    lanes = _lanes.get((part, history, priors), (), lambda: compile_lanes(part.services, part.sheets, history, priors))
    return RouteTable(part, rules, context, lanes)


def _part(rate: RateTable, services: tuple[Service, ...]) -> RateTable:
    """Services that are never chosen are not priced."""
    keys = {service.key for service in services}
    sheets = {sheet.service_key: sheet for sheet in rate.sheets if sheet and sheet.service_key in keys}
    return compile_table(services, sheets, rate.rules, on=rate.on)
