"""4PX's messages in their own spelling (ds.xms.*, tr.order.tracking.get: read 2026-11)."""

from __future__ import annotations

from decimal import Decimal

import msgspec


class Asked(msgspec.Struct, omit_defaults=True):
    """What we send; empty fields are left out."""


class Told(msgspec.Struct):
    """What they send."""


class Fault(Told):
    """One entry of `errors`."""

    error_code: str | int = ""
    error_msg: str | None = None


class Envelope(Told):
    """What surrounds every answer: `result` is 1 well, 0 failed, 2 in part; `data` may be JSON inside a string."""

    result: str | int
    msg: str | None = None
    errors: msgspec.Raw = msgspec.Raw()
    data: msgspec.Raw = msgspec.Raw()


class Party(Asked):
    """`sender`, `recipient_info` and the address of a pick-up."""

    first_name: str
    country: str
    city: str = ""
    phone: str = ""
    street: str = ""
    company: str = ""
    email: str = ""
    post_code: str = ""
    state: str = ""


class DeclaredProduct(Asked):
    """One entry of `declare_product_info`; weight in grams, prices of one unit with two decimals."""

    declare_product_name_cn: str
    declare_product_name_en: str
    declare_product_code_qty: int
    unit_net_weight: int
    declare_unit_price_export: Decimal
    currency_export: str
    declare_unit_price_import: Decimal
    currency_import: str
    brand_export: str
    brand_import: str
    country_export: str = ""
    country_import: str = ""
    origin_country: str = ""
    hscode_export: str = ""
    hscode_import: str = ""


class ParcelInfo(Asked):
    """One entry of `parcel_list`; weight in grams, sides in centimetres."""

    weight: int
    length: int
    width: int
    height: int
    parcel_value: Decimal
    currency: str
    include_battery: str
    declare_product_info: list[DeclaredProduct]
    battery_type: str = ""


class ServiceInfo(Asked):
    """`logistics_service_info`."""

    logistics_product_code: str


class ReturnInfo(Asked):
    """`return_info`: Y brings it back, N destroys it, U asks."""

    is_return_on_domestic: str
    is_return_on_oversea: str


class PickUp(Asked):
    """`pick_up_info`; without times the carrier's own window counts."""

    pick_up_address_info: Party


class DeliverType(Asked):
    """`deliver_type_info`: how the parcel comes to the carrier."""

    deliver_type: str
    warehouse_code: str = ""
    pick_up_info: PickUp | None = None


class LabelConfig(Asked):
    """`label_config_info`, and part of what ds.xms.label.get is asked."""

    label_size: str
    response_label_format: str


class NewOrder(Asked):
    """Body of ds.xms.order.create."""

    ref_no: str
    business_type: str
    duty_type: str
    is_insure: str
    logistics_service_info: ServiceInfo
    return_info: ReturnInfo
    parcel_list: list[ParcelInfo]
    sender: Party
    recipient_info: Party
    deliver_type_info: DeliverType
    label_config_info: LabelConfig
    vat_no: str = ""
    eori_no: str = ""
    ioss_no: str = ""
    trade_id: str = ""


class Created(Told):
    """Answer of create."""

    tracking_no: str = msgspec.field(name="4px_tracking_no", default="")
    ref_no: str | None = None
    logistics_channel_no: str | None = None


class Consignment(Told):
    """`consignment_info` of a look-up; `consignment_status` is P V H C F R X."""

    tracking_no: str = msgspec.field(name="4px_tracking_no", default="")
    ref_no: str | None = None
    logistics_channel_no: str | None = None
    consignment_status: str | None = None


class Found(Told):
    """An entry of ds.xms.order.get."""

    consignment_info: Consignment


class LabelUrls(Told):
    """`label_url_info`: addresses of files."""

    logistics_label: str | None = None


class Label(Told):
    """Answer of ds.xms.label.get."""

    label_url_info: LabelUrls | None = None


class Product(Told):
    """An entry of ds.xms.logistics_product.getlist."""

    logistics_product_code: str
    logistics_product_name_cn: str | None = None
    logistics_product_name_en: str | None = None


class Estimate(Told):
    """An entry of ds.xms.estimated_cost.get; the fee is in CNY."""

    logistics_product_code: str
    lump_sum_fee: Decimal
    estimated_time: str | None = None


class Checkpoint(Told, rename="camel"):
    """One event: its time is on the Chinese clock, whatever `timeZone` says of the place."""

    business_link_code: str | None = None
    occur_datetime: str | None = None
    time_zone: str | None = None
    occur_location: str | None = None
    country: str | None = None
    tracking_content: str | None = None


class Tracked(Told, rename="camel"):
    """Answer of tr.order.tracking.get."""

    tracking_list: list[Checkpoint] | None = None
