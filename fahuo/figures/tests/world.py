"""A small world in which orders come in, get labels, lose them, move, vanish and turn up again, by chance."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from fahuo.accounts.models import Seller
from fahuo.orders.models import Order, Stage
from fahuo.orders.services import stage
from fahuo.shipments.models import Shipment
from fahuo.tracking.domain import marks
from fahuo.tracking.domain.standing import standing
from fahuo.tracking.models import Journey
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone
from tests.fixtures.rows import make_order, make_shipment

M, R = Milestone, ExceptionReason
Told = tuple[Milestone, ExceptionReason, datetime]
# Around the limits of two and 48 hours, to the second, and anywhere else.
LABEL_AFTER = (60, 3600, 7199, 7200, 7201, 9000, 86400, 400_000)
SCAN_AFTER = (-600, 600, 40_000, 172_799, 172_800, 172_801, 300_000, 500_000)
COUNTRIES = ("DE", "US", "FR")
SERVICES = (("yunexpress", "THPHR"), ("yunexpress", "THZXR"), ("yanwen", "481"))
STORES = ("", "A", "B")


class World:
    """One seller's orders and parcels; `told` is every event of a shipment, in the sequence it was told."""

    def __init__(self, seller: Seller, seed: int, at: datetime) -> None:
        self.seller, self.chance, self.at = seller, random.Random(seed), at
        self.told: dict[int, list[Told]] = {}
        self.made = 0

    def live(self) -> list[Shipment]:
        """Return the bookings that stand."""
        return list(Shipment.objects.filter(seller=self.seller, status="LABELLED").order_by("pk"))

    def order(self, **columns: object) -> Order:
        """Let an order come in, paid a while ago or not known when."""
        self.made += 1
        paid = self.chance.choice([None, self.at - timedelta(hours=1), self.at + timedelta(minutes=5)])
        known = {
            "paid_at": paid, "imported_at": self.at, "store": self.chance.choice(STORES),
            "country": self.chance.choice(COUNTRIES),
            "outcome": self.chance.choice(["READY"] * 6 + ["BLOCKED", "SKIP"]),
            "label_due_at": None if self.chance.random() < 0.3 else max(paid or self.at, self.at) + timedelta(hours=2),
        }  # fmt: skip
        return make_order(self.seller, f"{self.seller.pk}{self.made:012}", **known | columns)

    def label(self) -> None:
        """Give an open order a label; its journey begins now or later."""
        orders = Order.objects.filter(seller=self.seller, stage=Stage.OPEN).exclude(outcome="SKIP").order_by("pk")
        if not orders:
            return
        order = self.chance.choice(list(orders))
        carrier, service = self.chance.choice(SERVICES)
        at = max(order.paid_at or order.imported_at, order.imported_at) + timedelta(
            seconds=self.chance.choice(LABEL_AFTER)
        )
        attempt = order.shipments.count() + 1
        made = make_shipment(
            self.seller, order, attempt=attempt, reference=f"{self.seller.pk}-{order.number}-{attempt}",
            carrier=carrier, service_code=service, labelled_at=at, booked_at=at - timedelta(minutes=2), followed=False,
            waybill_number=f"YT{order.number}{attempt}",
        )  # fmt: skip
        stage.move(seller_id=self.seller.pk, order_ids=[order.pk], to=Stage.IN_WORK, only_from=Stage.OPEN)
        stage.move(seller_id=self.seller.pk, order_ids=[order.pk], to=Stage.SHIPPED, only_from=Stage.IN_WORK)
        self.told[made.pk] = []
        if self.chance.random() < 0.8:
            self._write(made)

    def cancel(self) -> None:
        """Cancel a booking; its order is open again."""
        if live := self.live():
            row = self.chance.choice(live)
            Shipment.objects.filter(pk=row.pk).update(status="CANCELLED")
            stage.move(seller_id=self.seller.pk, order_ids=[row.order_id], to=Stage.OPEN, only_from=Stage.SHIPPED)

    def tell(self, milestone: Milestone, reason: ExceptionReason = R.NONE, *, far: int = 30) -> None:
        """Let a carrier tell an event of some parcel: near its limits, or days later."""
        if live := self.live():
            row = self.chance.choice(live)
            seconds = self.chance.choice(SCAN_AFTER) + self.chance.randrange(far) * 86_400
            self.tell_of(row, milestone, reason, row.labelled_at + timedelta(seconds=seconds))

    def tell_of(self, row: Shipment, milestone: Milestone, reason: ExceptionReason, at: datetime) -> None:
        """Let a carrier tell an event of one parcel."""
        self.told[row.pk].append((milestone, reason, at))
        self._write(row)

    def promise(self) -> None:
        """Promise a day to some parcel."""
        keys = [row.pk for row in self.live()]
        days = timedelta(days=self.chance.randrange(0, 40))
        if journeys := list(Journey.objects.filter(pk__in=keys).order_by("pk")):
            journey = self.chance.choice(journeys)
            promised = (journey.labelled_at + days).date()
            Journey.objects.filter(pk=journey.pk).update(promised_on=promised, figures_due=True)

    def rename(self) -> None:
        """Move an order to another store, as an import does."""
        orders = list(Order.objects.filter(seller=self.seller).order_by("pk"))
        if orders:
            key = self.chance.choice(orders).pk
            Order.objects.filter(pk=key).update(store=self.chance.choice(STORES), figures_due=True)

    def step(self) -> None:
        """Do one thing by chance, and let some time pass."""
        deeds: list[tuple[Callable[[], object], int]] = [
            (self.order, 5), (self.label, 6), (self.cancel, 1), (self.promise, 3), (self.rename, 1),
            (lambda: self.tell(M.INFO_RECEIVED), 1), (lambda: self.tell(M.PICKED_UP, far=1), 6),
            (lambda: self.tell(M.IN_TRANSIT), 2), (lambda: self.tell(M.DELIVERED), 3),
            (lambda: self.tell(M.HELD, self.chance.choice([R.NONE, R.CUSTOMS])), 1),
            (lambda: self.tell(M.DELIVERY_FAILED, R.ABSENT), 1), (lambda: self.tell(M.RETURNING), 1),
            (lambda: self.tell(M.RETURNED), 1), (lambda: self.tell(M.LOST), 1), (lambda: self.tell(M.EXPIRED), 1),
        ]  # fmt: skip
        self.chance.choices([deed for deed, _ in deeds], [weight for _, weight in deeds])[0]()
        self.at += timedelta(seconds=self.chance.choice([1, 3600, 7200, 40_000, 86_400, 200_000]))

    def _write(self, row: Shipment) -> None:
        events = [(milestone, reason, marks.Where.UNKNOWN, at) for milestone, reason, at in self.told[row.pk]]
        kept = marks.of_events(events)
        stands = standing(kept)
        columns = {
            "seller": self.seller, "carrier": row.carrier, "service_code": row.service_code, "country": row.country,
            "labelled_at": row.labelled_at, "begun_at": row.labelled_at, "marks": marks.pack(kept),
            "milestone": stands.milestone, "scanned_at": stands.scanned_at, "delivered_at": stands.delivered_at,
            "ended_at": stands.ended_at, "exception": stands.exception, "figures_due": True,
        }  # fmt: skip
        Journey.objects.update_or_create(shipment=row, defaults=columns)
        Shipment.objects.filter(pk=row.pk).update(followed=True)
