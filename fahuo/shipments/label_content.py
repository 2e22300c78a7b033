"""What our own label says about one shipment."""

from __future__ import annotations

from babel import Locale
from django.conf import settings

from fahuo.carriers import registry
from fahuo.carriers.queries.market import contract_services
from fahuo.shipments.queries import Work
from fahuo.trade.booking import Booking
from fahuo.trade.cargo import BATTERIES
from fahuo.trade.label import LabelContent
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
        marks=_marks(booking),
        sort_code=f"{booking.recipient.country}-{booking.recipient.postcode[:2].upper()}".rstrip("-"),
    )


def tracking_url(public_token: str) -> str:
    """Return the public address behind the label's QR."""
    return f"{settings.FAHUO_PUBLIC_URL}/t/{public_token}"


def _service(row: Work) -> Service | None:
    """Look in the carrier's table, then among what the carrier offers this seller alone."""
    listed = next((s for s in registry.services(row.carrier) if s.code == row.booking.service_code), None)
    key = f"{row.carrier}/{row.booking.service_code}"
    return listed or next((s for s in contract_services(row.seller_id) if s.key == key), None)


def _marks(booking: Booking) -> tuple[str, ...]:
    marks = []
    if booking.ddp:
        marks.append("DDP")
    if booking.customs.eori:
        marks.append(f"EORI {booking.customs.eori}")
    if booking.parcel.cargo_classes & BATTERIES:
        marks.append("LITHIUM BATTERY UN3481" if "BATTERY_ONLY" not in booking.parcel.cargo_classes else "UN3480")
    return tuple(marks)
