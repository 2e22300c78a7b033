"""Checkpoints of DHL Express. Source: DHL's list of checkpoints as six public copies agree on it, read 2026-11.

Advisory codes say nothing of where a parcel is: they get INFO_RECEIVED, the milestone that never moves one forward.
"""

from __future__ import annotations

from fahuo.carriers.adapters.dhl_express import wire
from fahuo.carriers.reading import moment
from fahuo.carriers.reasons import reason_of
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone
from fahuo.trade.tracking import TrackingEvent

_IN_TRANSIT = ("PL", "AF", "DF", "TR", "SM", "FD", "CI", "CU", "LV")
_ADVISORY = ("PY", "CS", "AD", "SC", "RW", "DI", "IA", "EM", "HI", "HO", "HN", "DP", "BL")
CHECKPOINTS: dict[str, Milestone] = {
    **dict.fromkeys(("SD", *_ADVISORY), Milestone.INFO_RECEIVED),
    "PU": Milestone.PICKED_UP,
    "SA": Milestone.RECEIVED,
    **dict.fromkeys(_IN_TRANSIT, Milestone.IN_TRANSIT),
    **dict.fromkeys(("ES", "IC", "RR", "BN", "UD"), Milestone.IMPORT_CUSTOMS),
    **dict.fromkeys(("CR", "BR"), Milestone.CUSTOMS_RELEASED),
    **dict.fromkeys(("CD", "HP"), Milestone.CUSTOMS_ACTION_REQUIRED),
    **dict.fromkeys(("AR", "TP"), Milestone.LAST_MILE),
    "WC": Milestone.OUT_FOR_DELIVERY,
    "CC": Milestone.AVAILABLE_FOR_PICKUP,
    **dict.fromkeys(("OK", "PD", "DD"), Milestone.DELIVERED),
    **dict.fromkeys(("ND", "NH", "CA", "MD", "BA", "CM", "RD"), Milestone.DELIVERY_FAILED),
    "OH": Milestone.HELD,
    **dict.fromkeys(("TD", "NA"), Milestone.DELAYED),
    **dict.fromkeys(("SS", "ST", "MS", "MC", "IR"), Milestone.EXCEPTION),
    "DM": Milestone.DAMAGED,
    "DS": Milestone.DESTROYED,
    "RT": Milestone.RETURNED,
}
# Why, where the code says it. What it leaves open, the carrier's words may tell.
REASONS: dict[str, ExceptionReason] = {
    **dict.fromkeys(("BA", "CM"), ExceptionReason.ADDRESS),
    **dict.fromkeys(("NH", "CA"), ExceptionReason.ABSENT),
    "RD": ExceptionReason.REFUSED,
    "CD": ExceptionReason.CUSTOMS,
    "HP": ExceptionReason.PAYMENT,
    "DD": ExceptionReason.DAMAGED,  # delivered damaged: both are true
}


def to_events(events: list[wire.Event]) -> tuple[TrackingEvent, ...]:
    """Return the events oldest first; those without a time are left out."""
    # The newest stands first in the answer; turned round, events of one second keep their sequence.
    found = [event for event in map(_event, reversed(events)) if event is not None]
    return tuple(sorted(found, key=lambda event: event.at))


def _event(entry: wire.Event) -> TrackingEvent | None:
    raw = f"{entry.date} {entry.time} {entry.gmt_offset}".strip()
    # DHL gives the offset with every event; one without it is read as UTC.
    at = moment(f"{entry.date}T{entry.time}{entry.gmt_offset}")
    if at is None:
        return None
    found = CHECKPOINTS.get(entry.type_code, Milestone.UNMAPPED)
    place = entry.service_area[0] if entry.service_area else wire.Area()
    return TrackingEvent(
        at=at,
        milestone=found,
        reason=reason_of(found, REASONS.get(entry.type_code), entry.description),
        raw_code=entry.type_code,
        description=entry.description,
        place=place.description,
        raw_time=raw,
    )
