"""What UPS is sent, in its own spelling (Rating, Shipping, Label Recovery; public reference, read 2026-11).

Numbers travel as text.
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


class Vendor(Sent):
    """A number under which a seller pays the VAT of an import; 0356 is IOSS."""

    vendor_collect_id_type_code: str = msgspec.field(name="VendorCollectIDTypeCode")
    vendor_collect_id_number: str = msgspec.field(name="VendorCollectIDNumber")


class Party(Sent):
    """Shipper, ShipFrom or ShipTo."""

    name: str
    address: Address
    attention_name: str = ""
    shipper_number: str = ""
    phone: Number | None = None
    e_mail_address: str = msgspec.field(default="", name="EMailAddress")
    tax_identification_number: str = ""
    vendor_info: Vendor | None = None


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
