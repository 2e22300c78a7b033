"""DHL Express's words and ours, both directions. Source: MyDHL API, shipments and rates, read 2026-11."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import ROUND_CEILING, Decimal

from fahuo.carriers.adapters.dhl_express import wire
from fahuo.carriers.codes import ADDRESS_TOO_LONG, CARRIER_NEEDS_FIELD, CARRIER_REFUSED
from fahuo.carriers.contract import RateInquiry
from fahuo.carriers.errors import CarrierError, Case, NotFound, NotReady, Refused, Unsupported
from fahuo.carriers.writing import Room, city_of, currency_problems, in_ascii, in_latin, latin_problems, street_lines
from fahuo.trade.address import Address
from fahuo.trade.booking import Booking
from fahuo.trade.declaration import invoice_number
from fahuo.trade.goods import GoodsLine
from fahuo.trade.measure import Size
from fahuo.trade.problem import Problem

CODE = "dhl_express"
# What these calls book: "not found" in their answers is about our data.
BOOKS = frozenset({"create", "order_pickup"})
METRIC, PERMANENT, LABEL_TEMPLATE = "metric", "permanent", "ECOM26_84_001"
DUTY_PAID = "DD"
SHIPPER, CUSTOMER, OUTBOUND = "shipper", "CU", "outbound"
LONGEST_REFERENCE, LONGEST_WORDS = 35, 70
ROOM = Room(name=60, company=60, city=45, line=45, lines=3)
# Kinds of registration numbers: of a seller who pays the VAT of an import (IOSS), of a recipient.
SELLER, FOREIGN_TAX, TAX_KINDS = "SDT", "FTN", {"BR": "CNP"}
# Digits 3 to 5 of an IOSS number are the number (ISO 3166-1) of the member state that gave it.
IOSS_ISSUERS: Mapping[str, str] = {
    "040": "AT",
    "056": "BE",
    "100": "BG",
    "191": "HR",
    "196": "CY",
    "203": "CZ",
    "208": "DK",
    "233": "EE",
    "246": "FI",
    "250": "FR",
    "276": "DE",
    "300": "GR",
    "348": "HU",
    "372": "IE",
    "380": "IT",
    "428": "LV",
    "440": "LT",
    "442": "LU",
    "470": "MT",
    "528": "NL",
    "616": "PL",
    "620": "PT",
    "642": "RO",
    "703": "SK",
    "705": "SI",
    "724": "ES",
    "752": "SE",
}

_ABSENT = re.compile(r"no\s+shipments?\s+found|not\s+found|no\s+data\s+found|does\s+not\s+exist|404", re.IGNORECASE)
_NOT_READY = re.compile(r"not\s+(?:yet\s+)?available|not\s+ready", re.IGNORECASE)

# Parts of their paths and sentences, most telling first, and the field that they are about.
FIELDS: Mapping[str, str] = {
    "plannedpickupdateandtime": "window",
    "closetime": "window",
    "shipperdetails": "sender",
    "productcode": "service_code",
    "product": "service_code",
    "postalcode": "address.postcode",
    "postal code": "address.postcode",
    "cityname": "address.city",
    "addressline": "address.street",
    "countrycode": "address.country",
    "fullname": "address.name",
    "phone": "address.phone",
    "email": "address.email",
    "commoditycode": "lines[0].hs_code",
    "manufacturercountry": "lines[0].origin",
    "weight": "parcel.weight_g",
    "dimensions": "parcel.size",
}


def to_shipment(booking: Booking, account_number: str, at: datetime) -> wire.NewShipment:
    """Write a booking; `at` is when it leaves, with its offset.

    Raises `Refused` for what DHL is known not to take, `Unsupported` for what cannot be said.
    """
    if booking.customs.vat:
        raise Unsupported("There is no place for a VAT number yet.", carrier=CODE, operation="create")
    wrong = tuple(_problems_of(booking))
    if wrong:
        raise Refused("DHL Express would refuse this.", problems=wrong, carrier=CODE, operation="create")
    return wire.NewShipment(
        planned_shipping_date_and_time=planned(at),
        pickup=wire.Pickup(is_requested=False),
        product_code=booking.service_code,
        accounts=[wire.Coded(SHIPPER, number=account_number)],
        customer_references=[wire.Coded(CUSTOMER, booking.reference)],
        output_image_properties=wire.ImageProperties(300, "pdf", [wire.Image("label", LABEL_TEMPLATE)]),
        customer_details={
            "shipperDetails": party(booking.sender, _sellers_numbers(booking)),
            "receiverDetails": party(booking.recipient, _buyers_number(booking.recipient)),
        },
        content=_content(booking, at),
        value_added_services=[{"serviceCode": DUTY_PAID}] if booking.ddp else [],
    )


def to_rate_request(inquiry: RateInquiry, account_number: str, at: datetime) -> wire.RateRequest:
    """Write an inquiry about every product."""
    places = {"shipperDetails": _place(inquiry.sender), "receiverDetails": _place(inquiry.recipient)}
    return wire.RateRequest(
        customer_details=places,
        accounts=[wire.Coded(SHIPPER, number=account_number)],
        planned_shipping_date_and_time=planned(at),
        unit_of_measurement=METRIC,
        is_customs_declarable=True,
        packages=[piece(inquiry.parcel.weight_g, inquiry.parcel.size)],
    )


def planned(at: datetime) -> str:
    """Write a moment as `2026-01-06T10:00:00 GMT+08:00`."""
    offset = at.strftime("%z")
    return f"{at:%Y-%m-%dT%H:%M:%S} GMT{offset[:3]}:{offset[3:]}"


def refusal(operation: str, status: int, failure: wire.Failure, case: Case) -> CarrierError:
    """Turn DHL's "no" into the error that fits."""
    message = "; ".join(filter(None, (failure.detail or failure.message or failure.title, *failure.additional_details)))
    if operation == "label" and _NOT_READY.search(message):
        return NotReady(message, **case)
    if operation not in BOOKS and (status == 404 or _ABSENT.search(message)):
        return NotFound(message, **case)
    reasons = failure.additional_details or [message]
    problems = tuple(Problem(CARRIER_REFUSED, our_field(reason), reason) for reason in reasons)
    return Refused(message, problems=problems, **case)


def our_field(reason: str) -> str:
    """Name our field by the first word of theirs in the sentence; empty when there is none."""
    lower = reason.lower()
    return next((ours for theirs, ours in FIELDS.items() if theirs in lower), "")


def kilograms(weight_g: int) -> Decimal:
    """Write grams as kilograms with three decimals, exactly."""
    return Decimal(weight_g).scaleb(-3)


def _problems_of(booking: Booking) -> Iterator[Problem]:
    for where, party in (("address", booking.recipient), ("sender", booking.sender)):
        yield from latin_problems(party, where, ROOM)
        if not party.phone:
            yield Problem(CARRIER_NEEDS_FIELD, f"{where}.phone")
    if booking.customs.ioss and booking.customs.ioss[2:5] not in IOSS_ISSUERS:
        yield Problem(CARRIER_REFUSED, "customs.ioss", booking.customs.ioss)
    if len(invoice_number(booking.reference)) > LONGEST_REFERENCE:
        yield Problem(ADDRESS_TOO_LONG, "reference", str(LONGEST_REFERENCE))
    yield from currency_problems(booking.parcel)
    for index, line in enumerate(booking.parcel.lines):
        if not in_ascii(line.title_en):
            yield Problem(CARRIER_REFUSED, f"lines[{index}].title_en", line.title_en)
        if not line.origin:
            yield Problem(CARRIER_NEEDS_FIELD, f"lines[{index}].origin")


def party(address: Address, numbers: list[wire.Registration]) -> wire.Party:
    """Write a party; what cannot be written was refused before."""
    latin = in_latin(address)
    lines = [*street_lines(latin, width=ROOM.line, most=ROOM.lines), "", ""]
    return wire.Party(
        postal_address=wire.PostalAddress(
            postal_code=address.postcode,
            city_name=latin.city,
            country_code=address.country,
            address_line1=lines[0],
            address_line2=lines[1],
            address_line3=lines[2],
            province_name=latin.province,
        ),
        contact_information=wire.Contact(address.phone, latin.company or latin.name, latin.name, address.email),
        registration_numbers=numbers,
    )


def _sellers_numbers(booking: Booking) -> list[wire.Registration]:
    """The importer's EORI and the IOSS number are both said with the shipper."""
    numbers = []
    if eori := booking.customs.eori:
        numbers.append(wire.Registration("EOR", eori, eori[:2]))
    if ioss := booking.customs.ioss:
        numbers.append(wire.Registration(SELLER, ioss, IOSS_ISSUERS[ioss[2:5]]))
    return numbers


def _buyers_number(recipient: Address) -> list[wire.Registration]:
    """The recipient's tax number; DHL has a kind of its own for Brazil's, and one for those of other countries."""
    if not recipient.tax_id:
        return []
    return [wire.Registration(TAX_KINDS.get(recipient.country, FOREIGN_TAX), recipient.tax_id, recipient.country)]


def _place(address: Address) -> wire.Place:
    return wire.Place(address.postcode, in_ascii(city_of(address)), address.country)


def piece(weight_g: int, size: Size) -> wire.Piece:
    """Write one parcel: sides in whole centimetres, rounded up."""
    sides = (size.length_mm, size.width_mm, size.height_mm)
    whole = (int((Decimal(side) / 10).quantize(Decimal(1), ROUND_CEILING)) for side in sides)
    return wire.Piece(kilograms(weight_g), wire.Dimensions(*whole))


def _content(booking: Booking, at: datetime) -> wire.Content:
    parcel = booking.parcel
    items = [_item(number, line) for number, line in enumerate(parcel.lines, 1)]
    return wire.Content(
        packages=[piece(parcel.weight_g, parcel.size)],
        is_customs_declarable=True,
        declared_value=parcel.value.amount,
        declared_value_currency=parcel.value.currency,
        description=in_ascii(parcel.lines[0].title_en)[:LONGEST_WORDS],
        incoterm="DDP" if booking.ddp else "DAP",
        unit_of_measurement=METRIC,
        export_declaration=wire.ExportDeclaration(
            items, wire.Invoice(invoice_number(booking.reference), f"{at:%Y-%m-%d}"), export_reason_type=PERMANENT
        ),
    )


def _item(number: int, line: GoodsLine) -> wire.LineItem:
    weight = kilograms(line.weight_g)
    return wire.LineItem(
        number=number,
        description=in_ascii(line.title_en),
        price=line.unit_value.amount,
        quantity=wire.Quantity(line.quantity, "PCS"),
        manufacturer_country=line.origin,
        weight=wire.Weights(weight, weight),
        export_reason_type=PERMANENT,
        commodity_codes=[wire.Coded(OUTBOUND, line.hs_code)] if line.hs_code else [],
    )
