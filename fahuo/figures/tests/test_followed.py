"""Figures of parcels as tracking writes them: whatever it learns, and whenever, the sums are those of a rebuild."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest

from fahuo.accounts.models import Seller
from fahuo.figures.services import count, rebuild
from fahuo.figures.tests.oracle import stored
from fahuo.shipments.models import Shipment
from fahuo.tracking.models import Journey
from fahuo.tracking.services.begin import begin_new
from fahuo.tracking.services.expect import expect_due
from fahuo.tracking.services.ingest import Sighting, take
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone
from fahuo.trade.tracking import TrackingEvent
from tests.fixtures.rows import make_order, make_shipment

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 7, 6, 4, 0, tzinfo=UTC)
M, R = Milestone, ExceptionReason
TOLD = (
    (M.INFO_RECEIVED, R.NONE), (M.PICKED_UP, R.NONE), (M.IN_TRANSIT, R.NONE), (M.HELD, R.CUSTOMS), (M.HELD, R.NONE),
    (M.DELIVERY_FAILED, R.ABSENT), (M.EXCEPTION, R.ADDRESS), (M.DAMAGED, R.NONE), (M.CUSTOMS_RELEASED, R.NONE),
    (M.LOST, R.NONE), (M.RETURNING, R.NONE), (M.RETURNED, R.NONE), (M.DELIVERED, R.NONE), (M.UNMAPPED, R.NONE),
)  # fmt: skip


def parcel(seller: Seller, number: int, *, on: datetime = NOON) -> Shipment:
    order = make_order(
        seller, f"82{number:014}", paid_at=on, imported_at=on, stage="SHIPPED", chosen_service="CAINIAO_STANDARD"
    )
    row = make_shipment(seller, order, labelled_at=on, created_at=on, booked_at=on, followed=False)
    begin_new(at=on)
    return row


def tell(row: Shipment, *events: tuple[Milestone, ExceptionReason, datetime], at: datetime) -> None:
    told = tuple(TrackingEvent(when, kind, kind.value, reason=reason) for kind, reason, when in events)
    take([Sighting(row.seller_id, row.pk, row.carrier, told)], at=at)


def total(seller: Seller, name: str) -> int:
    return sum(cell[name] for cell in stored(seller).values())


def test_a_promise_that_comes_after_the_count_is_counted(amys: Seller) -> None:
    parcel(amys, 1)
    count.count_due(at=NOON)
    assert total(amys, "promised") == 0
    expect_due(at=NOON)
    assert Journey.objects.get().promised_on, "the order has a promise"
    count.count_due(at=NOON)
    assert total(amys, "promised") == 1
    count.count_due(at=NOON + timedelta(days=200))
    assert total(amys, "on_time_due") == 1


def test_early_parcels_do_not_flatter_the_young(amys: Seller) -> None:
    """Of ten parcels promised alike five came within twelve days: nothing is said before the promised day is over."""
    rows = [parcel(amys, number) for number in range(10)]
    expect_due(at=NOON)
    (promised,) = set(Journey.objects.values_list("promised_on", flat=True))
    at = NOON + timedelta(days=12)
    for row in rows[:5]:
        tell(row, (M.PICKED_UP, R.NONE, NOON + timedelta(days=1)), (M.DELIVERED, R.NONE, at), at=at)
    tell(rows[5], (M.LOST, R.NONE, at), at=at)
    midnight = datetime(promised.year, promised.month, promised.day, 16, tzinfo=UTC)  # in Shanghai
    for moment, found in ((at, (10, 0, 0)), (midnight - timedelta(seconds=1), (10, 0, 0)), (midnight, (10, 10, 5))):
        assert moment >= at
        count.count_due(at=moment)
        assert tuple(total(amys, name) for name in ("promised", "on_time_due", "on_time_met")) == found


def test_a_trouble_that_is_told_after_the_delivery_is_counted(amys: Seller) -> None:
    row, at = parcel(amys, 1), NOON + timedelta(days=20)
    tell(row, (M.PICKED_UP, R.NONE, NOON + timedelta(days=1)), (M.DELIVERED, R.NONE, NOON + timedelta(days=9)), at=at)
    count.count_due(at=at)
    assert (total(amys, "closed"), total(amys, "troubled")) == (1, 0)
    tell(row, (M.HELD, R.CUSTOMS, NOON + timedelta(days=5)), at=at + timedelta(hours=1))
    count.count_due(at=at + timedelta(hours=1))
    assert total(amys, "troubled") == 1


@pytest.mark.parametrize("seed", range(3))
def test_step_by_step_is_all_at_once(amys: Seller, seed: int) -> None:
    chance, at, rows = random.Random(seed), NOON, []
    for number in range(140):
        at += timedelta(hours=chance.choice((0, 1, 5, 40, 100)))
        if number % 5 == 0:
            rows.append(parcel(amys, number, on=at))
        row = chance.choice(rows)
        kind, reason = chance.choice(TOLD)
        when = row.labelled_at + (at - row.labelled_at) * chance.random()
        tell(row, (kind, reason, when), at=at)
        if chance.random() < 0.5:
            expect_due(at=at, limit=chance.choice((1, 1000)))
        while chance.random() < 0.7 and count.count_batch(seller_id=amys.pk, at=at, limit=chance.choice((1, 3, 1000))):
            pass
    count.count_due(at=at)
    found = stored(amys)
    rebuild.rebuild(seller_id=amys.pk, at=at)
    assert stored(amys) == found
    assert min(total(amys, name) for name in ("closed", "troubled", "lost", "delivered")) > 0
