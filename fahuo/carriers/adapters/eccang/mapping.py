"""Eccang TOMS's words and ours, both directions. Source: createOrder of Eccang TOMS, read 2026-11."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from decimal import Decimal

from fahuo.carriers import phrases
from fahuo.carriers.adapters.eccang import wire
from fahuo.carriers.adapters.eccang.tracking import CANCELLED
from fahuo.carriers.codes import CARRIER_REFUSED, CURRENCY_UNSUPPORTED
from fahuo.carriers.errors import (
    CarrierError,
    Case,
    DuplicateReference,
    NotAuthorised,
    NotFound,
    NotReady,
    RateLimited,
    Refused,
    Unavailable,
    Unexpected,
    Unsupported,
)
from fahuo.kit.wire import UnreadableReply, one
from fahuo.trade.address import Address
from fahuo.trade.booking import Booking
from fahuo.trade.goods import GoodsLine
from fahuo.trade.problem import Problem
from fahuo.trade.waybill import Waybill

CODE = "eccang"
OTHER_CARGO, PARCEL = "4", "W"
# The default of `invoice_currencycode`; no source says that another one is obeyed.
CURRENCY = "USD"
STREET_LINES, LONGEST_LINE = 3, 100

# No list of error codes is published, so texts are read.
_GONE = re.compile(r"不存在|未找到|查询不到|查无|无此|not\s+exist|not\s+found", re.IGNORECASE)
_TAKEN = "已被使用"
_REFERENCE = re.compile(r"参考号|单号|reference", re.IGNORECASE)
_NOT_READY = re.compile(r"生成中|未生成|暂无标签|换号中|稍后|not\s+ready|generating", re.IGNORECASE)
_LABEL = re.compile(r"标签|面单|label", re.IGNORECASE)
_TOO_MANY = re.compile(r"频繁|限流|次数超|too many|frequen", re.IGNORECASE)
_KEYS = re.compile(r"app_?(?:token|key)|秘钥|密钥|鉴权|未授权|授权失败|unauthori[sz]ed", re.IGNORECASE)
_TROUBLE = re.compile(
    r"系统异常|系统繁忙|系统错误|超时|time\s*-?out|timed\s+out|sqlstate|internal error", re.IGNORECASE
)
# What any operation may be answered with, the first that fits.
_ANY_OPERATION: tuple[tuple[re.Pattern[str], type[CarrierError]], ...] = (
    (_KEYS, NotAuthorised),
    (_TOO_MANY, RateLimited),
    (_TROUBLE, Unavailable),
)
_DONE = {"cancel": re.compile(r"已(?:取消|作废|废弃|删除)"), "hold": re.compile(r"已(?:被)?拦截")}

# Words in their texts, most telling first, and the field that they are about.
FIELDS = {
    "consignee_name": "address.name",
    "收件人姓名": "address.name",
    "consignee_street": "address.street",
    "收件人地址": "address.street",
    "consignee_telephone": "address.phone",
    "收件人电话": "address.phone",
    "consignee_postcode": "address.postcode",
    "邮编": "address.postcode",
    "consignee_city": "address.city",
    "城市": "address.city",
    "consignee_province": "address.province",
    "consignee_taxno": "address.tax_id",
    "税号": "address.tax_id",
    "country_code": "address.country",
    "国家": "address.country",
    "shipping_method": "service_code",
    "运输方式": "service_code",
    "配送方式": "service_code",
    "reference_no": "reference",
    "order_weight": "parcel.weight_g",
    "重量": "parcel.weight_g",
    "invoice_cnname": "lines[0].title_zh",
    "中文品名": "lines[0].title_zh",
    "invoice_enname": "lines[0].title_en",
    "英文品名": "lines[0].title_en",
    "hs_code": "lines[0].hs_code",
    "shipper_": "sender",
    "发件人": "sender",
}


def to_order(booking: Booking) -> wire.NewOrder:
    """Write a booking; raise `Refused` or `Unsupported` for what cannot be said. Duty paid belongs to the channel."""
    if booking.customs.vat:
        raise Unsupported("No field for a VAT number is documented.", carrier=CODE, operation="create")
    if wrong := tuple(_problems_of(booking)):
        raise Refused("The forwarder would misread this.", problems=wrong, carrier=CODE, operation="create")
    parcel = booking.parcel
    return wire.NewOrder(
        reference_no=booking.reference,
        shipping_method=booking.service_code,
        country_code=booking.recipient.country,
        order_weight=kg(parcel.weight_g),
        order_pieces=1,
        mail_cargo_type=OTHER_CARGO,
        cargo_type=PARCEL,
        Consignee=_consignee(booking),
        Shipper=_shipper(booking.sender),
        ItemArr=[_item(line) for line in parcel.lines],
        Volume=[
            wire.Volume(
                cm(parcel.size.length_mm), cm(parcel.size.width_mm), cm(parcel.size.height_mm), kg(parcel.weight_g)
            )
        ],
        platform_number=booking.platform_order_number,
        ioss=booking.customs.ioss,
    )


def to_waybill(carrier: str, order: wire.Created | wire.Order, reference: str) -> Waybill:
    """Read a created or found order; raise `Unexpected` when it is none of ours."""
    created = isinstance(order, wire.Created)
    number = str((order.order_code if isinstance(order, wire.Created) else order.shipper_hawbcode) or "")
    theirs = str(order.reference_no or "")
    if not number or (theirs != reference and (theirs or not created)):
        raise Unexpected(f"The reply is about another order than {reference}.", carrier=carrier)
    return Waybill(
        carrier=carrier,
        reference=reference,
        number=number,
        tracking_number=str(order.shipping_method_no or ""),
        cancelled=isinstance(order, wire.Order) and is_cancelled(order),
    )


def is_cancelled(order: wire.Order) -> bool:
    """Tell whether the order look-up calls it cancelled."""
    return str(order.order_status or "") in CANCELLED


def words(envelope: wire.Envelope) -> str:
    """Return what a failure says: `message` is often just "Failure", then `Error` says more."""
    try:
        fault = one(envelope.Error, wire.Fault) if bytes(envelope.Error) else None
    except UnreadableReply:
        fault = None
    said = [fault.err_message or fault.cn_message or "" if fault else "", envelope.message or ""]
    return next((text for text in said if text and text.lower() != "failure"), "no reason given")


def refusal(operation: str, message: str, case: Case) -> CarrierError:
    """Turn the forwarder's "no" into the error that fits the operation."""
    absent = phrases.absent(message)
    for words_of, error in _ANY_OPERATION:
        if words_of.search(message):
            return error(message, **case)
    if operation == "create":
        if _REFERENCE.search(message) and (phrases.twice(message) or _TAKEN in message):
            return DuplicateReference(message, **case)
        return Refused(message, problems=problems(message), **case)
    if operation == "label" and (_NOT_READY.search(message) or (_GONE.search(message) and _LABEL.search(message))):
        return NotReady(message, **case)
    return NotFound(message, **case) if absent else Refused(message, problems=problems(message), **case)


def done_before(operation: str, message: str) -> bool:
    """Tell whether a refusal says that what was asked is so already."""
    return bool(_DONE[operation].search(message))


def problems(message: str) -> tuple[Problem, ...]:
    """Name our field by the first word of theirs in the text; without any, the text stands for the whole order."""
    field = next((ours for theirs, ours in FIELDS.items() if theirs in message), "")
    return (Problem(CARRIER_REFUSED, field, message),)


def kg(weight_g: int) -> Decimal:
    """Grams as kilograms with three decimals."""
    return Decimal(weight_g).scaleb(-3)


def cm(length_mm: int) -> Decimal:
    """Millimetres as centimetres."""
    return Decimal(length_mm).scaleb(-1)


def _problems_of(booking: Booking) -> Iterator[Problem]:
    for index, line in enumerate(booking.parcel.lines):
        if line.unit_value.currency != CURRENCY:
            yield Problem(CURRENCY_UNSUPPORTED, f"lines[{index}].unit_value", line.unit_value.currency)
    if len(_lines(booking.recipient)) > STREET_LINES:
        yield Problem(CARRIER_REFUSED, "address.street", f"{STREET_LINES} × {LONGEST_LINE}")


def _lines(address: Address) -> list[str]:
    """Break the street between words over as many lines as it takes."""
    whole = [part for line in address.street_lines() for part in textwrap.wrap(line, LONGEST_LINE)]
    return whole if len(whole) <= STREET_LINES else textwrap.wrap(" ".join(address.street_lines()), LONGEST_LINE)


def _consignee(booking: Booking) -> wire.Consignee:
    address = booking.recipient
    street, street2, street3 = (*_lines(address), "", "", "")[:STREET_LINES]
    return wire.Consignee(
        consignee_name=address.name,
        consignee_street=street,
        consignee_street2=street2,
        consignee_street3=street3,
        consignee_city=address.city,
        consignee_province=address.province,
        consignee_postcode=address.postcode,
        consignee_telephone=address.phone,
        consignee_company=address.company,
        consignee_email=address.email,
        consignee_taxno=address.tax_id,
        consignee_eori=booking.customs.eori,
    )


def _shipper(address: Address) -> wire.Shipper:
    return wire.Shipper(
        shipper_name=address.name,
        shipper_countrycode=address.country,
        shipper_street=" ".join(address.street_lines()),
        shipper_city=address.city,
        shipper_province=address.province,
        shipper_postcode=address.postcode,
        shipper_telephone=address.phone,
        shipper_mobile=address.phone,
        shipper_email=address.email,
        shipper_company=address.company,
    )


def _item(line: GoodsLine) -> wire.Item:
    return wire.Item(
        invoice_enname=line.title_en,
        invoice_cnname=line.title_zh,
        invoice_weight=kg(line.unit_weight_g),
        invoice_quantity=line.quantity,
        invoice_unitcharge=line.unit_value.amount,
        invoice_currencycode=line.unit_value.currency,
        hs_code=line.hs_code,
        sku=line.sku,
    )
