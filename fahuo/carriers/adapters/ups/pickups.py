"""Pick-ups at UPS, both directions. Source: UPS Pickup reference, read 2026-11."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from fahuo.carriers.adapters.ups import wire, wire_pickups
from fahuo.carriers.adapters.ups.mapping import CODE, ROOM, kilograms, province_code
from fahuo.carriers.codes import ADDRESS_TOO_LONG, CARRIER_NEEDS_FIELD
from fahuo.carriers.errors import Refused
from fahuo.carriers.writing import Room, in_ascii, in_latin, latin_problems
from fahuo.trade.pickup import PickupConfirmed, PickupOrder
from fahuo.trade.problem import Problem

PARCEL, BY_ACCOUNT, NO, YES = "01", "01", "N", "Y"
HEAVY_G = 32_000  # UPS wants to know of anything heavier
MOST_PIECES = 999  # of one service to one country
LONGEST_LINE, LONGEST_NOTE = 73, 57
# A street has one line here, so it may be longer than on a shipment.
PICKUP_ROOM = Room(name=22, company=27, city=ROOM.city, line=LONGEST_LINE, lines=1)
# The list of what is pending names today and tomorrow only.
SHOWN_AHEAD = timedelta(days=1)
_DONE = re.compile(r"already\s+(?:been\s+)?cancel", re.IGNORECASE)


def to_request(order: PickupOrder, account_number: str, account_country: str) -> dict[str, object]:
    """Write a pick-up; raises `Refused` for what UPS would not take."""
    wrong = tuple(_problems_of(order))
    if wrong:
        raise Refused("UPS would refuse this.", problems=wrong, carrier=CODE, operation="order_pickup")
    latin, window = in_latin(order.address), order.window
    heavy = any(parcel.weight_g > HEAVY_G for parcel in order.parcels)
    creation = wire_pickups.Creation(
        request={"TransactionReference": {"CustomerContext": order.reference}},
        rate_pickup_indicator=NO,
        shipper={"Account": {"AccountNumber": account_number, "AccountCountryCode": account_country}},
        pickup_date_info=wire_pickups.Opening(f"{window.close:%H%M}", f"{window.ready:%H%M}", f"{window.day:%Y%m%d}"),
        pickup_address=wire_pickups.PickupAddress(
            company_name=latin.company or latin.name,
            contact_name=latin.name,
            address_line=", ".join(latin.street_lines()),
            city=latin.city,
            state_province=province_code(order.address),
            postal_code=order.address.postcode,
            country_code=order.address.country,
            phone=wire.Number(re.sub(r"\D", "", order.address.phone)),
            residential_indicator=NO,
        ),
        # The address said here counts, whatever UPS keeps with the account.
        alternate_address_indicator=YES,
        pickup_piece=_pieces(order),
        total_weight=wire_pickups.TotalWeight(kilograms(order.weight_g), "KGS"),
        overweight_indicator=YES if heavy else NO,
        payment_method=BY_ACCOUNT,
        shipping_labels_available=YES,
        reference_number=order.reference,
        special_instruction=in_ascii(order.note),
    )
    return {"PickupCreationRequest": creation}


def can_be_shown(order: PickupOrder, now: float) -> bool:
    """Tell whether the list of what is pending would name this pick-up, if UPS held it."""
    today = datetime.fromtimestamp(now, ZoneInfo(order.window.zone)).date()
    return today <= order.window.day <= today + SHOWN_AHEAD


def of_reference(pending: list[wire_pickups.Pending], reference: str) -> PickupConfirmed | None:
    """Find ours among those that are pending."""
    for one in pending:
        if one.reference_number == reference and one.prn:
            return PickupConfirmed(CODE, one.prn)
    return None


def is_cancelled(error: Refused) -> bool:
    """Tell whether a cancelling was refused because the pick-up is cancelled already."""
    return bool(_DONE.search(error.message))


def _pieces(order: PickupOrder) -> list[wire_pickups.Piece]:
    counted = Counter((parcel.service_code, parcel.country) for parcel in order.parcels)
    return [
        wire_pickups.Piece(code.zfill(3), str(count), country, PARCEL) for (code, country), count in counted.items()
    ]


def _problems_of(order: PickupOrder) -> Iterator[Problem]:
    yield from latin_problems(order.address, "sender", PICKUP_ROOM)
    if not re.search(r"\d", order.address.phone):
        yield Problem(CARRIER_NEEDS_FIELD, "sender.phone")
    if order.note and (not in_ascii(order.note) or len(order.note) > LONGEST_NOTE):
        yield Problem(ADDRESS_TOO_LONG, "note", str(LONGEST_NOTE))
    if any(int(piece.quantity) > MOST_PIECES for piece in _pieces(order)):
        yield Problem("PICKUP_TOO_MANY", "parcels", str(MOST_PIECES))
