"""What UPS answers, in its own spelling (Rating, Shipping, Label Recovery, Tracking; public reference, read 2026-11).

Numbers travel as text, and a list of one as its only element.
"""

from __future__ import annotations

import msgspec

from fahuo.carriers.adapters.ups.wire import Code


class Token(msgspec.Struct):
    """Answer of the token address; `expires_in` is text."""

    access_token: str = ""
    expires_in: float = 14_399


class Amount(msgspec.Struct, rename="pascal"):
    """Money as text."""

    currency_code: str
    monetary_value: str


class Negotiated(msgspec.Struct, rename="pascal"):
    """What the contract makes of the price."""

    total_charge: Amount | None = None


class Guaranteed(msgspec.Struct, rename="pascal"):
    """Days in transit."""

    business_days_in_transit: str = ""


class RatedShipment(msgspec.Struct, rename="pascal"):
    """The price of one service."""

    service: Code
    total_charges: Amount
    transportation_charges: Amount | None = None
    service_options_charges: Amount | None = None
    negotiated_rate_charges: Negotiated | None = None
    guaranteed_delivery: Guaranteed | None = None


class Label(msgspec.Struct, rename="pascal"):
    """A label as base64, in a shipping or a recovery answer."""

    graphic_image: str = ""


class LabelResult(msgspec.Struct, rename="pascal"):
    """One recovered label."""

    tracking_number: str = ""
    label_image: Label | None = None


class ShippedParcel(msgspec.Struct, rename="pascal"):
    """One parcel of a booked shipment."""

    tracking_number: str = ""
    shipping_label: Label | None = None


class Charges(msgspec.Struct, rename="pascal"):
    """The price of a booked shipment."""

    total_charges: Amount | None = None


class ShipmentResults(msgspec.Struct, rename="pascal"):
    """A booked shipment."""

    shipment_identification_number: str = ""
    package_results: msgspec.Raw = msgspec.Raw(b"null")
    shipment_charges: Charges | None = None
    negotiated_rate_charges: Negotiated | None = None


class Error(msgspec.Struct):
    """Why not."""

    code: str = ""
    message: str = ""


class Errors(msgspec.Struct):
    """All reasons."""

    errors: list[Error] = []


class Failure(msgspec.Struct):
    """What surrounds a refusal."""

    response: Errors = msgspec.field(default_factory=Errors)


class Voided(msgspec.Struct, rename="pascal"):
    """What became of a void; code 1 is done."""

    status: Code


class Status(msgspec.Struct):
    """What an activity is. `type` is the kind, `code` the event."""

    type: str = ""
    code: str = ""
    description: str = ""


class Place(msgspec.Struct, rename="camel"):
    """Where an activity was."""

    city: str = ""
    country_code: str = ""
    country: str = ""


class Location(msgspec.Struct):
    """Where an activity was."""

    address: Place | None = None


class Activity(msgspec.Struct, rename="camel"):
    """One event. `date` and `time` are those of the place, `gmt_…` the same moment in UTC."""

    status: Status | None = None
    date: str = ""
    time: str = ""
    gmt_date: str = ""
    gmt_time: str = ""
    location: Location | None = None


class TrackedParcel(msgspec.Struct, rename="camel"):
    """One parcel of a tracking answer."""

    tracking_number: str = ""
    activity: list[Activity] = []


class TrackedShipment(msgspec.Struct, rename="camel"):
    """One inquiry; unknown numbers have warnings and no parcel."""

    package: list[TrackedParcel] = []
    warnings: list[Error] = []


class TrackResponse(msgspec.Struct):
    """All inquiries."""

    shipment: list[TrackedShipment] = []


class Tracking(msgspec.Struct, rename="camel"):
    """Answer of the tracking address."""

    track_response: TrackResponse = msgspec.field(default_factory=TrackResponse)
