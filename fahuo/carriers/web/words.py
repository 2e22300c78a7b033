"""What carriers can do, what is wrong with an account, and who must act, in words that a clerk understands."""

from __future__ import annotations

from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fahuo.carriers import registry
from fahuo.carriers.capability import Accreditation, Capability

# In the sequence in which a seller asks: short for a list, then the whole sentence.
ABILITIES = {
    Capability.CREATE: (_("Booking"), _("Parcels are booked from here")),
    Capability.LABEL: (_("Labels"), _("Gives its own labels")),
    Capability.TRACK: (_("Tracking"), _("Tells where a parcel is")),
    Capability.PUSH: (_("Tracking pushed"), _("Sends news of a parcel by itself")),
    Capability.CANCEL: (_("Cancelling"), _("Bookings can be cancelled from here")),
    Capability.HOLD: (_("Stopping"), _("Parcels can be stopped on their way")),
    Capability.QUOTE: (_("Own prices"), _("Tells its own price for a parcel")),
    Capability.SERVICES: (_("Service list"), _("Lists the services of an account")),
    Capability.DDP: (_("DDP"), _("Duties and taxes can be prepaid")),
    Capability.PICKUP: (_("Pick-up"), _("A pick-up is asked for with the booking")),
    Capability.FIND: (_("Look-up"), _("Bookings are found by our reference, so nothing is booked twice")),
}
ENVIRONMENTS = {"LIVE": _("Live"), "SANDBOX": _("Sandbox"), "EMULATED": _("Emulated")}
MEANINGS = {
    "LIVE": _("Parcels that are booked here are moved, and cost money."),
    "SANDBOX": _("The carrier's own test system: nothing is moved."),
    "EMULATED": _("A program on this machine that plays the carrier: for practice."),
}
TONES = {"LIVE": "good", "SANDBOX": "late", "EMULATED": "late"}
WHO = {
    "clerk": _("a clerk"),
    "owner": _("the owner"),
    "operator": _("the operator of this site"),
    "developer": _("the developers of Fahuo"),
}
# What is said at a field: reason → words.
REASONS = {
    "MISSING": _("The carrier does not let anybody in without it."),
    "CHOICE": _("Choose one of the list."),
    "LONG": _("That is too long."),
    "BOUNDS": _("A number above 0 and not above the most that is possible."),
    "FORM": _("It must look like https://api.example.com."),
    "PLAIN": _("Secrets would travel openly: the address must begin with https://."),
    "PRIVATE": _("This address lies inside a private network, where no carrier is."),
    "NOT_LOOPBACK": _("An emulator runs on this machine: http://127.0.0.1:PORT."),
    "NOT_ALLOWED": _("Emulators are not allowed on this site."),
    "ALIAS": _("1 to 20 small letters or digits."),
}
# What to do after a test, where the error book speaks of bookings.
TEST_FIXES = {
    "CARRIER_UNAVAILABLE": _("Check the address of the API. If it is right the carrier may be down: test again later."),
    "CARRIER_REFUSED": _("Compare what you entered with the carrier's console."),
    "CARRIER_UNSUPPORTED": _("This carrier offers nothing that could be asked without booking."),
    "CARRIER_BUSY": _("Test again in a minute."),
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


def chinese() -> bool:
    """Whether the page is in Chinese."""
    return (get_language() or "").startswith("zh")


def words(named: Any) -> str:
    """Return the name of a carrier or service in the page's language."""
    return str(named.name_zh if chinese() else named.name_en)


def carrier_name(code: str, name: str = "") -> str:
    """Return the carrier's name in the page's language, a forwarder's own; one whose folder is gone by its code."""
    if name:
        return name
    try:
        return words(registry.manifest(code))
    except LookupError:
        return code


def accredited(accreditation: Accreditation) -> bool:
    """Whether a source, named with its date, calls the carrier one of the platform's. Never claim more than that."""
    return accreditation.state == "NAMED" and bool(accreditation.source and accreditation.checked_on)
