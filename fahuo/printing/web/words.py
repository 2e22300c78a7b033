"""Words for what is printed, how far it is, and where it goes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# kind: words, what it is for
KINDS = {
    "LABELS": (_("Labels"), _("one per parcel, read back before they leave")),
    "PICK_LIST": (_("Pick list"), _("what to take from which shelf")),
    "INVOICE": (_("Commercial invoice"), _("one per parcel, A4")),
    "PACKING_LIST": (_("Packing list"), _("one per parcel, A4")),
    "CN22": (_("CN 22"), _("postal customs declaration, low value")),
    "CN23": (_("CN 23"), _("postal customs declaration, in full")),
}
# kind: the beginning of a file's name
FILE_NAMES = {
    "LABELS": "labels",
    "PICK_LIST": "pick-list",
    "INVOICE": "invoices",
    "PACKING_LIST": "packing-lists",
    "CN22": "cn22",
    "CN23": "cn23",
}
# state of a batch: words, tone of its pill
STATUSES = {
    "QUEUED": (_("Waiting for a worker"), "busy"),
    "RENDERING": (_("Being drawn"), "busy"),
    "READY": (_("Ready to fetch"), "good"),
    "SENDING": (_("Being sent"), "busy"),
    "PRINTED": (_("Printed"), ""),
    "DOUBTFUL": (_("Look at the printer"), "late"),
    "FAILED": (_("Failed"), "bad"),
    "CANCELLED": (_("Stopped"), ""),
}
SEQUENCES = {
    "CHOSEN": _("as they were chosen"),
    "WAYBILL": _("by waybill"),
    "SKU": _("by SKU: the same goods beside each other"),
    "PICK_PATH": _("along the shelves"),
}
SIZES = {"100X150": _("100 × 150 mm"), "100X100": _("100 × 100 mm")}
LANGUAGES = {"en": _("English first"), "zh": _("Chinese first")}
SOURCES = {"CARRIER": _("the carrier's own"), "OWN": _("drawn by us")}
# What a person may have seen at the printer; anything else is typed.
REASONS = (
    _("Jammed in the printer"),
    _("Printed too pale to scan"),
    _("Label was torn or lost"),
    _("Wrong label paper"),
)
# What a file may be, as a key of `wishes.LABEL_FORMS` and `PAPER_FORMS`.
FORMS = {
    "PDF": _("PDF"),
    "ZPL-203": _("ZPL, 203 dpi (8 dots to the millimetre)"),
    "ZPL-300": _("ZPL, 300 dpi (12 dots to the millimetre)"),
    "XLSX": _("Excel"),
}
CONNECTIONS = {"RAW": _("raw TCP, as a rule port 9100"), "IPP": _("IPP or CUPS")}
RESOLUTIONS = {203: _("203 dpi (8 dots to the millimetre)"), 300: _("300 dpi (12 dots to the millimetre)")}
# fault of `labels.defects`: what it looks like on paper
DEFECTS = {
    "FADE": _("Faded print"),
    "DROPOUT": _("Missing dots"),
    "SHIFT": _("Jittering paper"),
    "SKEW": _("Paper running askew"),
    "DEAD_PINS": _("Dead print-head pins"),
    "DEAD_ROWS": _("Missing rows"),
    "GAIN": _("Bars too thick"),
    "LOSS": _("Bars too thin"),
    "BLUR": _("Blurred"),
    "ROTATION": _("Turned label"),
    "SCRATCH": _("Scratches"),
    "PATCHES": _("Spots without ink"),
    "DIRT": _("Dirt beside the code"),
}
