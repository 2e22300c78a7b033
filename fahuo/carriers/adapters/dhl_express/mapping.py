"""DHL Express's words and ours, both directions. Source: MyDHL API, shipments and rates, read 2026-11."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import ROUND_CEILING, Decimal

from fahuo.carriers.adapters.dhl_express import wire
from fahuo.carriers.codes import ADDRESS_NOT_LATIN, ADDRESS_TOO_LONG, CARRIER_REFUSED, NAME_NOT_LATIN
from fahuo.carriers.contract import RateInquiry
from fahuo.carriers.errors import CarrierError, Case, NotFound, NotReady, Refused
from fahuo.carriers.writing import in_ascii, street_lines
from fahuo.trade.address import Address
from fahuo.trade.booking import Booking
from fahuo.trade.goods import GoodsLine
from fahuo.trade.parcel import Parcel
from fahuo.trade.problem import Problem

CODE = "dhl_express"
METRIC, PERMANENT, LABEL_TEMPLATE = "metric", "permanent", "ECOM26_84_001"
DUTY_PAID = "DD"
SHIPPER, CUSTOMER, OUTBOUND = "shipper", "CU", "outbound"
LONGEST_LINE = LONGEST_CITY = 45
LONGEST_NAME, LONGEST_REFERENCE, LONGEST_WORDS = 60, 35, 70
MOST_LINES = 3

_ABSENT = re.compile(r"no\s+shipments?\s+found|not\s+found|no\s+data\s+found|does\s+not\s+exist|404", re.IGNORECASE)
_NOT_READY = re.compile(r"not\s+(?:yet\s+)?available|not\s+ready", re.IGNORECASE)

# Parts of their paths and sentences, most telling first, and the field that they are about.
FIELDS: Mapping[str, str] = {
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
    """Write a booking; raise `Refused` for what DHL is known not to take. `at` is when it leaves, with its offset."""
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
            "shipperDetails": _party(booking.sender, booking.customs.eori),
            "receiverDetails": _party(booking.recipient),
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
        packages=[_piece(inquiry.parcel)],
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
    if operation != "create" and (status == 404 or _ABSENT.search(message)):
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
    yield from _address_problems(booking.recipient)
    if len(booking.reference) > LONGEST_REFERENCE:
        yield Problem(ADDRESS_TOO_LONG, "reference", str(LONGEST_REFERENCE))
    for index, line in enumerate(booking.parcel.lines):
        if not in_ascii(line.title_en):
            yield Problem(CARRIER_REFUSED, f"lines[{index}].title_en", line.title_en)
        if not line.origin:
            yield Problem(CARRIER_REFUSED, f"lines[{index}].origin", "the declaration needs the country of origin")


def _address_problems(address: Address) -> Iterator[Problem]:
    yield from _unwritable("address.name", address.name, LONGEST_NAME, NAME_NOT_LATIN)
    yield from _unwritable("address.city", address.city or address.province, LONGEST_CITY, ADDRESS_NOT_LATIN)
    if not all(in_ascii(line) for line in address.street_lines()):
        yield Problem(ADDRESS_NOT_LATIN, "address.street")
    elif not street_lines(_plain(address), width=LONGEST_LINE, most=MOST_LINES):
        yield Problem(ADDRESS_TOO_LONG, "address.street", f"{MOST_LINES} × {LONGEST_LINE}")
    if not address.phone:
        yield Problem(CARRIER_REFUSED, "address.phone", "DHL Express wants a phone number")


def _unwritable(field: str, text: str, longest: int, code: str) -> Iterator[Problem]:
    if not in_ascii(text):
        yield Problem(code, field)
    elif len(in_ascii(text)) > longest:
        yield Problem(ADDRESS_TOO_LONG, field, str(longest))


def _plain(address: Address) -> Address:
    return Address(address.name, address.country, in_ascii(address.street), in_ascii(address.street2))


def _party(address: Address, eori: str = "") -> wire.Party:
    lines = [*street_lines(_plain(address), width=LONGEST_LINE, most=MOST_LINES), "", ""]
    name = in_ascii(address.name)
    numbers = [{"typeCode": "EOR", "number": eori, "issuerCountryCode": eori[:2]}] if eori else []
    return wire.Party(
        postal_address=wire.PostalAddress(
            postal_code=address.postcode,
            city_name=in_ascii(address.city or address.province),
            country_code=address.country,
            address_line1=lines[0],
            address_line2=lines[1],
            address_line3=lines[2],
            province_name=in_ascii(address.province),
        ),
        contact_information=wire.Contact(address.phone, in_ascii(address.company) or name, name, address.email),
        registration_numbers=numbers,
    )


def _place(address: Address) -> wire.Place:
    return wire.Place(address.postcode, in_ascii(address.city or address.province), address.country)


def _piece(parcel: Parcel) -> wire.Piece:
    sides = (parcel.size.length_mm, parcel.size.width_mm, parcel.size.height_mm)
    whole = (int((Decimal(side) / 10).quantize(Decimal(1), ROUND_CEILING)) for side in sides)
    return wire.Piece(kilograms(parcel.weight_g), wire.Dimensions(*whole))


def _content(booking: Booking, at: datetime) -> wire.Content:
    parcel = booking.parcel
    items = [_item(number, line) for number, line in enumerate(parcel.lines, 1)]
    return wire.Content(
        packages=[_piece(parcel)],
        is_customs_declarable=True,
        declared_value=parcel.value.amount,
        declared_value_currency=parcel.value.currency,
        description=in_ascii(parcel.lines[0].title_en)[:LONGEST_WORDS],
        incoterm="DDP" if booking.ddp else "DAP",
        unit_of_measurement=METRIC,
        export_declaration=wire.ExportDeclaration(
            items, wire.Invoice(booking.reference, f"{at:%Y-%m-%d}"), export_reason_type=PERMANENT
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
