"""Scan codes of FedEx. Source: FedEx Track API, tracking status codes, and public integrations, read 2026-11."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from fahuo.carriers.adapters.fedex import wire
from fahuo.carriers.reading import moment
from fahuo.carriers.reasons import reason_of
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone
from fahuo.trade.tracking import TrackingEvent

# `eventType` of a scan. What FedEx tells of itself without the parcel moving stands in the last lines.
CODES: dict[str, Milestone] = {
    **dict.fromkeys(("IN", "OC", "OX"), Milestone.INFO_RECEIVED),  # initiated, order created, told to USPS
    **dict.fromkeys(("EP", "AP", "DS", "DR"), Milestone.INFO_RECEIVED),  # a vehicle is on its way to fetch it
    **dict.fromkeys(("PU", "PX"), Milestone.PICKED_UP),
    "OF": Milestone.RECEIVED,  # at the origin facility; not "out for delivery"
    **dict.fromkeys(("AR", "DP", "IT", "IX", "AF", "SF", "TR", "PM", "LO"), Milestone.IN_TRANSIT),
    **dict.fromkeys(("AA", "EA", "EO", "PF", "PL"), Milestone.IN_TRANSIT),  # to, in and from the aeroplane
    "CP": Milestone.IMPORT_CUSTOMS,  # in the country of dispatch, see `_AT_ORIGIN`
    "CC": Milestone.CUSTOMS_RELEASED,
    "CD": Milestone.CUSTOMS_ACTION_REQUIRED,
    **dict.fromkeys(("FD", "AX", "AC", "AD", "ED"), Milestone.LAST_MILE),  # destination station, USPS, Canada Post
    "OD": Milestone.OUT_FOR_DELIVERY,
    **dict.fromkeys(("HL", "HP"), Milestone.AVAILABLE_FOR_PICKUP),
    "DL": Milestone.DELIVERED,
    "DE": Milestone.DELIVERY_FAILED,
    "SE": Milestone.EXCEPTION,
    **dict.fromkeys(("DY", "DD", "PD"), Milestone.DELAYED),
    "CA": Milestone.CANCELLED,
    "RS": Milestone.RETURNING,
    # Advisory, they never move a parcel forward: wishes of the recipient, split, the link to a return label.
    **dict.fromkeys(("RR", "RM", "RC", "CH", "SP", "RP", "LP", "RG", "RD"), Milestone.INFO_RECEIVED),
}
# Why, where the code says it. What it leaves open, the carrier's words may tell.
REASONS: dict[str, ExceptionReason] = {
    "CD": ExceptionReason.CUSTOMS,
}
_AT_ORIGIN = {"CP": Milestone.EXPORT_CUSTOMS, "CC": Milestone.EXPORT_RELEASED}


def to_events(parcels: Iterable[wire.Tracked]) -> tuple[TrackingEvent, ...]:
    """Return the events of the parcel that moved last, oldest first: FedEx uses numbers again after a while."""
    stories = [_story(parcel) for parcel in parcels]
    return max((story for story in stories if story), key=lambda story: story[-1].at, default=())


def _story(parcel: wire.Tracked) -> tuple[TrackingEvent, ...]:
    """FedEx lists the newest first. What has no date is left out."""
    origin, destination = _country(parcel.shipper_information), _country(parcel.recipient_information)
    home = origin if origin != destination else ""
    timed = [(at, scan) for scan in reversed(parcel.scan_events or []) if (at := _moment(scan)) is not None]
    return tuple(_event(scan, at, home) for at, scan in sorted(timed, key=lambda pair: pair[0]))


def _event(scan: wire.Scan, at: datetime, home: str) -> TrackingEvent:
    """`home` is the country of dispatch of a parcel that goes abroad: customs there are those of the export."""
    code, place = scan.event_type or scan.derived_status_code or "", scan.scan_location or wire.Place()
    country = (place.country_code or "").upper()
    table = CODES | _AT_ORIGIN if home and country == home else CODES
    found = table.get(code, Milestone.UNMAPPED)
    said = ". ".join(filter(None, (scan.event_description, scan.exception_description)))
    return TrackingEvent(
        at=at,
        milestone=found,
        reason=reason_of(found, REASONS.get(code), said),
        raw_code=code,
        description=said,
        place=", ".join(part for part in (place.city, place.state_or_province_code) if part),
        country=country,
        raw_time=scan.date or "",
    )


def _moment(scan: wire.Scan) -> datetime | None:
    """Read the time with its offset; without one it is read as UTC."""
    return moment(scan.date)


def _country(party: wire.Party | None) -> str:
    return ((party.address.country_code if party and party.address else "") or "").upper()
