"""What this room must be told by rooms that it cannot see; the site hands the functions down (decision 0012)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class WaitingCarrier:
    """The parcels of one carrier that have their label and no scan yet. `next_due_at` is the first clock that ends."""

    carrier: str
    parcels: int
    overdue: int
    soon: int
    next_due_at: datetime | None


@dataclass(frozen=True, slots=True)
class WaitingParcel:
    """One parcel without a scan. `due_at` is when its pick-up is overdue."""

    shipment_id: int
    carrier: str
    labelled_at: datetime
    due_at: datetime


@dataclass(frozen=True, slots=True)
class PickupHours:
    """How long a carrier took from label to first scan: parcels, the median and how many were within 48 hours."""

    carrier: str
    parcels: int
    median_hours: float
    in_time: int


@dataclass(frozen=True, slots=True)
class HandOverList:
    """A hand-over list (交接清单) and how many parcels of a pick-up stand on it."""

    id: int
    number: str
    parcels: int


@dataclass(frozen=True, slots=True)
class FirstMile:
    """`waiting` and `hours` by carrier; `parcels` of one carrier or all, labelled before a moment, the most urgent
    first, at most so many, after so many; `scans` of shipments that have one; `lists` on which shipments stand;
    `listed` are the shipments of a list.
    """

    waiting: Callable[[int, datetime], Sequence[WaitingCarrier]]
    parcels: Callable[[int, str, datetime, int, int], Sequence[WaitingParcel]]
    scans: Callable[[int, Sequence[int]], Mapping[int, datetime]]
    hours: Callable[[int, datetime], Sequence[PickupHours]]
    lists: Callable[[int, Sequence[int]], Sequence[HandOverList]]
    listed: Callable[[int, int], Sequence[int]]
