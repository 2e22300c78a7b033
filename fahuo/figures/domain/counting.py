"""How one parcel counts at a moment, and when that changes by time alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from fahuo.figures.domain.columns import AT, LABEL_ENDS, PICKUP_ENDS, TRANSIT_ENDS, Count, bucket
from fahuo.figures.domain.parcel import LONGEST_WAY, Limits, Parcel

_HOUR = timedelta(hours=1)
# A limit of two hours is kept at 2:00:00 and broken a moment later.
_MOMENT = timedelta(microseconds=1)
_OF_ORDERS = frozenset({Count.ORDERS, Count.LABEL_DUE, Count.LABEL_MET})


@dataclass(frozen=True, slots=True)
class Counted:
    """What one parcel counts for: `bits` (1 << place of each `Count` that holds) and the buckets of its times.

    What is about the label counts on `ordered_on`, all else on `labelled_on`.
    """

    order_id: int
    shipment_id: int | None
    store: str
    carrier: str
    service: str
    country: str
    ordered_on: date
    labelled_on: date | None
    bits: int
    label_bucket: int | None
    pickup_bucket: int | None
    transit_bucket: int | None
    next_change_at: datetime | None
    disputed: bool = False

    def columns(self) -> Iterator[tuple[date, int]]:
        """Yield (day, place of a column) for everything that it counts for."""
        for count in Count:
            if self.bits >> count & 1:
                day = self.ordered_on if count in _OF_ORDERS else self.labelled_on
                if day is not None:
                    yield day, int(count)
        if self.label_bucket is not None:
            yield self.ordered_on, AT["label_0"] + self.label_bucket
        if self.labelled_on is not None and self.pickup_bucket is not None:
            yield self.labelled_on, AT["pickup_0"] + self.pickup_bucket
        if self.labelled_on is not None and self.transit_bucket is not None:
            yield self.labelled_on, AT["transit_0"] + self.transit_bucket


def count(parcel: Parcel, *, at: datetime, limits: Limits, zone: tzinfo) -> Counted:
    """Return what a parcel counts for at a moment; days are those of `zone`."""
    tally = _Tally(at)
    _label(parcel, tally)
    pickup, transit = None, None
    if parcel.labelled_at is not None and parcel.is_followed:
        tally.add(Count.PARCELS)
        pickup = _pickup(parcel, parcel.labelled_at, tally, limits)
        transit = _transit(parcel, zone)
        _promise(parcel, tally, zone)
        _end(parcel, tally)
    return Counted(
        order_id=parcel.order_id, shipment_id=parcel.shipment_id, store=parcel.store, carrier=parcel.carrier,
        service=parcel.service, country=parcel.country,
        ordered_on=parcel.label_from.astimezone(zone).date(),
        labelled_on=parcel.labelled_at.astimezone(zone).date() if parcel.labelled_at else None,
        bits=tally.bits, label_bucket=_hours(parcel.label_from, parcel.labelled_at, LABEL_ENDS), pickup_bucket=pickup,
        transit_bucket=transit, next_change_at=tally.next_change_at, disputed=parcel.disputed,
    )  # fmt: skip


class _Tally:
    """Collects what holds at a moment, and the first moment at which something of it changes."""

    def __init__(self, at: datetime) -> None:
        self.at, self.bits = at, 0
        self.next_change_at: datetime | None = None

    def add(self, *counts: Count) -> None:
        for one in counts:
            self.bits |= 1 << one

    def is_over(self, moment: datetime) -> bool:
        """Tell whether a moment has come; one that is ahead is remembered."""
        if self.at >= moment:
            return True
        if self.next_change_at is None or moment < self.next_change_at:
            self.next_change_at = moment
        return False


def _label(parcel: Parcel, tally: _Tally) -> None:
    """Count the label when its time is over. Were those counted at once that have theirs, a rate of young orders would
    be one of the quick ones only; so it is with the pick-up and the promise."""
    tally.add(Count.ORDERS)
    if tally.is_over(parcel.label_due_at + _MOMENT):
        tally.add(Count.LABEL_DUE)
        if parcel.labelled_at is not None and parcel.labelled_at <= parcel.label_due_at:
            tally.add(Count.LABEL_MET)


def _pickup(parcel: Parcel, labelled_at: datetime, tally: _Tally, limits: Limits) -> int | None:
    """Count the first scan and whether tracking came back; return the bucket of the hours until the scan."""
    scan, limit = parcel.first_scan_at, labelled_at + limits.pickup
    if tally.is_over(limit + _MOMENT):
        tally.add(Count.PICKUP_DUE)
        if scan is not None and scan <= limit:
            tally.add(Count.PICKUP_MET)
    if tally.is_over(labelled_at + limits.tracking + _MOMENT):
        tally.add(Count.TRACKING_DUE)
        if scan is not None:
            tally.add(Count.TRACKING_MET)
    return _hours(labelled_at, scan, PICKUP_ENDS)


def _promise(parcel: Parcel, tally: _Tally, zone: tzinfo) -> None:
    if parcel.promised_on is None:
        return
    tally.add(Count.PROMISED)
    if tally.is_over(_start_of(parcel.promised_on + timedelta(days=1), zone)):
        tally.add(Count.ON_TIME_DUE)
        if parcel.delivered_at is not None and parcel.delivered_at.astimezone(zone).date() <= parcel.promised_on:
            tally.add(Count.ON_TIME_MET)


def _end(parcel: Parcel, tally: _Tally) -> None:
    """Count what only a parcel at its end can answer for; one never heard of again is lost after a while."""
    scan, missing = parcel.first_scan_at, False
    if parcel.delivered_at is not None:
        tally.add(Count.DELIVERED)
    if not parcel.has_ended:
        missing = scan is not None and tally.is_over(scan + LONGEST_WAY + _MOMENT)
        if not missing:
            return
    tally.add(Count.CLOSED)
    if missing or parcel.is_lost:
        tally.add(Count.LOST)
    if parcel.troubled:
        tally.add(Count.TROUBLED)
    if parcel.disputed:
        tally.add(Count.DISPUTED)


def _transit(parcel: Parcel, zone: tzinfo) -> int | None:
    """Return the bucket of the days from first scan to delivery; none where the delivery is the only sign."""
    scan, end = parcel.first_scan_at, parcel.delivered_at
    if scan is None or end is None or scan >= end:
        return None
    return bucket((end.astimezone(zone).date() - scan.astimezone(zone).date()).days, TRANSIT_ENDS)


def _hours(start: datetime, end: datetime | None, ends: tuple[float, ...]) -> int | None:
    return None if end is None else bucket(max((end - start) / _HOUR, 0.0), ends)


def _start_of(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone)
