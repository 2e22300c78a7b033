"""Statuses of 17TRACK. Source: 17TRACK API v2.2, main and sub statuses, read 2026-11."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from fahuo.carriers.adapters.track17 import wire
from fahuo.carriers.reading import moment
from fahuo.carriers.reasons import reason_of
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone
from fahuo.trade.tracking import TrackingEvent

PROCESSING, RELEASED = "InTransit_CustomsProcessing", "InTransit_CustomsReleased"
# `sub_status` of an event. Those of customs are told apart by where it happens, see `_Route`. NotFound_* has no event.
SUB_STATUSES: dict[str, Milestone] = {
    "InfoReceived": Milestone.INFO_RECEIVED,
    "InTransit_PickedUp": Milestone.PICKED_UP,
    "InTransit_Other": Milestone.IN_TRANSIT,
    "InTransit_TransportArrived": Milestone.IN_TRANSIT,  # observed, not documented
    "InTransit_TransportDeparted": Milestone.IN_TRANSIT,  # observed, not documented
    "InTransit_Departure": Milestone.DEPARTED_ORIGIN,
    "InTransit_Arrival": Milestone.ARRIVED_DESTINATION,
    PROCESSING: Milestone.IMPORT_CUSTOMS,
    RELEASED: Milestone.CUSTOMS_RELEASED,
    "InTransit_CustomsRequiringInformation": Milestone.CUSTOMS_ACTION_REQUIRED,
    "Expired_Other": Milestone.EXPIRED,
    "AvailableForPickup_Other": Milestone.AVAILABLE_FOR_PICKUP,
    "OutForDelivery_Other": Milestone.OUT_FOR_DELIVERY,
    **dict.fromkeys(
        (f"DeliveryFailure_{why}" for why in ("Other", "NoBody", "Security", "Rejected", "InvalidAddress")),
        Milestone.DELIVERY_FAILED,
    ),
    "Delivered_Other": Milestone.DELIVERED,
    "Exception_Other": Milestone.EXCEPTION,
    "Exception_NoBody": Milestone.EXCEPTION,
    "Exception_Security": Milestone.HELD,
    "Exception_Rejected": Milestone.EXCEPTION,
    "Exception_Returning": Milestone.RETURNING,
    "Exception_Returned": Milestone.RETURNED,
    "Exception_Damage": Milestone.DAMAGED,
    "Exception_Delayed": Milestone.DELAYED,
    "Exception_Lost": Milestone.LOST,
    "Exception_Destroyed": Milestone.DESTROYED,
    "Exception_Cancel": Milestone.CANCELLED,
}
# Why, where the code says it. What it leaves open, the carrier's words may tell.
REASONS: dict[str, ExceptionReason] = {
    **{f"{status}_NoBody": ExceptionReason.ABSENT for status in ("DeliveryFailure", "Exception")},
    **{f"{status}_Security": ExceptionReason.SECURITY for status in ("DeliveryFailure", "Exception")},
    **{f"{status}_Rejected": ExceptionReason.REFUSED for status in ("DeliveryFailure", "Exception")},
    "DeliveryFailure_InvalidAddress": ExceptionReason.ADDRESS,
    "InTransit_CustomsRequiringInformation": ExceptionReason.CUSTOMS,
    "Exception_Damage": ExceptionReason.DAMAGED,
    "Exception_Lost": ExceptionReason.LOST,
}
# `stage` of an event, for those without a sub-status.
STAGES: dict[str, Milestone] = {
    "InfoReceived": Milestone.INFO_RECEIVED,
    "PickedUp": Milestone.PICKED_UP,
    "Departure": Milestone.DEPARTED_ORIGIN,
    "Arrival": Milestone.ARRIVED_DESTINATION,
    "AvailableForPickup": Milestone.AVAILABLE_FOR_PICKUP,
    "OutForDelivery": Milestone.OUT_FOR_DELIVERY,
    "Delivered": Milestone.DELIVERED,
    "Returning": Milestone.RETURNING,
    "Returned": Milestone.RETURNED,
}
_AT_ORIGIN = {PROCESSING: Milestone.EXPORT_CUSTOMS, RELEASED: Milestone.EXPORT_RELEASED}
_GONE = frozenset({Milestone.DEPARTED_ORIGIN, Milestone.ARRIVED_DESTINATION})


@dataclass(slots=True)
class _Route:
    """From where to where a parcel goes, as far as it is known, and whether it has left."""

    origin: str = ""
    destination: str = ""
    left: bool = False

    def at_origin(self, country: str) -> bool:
        """Tell whether customs in this country are those of the export.

        Without a country, and in a third one when the origin is unknown, it is the export until the parcel has left.
        """
        if country and self.origin != self.destination:
            if country == self.origin:
                return True
            if country == self.destination or self.origin:
                return False
        return not self.left


def to_events(found: Iterable[wire.TrackInfo]) -> tuple[TrackingEvent, ...]:
    """Return the events of all carriers that moved the parcel, each once, oldest first."""
    events = [event for parcel in found for event in _events(parcel)]
    return tuple(sorted(dict.fromkeys(events), key=lambda event: event.at))


def _events(parcel: wire.TrackInfo) -> Iterator[TrackingEvent]:
    route = _route(parcel.shipping_info or wire.Shipping())
    entries = _entries(parcel)
    for position, (at, entry) in enumerate(entries, start=1):
        code = entry.sub_status or entry.stage or ""
        if not code and position == len(entries) and parcel.latest_status:
            code = parcel.latest_status.sub_status or ""
        milestone = _milestone(code, entry, route)
        route.left = route.left or milestone in _GONE
        yield TrackingEvent(
            at=at,
            milestone=milestone,
            reason=reason_of(milestone, REASONS.get(code), entry.description or ""),
            raw_code=code,
            description=entry.description or "",
            place=_place(entry),
            country=_country(entry.address),
            raw_time=_as_written(entry),
        )


def _entries(parcel: wire.TrackInfo) -> list[tuple[datetime, wire.Event]]:
    """Return what all carriers say, oldest first; they list it newest first. What has no time is left out."""
    providers = parcel.tracking.providers if parcel.tracking else None
    said = [entry for followed in providers or [] for entry in reversed(followed.events or [])]
    timed = [(at, entry) for entry in said if (at := _moment(entry)) is not None]
    return sorted(timed, key=lambda pair: pair[0])


def _milestone(code: str, entry: wire.Event, route: _Route) -> Milestone:
    if code in _AT_ORIGIN and route.at_origin(_country(entry.address)):
        return _AT_ORIGIN[code]
    table = SUB_STATUSES if entry.sub_status or not entry.stage else STAGES
    return table.get(code, Milestone.UNMAPPED)


def _route(shipping: wire.Shipping) -> _Route:
    return _Route(_country(shipping.shipper_address), _country(shipping.recipient_address))


def _country(address: wire.Address | None) -> str:
    return (address.country or "").upper() if address else ""


def _place(entry: wire.Event) -> str:
    return entry.location or (entry.address.city if entry.address else "") or ""


def _moment(entry: wire.Event) -> datetime | None:
    """Take UTC, then the local time with its zone, then what the carrier wrote; a time without zone is read as UTC."""
    raw = entry.time_raw or wire.RawTime()
    written = f"{raw.date or ''}T{raw.time or '00:00:00'}{raw.timezone or ''}"
    for text in (entry.time_utc, entry.time_iso, written):
        at = moment(text)
        if at is not None:
            return at
    return None


def _as_written(entry: wire.Event) -> str:
    raw = entry.time_raw or wire.RawTime()
    parts = [part for part in (raw.date, raw.time, raw.timezone) if part]
    return " ".join(parts) or entry.time_iso or entry.time_utc or ""
