"""A booking in the words of IUOP (express). Source: sf.global, IUOP_CREATE_ORDER, read 2026-11."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import msgspec

from fahuo.carriers.adapters.sf_international import wire
from fahuo.carriers.adapters.sf_international.mapping import (
    CODE,
    PIECES,
    Terms,
    cm,
    kg,
    missing_of,
    needs,
    party,
)
from fahuo.carriers.errors import Refused, Unsupported
from fahuo.trade.booking import Booking
from fahuo.trade.cargo import CargoClass
from fahuo.trade.goods import GoodsLine
from fahuo.trade.parcel import Parcel
from fahuo.trade.problem import Problem

PLACES = 2  # of a kilogram
NEW = 1
NO_PICKUP = "0"
SENDER_PAYS, RECEIVER_PAYS = "1", "2"
LABEL_100_BY_150 = 1
_EUROPEAN_UNION = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
EMAIL_NEEDED = frozenset([*_EUROPEAN_UNION.split(), "GB", "IN", "CH", "VN"])
# Where customs wants the number of an identity card: how it must look, so that its type (001) is no guess.
IDENTITY_CARD, OTHER_NUMBER = "001", "100"
CARD_NUMBERS = {"TW": re.compile(r"[A-Z][12A-D89]\d{8}"), "ID": re.compile(r"\d{16}")}


def to_order(booking: Booking, terms: Terms) -> wire.NewOrder:
    """Write a booking as IUOP wants it; raise `Refused` or `Unsupported` for what it is known not to take."""
    _check_sayable(booking)
    wrong = tuple(_missing(booking, terms))
    if wrong:
        raise Refused("SF would refuse this.", problems=wrong, carrier=CODE, operation="create")
    parcel = booking.parcel
    return wire.NewOrder(
        customer_code=terms.customer_code,
        order_operate_type=NEW,
        customer_order_no=booking.reference,
        inter_product_code=booking.service_code,
        parcel_quantity=1,
        parcel_total_weight=kg(parcel.weight_g, PLACES),
        parcel_total_length=cm(parcel.size.length_mm),
        parcel_total_width=cm(parcel.size.width_mm),
        parcel_total_height=cm(parcel.size.height_mm),
        declared_value=parcel.value.amount,
        declared_currency=parcel.value.currency,
        pickup_type=NO_PICKUP,
        payment_info=payment(terms, ddp=booking.ddp),
        sender_info=_sender(booking, terms),
        receiver_info=_receiver(booking),
        parcel_info_list=_goods(parcel),
        label_mode_size=LABEL_100_BY_150,
    )


def payment(terms: Terms, *, ddp: bool) -> wire.PaymentInfo:
    """The sender pays the freight, and duty and tax where that was booked."""
    return wire.PaymentInfo(
        pay_method=SENDER_PAYS,
        pay_month_card=terms.month_card,
        tax_pay_method=SENDER_PAYS if ddp else RECEIVER_PAYS,
        tax_pay_month_card=terms.month_card if ddp else "",
    )


def _check_sayable(booking: Booking) -> None:
    """Korean addresses want road and building apart (regionFifth, regionSixth); nothing here says what is dangerous."""
    if booking.recipient.country == "KR":
        raise Unsupported("IUOP wants road and building of Korean addresses apart.", carrier=CODE, operation="create")
    if booking.parcel.cargo_classes - {CargoClass.GENERAL}:
        raise Unsupported("IUOP cannot be told of batteries or liquids.", carrier=CODE, operation="create")


def _missing(booking: Booking, terms: Terms) -> Iterator[Problem]:
    recipient = booking.recipient
    yield from missing_of(booking, terms)
    if recipient.country in EMAIL_NEEDED and not recipient.email:
        yield needs("address.email")
    pattern = CARD_NUMBERS.get(recipient.country)
    if pattern and not pattern.fullmatch(recipient.tax_id):
        yield needs("address.tax_id")
    for index, line in enumerate(booking.parcel.lines):
        if not line.origin:
            yield needs(f"lines[{index}].origin")


def _sender(booking: Booking, terms: Terms) -> wire.Party:
    sender, numbers = booking.sender, booking.customs
    plain = party(sender, postcode=sender.postcode or terms.sender_postcode, company=sender.company)
    return msgspec.structs.replace(
        plain, cargo_type=terms.cargo_type, vat=numbers.vat, eori=numbers.eori, ioss_no=numbers.ioss
    )


def _receiver(booking: Booking) -> wire.Party:
    recipient = booking.recipient
    plain = party(recipient, postcode=recipient.postcode, company=recipient.company)
    if not recipient.tax_id:
        return plain
    kind = IDENTITY_CARD if recipient.country in CARD_NUMBERS else OTHER_NUMBER
    return msgspec.structs.replace(plain, cert_type=kind, cert_card_no=recipient.tax_id)


def _goods(parcel: Parcel) -> list[wire.Goods]:
    """Lines weigh what they weigh, rounded up; all of them nothing where that would outweigh the parcel."""
    weights = [kg(line.unit_weight_g, PLACES) for line in parcel.lines]
    together = sum((weight * line.quantity for weight, line in zip(weights, parcel.lines, strict=True)), Decimal(0))
    known = together <= kg(parcel.weight_g, PLACES)
    return [_line(line, weight if known else None) for line, weight in zip(parcel.lines, weights, strict=True)]


def _line(line: GoodsLine, weight: Decimal | None) -> wire.Goods:
    return wire.Goods(
        name=line.title_zh or line.title_en,
        e_name=line.title_en,
        unit=PIECES,
        amount=line.unit_value.amount,
        quantity=line.quantity,
        origin_country=line.origin,
        hs_code=line.hs_code,
        weight=weight,
    )
