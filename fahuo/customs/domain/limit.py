"""Up to which value a CN 22 will do (UPU: 300 special drawing rights); above it customs want a CN 23."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from fahuo.trade.money import Money


@dataclass(frozen=True, slots=True)
class Cn22Limit:
    """The limit, and what one unit of each currency is worth in yuan on that day."""

    limit: Money
    yuan_per_unit: Mapping[str, Decimal]

    def knows(self, currency: str) -> bool:
        """Say whether an amount in this currency can be compared with the limit."""
        return currency in self.yuan_per_unit and self.limit.currency in self.yuan_per_unit

    def allows(self, value: Money) -> bool:
        """Say whether goods of this value may go with a CN 22; the limit itself still may.

        Raises `KeyError` for a currency without a rate: ask `knows` first.
        """
        rates = self.yuan_per_unit
        return value.amount * rates[value.currency] <= self.limit.amount * rates[self.limit.currency]
