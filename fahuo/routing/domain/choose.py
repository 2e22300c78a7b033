"""A batch of requests from beginning to end: priced, weighed, decided and explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from fahuo.rating.domain.case import Case, case
from fahuo.rating.domain.rules import RateRequest
from fahuo.routing.domain.answers import answers
from fahuo.routing.domain.bulk import scene_of
from fahuo.routing.domain.changes import changes
from fahuo.routing.domain.columns import columns_of
from fahuo.routing.domain.counterfactual import (
    Change,
    Counterfactual,
    Offer,
    Today,
    changed_columns,
    judge,
    pick,
    prices_in_unit,
    won,
)
from fahuo.routing.domain.decide import settle
from fahuo.routing.domain.engine import Engine
from fahuo.routing.domain.recommendation import Recommendation
from fahuo.routing.domain.request import RouteRequest
from fahuo.routing.domain.route_table import RouteTable
from fahuo.routing.domain.scene import Scene
from fahuo.routing.domain.templates import Templates
from fahuo.routing.domain.weighing import Weighed, best, weigh


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
    return [
        replace(one, counterfactuals=_counterfactuals(scene, weighed, at, int(decision.winner[at]), engine))
        for at, one in enumerate(found)
    ]


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


def _counterfactuals(
    scene: Scene, weighed: Weighed, at: int, winner: int, engine: Engine
) -> tuple[Counterfactual, ...]:
    if scene.cases[at].problem:
        return ()
    today = Today(weighed.total[at], prices_in_unit(scene)[at], winner)
    found: list[Counterfactual] = []
    tried = changes(scene, weighed, at)
    if tried:
        variants = scene_of(changed_columns(scene.columns, at, tried), scene.table)
        found.extend(judge(today, tried, variants, weigh(variants)))
    unsigned = engine.unsigned()
    if unsigned is not None:
        found.extend(_contracts(scene, at, today, unsigned))
    return pick(found)


def _contracts(scene: Scene, at: int, today: Today, table: RouteTable) -> list[Counterfactual]:
    """Try every carrier without a contract, on its published terms: the best of its services, if it would win."""
    alone = scene_for([scene.requests[at]], table)
    scores, prices = weigh(alone).total, prices_in_unit(alone)[0]
    to_beat = float(today.score[today.winner]) if today.winner >= 0 else np.inf
    found = []
    for carrier in sorted({service.carrier for service in table.services}):
        own = np.array([[service.carrier == carrier for service in table.services]])
        column = int(best(np.where(own, scores, np.inf))[0])
        if column < 0 or float(scores[0, column]) >= to_beat:
            continue
        change = Change("TERMS", "contract", "", carrier)
        found.append(won(today, change, table=table, column=column, at=Offer(scores[0], prices)))
    return found
