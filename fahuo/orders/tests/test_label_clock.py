"""The label's clock: when it starts, what sets it anew (nothing), when it stops; and what the list makes of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from fahuo.backoffice.countdowns import Haste, countdown
from fahuo.orders import page_queries as reads
from fahuo.orders.domain.label_clock import label_due
from fahuo.orders.models import Order, Stage
from fahuo.orders.services.check_again import check_again
from fahuo.orders.tests.conftest import AT, LATER, Desk
from fahuo.platforms.adapters.aliexpress.tests.orders import detail

PAID = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
TWO = timedelta(hours=2)


@pytest.mark.parametrize(
    ("paid_at", "hours", "outcome", "stored", "due"),
    [
        (PAID, 2.0, "READY", None, AT + TWO),  # paid before we heard of it
        (AT + TWO, 2.0, "READY", None, AT + 2 * TWO),  # paid after we heard of it
        (None, 2.0, "BLOCKED", None, AT + TWO),
        (PAID, 2.0, "SKIP", None, None),
        (PAID, 2.0, "SKIP", AT, None),  # it is not shipped any more
        (PAID, 2.0, "READY", PAID, PAID),  # a clock that runs is not set anew
        (PAID, None, "READY", None, None),  # no rule in force
        (PAID, None, "READY", PAID, PAID),
    ],
)
def test_when_a_label_is_due(paid_at, hours, outcome, stored, due) -> None:
    assert label_due(paid_at=paid_at, at=AT, hours=hours, outcome=outcome, stored=stored) == due


@pytest.mark.parametrize(
    ("left", "haste", "words"),
    [
        (timedelta(days=3, hours=4, minutes=5), Haste.CALM, "3 d 4 h left"),
        (timedelta(days=2), Haste.CALM, "2 d left"),
        (timedelta(hours=1, minutes=20, seconds=59), Haste.CALM, "1 h 20 min left"),
        (timedelta(minutes=30), Haste.SOON, "30 min left"),
        (timedelta(0), Haste.SOON, "0 min left"),
        (-timedelta(hours=5), Haste.OVERDUE, "5 h overdue"),
    ],
)
def test_a_countdown_says_how_long(left, haste, words) -> None:
    with translation.override("en"):
        one = countdown(AT + left, at=AT, soon=timedelta(minutes=30))
    assert one is not None
    assert (one.haste, one.words) == (haste, words)


def due_of(desk: Desk) -> datetime | None:
    return Order.objects.get(seller=desk.seller).label_due_at


def test_importing_again_leaves_the_clock_alone(desk: Desk) -> None:
    desk.take_orders(detail(11))
    first = due_of(desk)
    assert first == AT + TWO  # paid before, so it counts from the import
    desk.take_orders(detail(11), at=LATER)
    desk.take_orders(detail(11, address={"city": "Elsewhere"}), at=LATER)
    assert due_of(desk) == first
    check_again(seller=desk.seller, at=LATER)
    assert due_of(desk) == first


def test_what_is_not_to_be_shipped_has_no_clock(desk: Desk) -> None:
    desk.take_orders(detail(11, order_status="FINISH"))
    order = Order.objects.get(seller=desk.seller)
    assert (order.outcome, order.label_due_at) == ("SKIP", None)


def test_the_list_filters_by_the_clock_and_counts_it(desk: Desk) -> None:
    desk.take_orders(*(detail(number) for number in (11, 12, 13, 14)))
    orders = list(Order.objects.filter(seller=desk.seller).order_by("pk"))
    for order, minutes in zip(orders, (-1, 10, 90, -1), strict=True):
        Order.objects.filter(pk=order.pk).update(label_due_at=AT + timedelta(minutes=minutes))
    Order.objects.filter(pk=orders[3].pk).update(stage=Stage.SHIPPED)  # it has its label
    cube = reads.cube(desk.seller, reads.OrderFilter(), AT)
    assert cube.counts("label") == {"OVERDUE": 1, "SOON": 1, "RUNNING": 1, "": 1}
    assert reads.label_counts(desk.seller, AT) == {"OVERDUE": 1, "SOON": 1, "RUNNING": 1}
    for place, name in enumerate(reads.LABEL):
        page = reads.page(desk.seller, reads.OrderFilter(label=name), reads.Cut.read("", ""), AT)
        assert [row.id for row in page.rows] == [orders[place].pk]
    nonsense = reads.page(desk.seller, reads.OrderFilter(label="NEVER"), reads.Cut.read("", ""), AT)
    assert not nonsense.rows
