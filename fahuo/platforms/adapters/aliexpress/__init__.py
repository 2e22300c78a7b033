"""AliExpress: order details as its API gives them, and the seller centre's spreadsheet export."""

from __future__ import annotations

from collections.abc import Iterator

from fahuo.kit.files.arrival import Arrival, Kind
from fahuo.platforms.adapters.aliexpress import details, spreadsheet
from fahuo.platforms.contract import Platform, PlatformOrder


def read_orders(arrival: Arrival, limit_mb: int) -> Iterator[PlatformOrder]:
    """Yield the orders of a file: API answers as JSON, or a spreadsheet export."""
    if arrival.kind is Kind.JSON:
        return details.read(arrival.path)
    return spreadsheet.read(arrival, limit_mb)


PLATFORM = Platform(code="aliexpress", name_en="AliExpress", name_zh="全球速卖通", read_orders=read_orders)
