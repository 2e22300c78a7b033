"""The services compared for one order: what each costs and why, or the one rule that excludes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import get_language

from fahuo.accounts.models import Seller
from fahuo.orders import queries as orders
from fahuo.orders.models import Order, Stage
from fahuo.orders.problem_texts import ProblemText, problem_text
from fahuo.routing.queries.templates import templates_in_use
from fahuo.routing.services.recommend import recommend
from fahuo.routing.web.offers import Offers, offers
from fahuo.shipments.models import Shipment
from fahuo.shipments.queries.routing import route_context, route_requests

# Up to this many services have every charge worked out.
DETAILED = 8


@dataclass(frozen=True, slots=True)
class ByTemplate:
    """The seller's template that fits this order: `used`, or why its service was not taken."""

    name: str
    service: str
    used: bool
    exclusion: ProblemText | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """All services of one order. `made_at` is when they were compared, None for just now; without `offers` the order
    lacks what a price needs. `quote_id`: the stored quote behind the choice."""

    offers: Offers | None = None
    made_at: datetime | None = None
    template: ByTemplate | None = None
    quote_id: int | None = None


def compared(seller: Seller, order: Order, at: datetime) -> Comparison:
    """Compare now; for an order that was taken up already return what was compared then."""
    if order.stage != Stage.OPEN:
        taken = Shipment.objects.filter(seller=seller, order=order).defer("label_content").order_by("-pk").first()
        if taken is not None:
            return _read(taken.recommendation, made_at=taken.created_at, quote_id=taken.quote_id)
    lines = orders.goods_lines([order.pk]).get(order.pk, ())
    if not lines or not order.country:
        return Comparison()
    found = recommend(
        route_requests(seller, [order], {order.pk: lines}, at=at),
        context=route_context(seller, at=at),
        detailed=DETAILED,
        templates=templates_in_use(seller.pk),
        seller_id=seller.pk,
    )
    return _read(found[0].as_json())


def _read(advice: Mapping[str, Any], *, made_at: datetime | None = None, quote_id: int | None = None) -> Comparison:
    """Read a recommendation as it is stored with a shipment."""
    return Comparison(offers(advice), made_at, _template(advice.get("template")), quote_id)


def _template(found: Mapping[str, Any] | None) -> ByTemplate | None:
    if not found:
        return None
    excluded = found.get("exclusion")
    why = problem_text(excluded, get_language() or "en") if excluded else None
    return ByTemplate(found["name"], found["service"], found["used"], why)
