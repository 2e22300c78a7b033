"""What a platform adapter gives: orders as frozen values, whatever the platform calls its fields.

Text is tidy (`fahuo.trade.text`), countries are ISO 3166-1 (Kosovo: XK), times are aware.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

import msgspec

from fahuo.kit.files.arrival import Arrival


class PlatformLine(msgspec.Struct, frozen=True):
    """One child order. `to_ship`: the seller has to ship it himself, now."""

    number: str
    product_number: str
    sku: str
    title: str
    attributes: str
    quantity: int
    unit_price: Decimal | None
    currency: str
    status: str
    to_ship: bool


class PlatformRecipient(msgspec.Struct, frozen=True):
    """Name, place and numbers of the recipient as the buyer gave them. Parts the platform did not send are empty."""

    name: str
    country: str
    province: str
    city: str
    street: str
    street2: str
    postcode: str
    phone_prefix: str
    mobile: str
    phone_area: str
    phone_number: str
    tax_id: str


class PlatformOrder(msgspec.Struct, frozen=True):
    """One order as the platform knows it. `entry` is its place in the file: line of a table, entry of a JSON list."""

    entry: int
    number: str
    status: str
    placed_at: datetime | None
    paid_at: datetime | None
    ship_by: datetime | None
    modified_at: datetime | None
    buyer_login: str
    chosen_service: str
    memo: str
    currency: str
    amount: Decimal | None
    recipient: PlatformRecipient
    lines: tuple[PlatformLine, ...]


ReadOrders = Callable[[Arrival, int], Iterator[PlatformOrder]]


@dataclass(frozen=True, slots=True)
class Platform:
    """One platform: its code, its names, and how to read a file of its orders.

    `read_orders(arrival, limit_mb)` yields one value per entry, in the sequence of the file, also for repeated order
    numbers; it raises `FileRefused` at the first entry that cannot be understood.
    """

    code: str
    name_en: str
    name_zh: str
    read_orders: ReadOrders
