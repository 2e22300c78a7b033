"""Status tables of UPS. Source: UPS Tracking reference and public integrations, read 2026-11. No full list is public.

The kind (`type`) decides, except for the codes named here, which say more than their kind.
"""

from __future__ import annotations

from datetime import UTC, datetime

from fahuo.carriers.adapters.ups import wire_answers
from fahuo.carriers.reasons import reason_of
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone
from fahuo.trade.tracking import TrackingEvent

KINDS: dict[str, Milestone] = {
    "M": Milestone.CREATED,  # label created, the parcel is not there yet
    "MV": Milestone.CANCELLED,  # manifest voided
    "P": Milestone.PICKED_UP,
    "I": Milestone.IN_TRANSIT,
    "W": Milestone.IN_TRANSIT,  # warehouse
    "DO": Milestone.IN_TRANSIT,  # delivered to the freight station of origin, from where it has not left yet
    "DD": Milestone.ARRIVED_DESTINATION,  # to that of the destination, where customs may still hold it
    "O": Milestone.OUT_FOR_DELIVERY,
    "D": Milestone.DELIVERED,
    "X": Milestone.EXCEPTION,
    "RS": Milestone.RETURNED,
}
CODES: dict[tuple[str, str], Milestone] = {
    ("I", "OR"): Milestone.RECEIVED,  # origin scan
    ("I", "EP"): Milestone.EXPORT_CUSTOMS,
    ("I", "EX"): Milestone.EXPORT_RELEASED,
    ("I", "DP"): Milestone.IN_TRANSIT,
    ("I", "AR"): Milestone.IN_TRANSIT,
    ("I", "IP"): Milestone.IMPORT_CUSTOMS,
    ("I", "CC"): Milestone.CUSTOMS_RELEASED,
    ("I", "OT"): Milestone.OUT_FOR_DELIVERY,
    ("I", "OD"): Milestone.OUT_FOR_DELIVERY,
    ("I", "ZP"): Milestone.AVAILABLE_FOR_PICKUP,
    ("X", "CH"): Milestone.CUSTOMS_ACTION_REQUIRED,
    ("X", "NA"): Milestone.DELIVERY_FAILED,  # nobody there
    ("X", "RF"): Milestone.DELIVERY_FAILED,  # refused
    ("X", "AD"): Milestone.DELIVERY_FAILED,  # address unclear
    ("X", "UR"): Milestone.RETURNING,  # cannot be delivered, goes back
    ("X", "LO"): Milestone.LOST,
    ("X", "DM"): Milestone.DAMAGED,
    ("X", "DE"): Milestone.DELAYED,
}
# Why, where the code says it. What it leaves open, the carrier's words may tell.
REASONS: dict[tuple[str, str], ExceptionReason] = {
    ("X", "CH"): ExceptionReason.CUSTOMS,
    ("X", "NA"): ExceptionReason.ABSENT,
    ("X", "RF"): ExceptionReason.REFUSED,
    ("X", "AD"): ExceptionReason.ADDRESS,
}


def to_events(parcels: list[wire_answers.TrackedParcel]) -> tuple[TrackingEvent, ...]:
    """Return the events of all parcels of an answer, oldest first; activities without a time are left out."""
    # The newest stands first in the answer; turned round, events of one second keep their sequence.
    found = [_event(activity) for parcel in parcels for activity in reversed(parcel.activity)]
    return tuple(sorted((event for event in found if event is not None), key=lambda event: event.at))


def milestone(kind: str, code: str) -> Milestone:
    """Return what an activity means; an unknown kind is UNMAPPED, whatever its code."""
    return CODES.get((kind, code)) or KINDS.get(kind, Milestone.UNMAPPED)


def _event(activity: wire_answers.Activity) -> TrackingEvent | None:
    at = _moment(activity.gmt_date, activity.gmt_time) or _moment(activity.date, activity.time)
    if at is None:
        return None
    status = activity.status or wire_answers.Status()
    found = milestone(status.type, status.code)
    place = (activity.location.address if activity.location else None) or wire_answers.Place()
    return TrackingEvent(
        at=at,
        milestone=found,
        reason=reason_of(found, REASONS.get((status.type, status.code)), status.description),
        raw_code=":".join(filter(None, (status.type, status.code))),
        description=status.description,
        place=place.city,
        country=place.country_code or place.country,
        raw_time=f"{activity.date} {activity.time}".strip(),
    )


def _moment(day: str, time: str) -> datetime | None:
    """Read `20260106` and `100000` or `10:00:00`. Without UTC fields the local time is all there is, read as UTC."""
    text = f"{day}{time.replace(':', '') or '000000'}"
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
