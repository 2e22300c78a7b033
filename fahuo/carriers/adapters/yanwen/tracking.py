"""Status tables of Yanwen. Source: Yanwen tracking interface and order status, read 2026-11."""

from __future__ import annotations

from datetime import UTC, datetime

from fahuo.carriers.adapters.yanwen import wire
from fahuo.trade.milestone import Milestone
from fahuo.trade.tracking import TrackingEvent

# `status` of the order look-up (14 was never seen).
ORDER_STATUS: dict[str, Milestone] = {
    "0": Milestone.CREATED,  # 已制单
    "1": Milestone.INFO_RECEIVED,  # 已确认发货
    "2": Milestone.RECEIVED,  # 已收货
    "3": Milestone.IN_TRANSIT,  # 运输中
    "4": Milestone.DELIVERED,  # 已妥投
    "5": Milestone.CANCELLED,  # 已取消
    "6": Milestone.HELD,  # 已截留
    "7": Milestone.DELIVERY_FAILED,  # 投递失败
    "8": Milestone.EXCEPTION,  # 仓内异常
    "9": Milestone.RETURNING,  # 仓内退件
    "10": Milestone.RETURNED,  # 退件签收
    "11": Milestone.EXCEPTION,  # 转运异常
    "12": Milestone.OUT_FOR_DELIVERY,  # 派送中
    "13": Milestone.AVAILABLE_FOR_PICKUP,  # 待提取
    "15": Milestone.EXPIRED,  # 追踪结束
}
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
CHINA = "+08:00"


def to_events(parcels: list[wire.Tracked]) -> tuple[TrackingEvent, ...]:
    """Return the events of all parcels, oldest first; entries without a time are left out."""
    entries = [entry for parcel in parcels for entry in parcel.checkpoints or []]
    events = [_event(entry, at) for entry in entries if (at := _moment(entry)) is not None]
    return tuple(sorted(events, key=lambda event: event.at))


def _event(entry: wire.Checkpoint, at: datetime) -> TrackingEvent:
    code = entry.tracking_status or ""
    return TrackingEvent(
        at=at,
        milestone=CHECKPOINTS.get(code, Milestone.UNMAPPED),
        raw_code=code,
        description=entry.message or "",
        place=entry.location or "",
    )


def _moment(entry: wire.Checkpoint) -> datetime | None:
    """Join time and zone (`+08`); without a zone it is Chinese time."""
    try:
        return datetime.fromisoformat(f"{entry.time_stamp}{entry.time_zone or CHINA}").astimezone(UTC)
    except ValueError:
        return None
