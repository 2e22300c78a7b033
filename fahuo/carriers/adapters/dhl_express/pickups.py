"""Pick-ups at DHL Express, both directions. Source: MyDHL API, pickup, read 2026-11."""

from __future__ import annotations

import re
from collections import defaultdict

from fahuo.carriers.adapters.dhl_express import wire, wire_pickups
from fahuo.carriers.adapters.dhl_express.mapping import CODE, METRIC, ROOM, SHIPPER, party, piece, planned
from fahuo.carriers.codes import ADDRESS_TOO_LONG, CARRIER_NEEDS_FIELD
from fahuo.carriers.errors import Refused
from fahuo.carriers.writing import in_ascii, latin_problems
from fahuo.trade.pickup import PickupConfirmed, PickupOrder
from fahuo.trade.problem import Problem

LONGEST_REMARK = 60  # letters
REASON = "Pick-up no longer needed"
_DONE = re.compile(r"already\s+(?:been\s+)?cancel", re.IGNORECASE)


def to_pickup(order: PickupOrder, account_number: str) -> wire_pickups.NewPickup:
    """Write a pick-up; raises `Refused` for what DHL is known not to take."""
    wrong = list(latin_problems(order.address, "sender", ROOM))
    if not order.address.phone:
        wrong.append(Problem(CARRIER_NEEDS_FIELD, "sender.phone"))
    remark = in_ascii(f"{order.reference} {order.note}".strip()) or order.reference
    if len(remark) > LONGEST_REMARK:
        wrong.append(Problem(ADDRESS_TOO_LONG, "note", str(LONGEST_REMARK)))
    if wrong:
        raise Refused("DHL Express would refuse this.", problems=tuple(wrong), carrier=CODE, operation="order_pickup")
    return wire_pickups.NewPickup(
        planned_pickup_date_and_time=planned(order.window.ready_at()),
        close_time=f"{order.window.close:%H:%M}",
        accounts=[wire.Coded(SHIPPER, number=account_number)],
        customer_details={"shipperDetails": party(order.address, [])},
        shipment_details=_shipments(order),
        remark=remark,
    )


def confirmed(booked: wire_pickups.PickupBooked) -> PickupConfirmed:
    """Read what DHL says; there is a number, the caller saw to that."""
    said = [*booked.warnings]
    if booked.ready_by_time or booked.next_pickup_date:
        said.append(" ".join(filter(None, (booked.next_pickup_date, booked.ready_by_time))))
    return PickupConfirmed(CODE, booked.dispatch_confirmation_numbers[0], "; ".join(said)[:200])


def is_cancelled(error: Refused) -> bool:
    """Tell whether a cancelling was refused because the pick-up is cancelled already."""
    return bool(_DONE.search(error.message))


def _shipments(order: PickupOrder) -> list[wire_pickups.PickupShipment]:
    by_product = defaultdict(list)
    for parcel in order.parcels:
        by_product[parcel.service_code].append(piece(parcel.weight_g, parcel.size))
    return [
        wire_pickups.PickupShipment(code, is_customs_declarable=True, unit_of_measurement=METRIC, packages=pieces)
        for code, pieces in by_product.items()
    ]
