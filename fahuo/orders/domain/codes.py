"""The problem codes of orders themselves; those of rules stand with the rules.

Title, cause and fix of each: `fahuo.trade.error_book.orders`.
"""

from __future__ import annotations

SKU_UNKNOWN = "SKU_UNKNOWN"
NOT_SHIPPABLE_STATUS = "NOT_SHIPPABLE_STATUS"
DUPLICATE_ORDER = "DUPLICATE_ORDER"
