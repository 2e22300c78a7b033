"""Cainiao's messages in their own spelling (cnge.*: read 2026-11)."""

from __future__ import annotations

import msgspec


class Asked(msgspec.Struct, omit_defaults=True, rename="camel"):
    """What we send; empty fields are left out, names are theirs in camel case."""


class Told(msgspec.Struct, rename="camel"):
    """What they send."""


class Envelope(Told):
    """What surrounds every answer; `success` is a text as often as not."""

    success: bool
    error_code: str | None = None
    error_msg: str | None = None
    data: msgspec.Raw = msgspec.Raw()


class Party(Asked):
    """`senderParam`, `receiverParam` and the address of a pick-up."""

    name: str
    country_code: str
    detail_address: str
    telephone: str = ""
    mobile_phone: str = ""
    email: str = ""
    zip_code: str = ""
    state: str = ""
    city: str = ""


class Item(Asked):
    """One entry of `itemParams`: weight in grams, price of one unit in the currency's minor unit."""

    quantity: int
    english_name: str
    chinese_name: str
    unit_price: int
    unit_price_currency: str
    weight: int
    item_type: str
    sku: str = ""
    hscode: str = ""


class ParcelInfo(Asked):
    """One entry of `packageParams`: sides in centimetres, weight in grams."""

    length: int
    width: int
    height: int
    weight: int
    item_params: list[Item]


class ImportCustoms(Asked):
    """`importCustomsParam`."""

    tax_number: str


class Solution(Asked):
    """`solutionParam`; an address in `doorPickupParam` asks for a pick-up there."""

    solution_code: str
    import_customs_param: ImportCustoms | None = None
    door_pickup_param: Party | None = None


class TradeOrder(Asked):
    """`tradeOrderParam`."""

    trade_order_id: str


class SourceHandover(Asked):
    """`sourceHandoverParam`."""

    type: str
    code: str


class NewOrder(Asked):
    """Payload of cnge.order.create."""

    out_order_id: str
    locale: str
    sync_get_tracking_number: bool
    solution_param: Solution
    package_params: list[ParcelInfo]
    sender_param: Party
    receiver_param: Party
    trade_order_param: TradeOrder | None = None
    source_handover_param: SourceHandover | None = None


class Created(Told):
    """Answer of cnge.order.create."""

    order_code: str = ""
    tracking_number: str | None = None


class Label(Told):
    """Answer of cnge.waybill.get: a PDF in base64."""

    waybill_pdf_data: str | None = None


class Trace(Told):
    """One event; its time is that of the place, in the zone beside it."""

    time: str | int | None = None
    time_zone: str | int | None = None
    action_code: str | None = None
    desc: str | None = None


class Traced(Told):
    """Answer of cnge.track.get, and what a push holds."""

    trace_detail_list: list[Trace] | None = None
    order_code: str | None = None
    out_order_id: str | None = None
