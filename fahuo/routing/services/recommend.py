"""The recommendation for a batch of orders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from fahuo.rating.domain.bulk import columns, rate_columns
from fahuo.rating.domain.case import case
from fahuo.rating.domain.rules import RateRequest
from fahuo.rating.queries import remote_area
from fahuo.rating.services.rate import rate_table
from fahuo.routing.domain.choose import choose
from fahuo.routing.domain.recommendation import Recommendation
from fahuo.routing.domain.request import RouteContext, RouteRequest
from fahuo.routing.domain.scene import Scene
from fahuo.routing.queries import route_rules

DETAILED = 3


def recommend(
    requests: Sequence[RouteRequest], *, context: RouteContext, detailed: int = DETAILED
) -> list[Recommendation]:
    """Return one recommendation per request, in the order given, at the prices and rules of the day.

    Every charge is worked out for the `detailed` best services of each; the others have their total. Raises
    `rulebook.NoValueOnDate` for a day before the routing weights begin (2025-01-01).
    """
    on = context.on
    table = rate_table(on=on)
    cases = [case(RateRequest(r.destination.country, _area(r, on), r.parcel), table.rules) for r in requests]
    parcels = columns(cases, table)
    scene = Scene(requests, cases, parcels, rate_columns(parcels, table), table, route_rules(on=on), context)
    return list(choose(scene, detailed=detailed))


def _area(request: RouteRequest, on: date) -> str:
    if request.remote_area in ("", "none"):
        return remote_area(request.destination.country, request.destination.postcode, on=on)
    return request.remote_area
