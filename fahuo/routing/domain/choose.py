"""A batch of requests from beginning to end: priced, weighed, decided and explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from fahuo.rating.domain.case import Case, case
from fahuo.rating.domain.columns import columns as rated
from fahuo.rating.domain.rules import RateRequest
from fahuo.rating.domain.table import Ints
from fahuo.routing.domain.answers import answers
from fahuo.routing.domain.bulk import scene_of
from fahuo.routing.domain.changes import changes
from fahuo.routing.domain.columns import columns_of
from fahuo.routing.domain.counterfactual import Counterfactual, Judge, pick, with_changes
from fahuo.routing.domain.decide import settle
from fahuo.routing.domain.dimensions.origin import closed
from fahuo.routing.domain.engine import Engine
from fahuo.routing.domain.prices import factors
from fahuo.routing.domain.recommendation import Recommendation
from fahuo.routing.domain.request import RouteRequest
from fahuo.routing.domain.route_table import RouteTable
from fahuo.routing.domain.scene import Scene
from fahuo.routing.domain.templates import Templates
from fahuo.routing.domain.weighing import weigh


def choose(
    requests: Sequence[RouteRequest],
    engine: Engine,
    *,
    detailed: int,
    templates: Templates | None = None,
    counterfactuals: bool = False,
) -> list[Recommendation]:
    """Return one recommendation per request, in the order given."""
    scene = scene_for(requests, engine.table)
    weighed = weigh(scene, parts=True)
    decision = settle(weighed, scene.columns, engine.table, templates)
    found = list(answers(scene, weighed, decision, closed=engine.closed, templates=templates, detailed=detailed))
    if not counterfactuals:
        return found
    return [replace(one, counterfactuals=_advice(scene, at, one, engine)) for at, one in enumerate(found)]


def scene_for(requests: Sequence[RouteRequest], table: RouteTable) -> Scene:
    """Return the requests with their prices over the services of a table."""
    cases = [_case(request, table) for request in requests]
    columns = columns_of(requests, cases, table=table.rate, rules=table.rules, context=table.context)
    return replace(scene_of(columns, table), requests=requests, cases=cases)


def _case(request: RouteRequest, table: RouteTable) -> Case:
    place = request.destination
    asked = RateRequest(
        place.country, request.remote_area, request.parcel, place.postcode, request.insured, request.return_label
    )
    return case(asked, table.rate.rules)


def _advice(scene: Scene, at: int, today: Recommendation, engine: Engine) -> tuple[Counterfactual, ...]:
    """Try every change at once: one row each, over all services whether they can be booked or not."""
    one, table = scene.cases[at], engine.every()
    if one.problem:
        return ()
    # Places and areas are numbers of a table, all else is the same for both.
    columns = replace(scene.columns.take(np.array([at])), parcels=rated([one], table.rate))
    tried = changes(scene.requests[at], one, columns, today, table)
    variants = scene_of(with_changes(columns, tried), table)
    judge = Judge(
        table,
        weigh(variants, signed_only=False).total,
        variants.prices.net * table.once(factors),
        ~table.once(closed),
        table.services.index(today.winner.service) if today.winner else -1,
    )
    return pick([*judge.changed(tried), *judge.signed(table.once(_without_contract))])


def _without_contract(table: RouteTable) -> dict[str, Ints]:
    """Return the columns of each carrier that there is no contract with."""
    carriers = sorted({service.carrier for service in table.services} - table.context.contracts.keys())
    return {
        carrier: np.array([at for at, service in enumerate(table.services) if service.carrier == carrier])
        for carrier in carriers
    }
