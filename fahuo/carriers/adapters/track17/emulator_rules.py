"""What the emulated 17TRACK refuses, and what it tells of a parcel. Texts that no source gives are invented."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from fahuo.carriers.emulation.book import Entry
from fahuo.carriers.emulation.journey import Happening, Step

CHINA_POST, USPS, DHL_PAKET = 3011, 21051, 7041
ORIGIN = "CN"
# Steps that happen before the parcel has crossed the border.
AT_ORIGIN = frozenset(
    {
        *(Step.DECLARED, Step.COLLECTED, Step.RECEIVED, Step.SORTED),
        *(Step.EXPORT_CUSTOMS, Step.EXPORT_RELEASED, Step.DEPARTED),
    }
)
STAGES = {
    Step.DECLARED: "InfoReceived",
    Step.COLLECTED: "PickedUp",
    Step.DEPARTED: "Departure",
    Step.ARRIVED: "Arrival",
    Step.AT_PICKUP_POINT: "AvailableForPickup",
    Step.OUT_FOR_DELIVERY: "OutForDelivery",
    Step.DELIVERED: "Delivered",
    Step.RETURNING: "Returning",
    Step.RETURNED: "Returned",
}
_NUMBER = re.compile(r"[A-Za-z0-9]{5,50}")
_OFFSETS = {"CN": 8, "US": -5, "DE": 1}
_PLACES = {"CN": "Shenzhen", "US": "New York", "DE": "Hamburg"}
MESSAGES = {
    -18010001: "The IP address is not in the whitelist.",
    -18010002: "Invalid security key.",
    -18010003: "Internal service error, please retry later.",
    -18010010: "The data is required.",
    -18010012: "The format of '{0}' is invalid.",
    -18010013: "Submitted data is invalid.",
    -18010014: "Submit up to 40 tracking numbers.",
    -18010019: "The parameter for the carrier is required: postal code.",
    -18019901: "The tracking number '{0}' has been registered, don't need to repeat registration.",
    -18019902: "The tracking number '{0}' does not register, please register first.",
    -18019903: "Carrier cannot be detected.",
    -18019908: "The quota is not enough.",
    -18019909: "No tracking information at this time.",
}


def fault(code: int, number: str = "") -> dict[str, Any]:
    """Return an error as the carrier writes it."""
    return {"code": code, "message": MESSAGES[code].format(number)}


def unregistrable(item: dict[str, Any]) -> int:
    """Return the code of what is wrong with a number to be registered, 0 when nothing is."""
    number = str(item.get("number", ""))
    if not _NUMBER.fullmatch(number):
        return -18010012
    if item.get("carrier") == DHL_PAKET and not item.get("param"):
        return -18010019
    if not item.get("carrier") and not any(sign.isdigit() for sign in number):
        return -18019903
    return 0


def whole_story(entry: Entry, events: list[Happening]) -> dict[str, Any]:
    """Return `track_info`: what the post at the origin says, and the last mile by itself."""
    at_home = [_event(entry, event) for event in events if event.step in AT_ORIGIN]
    abroad = [_event(entry, event) for event in events if event.step not in AT_ORIGIN]
    latest = _event(entry, events[-1])
    return {
        "shipping_info": {"shipper_address": _address(ORIGIN), "recipient_address": _address(entry.country)},
        "latest_status": {
            "status": latest["sub_status"].partition("_")[0],
            "sub_status": latest["sub_status"],
            "sub_status_descr": None,
        },
        "latest_event": latest,
        "tracking": {
            "providers_hash": 1,
            "providers": [
                _provider(CHINA_POST, "China Post", ORIGIN, at_home),
                _provider(USPS, "USPS", entry.country, abroad),
            ],
        },
    }


def _provider(key: int, name: str, country: str, events: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "provider": {"key": key, "name": name, "alias": name, "tel": None, "homepage": "", "country": country},
        "service_type": None,
        "latest_sync_status": "Success",
        "events_hash": len(events),
        "events": events[::-1],
    }


def _event(entry: Entry, event: Happening) -> dict[str, Any]:
    country = ORIGIN if event.step in AT_ORIGIN else entry.country
    hours = _OFFSETS.get(country, 0)
    local = datetime.fromtimestamp(event.at, timezone(timedelta(hours=hours)))
    return {
        "time_iso": local.isoformat(timespec="seconds"),
        "time_utc": f"{datetime.fromtimestamp(event.at, UTC):%Y-%m-%dT%H:%M:%SZ}",
        "time_raw": {"date": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M:%S}", "timezone": f"{hours:+03d}:00"},
        "description": event.code.replace("_", ": "),
        "location": _PLACES.get(country, ""),
        "stage": STAGES.get(event.step) if event.step else None,
        "sub_status": event.code,
        "address": _address(country),
    }


def _address(country: str) -> dict[str, Any]:
    return {"country": country, "state": None, "city": None, "street": None, "postal_code": None, "coordinates": {}}
