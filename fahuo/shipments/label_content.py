"""What our own label says about one shipment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from babel import Locale
from django.conf import settings

from fahuo import rulebook
from fahuo.carriers import registry
from fahuo.carriers.queries.market import contract_services
from fahuo.compliance.rules import destinations
from fahuo.labels.latin_form import latin_form
from fahuo.shipments.domain.customs_form import FormLimit, customs_form
from fahuo.shipments.domain.marks import LaneRules, marks
from fahuo.shipments.queries import Work
from fahuo.trade.booking import Booking
from fahuo.trade.declaration import invoice_number
from fahuo.trade.label import CustomsForm, LabelContent
from fahuo.trade.money import Money
from fahuo.trade.service import Service
from fahuo.trade.waybill import Waybill

_ENGLISH = Locale("en")


def label_content(row: Work, waybill: Waybill) -> LabelContent:
    """Put together everything the layout shows; the layout decides where."""
    booking = row.booking
    service = _service(row)
    return LabelContent(
        carrier_name=registry.manifest(row.carrier).name_en,
        service_name=service.name_en if service else booking.service_code,
        service_name_zh=service.name_zh if service else "",
        barcode=waybill.barcode,
        qr=tracking_url(row.public_token),
        sender=booking.sender,
        recipient=booking.recipient,
        country_name=_ENGLISH.territories.get(booking.recipient.country, booking.recipient.country).upper(),
        lines=booking.parcel.lines,
        weight_g=booking.parcel.weight_g,
        order_number=row.order_number,
        reference=booking.reference,
        date=row.booked_on.isoformat(),
        marks=marks(booking, lane_rules(on=row.booked_on)),
        sort_code=f"{booking.recipient.country}-{booking.recipient.postcode[:2].upper()}".rstrip("-"),
        recipient_latin=latin_form(booking.recipient),
        sender_latin=latin_form(booking.sender),
        customs_form=form_of(booking, on=row.booked_on),
        importer_reference=_importer_reference(booking),
        invoice_number=invoice_number(booking.reference),
        symbology=registry.manifest(row.carrier).symbology,
    )


def form_of(booking: Booking, *, on: date) -> CustomsForm:
    """Return the postal customs form of a booking by the limit and the exchange rates of its day."""
    limit, rates = _form_limit(on), _yuan_per_unit(on)
    if limit is None:
        return CustomsForm.CN23
    return customs_form(booking.parcel.lines, booking.parcel.weight_g, limit=limit, yuan_per_unit=rates)


@lru_cache(maxsize=64)
def lane_rules(*, on: date) -> LaneRules:
    """Return what decides about marks on that day."""
    taxes = _in_force("customs.import_tax", on, {})
    return LaneRules(
        eori_needed=destinations("SD-07", on),
        tax_at_sale_up_to={
            country: Money(Decimal(taxes[country]["at_sale_up_to"]), taxes[country]["currency"])
            for country in _in_force("destinations.eu_members", on, ())
            if country in taxes
        },
        yuan_per_unit=_yuan_per_unit(on),
    )


def tracking_url(public_token: str) -> str:
    """Return the public address behind the label's QR."""
    return f"{settings.FAHUO_PUBLIC_URL}/t/{public_token}"


def _importer_reference(booking: Booking) -> str:
    """Return what customs know the importer by, as on the CN 23 document: a tax number, an EORI, or both."""
    eori = f"EORI {booking.customs.eori}" if booking.customs.eori else ""
    return " · ".join(number for number in (booking.recipient.tax_id, eori) if number)


def _service(row: Work) -> Service | None:
    """Look in the carrier's table, then among what the carrier offers this seller alone."""
    listed = next((s for s in registry.services(row.carrier) if s.code == row.booking.service_code), None)
    key = f"{row.carrier}/{row.booking.service_code}"
    return listed or next((s for s in contract_services(row.seller_id) if s.key == key), None)


@lru_cache(maxsize=64)
def _form_limit(on: date) -> FormLimit | None:
    limit = _in_force("customs.cn22_limit", on, None)
    return FormLimit(Decimal(limit["value"]), int(limit["weight_g"])) if limit else None


@lru_cache(maxsize=64)
def _yuan_per_unit(on: date) -> Mapping[str, Decimal]:
    rates: Mapping[str, Decimal] = _in_force("money.exchange_rates", on, {})
    return rates


def _in_force(name: str, on: date, otherwise: Any) -> Any:
    """Return a rule's value, `otherwise` before it begins: no rate, no limit and no mark is then claimed."""
    try:
        return rulebook.value(name, on=on)
    except rulebook.NoValueOnDate:
        return otherwise
