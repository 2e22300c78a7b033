"""The rule book's values that pre-flight needs, on one day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import cache

from fahuo import rulebook
from fahuo.orders.domain import remote_area
from fahuo.orders.domain.preflight import Rules


@cache
def rules(on: date) -> Rules:
    """Return the rules in force on a day."""
    return Rules(
        on=on, to_usd=dollars(on), remote_areas=remote_area.areas(rulebook.value("orders.remote_areas", on=on))
    )


@cache
def dollars(on: date) -> dict[str, Decimal]:
    """Return what one unit of each currency is in US dollars; empty before there are rates."""
    try:
        yuan = rulebook.value("money.exchange_rates", on=on)
    except rulebook.NoValueOnDate:
        return {}
    return {currency: Decimal(rate) / Decimal(yuan["USD"]) for currency, rate in yuan.items()} if "USD" in yuan else {}


@cache
def label_hours(on: date) -> float | None:
    """Return within how many hours an order should have a label; None before there is such a rule."""
    try:
        return float(rulebook.value("tracking.deadlines", on=on)["label"])
    except (rulebook.UnknownRule, rulebook.NoValueOnDate):
        return None
