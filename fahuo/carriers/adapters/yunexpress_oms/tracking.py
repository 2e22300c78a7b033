"""Status tables of YunExpress OMS. Source: its tracking interface, and track nodes as public integrations list them,
read 2026-11. The nodes are those of the newer interface; the milestones are our choice.
"""

from __future__ import annotations

from fahuo.carriers.adapters.yunexpress_oms import wire
from fahuo.carriers.adapters.yunexpress_oms.zones import to_utc
from fahuo.carriers.reasons import reason_of
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone
from fahuo.trade.tracking import TrackingEvent

# Whole parcels: `PackageState` 5 and `TrackingStatus` 100 are 取消.
CANCELLED_STATE, CANCELLED_STATUS = "5", "100"
# `TrackingStatus` of an event, for answers without a node. 10 is said of a mere announcement too, so it is no scan; of
# 80 sources say "unknown" and "customs inspection". 0 is the carrier's own "unknown" and stays UNMAPPED.
STATUS: dict[str, Milestone] = {
    "10": Milestone.INFO_RECEIVED,  # 已收货/预报
    "20": Milestone.IN_TRANSIT,  # 运输中
    "30": Milestone.AVAILABLE_FOR_PICKUP,  # 到达待取
    "40": Milestone.DELIVERY_FAILED,  # 投递失败
    "50": Milestone.DELIVERED,  # 已签收
    "60": Milestone.EXCEPTION,  # 异常
    "70": Milestone.EXCEPTION,  # 异常
    "80": Milestone.EXCEPTION,  # 海关查验
    "90": Milestone.RETURNING,  # 退回; that it has come back is not said
    "100": Milestone.CANCELLED,  # 取消
}
# `TrackNodeCode` of an event. PRE_* is data, not a physical scan. EDD (an expected date) and CHANGE_WAYBILL_INFO are
# advisory: they say nothing of where the parcel is, so they get the milestone that never moves one forward.
NODES: dict[str, Milestone] = {
    **dict.fromkeys(("ORDER_CREATION", "YB/XD"), Milestone.CREATED),
    **dict.fromkeys(("PRE_ADVICING", "PRE_INFO", "EDD", "CHANGE_WAYBILL_INFO"), Milestone.INFO_RECEIVED),
    **dict.fromkeys(("PICKED_UP", "XD/ZC", "XD/CS", "FIRST_MILE_ARRIVE"), Milestone.RECEIVED),
    **dict.fromkeys(("FIRST_MILE_DEPART", "TRANSIT_OUT", "TRANSIT_IN", "IN_TRANSIT"), Milestone.IN_TRANSIT),
    **dict.fromkeys(("DEPART_CONFIRM_OC", "ARRIVE_CONFIRM_OC", "READY_FOR_OUTBOUND"), Milestone.IN_TRANSIT),
    "ARRIVE_ORIN_CUSTOMS": Milestone.EXPORT_CUSTOMS,  # sic
    "EXPORT_CUSTOMS_COMPLETE": Milestone.EXPORT_RELEASED,
    **dict.fromkeys(("AIRPORT_RELEASE", "MAIN_LINE_DEPART"), Milestone.DEPARTED_ORIGIN),
    "MAIN_LINE_ARRIVE": Milestone.ARRIVED_DESTINATION,
    "CUSTOMS_PROCESSING": Milestone.IMPORT_CUSTOMS,
    **dict.fromkeys(("CUSTOMS_COMPLETE", "CUSTOMS_RELEASE"), Milestone.CUSTOMS_RELEASED),
    **dict.fromkeys(("PICKUP_CARGO_TERMINAL", "TRANSITHUB_ARRIVE", "CARRIER_PICKUP"), Milestone.LAST_MILE),
    **dict.fromkeys(("IN_TRANSIT_CARRIER", "MD/DD"), Milestone.LAST_MILE),
    "READY_FOR_PICKUP": Milestone.AVAILABLE_FOR_PICKUP,
    "DELIVERY_ATTEMPT": Milestone.DELIVERY_FAILED,
    **dict.fromkeys(("DELIVERED", "MD/TT"), Milestone.DELIVERED),
    **dict.fromkeys(("CUSTOMS_HOLD", "AIRPORT_HOLD"), Milestone.HELD),
    "CUSTOMS_DELAY": Milestone.DELAYED,
    **dict.fromkeys(("CUSTOMS_INSPCTION", "CUSTOMS_EXCEPTION", "AIRPORT_INSPECTION"), Milestone.EXCEPTION),  # sic
    **dict.fromkeys(("PACKAGE_EXCEPTION", "DELIVERY_FAILURE", "OTHER"), Milestone.EXCEPTION),
    "PACKAGE_LOST": Milestone.LOST,
    "RETURNED_BACK": Milestone.RETURNING,
    **dict.fromkeys(("RETURNED", "RETURNED_TO_SENDER"), Milestone.RETURNED),
}
# Why, where the code says it. What it leaves open, the carrier's words may tell.
REASONS: dict[str, ExceptionReason] = {
    **dict.fromkeys(
        ("CUSTOMS_HOLD", "CUSTOMS_DELAY", "CUSTOMS_INSPCTION", "CUSTOMS_EXCEPTION"), ExceptionReason.CUSTOMS
    ),  # sic
    **dict.fromkeys(("AIRPORT_HOLD", "AIRPORT_INSPECTION"), ExceptionReason.SECURITY),
}
# Where no place is told, these happen in the country of destination and everything else in China.
_ABROAD = frozenset(
    {Milestone.ARRIVED_DESTINATION, Milestone.IMPORT_CUSTOMS, Milestone.CUSTOMS_RELEASED, Milestone.LAST_MILE}
    | {Milestone.AVAILABLE_FOR_PICKUP, Milestone.DELIVERED, Milestone.DELIVERY_FAILED}
)


def to_events(track: wire.Track | None) -> tuple[TrackingEvent, ...]:
    """Return the events of a parcel, oldest first; entries without a time are left out."""
    if track is None:
        return ()
    details = track.order_tracking_details or []
    events = [event for detail in details if (event := _event(detail, track.country_code or "")) is not None]
    return tuple(sorted(events, key=lambda event: event.at))


def says_cancelled(track: wire.Track | None) -> bool:
    """Tell whether the parcel as a whole is cancelled."""
    if track is None:
        return False
    return str(track.package_state) == CANCELLED_STATE or str(track.tracking_status) == CANCELLED_STATUS


def _event(detail: wire.TrackDetail, destination: str) -> TrackingEvent | None:
    status = "" if detail.tracking_status is None else str(detail.tracking_status)
    node = detail.track_node_code or ""
    milestone = (NODES if node else STATUS).get(node or status, Milestone.UNMAPPED)
    told = (detail.process_country or "").strip().upper()
    country = told or (destination.upper() if milestone in _ABROAD else "")
    at = to_utc(detail.process_date or "", country, detail.process_timezone or "")
    if at is None:
        return None
    said = detail.process_content or detail.track_code_description or ""
    return TrackingEvent(
        at=at,
        milestone=milestone,
        reason=reason_of(milestone, REASONS.get(node), said),
        raw_code=node or status,
        description=said,
        place=detail.process_location or "",
        country=told if len(told) == 2 else "",
        raw_time=" ".join(filter(None, (detail.process_date, detail.process_timezone))),
    )
