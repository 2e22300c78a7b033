"""The delivery log: what went out, what did not, and why."""

from __future__ import annotations

from fahuo.accounts.models import Seller
from fahuo.backoffice.paging import Cut, Page, turn
from fahuo.notifications.models import Delivery


def deliveries_page(seller: Seller, cut: Cut, *, failed: bool, channel_id: int | None) -> Page[Delivery]:
    """Return deliveries, newest first; only those that failed, or of one channel, where that is asked."""
    rows = Delivery.objects.filter(seller=seller)
    if failed:
        rows = rows.filter(state="FAILED")
    if channel_id is not None:
        rows = rows.filter(channel_id=channel_id)
    return turn(rows.select_related("channel__person").defer("channel__sealed", "body"), cut)


def delivery(seller: Seller, delivery_id: int) -> Delivery | None:
    """Return one delivery of the seller."""
    return Delivery.objects.filter(seller=seller, pk=delivery_id).select_related("channel").first()
