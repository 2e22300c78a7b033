"""Orders as routing is asked about them: the same question for the page and for the booking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from fahuo import rulebook
from fahuo.accounts.models import Seller
from fahuo.orders import queries as orders
from fahuo.orders.models import Order
from fahuo.routing.domain import RouteContext, RouteRequest
from fahuo.routing.domain.columns import buyer_level
from fahuo.routing.queries import route_rules
from fahuo.routing.queries.context import seller_context
from fahuo.shipments.queries.buyers import failures
from fahuo.shipments.queries.volume import volumes
from fahuo.trade.goods import GoodsLine
from fahuo.trade.parcel import pack


def route_context(seller: Seller, *, at: datetime) -> RouteContext:
    """Return what the seller brings to a choice at this moment, with the parcels that his contracts carry already."""
    counted = {carrier: (volume.today, volume.month) for carrier, volume in volumes(seller.pk, at=at).items()}
    return seller_context(seller, at=at, volumes=counted)


def route_requests(
    seller: Seller, asked: Sequence[Order], lines: Mapping[int, tuple[GoodsLine, ...]], *, at: datetime
) -> list[RouteRequest]:
    """Return one question an order, its lines packed into one parcel, in the order given."""
    wrong = failures(seller.pk, (order.buyer_login for order in asked))
    on = timezone.localdate(at)
    return [
        RouteRequest(
            key=order.number,
            destination=orders.to_address(order),
            remote_area=order.remote_area,
            parcel=pack(lines[order.pk]),
            chosen_service=order.chosen_service,
            ship_by=timezone.localdate(order.ship_by) if order.ship_by else None,
            promised_on=promised_on(order, on),
            buyer_failures=wrong[order.buyer_login],
        )
        for order in asked
    ]


def promised_on(order: Order, on: date) -> date | None:
    """Return until when the buyer expects the parcel; None where the level he chose, or the payment, is not known."""
    level = buyer_level(order.chosen_service, route_rules(on=on).level_of)
    if level is None or order.paid_at is None:
        return None
    days = rulebook.value("routing.promised_days", on=on)[level.value]
    return timezone.localdate(order.paid_at) + timedelta(days=days)
