"""A batch of requests from beginning to end: priced, weighed, decided and explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from fahuo.rating.domain.case import Case, case
from fahuo.rating.domain.table import Ints
from fahuo.routing.domain.answers import answers
from fahuo.routing.domain.bulk import scene_of
from fahuo.routing.domain.changes import changes
from fahuo.routing.domain.columns import columns_of
from fahuo.routing.domain.counterfactual import Judge, pick, with_changes
from fahuo.routing.domain.decide import settle
from fahuo.routing.domain.dimensions import CLOSED, IMPOSSIBLE
from fahuo.routing.domain.dimensions.origin import closed
from fahuo.routing.domain.engine import Engine
from fahuo.routing.domain.prices import factors
from fahuo.routing.domain.recommendation import Recommendation
from fahuo.routing.domain.request import RouteRequest
from fahuo.routing.domain.route_table import RouteTable
from fahuo.routing.domain.scene import Scene
from fahuo.routing.domain.templates import Templates
from fahuo.routing.domain.weighing import Weighed, weigh


def choose(
    requests: Sequence[RouteRequest],
    engine: Engine,
    *,
    detailed: int,
    workings: int | None = None,
    templates: Templates | None = None,
    counterfactuals: bool = False,
) -> list[Recommendation]:
    """Return one recommendation per request, in the order given, with every charge of the `detailed` best services.

    How each charge came about is shown for the first `workings` of those, for all of them when None, and for the
    winner; of the others the amounts are taken from the pass that priced them.
    """
    worked = detailed if workings is None else workings
    if counterfactuals and len(requests) == 1:
        return [choose_one(requests[0], engine, detailed=detailed, workings=worked, templates=templates)]
    scene = scene_for(requests, engine.table, itemised=worked < detailed)
    weighed = weigh(scene, parts=True)
    decision = settle(weighed, scene.columns, engine.table, templates)
    found = [
        *answers(
            scene,
            weighed,
            decision,
            closed=engine.closed,
            templates=templates,
            detailed=detailed,
            workings=worked,
        )
    ]
    if not counterfactuals:
        return found
    alone = [choose_one(request, engine, detailed=0, workings=0, templates=templates) for request in requests]
    return [
        replace(one, counterfactuals=by_itself.counterfactuals) for one, by_itself in zip(found, alone, strict=True)
    ]


def choose_one(
    request: RouteRequest, engine: Engine, *, detailed: int, workings: int, templates: Templates | None = None
) -> Recommendation:
    """Return the recommendation for one parcel with what would change it: one pass over all services.

    The first row is the parcel as it is, the others have one thing changed. Services that cannot be booked are priced
    too, so that it is known what a contract would change.
    """
    table = engine.every()
    one = _case(request, table)
    columns = columns_of([request], [one], table=table.rate, rules=table.rules, context=table.context)
    tried = [] if one.problem else changes(request, one, columns, table)
    priced = scene_of(with_changes(columns, tried), table, itemised=workings < detailed)
    scene = replace(priced, requests=[request], cases=[one])
    weighed = weigh(scene, parts=True, signed_only=False)
    today = _bookable(weighed, table)
    decision = settle(today, columns, table, templates)
    (found,) = answers(
        scene, today, decision, closed=engine.closed, templates=templates, detailed=detailed, workings=workings
    )
    if one.problem:
        return found
    price = scene.prices.net * table.once(factors)
    judge = Judge(table, weighed.total, price, ~table.once(closed), int(decision.winner[0]))
    advice = pick([*judge.changed(tried), *judge.signed(table.once(_without_contract))])
    return replace(found, counterfactuals=advice)


def _bookable(weighed: Weighed, table: RouteTable) -> Weighed:
    """Return the first row with the services excluded that cannot be booked."""
    shut = table.once(closed)
    excluded = np.where(shut & (weighed.excluded[:1] != IMPOSSIBLE), CLOSED, weighed.excluded[:1]).astype(np.int8)
    return Weighed(excluded, np.where(shut, np.inf, weighed.total[:1]), weighed.parts)


def scene_for(requests: Sequence[RouteRequest], table: RouteTable, *, itemised: bool = False) -> Scene:
    """Return the requests with their prices over the services of a table."""
    cases = [_case(request, table) for request in requests]
    columns = columns_of(requests, cases, table=table.rate, rules=table.rules, context=table.context)
    return replace(scene_of(columns, table, itemised=itemised), requests=requests, cases=cases)


def _case(request: RouteRequest, table: RouteTable) -> Case:
    return case(request.rate_request(), table.rate.rules)


def _without_contract(table: RouteTable) -> dict[str, Ints]:
    """Return the columns of each carrier that there is no contract with."""
    carriers = sorted({service.carrier for service in table.services} - table.context.contracts.keys())
    return {
        carrier: np.array([at for at, service in enumerate(table.services) if service.carrier == carrier])
        for carrier in carriers
    }
