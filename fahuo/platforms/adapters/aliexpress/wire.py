"""Messages of AliExpress in its own spelling, slips included.

`aliexpress.trade.new.redefining.findorderbyid`, AliExpress Open Platform reference, read 2026-11. Lists come plain
(`simplify=true`) or wrapped in one object named after the item; an empty wrapped list is `{}`. Unknown fields are
passed over; known ones must have their type.
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

import msgspec

Loose = str | int | float | None  # the platform is not of one mind about quotes around numbers
Item = TypeVar("Item")


class Amount(msgspec.Struct, frozen=True):
    """MoneyStr and its short form; only these two fields are the same everywhere."""

    amount: Loose = None
    currency_code: str | None = None


class Wrapped(msgspec.Struct, Generic[Item], frozen=True):
    """A list in the wrapped shape."""

    aeop_tp_child_order_dto: list[Item] = []
    global_aeop_tp_child_order_dto: list[Item] = []

    def items(self) -> list[Item]:
        """Return the list, whichever of the two calls it came from."""
        return self.aeop_tp_child_order_dto or self.global_aeop_tp_child_order_dto


class ChildOrder(msgspec.Struct, frozen=True):
    """One line of an order."""

    id: Loose = None
    child_order_id: Loose = None
    product_id: Loose = None
    product_name: str | None = None
    product_count: Loose = None
    product_price: Amount | None = None
    product_attributes: str | dict[str, Any] | None = None  # JSON as text, or what a connector made of it
    sku_code: Loose = None
    order_status: str | None = None
    send_goods_operator: str | None = None
    logistics_warehouse_type: str | None = None
    logistics_type: str | None = None
    extend_map: str | dict[str, Any] | None = None
    buyer_memo: str | None = None


class ReceiptAddress(msgspec.Struct, frozen=True):
    """Where it goes. `rut_no` and `tax_number` come from sibling calls and are merged in by connectors."""

    contact_person: Loose = None
    country: str | None = None
    province: Loose = None
    city: Loose = None
    detail_address: Loose = None
    address2: Loose = None
    zip: Loose = None
    phone_country: Loose = None
    mobile_no: Loose = None
    phone_area: Loose = None
    phone_number: Loose = None
    cpf_no: Loose = None
    rut_no: Loose = None
    tax_number: Loose = None


class OrderDetail(msgspec.Struct, frozen=True):
    """One order."""

    id: Loose = None
    order_status: str | None = None
    gmt_create: str | None = None
    gmt_pay_success: str | None = None
    gmt_modified: str | None = None
    over_time_left: str | None = None
    order_amount: Amount | None = None
    buyerloginid: Loose = None
    memo: str | None = None
    receipt_address: ReceiptAddress | None = None
    cpf_number: Loose = None
    child_order_list: list[ChildOrder] | Wrapped[ChildOrder] | None = None


class Envelope(msgspec.Struct, frozen=True):
    """What an order may be wrapped in: the response, its `target`, or `result.data` of the sibling call."""

    target: OrderDetail | None = None
    data: OrderDetail | None = None
    result: msgspec.Raw = msgspec.Raw()
    aliexpress_trade_new_redefining_findorderbyid_response: msgspec.Raw = msgspec.Raw()
    aliexpress_solution_order_info_get_response: msgspec.Raw = msgspec.Raw()
    error_response: msgspec.Raw = msgspec.Raw()

    def inner(self) -> msgspec.Raw:
        """Return the next layer, still unread; empty where there is none."""
        return (
            self.aliexpress_trade_new_redefining_findorderbyid_response
            or self.aliexpress_solution_order_info_get_response
            or self.result
        )
