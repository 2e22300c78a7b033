"""Event codes of USPS. Source: lists in public integrations, read 2026-11; 01, 03, 07, 10 and OF stand in two."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from fahuo.carriers.adapters.usps import wire
from fahuo.carriers.reading import moment
from fahuo.carriers.reasons import reason_of
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone
from fahuo.trade.tracking import TrackingEvent

# `eventCode`. DX (status not updated) only says that nothing is new, so it never moves a parcel forward. 06 and 08 are
# about where a parcel is sent on to.
CODES: dict[str, Milestone] = {
    **dict.fromkeys(("MA", "GX", "DX"), Milestone.INFO_RECEIVED),
    **dict.fromkeys(("TM", "PA", "OA"), Milestone.RECEIVED),
    "03": Milestone.PICKED_UP,
    **dict.fromkeys(("80", "81", "82"), Milestone.IN_TRANSIT),  # at the partner that hands over to USPS
    **dict.fromkeys(("42", "43", "17"), Milestone.IN_TRANSIT),  # handed to a partner or an agent
    **dict.fromkeys(("10", "PC", "EF", "SF", "41", "U1", "T1", "L1", "NT", "06"), Milestone.IN_TRANSIT),
    "07": Milestone.LAST_MILE,
    "OF": Milestone.OUT_FOR_DELIVERY,
    **dict.fromkeys(("14", "16"), Milestone.AVAILABLE_FOR_PICKUP),
    "01": Milestone.DELIVERED,
    **dict.fromkeys(("02", "52", "53", "54", "55", "56"), Milestone.DELIVERY_FAILED),  # notice left
    **dict.fromkeys(("51", "30", "71"), Milestone.DELIVERY_FAILED),  # closed, no access, another day
    "04": Milestone.DELIVERY_FAILED,  # refused
    **dict.fromkeys(("05", "21", "22", "23", "24", "25", "26", "28", "29"), Milestone.RETURNING),  # undeliverable
    **dict.fromkeys(("27", "31", "09", "44"), Milestone.RETURNING),  # unclaimed, sent back, recalled
    **dict.fromkeys(("08", "15"), Milestone.EXCEPTION),  # missent, mis-shipped
    "11": Milestone.LOST,  # dead letter
}
# Why, where the code says it. What it leaves open, the carrier's words may tell.
REASONS: dict[str, ExceptionReason] = {
    **dict.fromkeys(("02", "51"), ExceptionReason.ABSENT),
    "04": ExceptionReason.REFUSED,
    # Undeliverable as addressed, no such number, insufficient, moved, forwarding expired, unknown, vacant.
    **dict.fromkeys(("05", "21", "22", "23", "24", "25", "26"), ExceptionReason.ADDRESS),
    **dict.fromkeys(("27", "31"), ExceptionReason.UNCLAIMED),
}
HOME = "US"


def to_events(entries: Iterable[wire.Event]) -> tuple[TrackingEvent, ...]:
    """Return events oldest first; USPS lists them newest first. What has no date is left out."""
    timed = [(at, entry) for entry in reversed(list(entries)) if (at := _moment(entry)) is not None]
    return tuple(_event(entry, at) for at, entry in sorted(timed, key=lambda pair: pair[0]))


def _event(entry: wire.Event, at: datetime) -> TrackingEvent:
    code = entry.eventCode or ""
    city = ", ".join(part for part in (entry.eventCity, entry.eventState) if part)
    found = CODES.get(code, Milestone.UNMAPPED)
    return TrackingEvent(
        at=at,
        milestone=found,
        reason=reason_of(found, REASONS.get(code), entry.eventType or ""),
        raw_code=code,
        description=entry.eventType or "",
        place=city or entry.eventCountry or "",
        country=_country(entry),
        raw_time=_as_written(entry),
    )


def _country(entry: wire.Event) -> str:
    """USPS leaves the country out at home, and abroad may write it in full: then it is only part of the place."""
    told = (entry.eventCountry or "").upper()
    if not told:
        return HOME if entry.eventState else ""
    return told if len(told) == len(HOME) else ""


def _moment(entry: wire.Event) -> datetime | None:
    """Take UTC, then local time with its offset (`-7:00`); without any zone it is read as UTC."""
    for text in (entry.GMTTimestamp, f"{entry.eventTimestamp or ''}{_offset(entry)}", entry.eventTimestamp):
        at = moment(text)
        if at is not None:
            return at
    return None


def _offset(entry: wire.Event) -> str:
    hours, colon, minutes = (entry.GMTOffset or "").partition(":")
    return f"{hours[:1]}{hours[1:]:0>2}:{minutes}" if colon and hours[:1] in ("+", "-") else ""


def _as_written(entry: wire.Event) -> str:
    local = " ".join(part for part in (entry.eventTimestamp, entry.GMTOffset) if part)
    return local if entry.eventTimestamp else entry.GMTTimestamp or ""
