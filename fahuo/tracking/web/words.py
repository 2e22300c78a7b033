"""Words for what carriers say of parcels: milestones, exceptions with what to do, groups, steps, sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fahuo.trade.alert_kind import KINDS, AlertKind

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# milestone: words, tone of its pill
MILESTONES: Mapping[str, tuple[_StrPromise, str]] = {
    "": (_("Nothing heard yet"), ""),
    "CREATED": (_("Booked at the carrier"), ""),
    "INFO_RECEIVED": (_("Announced to the carrier"), ""),
    "PICKED_UP": (_("Picked up"), "busy"),
    "RECEIVED": (_("Received by the carrier"), "busy"),
    "IN_TRANSIT": (_("In transit"), "busy"),
    "EXPORT_CUSTOMS": (_("At export customs"), "busy"),
    "EXPORT_RELEASED": (_("Released for export"), "busy"),
    "DEPARTED_ORIGIN": (_("Left the country of origin"), "busy"),
    "ARRIVED_DESTINATION": (_("Arrived in the destination country"), "busy"),
    "IMPORT_CUSTOMS": (_("At import customs"), "busy"),
    "CUSTOMS_ACTION_REQUIRED": (_("Customs want something"), "bad"),
    "CUSTOMS_RELEASED": (_("Released by customs"), "busy"),
    "LAST_MILE": (_("With the last-mile carrier"), "busy"),
    "OUT_FOR_DELIVERY": (_("Out for delivery"), "busy"),
    "AVAILABLE_FOR_PICKUP": (_("Waiting at the pick-up point"), "late"),
    "DELIVERED": (_("Delivered"), "good"),
    "DELIVERY_FAILED": (_("Delivery failed"), "late"),
    "DELAYED": (_("Delayed"), "late"),
    "HELD": (_("Held by the carrier"), "late"),
    "EXCEPTION": (_("Exception"), "late"),
    "DAMAGED": (_("Damaged"), "bad"),
    "RETURNING": (_("On its way back"), "bad"),
    "RETURNED": (_("Returned"), "bad"),
    "LOST": (_("Lost by the carrier"), "bad"),
    "DESTROYED": (_("Destroyed"), "bad"),
    "CANCELLED": (_("Cancelled by the carrier"), ""),
    "EXPIRED": (_("No longer followed by the carrier"), ""),
    "UNMAPPED": (_("Unknown code"), ""),
}
GROUPS: Mapping[str, tuple[_StrPromise, str]] = {
    "ANNOUNCED": (_("Announced"), ""),
    "ORIGIN": (_("At origin"), ""),
    "TRANSIT": (_("In transit"), ""),
    "DESTINATION": (_("In the destination country"), ""),
    "DELIVERY": (_("Being delivered"), ""),
    "TROUBLE": (_("Held or delayed"), "late"),
    "BACK": (_("Going back"), "bad"),
    "DELIVERED": (_("Delivered"), "good"),
    "GONE": (_("Lost or given up"), "bad"),
}
DEADLINES: Mapping[str, tuple[_StrPromise, str]] = {
    "PICKUP": (_("Pick-up overdue"), "bad"),
    "SILENT": (_("Silent for 72 hours"), "bad"),
    "LATE": (_("Later than promised"), "late"),
}
REASONS: Mapping[str, _StrPromise] = {
    "CUSTOMS": _("customs"),
    "ADDRESS": _("address"),
    "ABSENT": _("nobody was there"),
    "REFUSED": _("refused by the recipient"),
    "UNCLAIMED": _("not fetched"),
    "PAYMENT": _("duty or fee to be paid"),
    "PROHIBITED": _("goods that may not be carried"),
    "DAMAGED": _("damaged"),
    "LOST": _("lost"),
    "WEATHER": _("weather or force from outside"),
    "SECURITY": _("security check"),
}
# Exceptions that raise no red alert by themselves; the others are kinds of alerts.
MILD: Mapping[str, tuple[_StrPromise, _StrPromise]] = {
    "HELD": (
        _("Held by the carrier"),
        _("The carrier holds the parcel without saying that it is customs or the address."),
    ),
    "DELAYED": (_("Delayed"), _("The carrier says that the parcel comes later.")),
    "EXCEPTION": (_("Exception"), _("The carrier reports trouble without saying which.")),
}
# What a clerk does about it.
ADVICE: Mapping[str, _StrPromise] = {
    "CUSTOMS_HELD": _(
        "Ask the carrier which papers are wanted, and send invoice and proof of payment of this shipment."
    ),
    "ADDRESS_UNCLEAR": _(
        "Ask the buyer for the full address with house number and phone, and pass it on to the carrier."
    ),
    "DELIVERY_FAILED": _(
        "Tell the buyer; most carriers try again or keep the parcel at a pick-up point for some days."
    ),
    "RETURNED": _("Ask the carrier for the reason, then send it anew or refund the buyer."),
    "LOST": _("Claim from the carrier within its time limit, and send it anew or refund the buyer."),
    "DAMAGED": _("Ask the carrier for photos and a damage report; they are needed for a claim."),
    "HELD": _("Wait a day; if it does not move, ask the carrier why."),
    "DELAYED": _("Nothing to do yet; tell the buyer if the promised date cannot be kept."),
    "EXCEPTION": _("Look at the carrier's own words in the timeline, and ask the carrier if they do not explain it."),
}
OURS: Mapping[str, _StrPromise] = {
    "ORDERED": _("Ordered by the buyer"),
    "BOOKED": _("Booked at the carrier"),
    "LABELLED": _("Label read back"),
    "TENDERED": _("Handed over"),
    "DECLARED": _("Declared for export"),
    "RELEASED": _("Export released by customs"),
    "CANCELLED": _("Cancelled by us"),
}
STEPS: Mapping[str, _StrPromise] = {
    "LABELLED": _("Label"),
    "PICKED_UP": _("Picked up"),
    "LEFT_ORIGIN": _("Left origin"),
    "ARRIVED": _("Arrived"),
    "CLEARED": _("Customs cleared"),
    "ON_THE_ROUND": _("Being delivered"),
    "DELIVERED": _("Delivered"),
}
STEP_STATES: Mapping[str, _StrPromise] = {
    "DONE": _("done"), "NOW": _("now"), "WRONG": _("in trouble"), "TO_COME": _("to come"),
}  # fmt: skip
ROLES: Mapping[str, _StrPromise] = {
    "ORIGIN": _("booked with"),
    "LAST_MILE": _("delivers it"),
    "WATCH": _("tracking service"),
}
ODDITIES: Mapping[str, _StrPromise] = {
    "FUTURE": _("lies in the future"),
    "PAST": _("lies before the parcel was booked"),
}
SILENT_STATES: Mapping[str, tuple[_StrPromise, str]] = {
    "NOT_ASKED": (_("No request yet"), "bad"),
    "NO_ANSWER": (_("No answer"), "bad"),
    "ASKED": (_("Carrier asked"), "busy"),
}


def milestone_words(milestone: str) -> tuple[str, str]:
    """Return words and tone of a milestone; of one nobody knows, itself."""
    words, tone = MILESTONES.get(milestone, (milestone, ""))
    return str(words), tone


def step_words(name: str) -> str:
    """Return the words of a step; a way that ends otherwise is named by its last milestone."""
    return str(STEPS[name]) if name in STEPS else milestone_words(name)[0]


def exception_words(exception: str) -> tuple[str, str, str]:
    """Return title, meaning and what to do."""
    language = get_language() or "en"
    if exception in MILD:
        title, meaning = (str(text) for text in MILD[exception])
    elif exception in AlertKind.__members__:
        kind = KINDS[AlertKind(exception)]
        title, meaning = kind.title(language), kind.meaning(language)
    else:
        title, meaning = exception, ""
    return title, meaning, str(ADVICE.get(exception, ""))
