"""YunExpress's older words and ours, both directions. Source: YunExpress OMS, create order, read 2026-11."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from decimal import Decimal

from fahuo.carriers.adapters.yunexpress_oms import wire
from fahuo.carriers.codes import ADDRESS_TOO_LONG
from fahuo.carriers.errors import Refused, Unexpected, Unsupported
from fahuo.carriers.writing import city_of
from fahuo.trade.address import Address
from fahuo.trade.booking import Booking
from fahuo.trade.goods import GoodsLine
from fahuo.trade.problem import Problem
from fahuo.trade.waybill import Waybill

CODE = "yunexpress_oms"
OTHERS = 4  # `ApplicationType`: neither gift, sample nor documents
LONGEST_NAME, LONGEST_STREET_LINE, STREET_LINES = 50, 200, 3
# Other fields of an address, with the most letters that they take.
_LONGEST = {"company": 200, "city": 100, "province": 100, "postcode": 50, "phone": 50, "email": 100}


def to_order(booking: Booking) -> wire.NewOrder:
    """Write a booking as the OMS wants it; raise `Refused` or `Unsupported` for what cannot be said."""
    recipient, customs, size = booking.recipient, booking.customs, booking.parcel.size
    if wrong := (*_too_long(recipient, "address"), *_too_long(booking.sender, "sender")):
        raise Refused("A field is longer than YunExpress takes.", problems=wrong, carrier=CODE, operation="create")
    tax_number = _tax_number(booking)
    return wire.NewOrder(
        customer_order_number=booking.reference,
        shipping_method_code=booking.service_code,
        package_count=1,
        weight=kg(booking.parcel.weight_g),
        length=cm(size.length_mm),
        width=cm(size.width_mm),
        height=cm(size.height_mm),
        application_type=OTHERS,
        receiver=_party(recipient),
        parcels=[_goods(line) for line in booking.parcel.lines],
        sender=_party(booking.sender) if booking.sender.name else None,
        transaction_number=booking.platform_order_number,
        tax_number=tax_number,
        tax_country_code=recipient.country if tax_number else "",
        eori_number=customs.eori,
        ioss_code=customs.ioss,
        tariff_prepay=booking.ddp,
    )


def created_waybill(created: wire.Created, reference: str) -> Waybill:
    """Read an accepted element of the answer; raise `Unexpected` when it names no waybill."""
    if not created.way_bill_number:
        raise Unexpected("Created, but the reply names no waybill.", carrier=CODE, operation="create")
    return Waybill(CODE, reference, created.way_bill_number, created.tracking_number or "")


def found_waybill(order: wire.Order, reference: str, *, number: str, cancelled: bool) -> Waybill:
    """Read a found order with its tracking number; raise `Unexpected` when it is none of ours."""
    theirs = order.customer_order_number or order.order_number or reference
    if not order.way_bill_number or theirs != reference:
        raise Unexpected(f"The reply is about another order than {reference}.", carrier=CODE, operation="find")
    return Waybill(CODE, reference, order.way_bill_number, number, cancelled=cancelled)


def kg(weight_g: int) -> Decimal:
    """Grams as kilograms: never more than the three decimals that are allowed."""
    return Decimal(weight_g).scaleb(-3)


def cm(length_mm: int) -> int:
    """Whole centimetres, rounded up: decimals are not taken."""
    return -(-length_mm // 10)


def _tax_number(booking: Booking) -> str:
    """There is one field for the recipient's number and for that of a VAT registration."""
    numbers = {booking.recipient.tax_id, booking.customs.vat} - {""}
    if len(numbers) > 1:
        raise Unsupported("YunExpress OMS takes one tax number, not two.", carrier=CODE, operation="create")
    return next(iter(numbers), "")


def _too_long(address: Address, where: str) -> Iterator[Problem]:
    """Name each field that does not fit; nothing is cut off."""
    if _names(address.name) is None:
        yield Problem(ADDRESS_TOO_LONG, f"{where}.name", f"2 × {LONGEST_NAME}")
    if len(_street_lines(address)) > STREET_LINES:
        yield Problem(ADDRESS_TOO_LONG, f"{where}.street", f"{STREET_LINES} × {LONGEST_STREET_LINE}")
    for field, longest in _LONGEST.items():
        if len(getattr(address, field)) > longest:
            yield Problem(ADDRESS_TOO_LONG, f"{where}.{field}", str(longest))


def _names(name: str) -> tuple[str, str] | None:
    """Return first and last name: all in the first if it fits, else broken between words; None if that fails too."""
    parts = textwrap.wrap(name, LONGEST_NAME, break_long_words=False, break_on_hyphens=False)
    if len(parts) > 2 or any(len(part) > LONGEST_NAME for part in parts):
        return None
    return (name, "") if len(parts) < 2 else (parts[0], parts[1])


def _street_lines(address: Address) -> list[str]:
    return [part for line in address.street_lines() for part in textwrap.wrap(line, LONGEST_STREET_LINE)]


def _party(address: Address) -> wire.Party:
    first, last = _names(address.name) or ("", "")
    lines = [*_street_lines(address), "", "", ""]
    return wire.Party(
        country_code=address.country,
        first_name=first,
        last_name=last,
        company=address.company,
        street=lines[0],
        street_address1=lines[1],
        street_address2=lines[2],
        city=city_of(address),
        state=address.province,
        zip=address.postcode,
        phone=address.phone,
        email=address.email,
    )


def _goods(line: GoodsLine) -> wire.Goods:
    return wire.Goods(
        e_name=line.title_en,
        c_name=line.title_zh,
        quantity=line.quantity,
        unit_price=line.unit_value.amount,
        unit_weight=kg(line.unit_weight_g),
        currency_code=line.unit_value.currency,
        hs_code=line.hs_code,
        sku=line.sku,
    )
