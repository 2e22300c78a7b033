"""Words for carriers, services, charges and cargo, in the language of the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fahuo.carriers import registry
from fahuo.trade.service import Service

CHARGES = {
    "BASE": _("Base freight"),
    "FUEL": _("Fuel surcharge"),
    "REGISTERED": _("Registration"),
    "REMOTE_AREA": _("Remote area"),
    "CARGO_PREMIUM": _("Special cargo"),
    "OVERSIZE": _("Oversize"),
    "PEAK": _("Peak season"),
    "RETURN_LABEL": _("Return label"),
    "DISCOUNT": _("Contract discount"),
    "INSURANCE": _("Insurance"),
    "DDP_DUTY": _("Duty, prepaid"),
    "DDP_TAX": _("Tax, prepaid"),
    "DDP_HANDLING": _("Prepayment handling"),
    "REBATE": _("Monthly rebate"),
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
CARGO = {
    "GENERAL": _("General goods"),
    "BATTERY_BUILTIN": _("Battery built in"),
    "BATTERY_PACKED": _("Battery packed with it"),
    "BATTERY_ONLY": _("Battery alone"),
    "MAGNET": _("Magnet"),
    "LIQUID": _("Liquid"),
    "POWDER": _("Powder"),
    "COSMETIC": _("Cosmetics"),
}


@dataclass(frozen=True, slots=True)
class ChargeLine:
    """One item of a rate as a person reads it."""

    kind: str
    words: str
    amount: Decimal
    working: str


def _chinese() -> bool:
    return (get_language() or "").startswith("zh")


def carrier_name(code: str) -> str:
    """Return the carrier's name in the page's language; a code that nobody knows any more is shown as it is."""
    try:
        manifest = registry.manifest(code)
    except LookupError:
        return code
    name = manifest.name_zh if _chinese() else manifest.name_en
    alias = code.partition("-")[2]  # of a forwarder; what its account calls it is for pages that read the account
    return f"{name} ({alias})" if alias else name


def carrier_beside(carrier: str, service: str) -> str:
    """Return a carrier's name to set before that of its service; nothing when the service bears it already."""
    name = carrier_name(carrier)
    return "" if service.startswith(name.removesuffix("物流")) else name


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


def name_in(stored: Mapping[str, Any]) -> str:
    """Return the name of a service or option as stored, in the page's language."""
    key: str = stored.get("service") or f"{stored.get('carrier', '')}/{stored.get('code', '')}"
    return (stored["name_zh"] if _chinese() else stored["name_en"]) or key


def charge_line(kind: str, amount: str, working: str) -> ChargeLine:
    """Return one item of a rate in words."""
    return ChargeLine(kind, str(CHARGES.get(kind, kind)), Decimal(amount), formula(working))


def formula(working: str) -> str:
    """Return the sum behind a charge without its English words, which the charge's own name says already.

    `10.5 % of 268.79 (base)` → `10.5 % × 268.79`; `15.00 up to 500 g` → `15.00 (≤ 500 g)`.
    """
    bare, found = working, 1
    while found:  # from the innermost brackets outwards
        bare, found = re.subn(r" \([^()]*\)", "", bare)
    bare = re.sub(r", until (.+)$", r" (< \1)", bare.replace(" % of ", " % × "))
    return re.sub(r" up to (.+)$", r" (≤ \1)", bare)
