"""Words for what we did with a shipment; those for prices, carriers and services are `rating.words`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fahuo.rating.words import CHARGES, LEVELS, carrier_name, named, service_name

__all__ = ["CHARGES", "EVENTS", "LEVELS", "STATUSES", "carrier_name", "named", "service_name"]

# status: words, tone of its pill
STATUSES = {
    "DRAFT": (_("Draft"), ""),
    "BOOKING": (_("Being booked"), "busy"),
    "BOOKED": (_("Waiting for the label"), "busy"),
    "LABELLED": (_("Label ready"), "good"),
    "TENDERED": (_("Handed over"), ""),
    "CLOSED": (_("Closed"), ""),
    "CANCELLED": (_("Cancelled"), ""),
    "FAILED": (_("Failed"), "bad"),
    "REVIEW": (_("Needs a person"), "bad"),
}
EVENTS = {
    **{status: words for status, (words, _tone) in STATUSES.items()},
    "PLANNED": _("Service chosen"),
    "BOOKING": _("Booking started"),
    "BOOKED": _("Booked at the carrier"),
    "LABELLED": _("Label read back"),
    "WAITING": _("Waiting for the carrier"),
    "REVIEW": _("Given to a person"),
    "FAILED": _("Refused"),
    "ASKED_AGAIN": _("Carrier to be asked again"),
}
