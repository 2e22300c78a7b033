"""Counts in the books of the emulated carriers whether every parcel was booked once, whatever went wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from fahuo.carriers.emulation.server import held_by
from fahuo.carriers.models import CarrierCall
from fahuo.shipments.models import Shipment, ShipRun, Status

Outcome = CarrierCall.Outcome


@dataclass(frozen=True, slots=True)
class Booked:
    """One carrier after a run. `held`: parcels in the carrier's book; `ours`: shipments with a waybill of it.

    `lost`: bookings whose answer was lost and that were found by asking; `turned_away`: calls that the carrier did not
    look at and that were made again; `twice`: references that stand in the book more than once.
    """

    carrier: str
    held: int
    ours: int
    calls: int
    lost: int
    turned_away: int
    twice: int


def count(run: ShipRun, urls: Mapping[str, str]) -> list[Booked]:
    """Return a row for each carrier that got a parcel of this run."""
    rows = Shipment.objects.filter(seller_id=run.seller_id, run=run).exclude(waybill_number="")
    ours = Counter(rows.exclude(status=Status.FAILED).values_list("carrier", flat=True))
    return [_booked(run, carrier, ours[carrier], urls[carrier]) for carrier in sorted(ours)]


def _booked(run: ShipRun, carrier: str, ours: int, url: str) -> Booked:
    references = Counter(order["reference"] for order in held_by(url) if not order["cancelled"])
    calls = CarrierCall.objects.filter(seller_id=run.seller_id, carrier=carrier, started_at__gte=run.created_at)
    outcomes = Counter(calls.values_list("operation", "outcome"))
    return Booked(
        carrier=carrier,
        held=sum(references.values()),
        ours=ours,
        calls=sum(outcomes.values()),
        lost=outcomes["create", Outcome.DOUBTFUL],
        turned_away=sum(number for (_, outcome), number in outcomes.items() if outcome == Outcome.TURNED_AWAY),
        twice=sum(number > 1 for number in references.values()),
    )
