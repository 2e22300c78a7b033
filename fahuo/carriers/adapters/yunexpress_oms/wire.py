"""YunExpress OMS messages in their own spelling (create order, order, label, track, price: read 2026-11)."""

from __future__ import annotations

from decimal import Decimal

import msgspec


class Asked(msgspec.Struct, omit_defaults=True, rename="pascal"):
    """What we send; empty fields are left out, names are theirs in Pascal case."""


class Told(msgspec.Struct, rename="pascal"):
    """What they send."""


class Envelope(Told):
    """What surrounds every answer: well only with code 0000. The content is under one of two names."""

    code: str | int = ""
    message: str | None = None
    request_id: str | None = None
    item: msgspec.Raw = msgspec.Raw()
    items: msgspec.Raw = msgspec.Raw()

    @property
    def content(self) -> msgspec.Raw:
        """What stands under `Item` or `Items`; nothing when neither is there."""
        null = b"null"
        return self.item if bytes(self.item).strip() not in (b"", null) else self.items or self.item


class Party(Asked):
    """Receiver or sender."""

    country_code: str
    first_name: str
    street: str
    last_name: str = ""
    company: str = ""
    street_address1: str = ""
    street_address2: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    phone: str = ""
    email: str = ""


class Goods(Asked):
    """One entry of `Parcels`: what customs see; weight in kilograms."""

    e_name: str
    quantity: int
    unit_price: Decimal
    unit_weight: Decimal
    currency_code: str
    c_name: str = ""
    hs_code: str = msgspec.field(default="", name="HSCode")
    sku: str = msgspec.field(default="", name="SKU")


class NewOrder(Asked):
    """One element of the array that `WayBill/CreateOrder` takes; weight in kilograms, sides in whole centimetres."""

    customer_order_number: str
    shipping_method_code: str
    package_count: int
    weight: Decimal
    length: int
    width: int
    height: int
    application_type: int
    receiver: Party
    parcels: list[Goods]
    sender: Party | None = None
    transaction_number: str = ""
    tax_number: str = ""
    tax_country_code: str = ""
    eori_number: str = ""
    ioss_code: str = ""
    tariff_prepay: bool = False


class Created(Told):
    """One element of the answer of `WayBill/CreateOrder`."""

    customer_order_number: str | None = None
    success: int | bool | None = None
    way_bill_number: str | None = None
    tracking_number: str | None = None
    track_type: str | None = None
    remark: str | None = None


class Order(Told):
    """Answer of `WayBill/GetOrder`. Our reference was seen as `OrderNumber` there; what `Status` means is not known."""

    way_bill_number: str
    customer_order_number: str | None = None
    order_number: str | None = None
    tracking_number: str | None = None
    status: str | int | None = None


class Number(Told):
    """One element of `Waybill/GetTrackingNumber`; status 1 there, 2 coming, 3 none needed, 4 failed."""

    way_bill_number: str | None = None
    customer_order_number: str | None = None
    tracking_number: str | None = None
    status: str | int | None = None


class Deed(Told):
    """Answer of `WayBill/Delete` (`Status` 5012 is done) and of `WayBill/Intercept` (`Result` 5011 is done)."""

    status: str | int | None = None
    result: str | int | None = None
    remark: str | None = None


class LabelOrder(Told):
    """What became of one number that a label was asked for; code 100 is well."""

    customer_order_number: str | None = None
    error: str | None = None
    code: str | int | None = None


class Label(Told):
    """One element of the answer of `Label/Print`."""

    url: str | None = None
    order_infos: list[LabelOrder] | None = None


class TrackDetail(Told):
    """One event; the time has no zone."""

    process_date: str | None = None
    process_timezone: str | None = None
    process_content: str | None = None
    process_location: str | None = None
    process_country: str | None = None
    tracking_status: str | int | None = None
    track_node_code: str | None = None
    track_code_description: str | None = None


class Track(Told):
    """Answer of `Tracking/GetTrackAllInfo`."""

    waybill_number: str | None = None
    tracking_number: str | None = None
    country_code: str | None = None
    package_state: str | int | None = None
    tracking_status: str | int | None = None
    order_tracking_details: list[TrackDetail] | None = None


class Method(Told):
    """One element of `Common/GetShippingMethods`."""

    code: str
    c_name: str | None = None
    e_name: str | None = None


class Price(Told):
    """One element of `Freight/GetPriceTrial`: one product with its fees side by side."""

    code: str
    total_fee: Decimal
    c_name: str | None = None
    e_name: str | None = None
    currency: str | None = None
    shipping_fee: Decimal | None = None
    registration_fee: Decimal | None = None
    fuel_fee: Decimal | None = None
    sundry_fee: Decimal | None = None
    tariff_prepay_fee: Decimal | None = None
    insured_fee: Decimal | None = None
    signature_fee: Decimal | None = None
    delivery_days: str | int | None = None
