"""The rates by their definitions in docs/figures.md, parcel by parcel and slowly; shares no code with them."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fahuo.accounts.models import Seller
from fahuo.figures.models import Cell
from fahuo.figures.tests.world import Told
from fahuo.orders.models import Order
from fahuo.routing.models import ParcelOutcome
from fahuo.shipments.models import Shipment
from fahuo.tracking.models import Journey

Key = tuple[date, str, str, str, str]
NAMES = (
    "orders", "label_due", "label_met", "parcels", "pickup_due", "pickup_met", "tracking_due", "tracking_met",
    "promised", "on_time_due", "on_time_met", "closed", "lost", "troubled", "disputed", "delivered",
)  # fmt: skip
DEAD = ("CANCELLED", "FAILED")
LABEL_UP_TO = [0.25, 0.5, 1, 2, 4, 8, 24, 72, float("inf")]
PICKUP_UP_TO = [6, 12, 24, 36, 48, 72, 120, 240, float("inf")]
TRANSIT_UP_TO = [3, 5, 7, 9, 11, 13, 15, 18, 22, 27, 34, 45, 60, float("inf")]
RED = {
    ("DELIVERY_FAILED", "ABSENT"), ("HELD", "CUSTOMS"), ("RETURNING", ""), ("RETURNED", ""), ("LOST", ""),
}  # fmt: skip


def count_all(seller: Seller, at: datetime, zone: ZoneInfo, told: dict[int, list[Told]]) -> dict[Key, Counter[str]]:
    """Return what each day, store, carrier, service and country comes to."""
    cells: dict[Key, Counter[str]] = {}
    for order in Order.objects.filter(seller=seller):
        booking = Shipment.objects.filter(order=order).exclude(status__in=DEAD).first()
        if order.outcome == "SKIP" and booking is None:
            continue
        clock = max(order.paid_at, order.imported_at) if order.paid_at else order.imported_at
        due = order.label_due_at or clock + timedelta(hours=2)
        clock = due - timedelta(hours=2)
        carrier, service = (booking.carrier, booking.service_code) if booking else ("", "")
        country = booking.country if booking else order.country

        def cell(moment: datetime, key=(order.store, carrier, service, country)) -> Counter[str]:
            return cells.setdefault((moment.astimezone(zone).date(), *key), Counter())

        labelled = booking.labelled_at if booking else None
        cell(clock)["orders"] += 1
        cell(clock)["label_due"] += at > due
        cell(clock)["label_met"] += bool(labelled and labelled <= due < at)
        if booking and labelled:
            up_to(cell(clock), "label", (labelled - clock).total_seconds() / 3600, LABEL_UP_TO)
            one_parcel(cell(labelled), booking, at, zone, told.get(booking.pk, []))
    return cells


def one_parcel(cell: Counter[str], booking: Shipment, at: datetime, zone: ZoneInfo, told: list[Told]) -> None:
    """Add what one parcel with a label counts for."""
    labelled, journey = booking.labelled_at, Journey.objects.filter(shipment=booking).first()
    scan = journey.scanned_at if journey else None
    arrived = journey.delivered_at if journey else None
    milestone = journey.milestone if journey else ""
    if arrived and (scan is None or arrived < scan):
        scan = arrived
    cell["parcels"] += 1
    over = at - labelled > timedelta(hours=48)
    cell["pickup_due"] += over
    cell["pickup_met"] += over and scan is not None and scan - labelled <= timedelta(hours=48)
    if scan is not None:
        up_to(cell, "pickup", max(0, (scan - labelled).total_seconds() / 3600), PICKUP_UP_TO)
    if at - labelled > timedelta(hours=120):
        cell["tracking_due"] += 1
        cell["tracking_met"] += scan is not None
    known_end = arrived is not None or milestone in {"RETURNED", "LOST", "DESTROYED", "CANCELLED"}
    promised = journey.promised_on if journey else None
    if promised:
        midnight = datetime.combine(promised + timedelta(days=1), time(), zone).astimezone(UTC)
        cell["promised"] += 1
        cell["on_time_due"] += at >= midnight
        cell["on_time_met"] += arrived is not None and arrived < midnight <= at
    missing = not known_end and scan is not None and at - scan > timedelta(days=60)
    cell["delivered"] += arrived is not None
    if arrived is not None and scan is not None and scan < arrived:
        days = (arrived.astimezone(zone).date() - scan.astimezone(zone).date()).days
        up_to(cell, "transit", days, TRANSIT_UP_TO)
    if known_end or missing:
        cell["closed"] += 1
        cell["lost"] += missing or (milestone in {"LOST", "DESTROYED"} and arrived is None)
        cell["troubled"] += any((kind, reason) in RED for kind, reason, _ in told)
        outcome = ParcelOutcome.objects.filter(seller=booking.seller, reference=booking.reference).first()
        cell["disputed"] += bool(outcome and outcome.disputed)


def up_to(cell: Counter[str], name: str, value: float, ends: list[float]) -> None:
    """Count a value in the first bucket that reaches so far."""
    cell[f"{name}_{next(place for place, end in enumerate(ends) if value <= end)}"] += 1


def stored(seller: Seller, level: str = "LANE_DAY") -> dict[Key, Counter[str]]:
    """Return the cells of a level as they are kept, without those that count nothing."""
    columns = [field.name for field in Cell._meta.fields if field.get_internal_type() == "PositiveIntegerField"]
    found: dict[Key, Counter[str]] = {}
    for row in Cell.objects.filter(seller=seller, level=level).values():
        counts = Counter({name: row[name] for name in columns if row[name]})
        if counts:
            found[row["starts_on"], row["store"], row["carrier"], row["service"], row["country"]] = counts
    return found


def tidy(cells: dict[Key, Counter[str]]) -> dict[Key, Counter[str]]:
    """Leave out what is zero."""
    return {key: +counts for key, counts in cells.items() if +counts}
