"""A booking in the words of IECS (small parcels). Source: sf.global, IECS_CREATE_ORDER, read 2026-11."""

from __future__ import annotations

from collections.abc import Iterator

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
from fahuo.trade.address import Address
from fahuo.trade.booking import Booking
from fahuo.trade.cargo import BATTERIES, CargoClass
from fahuo.trade.goods import GoodsLine
from fahuo.trade.problem import Problem

PLACES = 3  # of a kilogram
OWN_SYSTEM = "0000"
SMALL_PARCEL = "1"
GENERAL, SENSITIVE, BATTERY = "1", "2", "3"  # skuType


def to_order(booking: Booking, terms: Terms) -> wire.NewSmallOrder:
    """Write a booking as IECS wants it; raise `Refused` or `Unsupported` for what it is known not to take."""
    _check_sayable(booking)
    wrong = tuple(_missing(booking, terms))
    if wrong:
        raise Refused("SF would refuse this.", problems=wrong, carrier=CODE, operation="create")
    parcel, recipient = booking.parcel, booking.recipient
    return wire.NewSmallOrder(
        api_username=terms.api_username,
        customer_order_no=booking.reference,
        platform_order_id=booking.platform_order_number or booking.reference,
        platform_code=terms.platform_code,
        erp_code=OWN_SYSTEM,
        inter_product_code=booking.service_code,
        parcel_quantity=1,
        parcel_total_weight=kg(parcel.weight_g, PLACES),
        parcel_total_length=cm(parcel.size.length_mm),
        parcel_total_width=cm(parcel.size.width_mm),
        parcel_total_height=cm(parcel.size.height_mm),
        declared_value=parcel.value.amount,
        declared_currency=parcel.value.currency,
        is_bat=int(bool(parcel.cargo_classes & BATTERIES)),
        is_liquid=int(CargoClass.LIQUID in parcel.cargo_classes),
        create_order_type=SMALL_PARCEL,
        sender_info=_party(booking.sender, booking.sender.postcode or terms.sender_postcode),
        receiver_info=_party(recipient, recipient.postcode),
        parcel_info_list=[_line(line) for line in parcel.lines],
        abn=booking.customs.ioss,
        tax_no=recipient.tax_id,
        customs_info=wire.CustomsInfo(recipient.tax_id) if recipient.country == "KR" else None,
    )


def sku_type(cargo: CargoClass) -> str:
    """Return the type of one product: general, with a battery, or anything else that is sensitive."""
    if cargo is CargoClass.GENERAL:
        return GENERAL
    return BATTERY if cargo in BATTERIES else SENSITIVE


def _check_sayable(booking: Booking) -> None:
    """Duty paid is a property of the product here; there is one number for IOSS, ABN or LVG and none besides."""
    if booking.ddp:
        raise Unsupported("IECS cannot be told to prepay duty.", carrier=CODE, operation="create")
    if booking.customs.vat or booking.customs.eori:
        raise Unsupported("IECS takes no VAT or EORI number.", carrier=CODE, operation="create")


def _missing(booking: Booking, terms: Terms) -> Iterator[Problem]:
    yield from missing_of(booking, terms)
    if booking.recipient.country == "KR" and not booking.recipient.tax_id:
        yield needs("address.tax_id")


def _party(address: Address, postcode: str) -> wire.Party:
    """IECS wants a company of everybody: a person stands for his own."""
    return party(address, postcode=postcode, company=address.company or address.name)


def _line(line: GoodsLine) -> wire.SmallGoods:
    return wire.SmallGoods(
        name=line.title_en,
        c_name=line.title_zh,
        unit=PIECES,
        amount=line.unit_value.amount,
        currency=line.unit_value.currency,
        quantity=line.quantity,
        weight=kg(line.unit_weight_g, PLACES),
        origin_country=line.origin,
        hs_code=line.hs_code,
        sku_type=sku_type(line.cargo_class),
    )
