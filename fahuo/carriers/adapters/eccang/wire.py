"""Messages of Eccang TOMS in their own spelling (createOrder, getOrder, getLabelUrl, …: read 2026-11)."""

from __future__ import annotations

from decimal import Decimal

import msgspec

Loose = str | int | None


class Asked(msgspec.Struct, omit_defaults=True):
    """What we send; empty fields are left out."""


class Envelope(msgspec.Struct):
    """What every answer has. `Error` is an object, or PHP's empty list when there is none."""

    ask: str
    message: str | None = None
    Error: msgspec.Raw = msgspec.Raw()
    data: msgspec.Raw = msgspec.Raw()
    Data: msgspec.Raw = msgspec.Raw()


class Fault(msgspec.Struct, rename={"err_message": "errMessage", "cn_message": "cnMessage"}):
    """`Error` of a failure."""

    err_message: str | None = None
    cn_message: str | None = None


class Consignee(Asked):
    """`Consignee`; the street goes over three lines."""

    consignee_name: str
    consignee_street: str
    consignee_city: str = ""
    consignee_province: str = ""
    consignee_postcode: str = ""
    consignee_telephone: str = ""
    consignee_company: str = ""
    consignee_street2: str = ""
    consignee_street3: str = ""
    consignee_email: str = ""
    consignee_taxno: str = ""
    consignee_eori: str = ""


class Shipper(Asked):
    """`Shipper`."""

    shipper_name: str
    shipper_countrycode: str
    shipper_street: str
    shipper_city: str = ""
    shipper_province: str = ""
    shipper_postcode: str = ""
    shipper_telephone: str = ""
    shipper_mobile: str = ""
    shipper_email: str = ""
    shipper_company: str = ""


class Item(Asked):
    """One entry of `ItemArr`: weight of one unit in kilograms, price of one unit."""

    invoice_enname: str
    invoice_cnname: str
    invoice_weight: Decimal
    invoice_quantity: int
    invoice_unitcharge: Decimal
    invoice_currencycode: str
    hs_code: str = ""
    sku: str = ""


class Volume(msgspec.Struct):
    """One box: centimetres and kilograms."""

    length: Decimal
    width: Decimal
    height: Decimal
    weight: Decimal


class NewOrder(msgspec.Struct, omit_defaults=True):
    """paramsJson of createOrder: kilograms; `mail_cargo_type` 4 is "other", `cargo_type` W a parcel."""

    reference_no: str
    shipping_method: str
    country_code: str
    order_weight: Decimal
    order_pieces: int
    mail_cargo_type: str
    cargo_type: str
    Consignee: Consignee
    Shipper: Shipper
    ItemArr: list[Item]
    Volume: list[Volume]
    platform_number: str = ""
    ioss: str = ""


class Created(msgspec.Struct):
    """Answer of createOrder. `track_status` 2: the tracking number comes later."""

    order_code: Loose = None
    reference_no: Loose = None
    shipping_method_no: Loose = None
    track_status: Loose = None


class Order(msgspec.Struct):
    """`data` of getOrder; `shipper_hawbcode` is the `order_code` of createOrder."""

    reference_no: Loose = None
    shipper_hawbcode: Loose = None
    shipping_method_no: Loose = None
    order_status: Loose = None


class Label(msgspec.Struct):
    """Answer of getLabelUrl: an address, with some forwarders the content itself."""

    url: str | None = None
    type: str | None = None
    base64: str | None = None


class Detail(msgspec.Struct):
    """One event of getCargoTrack; the zone is named by some forwarders only."""

    Occur_date: str | None = None
    Occur_time_zone: str | None = None
    Status: str | None = None
    Comment: str | None = None
    track_area: str | None = None


class Tracked(msgspec.Struct):
    """One parcel of getCargoTrack; `Code` is the number as it was asked."""

    Code: Loose = None
    Country_code: str | None = None
    Status: str | None = None
    Detail: list[Detail] | None = None


class Channel(msgspec.Struct):
    """One entry of getShippingMethod; releases differ in how they call the name."""

    code: str | int
    cn_name: str | None = None
    name_cn: str | None = None
    en_name: str | None = None
    name: str | None = None


class Fee(msgspec.Struct):
    """One product of feeTrail; amounts are numbers or text, and no currency is named."""

    ServiceCode: str | int
    TotalFee: Decimal
    ServiceCnName: str | None = None
    ServiceEnName: str | None = None
    FreightFee: Decimal | None = None
    FuelFee: Decimal | None = None
    RegisteredFee: Decimal | None = None
    OtherFee: Decimal | None = None
    Effectiveness: str | None = None
