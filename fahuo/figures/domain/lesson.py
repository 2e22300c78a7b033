"""What routing's lanes learn from a journey that has ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from hashlib import sha256

from fahuo.figures.domain.parcel import Parcel
from fahuo.routing.domain.outcomes import MOST_PICKUP_HOURS, Outcome
from fahuo.trade.milestone import Milestone

_HOUR = timedelta(hours=1)


def outcome_of(parcel: Parcel, *, reference: str, booked_at: datetime | None, zone: tzinfo) -> Outcome | None:
    """Return how a parcel ended; None while it is under way, or when its end teaches nothing about its lane.

    It was handed over on the day of the first scan. Where the delivery is the only sign there is no such day, and the
    label's is taken: a lane must not learn that parcels arrive on the day they leave.
    """
    returned = parcel.delivered_at is None and parcel.milestone == Milestone.RETURNED
    if parcel.labelled_at is None or not (parcel.delivered_at or parcel.is_lost or returned):
        return None
    scan = parcel.first_scan_at
    if scan is not None and parcel.delivered_at is not None and scan >= parcel.delivered_at:
        scan = None
    begun = booked_at or parcel.labelled_at
    hours = None if scan is None else max((scan - begun) / _HOUR, 0.0)
    return Outcome(
        reference=reference,
        service_key=f"{parcel.carrier}/{parcel.service}",
        country=parcel.country,
        handed_over_on=_day(scan or min(parcel.labelled_at, parcel.delivered_at or parcel.labelled_at), zone),
        delivered_on=_day(parcel.delivered_at, zone) if parcel.delivered_at else None,
        promised_on=parcel.promised_on,
        lost=parcel.is_lost,
        returned=returned,
        tracked=parcel.first_scan_at is not None,
        pickup_hours=hours if hours is not None and hours <= MOST_PICKUP_HOURS else None,
    )


def _day(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date()


def digest(outcome: Outcome) -> str:
    """Return what tells one end from another. Disputes are left out: tracking knows nothing of them."""
    hours = None if outcome.pickup_hours is None else round(outcome.pickup_hours, 6)
    said = (
        *(outcome.service_key, outcome.country, outcome.handed_over_on, outcome.delivered_on, outcome.promised_on),
        *(outcome.lost, outcome.returned, outcome.tracked, hours),
    )
    return sha256(repr(said).encode()).hexdigest()
