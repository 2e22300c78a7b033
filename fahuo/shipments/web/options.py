"""The services compared for one order: what each costs and why, or the one rule that excludes it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fahuo.accounts.models import Seller
from fahuo.orders import queries as orders
from fahuo.orders.models import Order, Stage
from fahuo.orders.problem_texts import ProblemText, problem_text
from fahuo.routing.queries.templates import templates_in_use
from fahuo.routing.services.recommend import recommend
from fahuo.shipments.models import Shipment
from fahuo.shipments.queries.routing import route_context, route_requests
from fahuo.shipments.web.one import ChargeLine, charge_line
from fahuo.shipments.web.words import LEVELS, carrier_name

DIMENSIONS = {
    "buyer": _("buyer's choice"),
    "promise": _("promised date"),
    "cost": _("price"),
    "transit": _("time"),
    "record": _("carrier's record"),
    # of what was stored before there were twelve
    "time": _("time"),
    "level": _("buyer's choice"),
}
# Up to this many services have every charge worked out.
DETAILED = 8


@dataclass(frozen=True, slots=True)
class Offer:
    """One service for this order; an excluded one has `exclusion` and no price."""

    name: str
    carrier: str
    level: str
    days: tuple[int, ...]
    ddp: bool
    price: Decimal | None
    currency: str
    score: float | None
    parts: tuple[tuple[str, float], ...]
    charges: tuple[ChargeLine, ...]
    exclusion: ProblemText | None
    best: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """All services; `made_at` is when they were compared, None for just now; `incomplete` why they could not be."""

    offers: Sequence[Offer]
    made_at: datetime | None = None
    incomplete: bool = False

    @property
    def open(self) -> Sequence[Offer]:
        """Those that take the order, best first."""
        return [offer for offer in self.offers if offer.exclusion is None]

    @property
    def excluded(self) -> Sequence[Offer]:
        """Those that do not."""
        return [offer for offer in self.offers if offer.exclusion is not None]


def offers(seller: Seller, order: Order, at: datetime) -> Comparison:
    """Compare now; for an order that was taken up already return what was compared then."""
    if order.stage != Stage.OPEN:
        taken = Shipment.objects.filter(seller=seller, order=order).defer("label_content").order_by("-pk").first()
        if taken is not None:
            return Comparison(_offers(taken.recommendation), taken.created_at)
    lines = orders.goods_lines([order.pk]).get(order.pk, ())
    if not lines or not order.country:
        return Comparison((), incomplete=True)
    asked = route_requests(seller, [order], {order.pk: lines}, at=at)
    found = recommend(
        asked,
        context=route_context(seller, at=at),
        detailed=DETAILED,
        templates=templates_in_use(seller.pk),
        seller_id=seller.pk,
    )
    return Comparison(_offers(found[0].as_json()))


def _offers(recommendation: Mapping[str, Any]) -> list[Offer]:
    """Read a recommendation as it is stored with a shipment."""
    winner = recommendation.get("winner")
    return [_offer(option, best=option["service"] == winner) for option in recommendation.get("options", ())]


def _offer(option: Mapping[str, Any], *, best: bool) -> Offer:
    language = get_language() or "en"
    exclusion = option.get("exclusion")
    return Offer(
        name=(option["name_zh"] if language.startswith("zh") else option["name_en"]) or option["service"],
        carrier=carrier_name(option["service"].partition("/")[0]),
        level=str(LEVELS.get(option.get("level", ""), "")),
        days=tuple(option.get("days", ())),
        ddp=option.get("ddp", False),
        price=Decimal(option["price"]) if "price" in option else None,
        currency=option.get("currency", ""),
        score=option.get("score"),
        parts=tuple(
            (str(DIMENSIONS[part["dimension"]]), part["points"])
            for part in option.get("reasons", ())
            if part["dimension"] in DIMENSIONS
        ),
        charges=tuple(charge_line(*charge) for charge in option.get("charges", ())),
        exclusion=problem_text(exclusion, language) if exclusion else None,
        best=best,
    )
