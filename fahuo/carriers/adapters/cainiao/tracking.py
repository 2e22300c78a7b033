"""Action codes of Cainiao. Source: the list of AliExpress's open platform and public applications, read 2026-11.

The published list ends with "and others", so unknown codes are told by their ending, then by their beginning. Advisory
codes repeat what others say, some before anything has happened: they stand for information and for nothing more.
Line-haul codes (`LH_…`) come before and after customs; that a later one moves no parcel backwards is for whoever
computes the milestone.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from fahuo.carriers.adapters.cainiao import wire
from fahuo.carriers.reading import moment
from fahuo.carriers.reasons import reason_of
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone
from fahuo.trade.tracking import TrackingEvent

_CODES: dict[Milestone, str] = {
    # With the re-routings, which change nothing.
    Milestone.INFO_RECEIVED: "CONSIGN OM_CONSIGN GTMS_ASN LAST_MILE_ASN_NOTIFY GWMS_ACCEPT "
    "GTMS_STA_WAIT_CUST_CHANGE_ADDRESS GTMS_STA_CUST_TO_DOOR GTMS_STA_CHANGE GTMS_STA_CN_TO_DOOR GTMS_STA_CN_CHANGE "
    "GTMS_STA_CNCP_TO_DOOR GTMS_STA_CNCP_CHANGE",
    Milestone.PICKED_UP: "PU_PICKUP_SUCCESS GOT",
    # The first official scan.
    Milestone.RECEIVED: "PU_SIGN_IN_SUCCESS CW_INBOUND SC_INBOUND_SUCCESS SC_SIGN_IN_SUCCESS",
    Milestone.IN_TRANSIT: "CW_OUTBOUND GWMS_PICK GWMS_PACKAGE GWMS_OUTBOUND GWMS_HANDOVER SC_OUTBOUND_SUCCESS "
    "SC_HO_OUT_SUCCESS TD_TRANS_ARRIVE TD_TRANS_DEPART LH_HO_IN_SUCCESS LH_HO_AIRLINE LH_HO_OUT_SUCCESS LH_OTHER "
    "CC_TRANS_START CC_TRANS_SUCCESS DEPARTURE ARRIVAL",
    Milestone.EXPORT_CUSTOMS: "CC_EX_START",
    Milestone.EXPORT_RELEASED: "CC_EX_SUCCESS",
    Milestone.DEPARTED_ORIGIN: "LH_DEPART",
    Milestone.ARRIVED_DESTINATION: "LH_ARRIVE",
    Milestone.IMPORT_CUSTOMS: "CC_IM_START CC_IM_PROCESS CUS_DECLARE CC_HO_IN_SUCCESS",
    Milestone.CUSTOMS_ACTION_REQUIRED: "CUS_TAX",  # duties are due
    Milestone.CUSTOMS_RELEASED: "CC_IM_SUCCESS CUS_SUCCESS CIQ_SUCCESS CC_HO_OUT_SUCCESS",
    Milestone.LAST_MILE: "GTMS_ACCEPT GTMS_SC_ARRIVE GTMS_DO_ARRIVE GTMS_DO_DEPART GTMS_STATION_IN GTMS_STATION_OUT "
    "GTMS_RELABEL GTMS_OTHER GSTAHUB_INBOUND",
    Milestone.OUT_FOR_DELIVERY: "GTMS_DELIVERING GTMS_RE_DELIVERING SENT_SCAN",
    # GTMS_STA_SIGNED: the station signs for the parcel, not the buyer; sources disagree.
    Milestone.AVAILABLE_FOR_PICKUP: "GTMS_WAIT_SELF_PICK GSTA_INBOUND GSTA_INFORM_BUYER POSTMAN_POST GTMS_STA_SIGNED",
    Milestone.DELIVERED: "GTMS_SIGNED GSTA_SIGN GSTA_BUYER_SIGN STA_SIGN SIGNED",
    Milestone.DELIVERY_FAILED: "GTMS_DEL_FAILURE GTMS_SIGN_FAILURE GTMS_STA_SIGN_FAILURE GTMS_FAILURE GSTA_SIGN_FAIL "
    "GSTA_BUYER_SIGN_FAIL STA_SIGN_FAIL FAILED",
    Milestone.RETURNING: "RT_INBOUND RT_OUTBOUND RT_HO_OUT RT_WH_HO_IN RT_WH_INBOUND RT_WH_OUTBOUND RT_WH_HO_OUT "
    "RT_TMS_ACCEPT",
    Milestone.RETURNED: "RETURNED",
    Milestone.DESTROYED: "RT_DESTROY RT_WH_DESTROY",
    Milestone.CANCELLED: "GWMS_CANCEL",
    Milestone.EXCEPTION: "PU_PICKUP_FAILURE PU_SIGN_IN_FAILURE GWMS_EXCEPTION GWMS_REJECT CC_EX_FAILURE CC_IM_FAILURE "
    "CC_TRANS_FAILURE CUS_FAILURE CIQ_FAILURE LH_POST_COLLECTION REJECT",
}
ACTIONS: dict[str, Milestone] = {code: found for found, codes in _CODES.items() for code in codes.split()}
# Why, where the code says it. What it leaves open, the carrier's words may tell.
REASONS: dict[str, ExceptionReason] = {
    "CUS_TAX": ExceptionReason.PAYMENT,
    "REJECT": ExceptionReason.REFUSED,
}
CUSTOMS = ("CC_", "CUS_", "CIQ_")
LAST_MILE = ("GTMS_", "GSTA_", "STA_")
FAILURES = ("_FAILURE", "_FAIL", "_REJECT", "_EXCEPTION")
CANCELLED = "_CANCEL"
# Longer ones first.
PREFIXES: dict[str, Milestone] = {
    "COMMON_": Milestone.INFO_RECEIVED,  # advisory
    "AE_GROUP_": Milestone.INFO_RECEIVED,  # heads of groups in a list
    "CC_TRANS_": Milestone.IN_TRANSIT,
    "CC_EX_": Milestone.EXPORT_CUSTOMS,
    "CC_IM_": Milestone.IMPORT_CUSTOMS,
    "CUS_": Milestone.IMPORT_CUSTOMS,
    "CIQ_": Milestone.IMPORT_CUSTOMS,
    "CC_HO_": Milestone.IMPORT_CUSTOMS,
    "GWMS_": Milestone.IN_TRANSIT,
    "CW_": Milestone.IN_TRANSIT,
    "SC_": Milestone.IN_TRANSIT,
    "TD_": Milestone.IN_TRANSIT,
    "LH_": Milestone.IN_TRANSIT,
    "RT_": Milestone.RETURNING,
    **dict.fromkeys(LAST_MILE, Milestone.LAST_MILE),
}
CHINA = timezone(timedelta(hours=8))
_ZONE = re.compile(r"(?:GMT|UTC)?\s*([+-]?)(\d{1,2})(?::?(\d{2}))?")


def to_events(traces: list[wire.Trace]) -> tuple[TrackingEvent, ...]:
    """Return the events, oldest first, whichever way round they came; entries without a time are left out."""
    events = [_event(entry, at) for entry in traces if (at := _moment(entry)) is not None]
    if events and events[0].at > events[-1].at:
        events.reverse()  # so that those of one second stay in their sequence
    return tuple(sorted(events, key=lambda event: event.at))


def milestone(code: str) -> Milestone:
    """Return what a code stands for: by itself, then by its ending, then by its beginning."""
    if code in ACTIONS:
        return ACTIONS[code]
    if not code.startswith(tuple(PREFIXES)):
        return Milestone.UNMAPPED
    if code.endswith(CANCELLED):
        return Milestone.CANCELLED
    if code.endswith(FAILURES):
        return Milestone.DELIVERY_FAILED if code.startswith(LAST_MILE) else Milestone.EXCEPTION
    return next(found for prefix, found in PREFIXES.items() if code.startswith(prefix))


def _reason(code: str) -> ExceptionReason | None:
    return REASONS.get(code) or (ExceptionReason.CUSTOMS if code.startswith(CUSTOMS) else None)


def _event(entry: wire.Trace, at: datetime) -> TrackingEvent:
    code = entry.action_code or ""
    written = [str(part) for part in (entry.time, entry.time_zone) if part not in (None, "")]
    found = milestone(code)
    return TrackingEvent(
        at=at,
        milestone=found,
        reason=reason_of(found, _reason(code), entry.desc or ""),
        raw_code=code,
        description=entry.desc or "",
        raw_time=" ".join(written),
    )


def _moment(entry: wire.Trace) -> datetime | None:
    """Read the time in its zone; without a zone it is Chinese time. A number is milliseconds since 1970."""
    written = str(entry.time or "")
    if written.isdigit() and len(written) == 13:
        return datetime.fromtimestamp(int(written) / 1000, UTC)
    return moment(written, _zone(entry.time_zone))


def _zone(written: str | int | None) -> timezone:
    """Read `+0800`, `+08:00`, `GMT+8` or `8`."""
    found = _ZONE.fullmatch(str(written).strip()) if written not in (None, "") else None
    if found is None:
        return CHINA
    offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return timezone(-offset if found[1] == "-" else offset) if offset < timedelta(hours=24) else CHINA
