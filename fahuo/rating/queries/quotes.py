"""Reads stored quotes of one seller."""

from __future__ import annotations

from datetime import datetime, timedelta

from fahuo.accounts.models import Seller
from fahuo.backoffice.paging import Cut, Page, turn
from fahuo.rating.models import Quote


def one(seller: Seller, quote_id: int) -> Quote | None:
    """Return the seller's quote; None, the same for what does not exist and for what belongs to another seller."""
    return Quote.objects.filter(seller=seller, pk=quote_id).select_related("person").first()


def page(seller: Seller, cut: Cut, *, purpose: str = "QUOTE") -> Page[Quote]:
    """Return quotes made by people, newest first; those of shipments are reached from the shipment."""
    return turn(Quote.objects.filter(seller=seller, purpose=purpose).select_related("person"), cut)


def repeated(quote: Quote, *, at: datetime, within: timedelta) -> Quote | None:
    """Return the seller's stored quote that says the same as this new one, if it was made shortly before."""
    found = Quote.objects.filter(
        seller=quote.seller, purpose=quote.purpose, on=quote.on, country=quote.country, asked=quote.asked,
        rules=quote.rules, rates=quote.rates, created_at__gt=at - within,
    )  # fmt: skip
    return found.order_by("-id").first()
