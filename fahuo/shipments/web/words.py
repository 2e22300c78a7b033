"""Words for what we did with a shipment, what its charges are, which level a service has; names of carriers."""

from __future__ import annotations

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fahuo.carriers import registry
from fahuo.trade.service import Service

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
CHARGES = {
    "BASE": _("Base freight"),
    "FUEL": _("Fuel surcharge"),
    "REMOTE_AREA": _("Remote area"),
    "DDP_DUTY": _("Duty, prepaid"),
    "DDP_TAX": _("Tax, prepaid"),
    "DDP_HANDLING": _("Prepayment handling"),
    "CARGO_PREMIUM": _("Special cargo"),
    "REGISTERED": _("Registration"),
}
LEVELS = {
    "SUPER_ECONOMY": _("Super economy"),
    "ECONOMY": _("Economy"),
    "SIMPLE": _("Simple"),
    "STANDARD": _("Standard"),
    "PREMIUM": _("Premium"),
    "DEDICATED_ECONOMY": _("Dedicated line, economy"),
    "DEDICATED_STANDARD": _("Dedicated line, standard"),
}


def _chinese() -> bool:
    return (get_language() or "").startswith("zh")


def carrier_name(code: str) -> str:
    """Return the carrier's name in the page's language; a code that has no folder any more is shown as it is."""
    try:
        manifest = registry.manifest(code)
    except LookupError:
        return code
    return manifest.name_zh if _chinese() else manifest.name_en


def service_name(carrier: str, code: str) -> str:
    """Return the service's name in the page's language, or its code."""
    try:
        known = {service.code: service for service in registry.services(carrier)}
    except LookupError:
        return code
    return named(known[code]) if code in known else code


def named(service: Service) -> str:
    """Return the name of a service in the page's language."""
    return (service.name_zh if _chinese() else service.name_en) or service.code
