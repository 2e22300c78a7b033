"""sf.global messages in their own spelling (IUOP, IECS and GTS, read 2026-11)."""

from __future__ import annotations

from decimal import Decimal

import msgspec


class Asked(msgspec.Struct, omit_defaults=True, rename="camel"):
    """What we send; empty fields are left out."""


class Answered(msgspec.Struct, rename="camel"):
    """What we read; unknown fields are ignored."""


class Envelope(Answered):
    """What surrounds every answer; `api_result_data` is ciphertext, in the token call an object."""

    api_result_code: str | int
    api_error_msg: str | None = None
    api_result_data: msgspec.Raw = msgspec.Raw()


class Token(Answered):
    """What the token call gives."""

    access_token: str = ""
    expire_in: float = 7200


class Business(Answered):
    """What stands inside the ciphertext."""

    success: bool
    code: str | int | None = None
    msg: str | None = None
    data: msgspec.Raw = msgspec.Raw()


class Party(Asked):
    """Sender or receiver. IUOP knows more of its fields than IECS."""

    contact: str
    country: str
    address: str
    phone_no: str
    company: str = ""
    post_code: str = ""
    region_first: str = ""
    region_second: str = ""
    email: str = ""
    cargo_type: int = 0
    cert_type: str = ""
    cert_card_no: str = ""
    vat: str = ""
    eori: str = ""
    ioss_no: str = ""


class Goods(Asked):
    """One line of an IUOP order; `amount` and `weight` (kg) of one unit."""

    name: str
    unit: str
    amount: Decimal
    quantity: int
    origin_country: str
    e_name: str = ""
    hs_code: str = ""
    weight: Decimal | None = None


class PaymentInfo(Asked):
    """Who pays freight and duty: 1 the sender, 2 the receiver, 3 somebody else."""

    pay_method: str
    tax_pay_method: str
    pay_month_card: str = ""
    tax_pay_month_card: str = ""


class NewOrder(Asked):
    """Body of `IUOP_CREATE_ORDER`; kilograms and centimetres."""

    customer_code: str
    order_operate_type: int
    customer_order_no: str
    inter_product_code: str
    parcel_quantity: int
    parcel_total_weight: Decimal
    parcel_total_length: Decimal
    parcel_total_width: Decimal
    parcel_total_height: Decimal
    declared_value: Decimal
    declared_currency: str
    pickup_type: str
    payment_info: PaymentInfo
    sender_info: Party
    receiver_info: Party
    parcel_info_list: list[Goods]
    label_mode_size: int


class SmallGoods(Asked):
    """One line of an IECS order."""

    name: str
    c_name: str
    unit: str
    amount: Decimal
    currency: str
    quantity: int
    weight: Decimal
    origin_country: str = ""
    hs_code: str = ""
    sku_type: str = ""


class CustomsInfo(Asked):
    """Customs entries of an IECS order: the Korean customs number."""

    passport_id: str = ""


class NewSmallOrder(Asked):
    """Body of `IECS_CREATE_ORDER`; kilograms and centimetres."""

    api_username: str
    customer_order_no: str
    platform_order_id: str
    platform_code: str
    erp_code: str
    inter_product_code: str
    parcel_quantity: int
    parcel_total_weight: Decimal
    parcel_total_length: Decimal
    parcel_total_width: Decimal
    parcel_total_height: Decimal
    declared_value: Decimal
    declared_currency: str
    is_bat: int = msgspec.field(name="isBat")
    is_liquid: int
    create_order_type: str
    sender_info: Party
    receiver_info: Party
    parcel_info_list: list[SmallGoods]
    abn: str = ""
    tax_no: str = ""
    customs_info: CustomsInfo | None = None


class Order(Answered):
    """A created or found order."""

    sf_waybill_no: str | None = None
    customer_order_no: str | None = None
    agent_waybill_no: str | None = None


class Label(Answered):
    """Where a label lies."""

    url: str | None = None


class Place(Asked):
    """Where a parcel whose price is asked for comes from or goes to."""

    country: str
    post_code: str = ""
    region_first: str = ""
    region_second: str = ""
    cargo_type: int = 0


class FeeInquiry(Asked):
    """Body of `IUOP_ESTIMATE_FEE`."""

    customer_code: str
    inter_product_code: str
    parcel_quantity: int
    parcel_total_weight: Decimal
    parcel_total_length: Decimal
    parcel_total_width: Decimal
    parcel_total_height: Decimal
    declared_value: Decimal
    declared_currency: str
    payment_info: PaymentInfo
    sender_info: Place
    receiver_info: Place


class Fee(Answered):
    """One fee; `estimate_pay_fee` is what is left after discounts."""

    service_name: str | None = None
    estimate_fee: Decimal | None = None
    estimate_pay_fee: Decimal | None = None


class Estimate(Answered):
    """A price; without fees the product has none for this parcel."""

    total_fee: Decimal | None = None
    currency: str | None = None
    inter_product_code: str | None = None
    fee_info_list: list[Fee] | None = None


class TrackItem(Answered):
    """One event; `local_tm` is local time at the place, `gmt` its zone."""

    op_code: str | int | None = None
    reason_code: str | None = None
    track_country: str | None = None
    track_region_first: str | None = None
    track_region_second: str | None = None
    track_addr: str | None = None
    local_tm: str | None = None
    gmt: str | None = None
    track_out_remark: str | None = None


class Track(Answered):
    """One parcel with its events."""

    sf_waybill_no: str | None = None
    code: str | int | None = None
    msg: str | None = None
    track_detail_items: list[TrackItem] | None = None
