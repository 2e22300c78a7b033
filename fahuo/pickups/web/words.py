"""Words for states, ways and events of the first mile."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

# state: words, tone of its pill
STATES = {
    "DRAFT": (_("Tell the carrier"), "late"),
    "ASKING": (_("Carrier is being asked"), "busy"),
    "CONFIRMED": (_("Confirmed"), "good"),
    "REVIEW": (_("Not known"), "bad"),
    "REFUSED": (_("Refused"), "bad"),
    "CANCELLED": (_("Called off"), ""),
    "DONE": (_("Done"), ""),
}
MISSED = (_("Driver did not come"), "bad")
WAYS = {"MESSAGE": _("by message"), "PHONE": _("by phone")}
EVENTS = {
    "ASKED": _("Asked for"),
    "WRITTEN": _("Written down; the carrier is told by a person"),
    "CONFIRMED": _("Confirmed by the carrier"),
    "BY_HAND": _("Confirmed by a person"),
    "REFUSED": _("Refused by the carrier"),
    "REVIEW": _("Nobody knows whether the carrier has it"),
    "NOT_THERE": _("The carrier does not have it, a person says"),
    "CANCELLED": _("Called off"),
    "URGED": _("Carrier urged"),
    "DONE": _("Nothing waits any more"),
}
PARTS = {
    "country": _("Country"),
    "province": _("Province"),
    "city": _("City"),
    "street": _("Street"),
    "postcode": _("Postcode"),
}
DAYS = {
    1: _("Monday"),
    2: _("Tuesday"),
    3: _("Wednesday"),
    4: _("Thursday"),
    5: _("Friday"),
    6: _("Saturday"),
    7: _("Sunday"),
}
