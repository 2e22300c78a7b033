"""How far a run is, and what it came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q, Sum

from fahuo.shipments.models import PRINTABLE, Shipment, ShipRun, Status


@dataclass(frozen=True, slots=True)
class RunProgress:
    """How far a run is. `done` counts everything that will not move by itself any more."""

    total: int
    waiting: int
    booking: int
    booked: int
    labelled: int
    failed: int
    review: int
    skipped: int
    finished_at: datetime | None

    @property
    def done(self) -> int:
        """Labelled, failed, given to a person, or not taken up."""
        return self.labelled + self.failed + self.review + self.skipped


def run_progress(run: ShipRun) -> RunProgress:
    """Count a run's rows by status: one query."""
    rows = Shipment.objects.filter(seller_id=run.seller_id, run=run)
    parked = {"parked": Count("id", filter=Q(lease_until=None))}
    counts = {
        status: (number, still) for status, number, still in rows.values_list("status").annotate(Count("id"), **parked)
    }
    number = {status: count for status, (count, _) in counts.items()}
    # A booked row that nobody will take up by itself needs a person for its label.
    unlabelled = counts.get(Status.BOOKED, (0, 0))[1]
    return RunProgress(
        total=run.order_count,
        waiting=max(run.order_count - sum(number.values()) - len(run.skipped), 0),
        booking=number.get(Status.BOOKING, 0),
        booked=number.get(Status.BOOKED, 0) - unlabelled,
        labelled=sum(number.get(status, 0) for status in (*PRINTABLE, Status.CANCELLED)),
        failed=number.get(Status.FAILED, 0),
        review=number.get(Status.REVIEW, 0) + unlabelled,
        skipped=len(run.skipped),
        finished_at=run.finished_at,
    )


@dataclass(frozen=True, slots=True)
class RunRow:
    """One order of a run as shown on the page and written to JSON. Money as text, in `cost_currency`."""

    shipment_id: int
    order_id: int
    order_number: str
    country: str
    status: str
    carrier: str
    service_code: str
    reference: str
    waybill_number: str
    tracking_number: str
    cost: Decimal | None
    cost_currency: str
    problems: list[dict[str, str]]


def run_rows(run: ShipRun, *, limit: int | None = None) -> list[RunRow]:
    """Return the run's shipments in the sequence they were taken up: one query."""
    fields = (
        *("id", "order_id", "order__number", "country", "status", "carrier", "service_code", "reference"),
        *("waybill_number", "tracking_number", "cost", "cost_currency", "problems"),
    )
    rows = Shipment.objects.filter(seller_id=run.seller_id, run=run).order_by("id").values_list(*fields)
    return [RunRow(*row) for row in (rows[:limit] if limit else rows)]


@dataclass(frozen=True, slots=True)
class CarrierCost:
    """What one carrier's labelled parcels of a run cost."""

    carrier: str
    currency: str
    parcels: int
    cost: Decimal


def cost_by_carrier(run: ShipRun) -> list[CarrierCost]:
    """Sum the quoted cost of the run's booked parcels by carrier and currency, dearest first."""
    booked = Shipment.objects.filter(
        seller_id=run.seller_id, run=run, status__in=(Status.BOOKED, Status.LABELLED, Status.TENDERED)
    )
    rows = booked.values_list("carrier", "cost_currency").annotate(parcels=Count("id"), cost=Sum("cost"))
    return [CarrierCost(*row) for row in rows.order_by("-cost")]
