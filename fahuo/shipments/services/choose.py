"""Choose the service of each order of a batch, by the seller's templates and sheets, and keep its quote."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from fahuo.accounts.models import Seller
from fahuo.orders import queries as orders
from fahuo.orders.models import Order
from fahuo.rating.domain.quote import Priced
from fahuo.rating.domain.rules import MonthVolume
from fahuo.rating.domain.table import RateTable
from fahuo.rating.models import Quote
from fahuo.rating.services import quotes
from fahuo.rating.services.rate import rate_table
from fahuo.routing.domain import Option, Recommendation, RouteContext, RouteRequest
from fahuo.routing.queries.templates import templates_in_use
from fahuo.routing.services.recommend import recommend
from fahuo.shipments.queries.routing import route_context, route_requests


def choose(
    *, seller: Seller, taken: Sequence[Order], carriers: Collection[str], at: datetime
) -> list[tuple[Recommendation, Quote | None]]:
    """Return for each order the recommendation and the quote of its winner, None without one. In a transaction.

    `carriers` are those that will be called: a contract made after their accounts were opened waits for the next run.
    """
    context = _reachable(route_context(seller, at=at), carriers)
    requests = route_requests(seller, taken, orders.goods_lines([order.pk for order in taken]), at=at)
    table = rate_table(on=context.on, seller_id=seller.pk)  # the quotes are kept at the very prices that decide
    templates = templates_in_use(seller.pk)
    found = recommend(requests, context=context, rate=table, templates=templates, counterfactuals=False)
    kept = _keep(_Choice(seller, context, table, at), requests, found)
    return [(one, kept.get(place)) for place, one in enumerate(found)]


def _reachable(context: RouteContext, carriers: Collection[str]) -> RouteContext:
    """Leave out contracts in force that nobody can call; those not in force stay, as routing says so of them."""
    contracts = {
        code: terms for code, terms in context.contracts.items() if code in carriers or not terms.in_force(context.on)
    }
    return replace(context, contracts=contracts)


@dataclass(frozen=True, slots=True)
class _Choice:
    """What the orders of one batch are chosen by."""

    seller: Seller
    context: RouteContext
    table: RateTable
    at: datetime


def _keep(choice: _Choice, requests: Sequence[RouteRequest], found: Sequence[Recommendation]) -> Mapping[int, Quote]:
    table, volumes = choice.table, choice.context.volumes()
    drafts = {
        place: quotes.Draft(request.rate_request(), table.rules, table.on, [_priced(one.winner, table, volumes)])
        for place, (request, one) in enumerate(zip(requests, found, strict=True))
        if one.winner is not None
    }
    kept = quotes.keep_many(seller=choice.seller, person=None, drafts=list(drafts.values()), at=choice.at)
    return dict(zip(drafts, kept, strict=True))


def _priced(winner: Option, table: RateTable, volumes: Mapping[str, MonthVolume]) -> Priced:
    if winner.rate is None:
        raise ValueError(f"{winner.service.key} won without a rate")
    sheet = table.sheets[table.services.index(winner.service)]
    return Priced(winner.service, sheet, winner.ddp, volumes[winner.service.carrier], winner.rate)
