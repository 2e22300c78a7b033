"""The recommendation for a batch of orders."""

from __future__ import annotations

from collections.abc import Sequence

from fahuo.rating.domain.table import RateTable
from fahuo.rating.services.rate import rate_table
from fahuo.routing.domain.choose import choose
from fahuo.routing.domain.engine import engine
from fahuo.routing.domain.recommendation import Recommendation
from fahuo.routing.domain.request import RouteContext, RouteRequest
from fahuo.routing.domain.templates import Templates
from fahuo.routing.queries.lanes import lane_priors
from fahuo.routing.queries.rules import route_rules

DETAILED = 3


def recommend(
    requests: Sequence[RouteRequest],
    *,
    context: RouteContext,
    detailed: int = DETAILED,
    workings: int | None = None,
    templates: Templates | None = None,
    seller_id: int | None = None,
    rate: RateTable | None = None,
    counterfactuals: bool | None = None,
) -> list[Recommendation]:
    """Return one recommendation per request, in the order given, at the prices and rules of the day.

    Every charge and every dimension is told of the `detailed` best services of each and of the winner; the others have
    their price and score. How each charge came about is shown for the first `workings` of them (None: all of them) and
    for the winner, of the others the amount alone. `seller_id`: at the prices of this seller's own rate sheets.
    `rate` is for a caller that needs the very prices that decided: a sheet may be published between two reads.
    `counterfactuals` cost about a millisecond each: they are made for a single request unless said otherwise. Raises
    `rulebook.NoValueOnDate` for a day before the routing weights begin (2025-01-01).
    """
    on = context.on
    prices = rate or rate_table(on=on, seller_id=seller_id)
    found = engine(prices, route_rules(on=on), lane_priors(on=on), context)
    advise = len(requests) == 1 if counterfactuals is None else counterfactuals
    return choose(requests, found, detailed=detailed, workings=workings, templates=templates, counterfactuals=advise)
