"""YunExpress OpenAPI messages in their own spelling (create order, order, label, track: read 2026-11)."""

from __future__ import annotations

from decimal import Decimal

import msgspec


class Asked(msgspec.Struct, omit_defaults=True):
    """What we send; empty fields are left out."""


class Token(msgspec.Struct):
    """Answer of `/openapi/oauth2/token`."""

    accessToken: str = ""  # noqa: N815
    expiresIn: float = 7200  # noqa: N815


class Envelope(msgspec.Struct):
    """What surrounds every business answer. Only `success` decides."""

    success: bool
    code: str | int | None = None
    msg: str | None = None
    request_id: str | None = None
    requestId: str | None = None  # noqa: N815
    result: msgspec.Raw = msgspec.Raw()
    detail: msgspec.Raw = msgspec.Raw()


class Party(Asked):
    """Receiver or sender."""

    first_name: str
    country_code: str
    address_lines: list[str]
    last_name: str = ""
    company: str = ""
    province: str = ""
    city: str = ""
    postal_code: str = ""
    phone_number: str = ""
    email: str = ""


class Package(msgspec.Struct):
    """One box; weight in `weight_unit`, sides in `size_unit`."""

    weight: Decimal
    length: Decimal
    width: Decimal
    height: Decimal


class Goods(Asked):
    """One line of `declaration_info`."""

    name_local: str
    name_en: str
    quantity: int
    unit_price: Decimal
    unit_weight: Decimal
    currency: str
    sku_code: str = ""
    hs_code: str = ""


class OrderNumbers(Asked):
    """Other numbers of the same order."""

    platform_order_number: str = ""


class CustomsNumber(Asked):
    """Numbers for customs."""

    tax_number: str = ""
    ioss_code: str = ""
    vat_code: str = ""
    eori_number: str = ""


class ExtraService(Asked):
    """`G0` is duty paid in advance."""

    extra_code: str
    extra_value: str = ""


class NewOrder(Asked):
    """Body of `/v1/order/package/create`."""

    product_code: str
    customer_order_number: str
    weight_unit: str
    size_unit: str
    packages: list[Package]
    receiver: Party
    declaration_info: list[Goods]
    sender: Party | None = None
    order_numbers: OrderNumbers | None = None
    customs_number: CustomsNumber | None = None
    extra_services: list[ExtraService] = []
    label_type: str = ""


class Order(msgspec.Struct):
    """Result of create and of `/v1/order/info/get`; `status` is a letter and only in the latter."""

    waybill_number: str
    customer_order_number: str | None = None
    tracking_number: str | None = None
    status: str | None = None


class Label(msgspec.Struct):
    """Result of `/v1/order/label/get`."""

    url: str | None = None
    label_type: str | None = None
    label_string: str | None = None


class TrackEvent(msgspec.Struct):
    """One entry of `track_events`."""

    track_node_code: str | None = None
    track_node_description: str | None = None
    process_time: str | None = None
    process_utc_time: str | None = None
    process_content: str | None = None
    process_location: str | None = None
    process_country: str | None = None


class TrackInfo(msgspec.Struct):
    """One parcel with its events."""

    waybill_number: str | None = None
    tracking_number: str | None = None
    customer_order_number: str | None = None
    track_events: list[TrackEvent] | None = None


class Product(msgspec.Struct):
    """One entry of the product list."""

    product_code: str
    product_name: str | None = None


class Fee(msgspec.Struct):
    """One row of the price trial: one fee of one product."""

    product_code: str
    calculate_amount: Decimal
    currency: str
    product_name: str | None = None
    fee_name: str | None = None
    price_name: str | None = None
    interval_day: str | None = None


class Sealed(msgspec.Struct):
    """Body of a push."""

    encrypt: str


class Pushed(msgspec.Struct):
    """What is inside a push: the parcel stands in `data` or in `body`, with or without `track_Info` around it."""

    data: msgspec.Raw = msgspec.Raw()
    body: msgspec.Raw = msgspec.Raw()


class Track(msgspec.Struct):
    """Result of `/v1/track-service/info/get`. The key really has a capital I."""

    track_Info: TrackInfo | None = None  # noqa: N815
    package_status: str | None = None
