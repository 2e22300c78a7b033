"""What a back-test of templates asks about past orders: the same question as for booking, and what was booked."""

from __future__ import annotations

from collections.abc import Sequence

from fahuo.routing.domain.replay import Chosen
from fahuo.routing.services.backtest import Past
from fahuo.shipments.queries.chosen import chosen
from fahuo.shipments.queries.routing import route_requests
from fahuo.trade.money import Money


def _chosen(seller_id: int, order_ids: Sequence[int]) -> dict[int, Chosen]:
    return {
        order: Chosen(service, Money(cost, currency))
        for order, (service, cost, currency) in chosen(seller_id, order_ids).items()
    }


PAST = Past(requests=route_requests, chosen=_chosen)
