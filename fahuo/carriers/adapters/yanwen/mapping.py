"""Yanwen's words and ours, both directions. Source: Yanwen open platform, express.order.create, read 2026-11."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from fahuo.carriers import phrases
from fahuo.carriers.adapters.yanwen import wire
from fahuo.carriers.adapters.yanwen.tracking import ORDER_STATUS_WORDS
from fahuo.carriers.codes import ADDRESS_TOO_LONG, CARRIER_REFUSED, CURRENCY_UNSUPPORTED, NAME_NOT_LATIN
from fahuo.carriers.errors import (
    CarrierError,
    Case,
    DuplicateReference,
    NotFound,
    NotReady,
    Refused,
    Unexpected,
    Unsupported,
)
from fahuo.carriers.service_table import read_services
from fahuo.trade.address import Address
from fahuo.trade.booking import Booking
from fahuo.trade.cargo import BATTERIES
from fahuo.trade.goods import GoodsLine
from fahuo.trade.latin import plain_latin
from fahuo.trade.parcel import Parcel
from fahuo.trade.problem import Problem
from fahuo.trade.waybill import Waybill

CODE = "yanwen"
SOURCE = "Fahuo"
CURRENCIES = frozenset({"USD", "EUR", "GBP", "CNY", "AUD", "CAD"})
CANCELLED = "5"
# The most letters that a field takes; nothing is cut off.
LONGEST = {"name": 50, "street": 200, "phone": 50, "email": 100, "company": 100, "tax_id": 50}
SERVICES = {service.code: service for service in read_services(Path(__file__).parent / "services.csv", CODE)}


# Words in the carrier's texts, most telling first, and the field that they are about.
FIELDS = {
    "收件人姓名": "address.name",
    "收件人地址": "address.street",
    "收件人电话": "address.phone",
    "邮编": "address.postcode",
    "城市": "address.city",
    "国家": "address.country",
    "税号": "address.tax_id",
    "产品编号": "service_code",
    "channelId": "service_code",
    "订单号": "reference",
    "总重量": "parcel.weight_g",
    "中文品名": "lines[0].title_zh",
    "英文品名": "lines[0].title_en",
    "海关编码": "lines[0].hs_code",
}


def to_order(booking: Booking, warehouse_code: str) -> wire.NewOrder:
    """Write a booking as Yanwen wants it; raise `Refused` or `Unsupported` for what it is known not to take."""
    _check_sayable(booking)
    wrong = tuple(_problems_of(booking))
    if wrong:
        raise Refused("Yanwen would refuse this.", problems=wrong, carrier=CODE, operation="create")
    return wire.NewOrder(
        channel_id=booking.service_code,
        order_source=SOURCE,
        order_number=booking.reference,
        company_code=warehouse_code,
        receiver_info=_receiver(booking),
        parcel_info=_parcel(booking.parcel, booking.customs.ioss),
        import_customs_info=wire.ImportCustoms(booking.customs.eori) if booking.customs.eori else None,
    )


def to_waybill(order: wire.Order, reference: str) -> Waybill:
    """Read a created or found order; raise `Unexpected` when it is none of ours."""
    if not order.waybill_number or (order.order_number or reference) != reference:
        raise Unexpected(f"The reply is about another order than {reference}.", carrier=CODE)
    return Waybill(
        carrier=CODE,
        reference=reference,
        number=order.waybill_number,
        tracking_number=order.reference_number or "",
        cancelled=is_cancelled(order),
    )


def is_cancelled(order: wire.Order) -> bool:
    """Tell whether the order look-up calls it cancelled (status 5, as number or text)."""
    return str(order.status) == CANCELLED


def explained(refused: Refused, order: wire.Order) -> Refused:
    """Return the refusal with the state of the order, which the carrier's text often leaves out."""
    state = f"order {order.status}: {ORDER_STATUS_WORDS.get(str(order.status), '?')}"
    message = f"{refused.message} ({state})"
    told = tuple(replace(problem, detail=message) for problem in refused.problems)
    case = Case(carrier=CODE, operation=refused.operation, request_id=refused.request_id, transcript=refused.transcript)
    return Refused(message, problems=told, **case)


def refusal(operation: str, message: str, case: Case) -> CarrierError:
    """Turn the carrier's "no" into the error that fits the operation. It publishes no codes, so its texts are read."""
    absent = phrases.absent(message)
    if operation == "create":
        if "订单号" in message and phrases.twice(message):
            return DuplicateReference(message, **case)
        return Refused(message, problems=problems(message), **case)
    if operation == "label" and phrases.not_ready(message):
        return NotReady(message, **case)
    return NotFound(message, **case) if absent else Refused(message, problems=problems(message), **case)


def problems(message: str) -> tuple[Problem, ...]:
    """Name our field by the first word of theirs in the text; without any, the text stands for the whole order."""
    field = next((ours for theirs, ours in FIELDS.items() if theirs in message), "")
    return (Problem(CARRIER_REFUSED, field, message),)


def _check_sayable(booking: Booking) -> None:
    """Duty paid is a property of the channel here, and there is no field for a VAT number."""
    service = SERVICES.get(booking.service_code)
    if booking.ddp and service is not None and not service.ddp:
        raise Unsupported(f"Channel {service.code} does not prepay duty.", carrier=CODE, operation="create")
    if booking.customs.vat:
        raise Unsupported("Yanwen takes no VAT number.", carrier=CODE, operation="create")


def _problems_of(booking: Booking) -> Iterator[Problem]:
    """收件人姓名 takes English letters and spaces; declared values take six currencies, one in a parcel."""
    recipient = booking.recipient
    if not plain_latin(recipient.name):
        yield Problem(NAME_NOT_LATIN, "address.name")
    for field, longest in LONGEST.items():
        if len(_as_sent(recipient, field)) > longest:
            yield Problem(ADDRESS_TOO_LONG, f"address.{field}", str(longest))
    first = booking.parcel.lines[0].unit_value.currency
    for index, line in enumerate(booking.parcel.lines):
        if line.unit_value.currency not in CURRENCIES or line.unit_value.currency != first:
            yield Problem(CURRENCY_UNSUPPORTED, f"lines[{index}].unit_value", line.unit_value.currency)


def _as_sent(address: Address, field: str) -> str:
    """Return a field as it goes over the wire: names in plain Latin, the street in one line."""
    match field:
        case "name":
            return plain_latin(address.name)
        case "street":
            return ", ".join(address.street_lines())
    written: str = getattr(address, field)
    return written


def _receiver(booking: Booking) -> wire.Receiver:
    address = booking.recipient
    return wire.Receiver(
        name=_as_sent(address, "name"),
        country=address.country,
        address=_as_sent(address, "street"),
        phone=address.phone,
        email=address.email,
        company=address.company,
        state=address.province,
        city=address.city,
        zip_code=address.postcode,
        tax_number=address.tax_id,
    )


def _parcel(parcel: Parcel, ioss: str) -> wire.ParcelInfo:
    return wire.ParcelInfo(
        has_battery=1 if parcel.cargo_classes & BATTERIES else 0,
        currency=parcel.value.currency,
        total_price=parcel.value.rounded().amount,
        total_quantity=sum(line.quantity for line in parcel.lines),
        total_weight=parcel.weight_g,
        length=_cm(parcel.size.length_mm),
        width=_cm(parcel.size.width_mm),
        height=_cm(parcel.size.height_mm),
        product_list=[_product(line) for line in parcel.lines],
        ioss=ioss,
    )


def _product(line: GoodsLine) -> wire.Product:
    price = line.unit_value.rounded().amount
    return wire.Product(
        goods_name_ch=line.title_zh,
        goods_name_en=line.title_en,
        price=price,
        price_export=price,
        quantity=line.quantity,
        weight=line.unit_weight_g,
        hscode=line.hs_code,
        sku=line.sku,
    )


def _cm(length_mm: int) -> int:
    """Whole centimetres, rounded up: no source says that decimals are read."""
    return -(-length_mm // 10)
