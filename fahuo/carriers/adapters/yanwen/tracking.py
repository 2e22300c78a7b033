"""Status tables of Yanwen. Source: Yanwen tracking interface and order status, read 2026-11."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from fahuo.carriers.adapters.yanwen import wire
from fahuo.carriers.reading import moment
from fahuo.carriers.reasons import reason_of
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone
from fahuo.trade.tracking import TrackingEvent

# `status` of the order look-up with the carrier's word for it (14 was never seen).
_STATES: dict[str, tuple[Milestone, str]] = {
    "0": (Milestone.CREATED, "已制单"),
    "1": (Milestone.INFO_RECEIVED, "已确认发货"),
    "2": (Milestone.RECEIVED, "已收货"),
    "3": (Milestone.IN_TRANSIT, "运输中"),
    "4": (Milestone.DELIVERED, "已妥投"),
    "5": (Milestone.CANCELLED, "已取消"),
    "6": (Milestone.HELD, "已截留"),
    "7": (Milestone.DELIVERY_FAILED, "投递失败"),
    "8": (Milestone.EXCEPTION, "仓内异常"),
    "9": (Milestone.RETURNING, "仓内退件"),
    "10": (Milestone.RETURNED, "退件签收"),
    "11": (Milestone.EXCEPTION, "转运异常"),
    "12": (Milestone.OUT_FOR_DELIVERY, "派送中"),
    "13": (Milestone.AVAILABLE_FOR_PICKUP, "待提取"),
    "15": (Milestone.EXPIRED, "追踪结束"),
}
ORDER_STATUS = {status: milestone for status, (milestone, _) in _STATES.items()}
ORDER_STATUS_WORDS = {status: word for status, (_, word) in _STATES.items()}
# `tracking_status` of a checkpoint. PU10 is the first physical scan.
CHECKPOINTS: dict[str, Milestone] = {
    "OR10": Milestone.CREATED,
    "PU10": Milestone.RECEIVED,
    "PU30": Milestone.EXCEPTION,
    "SC20": Milestone.IN_TRANSIT,
    "EC30": Milestone.EXCEPTION,
    "LH20": Milestone.DEPARTED_ORIGIN,
    "IC50": Milestone.IMPORT_CUSTOMS,
    "S303": Milestone.IMPORT_CUSTOMS,
    "IC60": Milestone.CUSTOMS_RELEASED,
    "IC51": Milestone.EXCEPTION,
    "IC70": Milestone.EXCEPTION,
    "LM10": Milestone.LAST_MILE,
    "LM20": Milestone.LAST_MILE,
    "LM25": Milestone.OUT_FOR_DELIVERY,
    "LM30": Milestone.AVAILABLE_FOR_PICKUP,
    "LM40": Milestone.DELIVERED,
    "LM50": Milestone.DELIVERY_FAILED,
    "LM54": Milestone.RETURNING,
    "LM90": Milestone.RETURNED,
}
# Why, where the code says it. What it leaves open, the carrier's words may tell.
REASONS: dict[str, ExceptionReason] = {
    **dict.fromkeys(("EC30", "IC51", "IC70"), ExceptionReason.CUSTOMS),
}
# Codes are two letters for the family and two digits. Where a code is new, its family decides only if nothing in it is
# known to go wrong: an order's own news moves nothing, and sorting and line-haul mean no more than "on its way". PU,
# EC, IC and LM have failures among their codes, so a new one there stays UNMAPPED and is looked at by a person.
FAMILIES = {"OR": Milestone.INFO_RECEIVED, "SC": Milestone.IN_TRANSIT, "LH": Milestone.IN_TRANSIT}
_CODE = re.compile(r"([A-Z]{2})\d{2}")
CHINA = "+08:00"


def milestone_of(code: str) -> Milestone:
    """Return what a checkpoint's code means: by the table, else by its family where that is safe."""
    known = CHECKPOINTS.get(code)
    if known is not None:
        return known
    match = _CODE.fullmatch(code)
    return FAMILIES.get(match[1], Milestone.UNMAPPED) if match else Milestone.UNMAPPED


def by_number(parcels: list[wire.Tracked], numbers: Sequence[str]) -> dict[str, tuple[TrackingEvent, ...]]:
    """Return the events of each number that was asked for, whichever of a parcel's numbers it is."""
    found: dict[str, list[wire.Tracked]] = {number: [] for number in numbers}
    for parcel in parcels:
        theirs = {parcel.waybill_number, parcel.tracking_number, parcel.exchange_number}
        for number in found.keys() & theirs:
            found[number].append(parcel)
    return {number: to_events(told) for number, told in found.items()}


def to_events(parcels: list[wire.Tracked]) -> tuple[TrackingEvent, ...]:
    """Return the events of all parcels, oldest first; entries without a time are left out."""
    entries = [entry for parcel in parcels for entry in parcel.checkpoints or []]
    events = [_event(entry, at) for entry in entries if (at := _moment(entry)) is not None]
    return tuple(sorted(events, key=lambda event: event.at))


def _event(entry: wire.Checkpoint, at: datetime) -> TrackingEvent:
    code = entry.tracking_status or ""
    found = milestone_of(code)
    return TrackingEvent(
        at=at,
        milestone=found,
        reason=reason_of(found, REASONS.get(code), entry.message or ""),
        raw_code=code,
        description=entry.message or "",
        place=entry.location or "",
        raw_time=f"{entry.time_stamp}{entry.time_zone or ''}",
    )


def _moment(entry: wire.Checkpoint) -> datetime | None:
    """Join time and zone (`+08`); without a zone it is Chinese time."""
    return moment(f"{entry.time_stamp}{entry.time_zone or CHINA}")
