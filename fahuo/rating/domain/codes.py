"""Problem codes of pricing; their causes and fixes stand in `fahuo.trade.error_book.routing`."""

from __future__ import annotations

PARCEL_INVALID = "PARCEL_INVALID"
COUNTRY_UNKNOWN = "COUNTRY_UNKNOWN"
NO_RATE_SHEET = "NO_RATE_SHEET"
NOT_SERVED = "NOT_SERVED"
OVERWEIGHT = "OVERWEIGHT"
NO_EXCHANGE_RATE = "NO_EXCHANGE_RATE"
NO_DUTY_RATE = "NO_DUTY_RATE"
