"""Status tables of YunExpress. Source: YunExpress OpenAPI, track nodes and order status, read 2026-11."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from fahuo.carriers.adapters.yunexpress import wire
from fahuo.carriers.reading import moment
from fahuo.carriers.reasons import reason_of
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone
from fahuo.trade.tracking import TrackingEvent

# Letters of an order (`status` of the order look-up).
ORDER_STATUS: dict[str, Milestone] = {
    "A": Milestone.CREATED,  # 已预报
    "B": Milestone.RECEIVED,  # 已收货
    "C": Milestone.IN_TRANSIT,  # 已出库
    "D": Milestone.DELIVERED,  # 已完成
    "E": Milestone.CANCELLED,  # 已取消
    "Y": Milestone.EXCEPTION,  # 异常
}
# What an order's letter says, for a person who wonders why it can no longer be cancelled or held.
ORDER_STATE_WORDS = {"A": "已预报", "B": "已收货", "C": "已出库", "D": "已完成", "E": "已取消", "Y": "异常"}
# `track_node_code` of an event. PRE_* is data, not a physical scan. EDD (an expected date) and CHANGE_WAYBILL_INFO are
# advisory: they say nothing of where the parcel is, so they get the milestone that never moves one forward.
# A hold and a delay have words of their own here; other troubles are an EXCEPTION.
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
_CHINA = timezone(timedelta(hours=8))


def to_events(parcels: list[wire.TrackInfo]) -> tuple[TrackingEvent, ...]:
    """Return the events of all parcels, oldest first; entries without a time are left out."""
    entries = [entry for parcel in parcels for entry in parcel.track_events or []]
    events = [_event(entry, *told) for entry in entries if (told := _moment(entry)) is not None]
    return tuple(sorted(events, key=lambda event: event.at))


def _event(entry: wire.TrackEvent, at: datetime, written: str) -> TrackingEvent:
    code = entry.track_node_code or ""
    found = NODES.get(code, Milestone.UNMAPPED)
    said = entry.process_content or entry.track_node_description or ""
    return TrackingEvent(
        at=at,
        milestone=found,
        reason=reason_of(found, REASONS.get(code), said),
        raw_code=code,
        description=said,
        place=entry.process_location or "",
        country=entry.process_country or "",
        raw_time=written,
    )


def _moment(entry: wire.TrackEvent) -> tuple[datetime, str] | None:
    """Take the UTC time; the other one has no zone and is read as Chinese time, as first-mile events are.

    What was written is the local time, if there is one: the clock that people at the place looked at.
    """
    written = entry.process_time or entry.process_utc_time or ""
    for text, zone in ((entry.process_utc_time, UTC), (entry.process_time, _CHINA)):
        at = moment(text, zone)
        if at is not None:
            return at, written
    return None
