"""What 17TRACK's numbers and codes mean. Source: 17TRACK API v2.2, error codes and list of carriers, read 2026-11."""

from __future__ import annotations

from collections.abc import Iterable

from fahuo.carriers.adapters.track17 import wire
from fahuo.carriers.contract import Watch
from fahuo.carriers.errors import CarrierError, Case, NotAuthorised, RateLimited, Refused, Unavailable

CODE = "track17"
BATCH = 40
LONGEST_TAG = 100

ALREADY_REGISTERED = -18019901
NOT_REGISTERED = -18019902
NO_EVENTS_YET = -18019909
# Some carriers' parcels can only be followed with one thing more; it is told when 17TRACK asks for it, never before.
WANTS_POSTCODE = -18010019
WANTS_PHONE = -18010020
PHONE_DIGITS = 4
# Numbers that cannot be one, or are not known: nothing is known of them, which is no failure of the others.
NOTHING_KNOWN = frozenset({NOT_REGISTERED, NO_EVENTS_YET, -18010011, -18010012, -18010013, -18010015})

REASONS: dict[int, str] = {
    -18010011: "17TRACK takes no such number.",
    -18010012: "17TRACK takes no such number: 5 to 50 letters and digits.",
    -18010013: "17TRACK takes no such number.",
    -18010016: "Only postal carriers may have another carrier for the last mile.",
    -18010018: "17TRACK needs country and postcode to follow this number.",
    WANTS_POSTCODE: "17TRACK needs the recipient's postcode to follow this number.",
    WANTS_PHONE: "17TRACK needs the recipient's phone to follow this number.",
    -18010022: "17TRACK needs the day of dispatch to follow this number.",
    -18019903: "17TRACK cannot tell which carrier this number belongs to.",
    -18019907: "The daily limit of the 17TRACK account is used up.",
    -18019908: "The quota of the 17TRACK account is used up.",
    -18019910: "17TRACK does not know the carrier under this key.",
    -18019911: "17TRACK takes no numbers of this carrier at the moment.",
}
_KEY_REFUSED: dict[int, str] = {
    -18010001: "17TRACK does not let this server's address in: put it on the white list there, or switch the list off.",
    -18010002: "17TRACK does not know this key.",
    -18010004: "The 17TRACK account is disabled.",
    -18010005: "17TRACK does not allow this key to do that.",
}
_OWN_FAULT = -18010003
_DAILY_LIMIT = -18019907

# Codes of ours → 17TRACK's keys. Whatever is not here, it finds out from the number.
CARRIER_KEYS: dict[str, int] = {
    "yunexpress": 190008,
    "yunexpress_oms": 190008,
    "yanwen": 190012,
    "fpx": 190094,
    "cainiao": 190271,
    "sf_international": 100012,
    "sf_fengqiao": 190766,
    "dhl_express": 100001,
    "ups": 100002,
    "fedex": 100003,
    "usps": 21051,
}


def to_register(watch: Watch, demanded: int = 0) -> wire.ToRegister:
    """Return the entry of a number; `demanded` is the error by which 17TRACK asked for more."""
    return wire.ToRegister(
        number=watch.number,
        carrier=CARRIER_KEYS.get(watch.carrier_hint),
        tag=watch.reference[:LONGEST_TAG],
        param=demanded_by(watch, demanded),
    )


def demanded_by(watch: Watch, demanded: int) -> str:
    """Return what can be told when 17TRACK asks for more: the postcode, or the last digits of the phone."""
    if demanded == WANTS_POSTCODE:
        return watch.postcode
    if demanded == WANTS_PHONE:
        return "".join(sign for sign in watch.phone if sign.isdigit())[-PHONE_DIGITS:]
    return ""


def reason(fault: wire.Fault) -> str:
    """Say why a number was not taken."""
    return REASONS.get(fault.code) or f"17TRACK refuses the number: {fault.message or 'no reason'} ({fault.code})."


def failure(fault: wire.Fault, case: Case) -> CarrierError:
    """Return what a call as a whole failed with."""
    if fault.code in _KEY_REFUSED:
        return NotAuthorised(_KEY_REFUSED[fault.code], **case)
    if fault.code == _OWN_FAULT:
        return Unavailable("17TRACK has a fault of its own.", **case)
    if fault.code == _DAILY_LIMIT:
        return RateLimited(REASONS[fault.code], **case)
    return Refused(REASONS.get(fault.code) or f"17TRACK refuses: {fault.message or ''} ({fault.code})", **case)


def key_of(number: str) -> str:
    """Return a number as it is compared: 17TRACK may write letters large."""
    return number.strip().upper()


def faults_of(rejected: Iterable[wire.Rejected]) -> dict[str, wire.Fault]:
    """Return why numbers were rejected, by number as it is compared."""
    return {key_of(entry.number): entry.error for entry in rejected}
