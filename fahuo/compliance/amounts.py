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
    if case.value is None:
        return None
    if case.value.currency == limit.currency:
        return case.value.amount > limit.amount
    value, most = in_usd(case, case.value), in_usd(case, limit)
    return None if value is None or most is None else value > most
