"""What the demo shows of prices and choices: quotes reckoned again, one choice explained, templates replayed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from fahuo.accounts.models import Seller
from fahuo.kit import clock
from fahuo.orders import queries as orders
from fahuo.rating.models import Quote
from fahuo.rating.services import quotes
from fahuo.routing.domain.explain import explain_change
from fahuo.routing.domain.template_starter import starter
from fahuo.routing.queries.templates import offered
from fahuo.routing.services import backtest
from fahuo.routing.services.recommend import recommend
from fahuo.routing.services.templates import create_set
from fahuo.shipments.models import Shipment
from fahuo.shipments.past_orders import PAST
from fahuo.shipments.queries.routing import route_context, route_requests

TEMPLATES = "Starter"
BEST = 3


@dataclass(frozen=True, slots=True)
class Choices:
    """`quotes`: how many, and how many came to the same cent; `choice`: one order explained; `templates`: what the
    orders cost as chosen, by the starter set and by the recommendation."""

    quotes: dict[str, int]
    choice: dict[str, Any]
    templates: dict[str, Any]


def look(seller: Seller) -> Choices:
    """Look back at what was just shipped; the clock of the main job does not run meanwhile."""
    return Choices(reckoned_again(seller), one_choice(seller), templates_replayed(seller))


def reckoned_again(seller: Seller) -> dict[str, int]:
    """Reckon every shipment's quote again from what was stored with it; count those that come to the same cent."""
    kept = Quote.objects.filter(seller=seller, purpose=quotes.SHIPMENT).values_list("pk", flat=True)
    replays = [quotes.replay(pk, seller) for pk in kept]
    return {"quotes": len(replays), "same": sum(replay is not None and replay.same for replay in replays)}


def one_choice(seller: Seller) -> dict[str, Any]:
    """Explain the choice for the shipped order that has the most services to choose from: the best three, and what
    would change it."""
    at = clock.now()
    rows = Shipment.objects.filter(seller=seller, status="LABELLED").select_related("order").defer("label_content")
    shipment = max(rows, key=lambda row: (_open(row.recommendation), -row.pk), default=None)
    if shipment is None:
        return {}
    order = shipment.order
    lines = orders.goods_lines([order.pk])
    (found,) = recommend(
        route_requests(seller, [order], lines, at=at),
        context=route_context(seller, at=at),
        seller_id=seller.pk,
        counterfactuals=True,
    )
    names = {option.service.key: option.service.name_en for option in found.options}
    return {
        "order": order.number,
        "country": order.country,
        "weight_g": sum(line.weight_g for line in lines[order.pk]),
        "options": [option.as_json() for option in found.options[:BEST] if option.exclusion is None],
        "changes": [
            explain_change(one, "en", service_name=names.get(one.service, one.service))
            for one in found.counterfactuals[:BEST]
        ],
    }


def templates_replayed(seller: Seller) -> dict[str, Any]:
    """Make a set of templates out of the seller's services and replay it on the orders just shipped."""
    at = clock.now()
    rows = starter(offered(seller.pk, at=at))
    made = create_set(seller=seller, person=None, name=TEMPLATES, rows=rows, smart_first=False, at=at)
    tomorrow = timezone.localdate(at) + timedelta(days=1)
    opened = backtest.open_back_test(
        seller=seller,
        person=None,
        found=made,
        period_from=tomorrow - timedelta(days=366),
        period_until=tomorrow,
        at=at,
    )
    ended = backtest.run_back_test(seller=seller, back_test_id=opened.pk, past=PAST, now=clock.now)
    return {way: _way(sums) for way, sums in ended.result["totals"]["shipped"].items() if sums["orders"]}


def _way(sums: Mapping[str, Any]) -> dict[str, Any]:
    return {"orders": sums["orders"], "cost": sums["cost"], "days": sums["days"], "on_time": sums["on_time"]}


def _open(recommendation: Mapping[str, Any]) -> int:
    return sum("exclusion" not in option for option in recommendation.get("options", ()))
