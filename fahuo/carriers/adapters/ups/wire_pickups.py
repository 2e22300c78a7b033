"""Pick-ups in UPS's own spelling (Pickup, public reference, read 2026-11). Times are local: `yyyyMMdd`, `HHmm`."""

from __future__ import annotations

import msgspec

from fahuo.carriers.adapters.ups.wire import Number, Sent


class Opening(Sent):
    """The day, and when somebody is there."""

    close_time: str
    ready_time: str
    pickup_date: str


class PickupAddress(Sent):
    """Where to come to; one line only."""

    company_name: str
    contact_name: str
    address_line: str
    city: str
    country_code: str
    phone: Number
    residential_indicator: str
    state_province: str = ""
    postal_code: str = ""


class Piece(Sent):
    """How many parcels of a service go to a country; 01 is a parcel."""

    service_code: str
    quantity: str
    destination_country_code: str
    container_code: str


class TotalWeight(Sent):
    """Weight as text."""

    weight: str
    unit_of_measurement: str


class Creation(Sent):
    """Body below `PickupCreationRequest`."""

    request: dict[str, dict[str, str]]
    rate_pickup_indicator: str
    shipper: dict[str, dict[str, str]]
    pickup_date_info: Opening
    pickup_address: PickupAddress
    alternate_address_indicator: str
    pickup_piece: list[Piece]
    total_weight: TotalWeight
    overweight_indicator: str
    payment_method: str
    shipping_labels_available: str
    reference_number: str
    special_instruction: str = ""


class Created(msgspec.Struct, rename="pascal"):
    """Answer below `PickupCreationResponse`."""

    prn: str = msgspec.field(default="", name="PRN")


class Pending(msgspec.Struct, rename="pascal"):
    """One pick-up that has not been made yet."""

    prn: str = msgspec.field(default="", name="PRN")
    reference_number: str = ""
    pickup_status_message: str = ""
    service_date: str = ""
