"""Words for cargo classes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

CARGO_CLASSES = {
    "GENERAL": _("General goods"),
    "BATTERY_BUILTIN": _("Battery built in"),
    "BATTERY_PACKED": _("Battery packed with device"),
    "BATTERY_ONLY": _("Battery alone"),
    "MAGNET": _("Magnetic"),
    "LIQUID": _("Liquid"),
    "POWDER": _("Powder"),
    "COSMETIC": _("Cosmetic"),
}
