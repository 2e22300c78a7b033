"""UPS's messages in its own spelling (Rating, Shipping, Label Recovery, Tracking; public reference, read 2026-11).

Numbers travel as text, and a list of one as its only element.
"""

from __future__ import annotations

import msgspec


class Code(msgspec.Struct, rename="pascal", omit_defaults=True):
    """A code of a table of UPS's."""

    code: str
    description: str = ""


class Sent(msgspec.Struct, rename="pascal", omit_defaults=True):
    """What we send; empty fields are left out."""


class Number(Sent):
    """A telephone number."""

    number: str


class Address(Sent):
    """A place: at most three lines of 35 letters."""

    address_line: list[str]
    city: str
    country_code: str
    state_province_code: str = ""
    postal_code: str = ""


class Party(Sent):
    """Shipper, ShipFrom or ShipTo."""

    name: str
    address: Address
    attention_name: str = ""
    shipper_number: str = ""
    phone: Number | None = None
    e_mail_address: str = msgspec.field(default="", name="EMailAddress")
    tax_identification_number: str = ""


class Dimensions(Sent):
    """Sides as text."""

    unit_of_measurement: Code
    length: str
    width: str
    height: str


class Weight(Sent):
    """Weight as text."""

    unit_of_measurement: Code
    weight: str


class Parcel(Sent):
    """One parcel. Rating calls its wrapping `PackagingType`, shipping `Packaging`."""

    dimensions: Dimensions
    package_weight: Weight
    packaging: Code | None = None
    packaging_type: Code | None = None
    description: str = ""


class Bill(Sent):
    """Who pays."""

    account_number: str


class Charge(Sent):
    """01 transportation, 02 duties and taxes."""

    type: str
    bill_shipper: Bill


class Payment(Sent):
    """All charges that the shipper pays."""

    shipment_charge: list[Charge]


class Reference(Sent):
    """Printed on the label and found in the reports."""

    value: str


class Unit(Sent):
    """Quantity and price of a product."""

    number: str
    value: str
    unit_of_measurement: Code


class Product(Sent):
    """A line of the invoice."""

    description: list[str]
    unit: Unit
    origin_country_code: str
    product_weight: Weight
    commodity_code: str = ""


class InternationalForms(Sent):
    """The commercial invoice (form 01)."""

    form_type: str
    invoice_number: str
    invoice_date: str
    reason_for_export: str
    currency_code: str
    product: list[Product]


class ServiceOptions(Sent):
    """What goes with the shipment."""

    international_forms: InternationalForms


class Shipment(Sent):
    """The shipment of a request, for its price and for its booking."""

    shipper: Party
    ship_to: Party
    ship_from: Party
    package: list[Parcel]
    description: str = ""
    service: Code | None = None
    payment_information: Payment | None = None
    reference_number: list[Reference] = []
    shipment_service_options: ServiceOptions | None = None
    shipment_rating_options: dict[str, str] | None = None


class StockSize(Sent):
    """Inches as text."""

    height: str
    width: str


class LabelSpecification(Sent):
    """GIF of 4 × 6 inches: UPS draws no PDF."""

    label_image_format: Code
    label_stock_size: StockSize


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
