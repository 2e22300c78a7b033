"""YunExpress's words and ours, both directions. Source: YunExpress OpenAPI, create order, read 2026-11."""

from __future__ import annotations

import re
import textwrap
from dataclasses import replace
from decimal import Decimal

from fahuo.carriers import phrases
from fahuo.carriers.adapters.yunexpress import wire
from fahuo.carriers.adapters.yunexpress.tracking import ORDER_STATE_WORDS
from fahuo.carriers.codes import CARRIER_REFUSED, TITLE_ZH_NOT_CHINESE
from fahuo.carriers.errors import CarrierError, Case, DuplicateReference, NotFound, NotReady, Refused, Unexpected
from fahuo.carriers.writing import city_of
from fahuo.trade.address import Address
from fahuo.trade.booking import Booking
from fahuo.trade.goods import GoodsLine
from fahuo.trade.parcel import Parcel
from fahuo.trade.problem import Problem
from fahuo.trade.waybill import Waybill

CODE = "yunexpress"
DUTY_PAID = "G0"
LONGEST_ADDRESS_LINE = 200
CANCELLED, ABNORMAL = "E", "Y"
LABEL_TYPE = "PDF"
_CHINESE = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")


# Where a field of theirs comes from in our words; {} takes the index of a goods line.
FIELDS = {
    "receiver.first_name": "address.name",
    "receiver.last_name": "address.name",
    "receiver.country_code": "address.country",
    "receiver.province": "address.province",
    "receiver.city": "address.city",
    "receiver.address_lines": "address.street",
    "receiver.postal_code": "address.postcode",
    "receiver.phone_number": "address.phone",
    "receiver.email": "address.email",
    "sender": "sender",
    "product_code": "service_code",
    "customer_order_number": "reference",
    "packages": "parcel",
    "declaration_info.name_local": "lines[{}].title_zh",
    "declaration_info.name_en": "lines[{}].title_en",
    "declaration_info.quantity": "lines[{}].quantity",
    "declaration_info.unit_price": "lines[{}].unit_value",
    "declaration_info.unit_weight": "lines[{}].unit_weight_g",
    "declaration_info.currency": "lines[{}].unit_value",
    "declaration_info.hs_code": "lines[{}].hs_code",
    "customs_number.ioss_code": "customs.ioss",
    "customs_number.eori_number": "customs.eori",
    "customs_number.vat_code": "customs.vat",
    "customs_number.tax_number": "address.tax_id",
}
_ALREADY_HELD = re.compile(r"已拦截|重复|already", re.IGNORECASE)
_THEIR_FIELD = re.compile(r"[a-z_]+(?:\[\d+\])?(?:\.[a-z_]+)*")


def to_order(booking: Booking) -> wire.NewOrder:
    """Write a booking as YunExpress wants it; raise `Refused` for what it is known to refuse."""
    _check_titles(booking.parcel.lines)
    return wire.NewOrder(
        product_code=booking.service_code,
        customer_order_number=booking.reference,
        weight_unit="KG",
        size_unit="CM",
        packages=[_package(booking.parcel)],
        receiver=_party(booking.recipient),
        sender=_party(booking.sender) if booking.sender.name else None,
        declaration_info=[_goods(line) for line in booking.parcel.lines],
        order_numbers=wire.OrderNumbers(booking.platform_order_number) if booking.platform_order_number else None,
        customs_number=_customs_number(booking),
        extra_services=[wire.ExtraService(DUTY_PAID)] if booking.ddp else [],
        label_type=LABEL_TYPE,
    )


def to_waybill(order: wire.Order, reference: str) -> Waybill:
    """Read a created or found order; raise `Unexpected` when it is none of ours."""
    if not order.waybill_number or (order.customer_order_number or reference) != reference:
        raise Unexpected(f"The reply is about another order than {reference}.", carrier=CODE)
    return Waybill(
        carrier=CODE,
        reference=reference,
        number=order.waybill_number,
        tracking_number=order.tracking_number or "",
        cancelled=order.status == CANCELLED,
    )


def refusal(operation: str, message: str, case: Case) -> CarrierError:
    """Turn the carrier's "no" into the error that fits the operation. It publishes no codes, so its texts are read."""
    absent = phrases.absent(message)
    if operation == "create":
        if phrases.twice(message):
            return DuplicateReference(message, **case)
        return Refused(message, problems=problems(message), **case)
    if operation == "label" and phrases.not_ready(message):
        return NotReady(message, **case)
    return NotFound(message, **case) if absent else Refused(message, problems=problems(message), **case)


def already_held(order: wire.Order, message: str) -> bool:
    """Tell whether a refused hold means that the parcel is held: its order is abnormal and the text says "already"."""
    return order.status == ABNORMAL and bool(_ALREADY_HELD.search(message))


def explained(refused: Refused, order: wire.Order) -> Refused:
    """Return the refusal with the state of the order, which the carrier's text often leaves out."""
    state = f"order {order.status}: {ORDER_STATE_WORDS.get(order.status or '', '?')}"
    message = f"{refused.message} ({state})"
    told = tuple(replace(problem, detail=message) for problem in refused.problems)
    case = Case(carrier=CODE, operation=refused.operation, request_id=refused.request_id, transcript=refused.transcript)
    return Refused(message, problems=told, **case)


def problems(message: str) -> tuple[Problem, ...]:
    """Name our field for each field of theirs in the text; without any, the text stands for the whole order."""
    found = [field for field in map(our_field, _THEIR_FIELD.findall(message)) if field]
    return tuple(Problem(CARRIER_REFUSED, field, message) for field in dict.fromkeys(found or [""]))


def our_field(theirs: str) -> str:
    """Translate `declaration_info[2].hs_code` to `lines[2].hs_code`; empty when it is no field that we fill."""
    index = re.search(r"\[(\d+)\]", theirs)
    name = re.sub(r"\[\d+\]", "", theirs)
    ours = FIELDS.get(name) or FIELDS.get(name.partition(".")[0], "")
    return ours.format(index.group(1) if index else 0)


def _check_titles(lines: tuple[GoodsLine, ...]) -> None:
    """`name_local` may not be only digits or letters (create order, declaration_info)."""
    wrong = tuple(
        Problem(TITLE_ZH_NOT_CHINESE, f"lines[{index}].title_zh", line.title_zh)
        for index, line in enumerate(lines)
        if not _CHINESE.search(line.title_zh)
    )
    if wrong:
        raise Refused("A product has no Chinese name.", problems=wrong, carrier=CODE, operation="create")


def _party(address: Address) -> wire.Party:
    return wire.Party(
        first_name=address.name,
        company=address.company,
        country_code=address.country,
        province=address.province,
        city=city_of(address),
        address_lines=[part for line in address.street_lines() for part in textwrap.wrap(line, LONGEST_ADDRESS_LINE)],
        postal_code=address.postcode,
        phone_number=address.phone,
        email=address.email,
    )


def _package(parcel: Parcel) -> wire.Package:
    return wire.Package(
        weight=_kg(parcel.weight_g),
        length=_cm(parcel.size.length_mm),
        width=_cm(parcel.size.width_mm),
        height=_cm(parcel.size.height_mm),
    )


def _goods(line: GoodsLine) -> wire.Goods:
    return wire.Goods(
        name_local=line.title_zh,
        name_en=line.title_en,
        quantity=line.quantity,
        unit_price=line.unit_value.amount,
        unit_weight=_kg(line.unit_weight_g),
        currency=line.unit_value.currency,
        sku_code=line.sku,
        hs_code=line.hs_code,
    )


def _customs_number(booking: Booking) -> wire.CustomsNumber | None:
    numbers = wire.CustomsNumber(
        tax_number=booking.recipient.tax_id,
        ioss_code=booking.customs.ioss,
        vat_code=booking.customs.vat,
        eori_number=booking.customs.eori,
    )
    return numbers if numbers != wire.CustomsNumber() else None


def _kg(weight_g: int) -> Decimal:
    """Grams as kilograms: never more than the three decimals that are allowed."""
    return Decimal(weight_g).scaleb(-3)


def _cm(length_mm: int) -> Decimal:
    return Decimal(length_mm).scaleb(-1)
