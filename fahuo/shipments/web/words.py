"""Words for what we did with a shipment; those for prices, carriers and services are `rating.words`."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from fahuo.rating.words import CHARGES, LEVELS, carrier_name, named, service_name

__all__ = [
    "CHARGES",
    "EVENTS",
    "LEVELS",
    "OPERATIONS",
    "OUTCOMES",
    "REHEARSALS",
    "STATUSES",
    "VOID_REASONS",
    "carrier_name",
    "named",
    "service_name",
]

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
    "ADOPTED": _("Taken over by a person; the carrier knows the number"),
    "ADOPTED_ON_TRUST": _("Taken over by a person on trust; the carrier could not be asked about the number"),
    "GIVEN_UP": _("Given up by a person: the carrier takes no cancellation, the waybill is not used"),
    "TURNED_UP": _("The carrier booked it all the same, too late for us: cancel this number in its portal"),
    "RELEASED": _("Given up by a person: the carrier does not have it"),
    "VOID_ASKED": _("To be cancelled, says a person"),
    "VOID_REFUSED": _("Not cancelled: the waybill still counts"),
}
# operation of a call: words
OPERATIONS = {
    "create": _("Book"),
    "find": _("Ask by reference"),
    "label": _("Fetch the label"),
    "cancel": _("Cancel"),
    "track": _("Ask for events"),
    "hold": _("Stop the parcel"),
}
# outcome of a call: words, tone of its pill
OUTCOMES = {
    "OPEN": (_("No answer yet"), "busy"),
    "DONE": (_("Done"), "good"),
    "ABSENT": (_("Not there"), ""),
    "REFUSED": (_("Refused"), "bad"),
    "TURNED_AWAY": (_("Turned away"), "late"),
    "DOUBTFUL": (_("Doubtful"), "bad"),
    "NOT_SENT": (_("Not sent"), ""),
}
# where a parcel goes that is not moved by anybody
REHEARSALS = {"EMULATED": _("Emulated"), "SANDBOX": _("Sandbox")}
# Why shipments are cancelled; anything else is typed.
VOID_REASONS = (_("The buyer cancelled"), _("Wrong address"), _("Wrong weight or goods"), _("Booked by mistake"))
