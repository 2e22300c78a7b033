"""DHL Express's messages in its own spelling (MyDHL API, read 2026-11). Weights in kilograms, sides in centimetres."""

from __future__ import annotations

from decimal import Decimal

import msgspec


class Sent(msgspec.Struct, rename="camel", omit_defaults=True):
    """What we send; empty fields are left out."""


class Coded(Sent):
    """A value with the code of its kind: an account, a reference, a commodity code."""

    type_code: str
    value: str = ""
    number: str = ""


class Place(Sent):
    """A place as far as a price needs it."""

    postal_code: str
    city_name: str
    country_code: str


class PostalAddress(Sent):
    """A whole address: three lines of 45 letters."""

    postal_code: str
    city_name: str
    country_code: str
    address_line1: str
    address_line2: str = ""
    address_line3: str = ""
    province_name: str = ""


class Contact(Sent):
    """Whom to ask for."""

    phone: str
    company_name: str
    full_name: str
    email: str = ""


class Registration(Sent):
    """A number under which somebody is registered; `type_code` is its kind."""

    type_code: str
    number: str
    issuer_country_code: str


class Party(Sent):
    """Shipper or receiver of a shipment."""

    postal_address: PostalAddress
    contact_information: Contact
    registration_numbers: list[Registration] = []


class Dimensions(Sent):
    """Sides in whole centimetres."""

    length: int
    width: int
    height: int


class Piece(Sent):
    """One parcel."""

    weight: Decimal
    dimensions: Dimensions
    customer_references: list[Coded] = []


class Quantity(Sent):
    """How many of what."""

    value: int
    unit_of_measurement: str


class Weights(Sent):
    """Of all units of a line, in kilograms."""

    net_value: Decimal
    gross_value: Decimal


class LineItem(Sent):
    """A line of the export declaration. `price` is of one unit."""

    number: int
    description: str
    price: Decimal
    quantity: Quantity
    manufacturer_country: str
    weight: Weights
    export_reason_type: str = msgspec.field(default="")
    commodity_codes: list[Coded] = []


class Invoice(Sent):
    """Number and day of the invoice."""

    number: str
    date: str


class ExportDeclaration(Sent):
    """What customs is told."""

    line_items: list[LineItem]
    invoice: Invoice
    export_reason_type: str


class Content(Sent):
    """What is in the shipment."""

    packages: list[Piece]
    is_customs_declarable: bool
    declared_value: Decimal
    declared_value_currency: str
    description: str
    incoterm: str
    unit_of_measurement: str
    export_declaration: ExportDeclaration


class Pickup(Sent, omit_defaults=False):
    """Whether DHL is to fetch it."""

    is_requested: bool


class Image(Sent):
    """One picture that is wanted."""

    type_code: str
    template_name: str


class ImageProperties(Sent):
    """What pictures look like."""

    printer_dpi: int = msgspec.field(name="printerDPI")
    encoding_format: str
    image_options: list[Image]


class NewShipment(Sent):
    """Body of `POST /shipments`."""

    planned_shipping_date_and_time: str
    pickup: Pickup
    product_code: str
    accounts: list[Coded]
    customer_references: list[Coded]
    output_image_properties: ImageProperties
    customer_details: dict[str, Party]
    content: Content
    value_added_services: list[dict[str, str]] = []


class RateRequest(Sent):
    """Body of `POST /rates`."""

    customer_details: dict[str, Place]
    accounts: list[Coded]
    planned_shipping_date_and_time: str
    unit_of_measurement: str
    is_customs_declarable: bool
    packages: list[Piece]


class Document(msgspec.Struct, rename="camel"):
    """A picture as base64."""

    type_code: str = ""
    content: str = ""


class Charge(msgspec.Struct, rename="camel"):
    """A price in one of three currencies; BILLC is the one that is billed."""

    currency_type: str = ""
    price_currency: str = ""
    price: Decimal = Decimal(0)


class Shipment(msgspec.Struct, rename="camel"):
    """A booked shipment."""

    shipment_tracking_number: str = ""
    documents: list[Document] = []
    shipment_charges: list[Charge] = []


class Documents(msgspec.Struct):
    """Answer of `get-image`."""

    documents: list[Document] = []


class Part(msgspec.Struct, rename="camel"):
    """One line of a price."""

    name: str = ""
    price: Decimal = Decimal(0)


class Breakdown(msgspec.Struct, rename="camel"):
    """The lines of a price in one currency."""

    currency_type: str = ""
    price_currency: str = ""
    breakdown: list[Part] = []


class Delivery(msgspec.Struct, rename="camel"):
    """When it would be there; the days are text."""

    total_transit_days: str = ""


class Product(msgspec.Struct, rename="camel"):
    """One product and its price."""

    product_code: str
    product_name: str = ""
    total_price: list[Charge] = []
    detailed_price_breakdown: list[Breakdown] = []
    delivery_capabilities: Delivery | None = None


class Rates(msgspec.Struct):
    """Answer of `POST /rates`."""

    products: list[Product] = []


class Area(msgspec.Struct):
    """Where an event was: a code and a description such as `SHENZHEN-CHINA`."""

    code: str = ""
    description: str = ""


class Event(msgspec.Struct, rename="camel"):
    """One checkpoint, in the time of its place."""

    date: str = ""
    time: str = ""
    gmt_offset: str = msgspec.field(default="", name="GMTOffset")
    type_code: str = ""
    description: str = ""
    service_area: list[Area] = []


class Tracked(msgspec.Struct, rename="camel"):
    """One shipment and its events, newest first."""

    shipment_tracking_number: str = ""
    events: list[Event] = []


class Tracking(msgspec.Struct):
    """Answer of both tracking addresses."""

    shipments: list[Tracked] = []


class Failure(msgspec.Struct, rename="camel"):
    """What a refusal looks like."""

    title: str = ""
    detail: str = ""
    message: str = ""
    status: str = ""
    additional_details: list[str] = []
