"""Status codes of Eccang TOMS. Source: getCargoTrack as two forwarders document it, and public integrations; 2026-11.

Forwarders add codes of their own, which no document lists: those are kept raw as UNMAPPED.
"""

from __future__ import annotations

from datetime import datetime

from fahuo.carriers.adapters.eccang import wire
from fahuo.carriers.reading import moment
from fahuo.carriers.reasons import reason_of
from fahuo.trade.milestone import Milestone
from fahuo.trade.tracking import TrackingEvent

STATUS: dict[str, Milestone] = {
    "NO": Milestone.CREATED,  # 运单电子信息已收到, the summary before anything is scanned
    "IR": Milestone.INFO_RECEIVED,  # 快件电子信息已经收到: data, no scan
    "AF": Milestone.RECEIVED,  # 快件到达作业中心
    "DF": Milestone.IN_TRANSIT,  # 快件操作完成: it has left the warehouse
    "NT": Milestone.IN_TRANSIT,  # 转运中
    "NC": Milestone.IMPORT_CUSTOMS,  # 清关中
    "CC": Milestone.DELIVERED,  # 签收
}
# The letter of an order, as a public integration reads it; unverified.
CANCELLED = frozenset({"E"})
CHINA = "+08:00"


def to_events(parcels: list[wire.Tracked]) -> tuple[TrackingEvent, ...]:
    """Return the events of all parcels, oldest first; entries without a time are left out."""
    entries = [entry for parcel in parcels for entry in parcel.Detail or []]
    # The newest comes first, also among those of one second: turned round before they are sorted.
    events = [_event(entry, at) for entry in reversed(entries) if (at := _moment(entry)) is not None]
    return tuple(sorted(events, key=lambda event: event.at))


def by_number(numbers: list[str], parcels: list[wire.Tracked]) -> dict[str, tuple[TrackingEvent, ...]]:
    """Return the events by number as it was asked; a number that is not among the answers has none."""
    return {number: to_events([one for one in parcels if str(one.Code) == number]) for number in numbers}


def _event(entry: wire.Detail, at: datetime) -> TrackingEvent:
    code = entry.Status or ""
    found = STATUS.get(code, Milestone.UNMAPPED)
    return TrackingEvent(
        at=at,
        milestone=found,
        reason=reason_of(found, None, entry.Comment or ""),
        raw_code=code,
        description=entry.Comment or "",
        place=entry.track_area or "",
        raw_time=f"{entry.Occur_date} {entry.Occur_time_zone or ''}".strip(),
    )


def _moment(entry: wire.Detail) -> datetime | None:
    """Join time and zone (`+08:00`); without a zone it is Chinese time."""
    return moment(f"{entry.Occur_date}{entry.Occur_time_zone or CHINA}")
