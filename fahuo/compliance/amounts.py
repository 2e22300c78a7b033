"""Values of a case in other currencies. What cannot be converted is not known, and never zero."""

from __future__ import annotations

from decimal import Decimal

from fahuo.compliance.case import Case
from fahuo.trade.money import Money

USD = "USD"


def in_usd(case: Case, amount: Money) -> Decimal | None:
    """Return an amount in US dollars, None while there is no rate."""
    if amount.currency == USD:
        return amount.amount
    rate = case.to_usd.get(amount.currency)
    return None if rate is None else amount.amount * rate


def exceeds(case: Case, limit: Money) -> bool | None:
    """Tell whether the declared value is above a limit, None while the value or a rate is not known."""
    by = None if case.value is None else exceeds_by(case, case.value, limit)
    return None if by is None else by > 0


def exceeds_by(case: Case, amount: Money, limit: Money) -> Decimal | None:
    """Return how far an amount is above a limit, below zero for less; in no currency to speak of, None unknown."""
    if amount.currency == limit.currency:
        return amount.amount - limit.amount
    usd, most = in_usd(case, amount), in_usd(case, limit)
    return None if usd is None or most is None else usd - most
