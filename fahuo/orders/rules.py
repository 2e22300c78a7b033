"""The rule book's values that pre-flight needs, on one day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

from fahuo import rulebook
from fahuo.orders.domain import remote_area
from fahuo.orders.domain.preflight import Rules
from fahuo.trade.cargo import CargoClass, Paper


@cache
def rules(on: date) -> Rules:
    """Return the rules in force on a day."""
    papers = rulebook.value("orders.battery_papers", on=on)
    return Rules(
        origin_above_usd=Decimal(rulebook.value("orders.origin_required_above_usd", on=on)),
        papers={CargoClass(name): frozenset(map(Paper, needed)) for name, needed in papers.items()},
        tax_ids=rulebook.value("orders.recipient_tax_ids", on=on),
        remote_areas=remote_area.areas(rulebook.value("orders.remote_areas", on=on)),
    )
