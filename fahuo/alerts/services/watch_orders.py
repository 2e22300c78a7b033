"""Look at orders that should have had their label by now."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from fahuo.alerts.queries import orders
from fahuo.alerts.services.settle import Settled, settle
from fahuo.alerts.services.tell import tell
from fahuo.alerts.services.turns import ORDERS, my_turn

LIMIT = 1000


@transaction.atomic
def take_overdue(*, at: datetime, within: timedelta | None = None, limit: int = LIMIT) -> tuple[int, Settled]:
    """Open alerts for orders whose deadline passed and end those of orders that have their label; return how many."""
    if not my_turn(ORDERS):
        return 0, Settled()
    causes, over = orders.overdue(at, limit, within), orders.done(at, limit)
    settled = settle(causes=causes, standing=over, at=at)
    tell(at=at)
    return max(len(causes), len(over)), settled
