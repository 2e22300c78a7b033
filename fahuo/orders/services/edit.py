"""A clerk corrects where an order goes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from fahuo.accounts.models import Seller
from fahuo.orders.models import Order, Stage
from fahuo.orders.services import check_again
from fahuo.trade.text import tidy, tidy_code

_TEXTS = frozenset(("recipient", "province", "city", "street", "street2"))
_CODES = frozenset(("country", "postcode", "phone", "tax_id"))


class NotOpen(Exception):
    """The order is in work, shipped, or another seller's. Who must act: the clerk, by cancelling the shipment first."""


@transaction.atomic
def edit_address(*, seller: Seller, order_id: int, changes: Mapping[str, str], at: datetime) -> Order:
    """Change recipient, address, phone or tax number of an open order and check it again; raise `NotOpen`.

    `changes`: names of the columns of `Order` → new text. The correction outlives a new import of the same recipient.
    """
    unknown = set(changes) - _TEXTS - _CODES
    if unknown:
        raise ValueError(f"Not to be edited here: {', '.join(sorted(unknown))}")
    order = Order.objects.select_for_update(no_key=True).filter(seller=seller, pk=order_id, stage=Stage.OPEN).first()
    if order is None:
        raise NotOpen(order_id)
    for name, text in changes.items():
        setattr(order, name, tidy(text) if name in _TEXTS else tidy_code(text))
    order.country = order.country.upper()
    order.edited_at, order.figures_due = at, True
    order.save(update_fields=[*changes, "country", "edited_at", "figures_due"])
    check_again.check_again(seller=seller, order_ids=[order_id], at=at)
    order.refresh_from_db()
    return order
