"""Choosing a service in the invented world: the domain's own functions, with the world in place of the database."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import msgspec

from fahuo.rating.domain.case import case
from fahuo.rating.domain.rules import RateRequest
from fahuo.rating.domain.table import compile_table
from fahuo.routing.domain.bulk import Routed, route_columns
from fahuo.routing.domain.choose import choose
from fahuo.routing.domain.columns import RouteColumns, columns_of
from fahuo.routing.domain.engine import Engine, engine
from fahuo.routing.domain.lanes import Lanes
from fahuo.routing.domain.recommendation import Recommendation
from fahuo.routing.domain.request import RouteContext, RouteRequest
from fahuo.routing.queries import route_rules
from fahuo.routing.queries.lanes import lane_priors
from tests.bench import world

EVERY = 84
BEST = 3  # whose charges shipping stores


class Router:
    """All 84 services, of which 35 are under contract."""

    def __init__(self) -> None:
        """Compile."""
        self.rates = compile_table(world.services(), world.sheets(), world.rules(), on=world.ON)
        self.context = world.route_context()
        self.engine = self._engine(self.context)

    def _engine(self, context: RouteContext) -> Engine:
        return engine(self.rates, route_rules(on=world.ON), lane_priors(on=world.ON), context)

    def columns(self, requests: Sequence[RouteRequest]) -> RouteColumns:
        """Return the batch as columns."""
        table = self.engine.table
        cases = [case(_priced(request), table.rate.rules) for request in requests]
        return columns_of(requests, cases, table=table.rate, rules=table.rules, context=table.context)

    def bulk(self, batch: RouteColumns) -> Routed:
        """Choose for every order."""
        return route_columns(batch, self.engine.table)

    def explained(self, request: RouteRequest, *, detailed: int = EVERY, workings: int = BEST) -> Recommendation:
        """Choose for one order: charges and dimensions of the `detailed` best services, with the working of each charge
        of the first `workings`, and what would change the answer."""
        return choose([request], self.engine, detailed=detailed, workings=workings, counterfactuals=True)[0]

    def shipping(self, requests: Sequence[RouteRequest]) -> list[str]:
        """Choose as shipping does for a batch: contracts and lanes just read, the answer stored as JSON."""
        context = replace(self.context, lanes=Lanes(dict(self.context.lanes.counts)))
        return [stored(one) for one in choose(requests, self._engine(context), detailed=BEST)]

    def check(self, requests: Sequence[RouteRequest]) -> None:
        """Hold the batch against each order asked alone, and prices in bulk against those reckoned exactly.

        Raises `RuntimeError` at the first difference: a wrong engine has no speed.
        """
        routed, services = self.bulk(self.columns(requests)), self.engine.table.services
        for request, winner in zip(requests, routed.winner.tolist(), strict=True):
            one = self.explained(request, workings=EVERY)
            _same_charges(self.explained(request), one)
            key = services[winner].key if winner >= 0 else None
            if key != (one.winner.service.key if one.winner else None):
                raise RuntimeError(f"in bulk {key} wins, alone {one.winner} of {request}")
            for option in one.options:
                if option.exclusion is None and (option.rate is None or option.rate.total != option.price):
                    raise RuntimeError(f"bulk says {option.price}, single says {option.rate} of {request}")
            if [option.score for option in one.options] != sorted(option.score for option in one.options):
                raise RuntimeError(f"the best is not the first of {request}")


def _same_charges(quick: Recommendation, exact: Recommendation) -> None:
    """Hold the charges that come out of the pass to those of the exact engine."""
    for one, other in zip(quick.options, exact.options, strict=True):
        shown, worked = one.as_json(), other.as_json()
        if _bare(shown) != _bare(worked):
            raise RuntimeError(f"bulk says {_bare(shown)}, single says {_bare(worked)} of {one.service.key}")


def _bare(option: dict[str, Any]) -> dict[str, Any]:
    """Return the option without the workings of its charges."""
    if "charges" not in option:
        return option
    rebate = option["rebate"] and option["rebate"][:2]
    return {**option, "charges": [charge[:2] for charge in option["charges"]], "rebate": rebate}


def text(one: Recommendation) -> bytes:
    """Return the recommendation as JSON, encoded as the calculator's `?format=json` and `fahuo quote --json` do."""
    return msgspec.json.encode(one.as_json())


def stored(one: Recommendation) -> str:
    """Return the recommendation as Django writes it into the database."""
    return json.dumps(one.as_json())


def _priced(request: RouteRequest) -> RateRequest:
    return RateRequest(
        request.destination.country,
        request.remote_area,
        request.parcel,
        request.destination.postcode,
        request.insured,
        request.return_label,
    )
