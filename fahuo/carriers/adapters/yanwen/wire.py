"""Yanwen's messages in their own spelling (express.order.*, tracking: read 2026-11)."""

from __future__ import annotations

from decimal import Decimal

import msgspec


class Asked(msgspec.Struct, omit_defaults=True, rename="camel"):
    """What we send; empty fields are left out, names are theirs in camel case."""


class Told(msgspec.Struct, rename="camel"):
    """What they send."""


class Envelope(Told):
    """What surrounds every answer: well only when `success` and code 0."""

    success: bool
    code: str | int = ""
    message: str | None = None
    data: msgspec.Raw = msgspec.Raw()


class Receiver(Asked):
    """`receiverInfo`."""

    name: str
    country: str
    address: str
    phone: str = ""
    email: str = ""
    company: str = ""
    state: str = ""
    city: str = ""
    zip_code: str = ""
    tax_number: str = ""


class Product(Asked):
    """One entry of `productList`; weight in grams, prices with two decimals."""

    goods_name_ch: str
    goods_name_en: str
    price: Decimal
    price_export: Decimal
    quantity: int
    weight: int
    hscode: str = ""
    sku: str = ""


class ParcelInfo(msgspec.Struct, omit_defaults=True, rename="camel"):
    """`parcelInfo`; weight in grams, sides in centimetres."""

    has_battery: int
    currency: str
    total_price: Decimal
    total_quantity: int
    total_weight: int
    length: int
    width: int
    height: int
    product_list: list[Product]
    ioss: str = ""


class ImportCustoms(Asked):
    """`importCustomsInfo`."""

    eori: str = ""


class NewOrder(Asked):
    """Body of express.order.create."""

    channel_id: str
    order_source: str
    order_number: str
    company_code: str
    receiver_info: Receiver
    parcel_info: ParcelInfo
    import_customs_info: ImportCustoms | None = None


class Order(Told):
    """Answer of create, and an entry of getlist; `status` is a number and only in the latter."""

    waybill_number: str
    order_number: str | None = None
    reference_number: str | None = None
    status: str | int | None = None


class Channel(Told):
    """An entry of express.channel.getlist."""

    id: str | int
    name_ch: str | None = None
    name_en: str | None = None


class Label(Told):
    """Answer of label.get."""

    is_success: bool
    error_msg: str | None = None
    base64_string: str | None = None


class Checkpoint(msgspec.Struct):
    """One event of the tracking interface."""

    time_stamp: str | None = None
    time_zone: str | None = None
    tracking_status: str | None = None
    message: str | None = None
    location: str | None = None


class Tracked(msgspec.Struct):
    """One parcel of the tracking interface."""

    tracking_number: str | None = None
    waybill_number: str | None = None
    exchange_number: str | None = None
    tracking_status: str | None = None
    checkpoints: list[Checkpoint] | None = None


class Tracking(msgspec.Struct):
    """Answer of the tracking interface; its code is 0 when well."""

    code: str | int
    message: str | None = None
    result: list[Tracked] | None = None
