"""Counting beside others: two workers, a rebuild, news, an import, a page that is read."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction

from fahuo import orders
from fahuo.accounts.models import Seller
from fahuo.figures.domain.period import last_days
from fahuo.figures.models import Fact
from fahuo.figures.queries import cells
from fahuo.figures.queries.cells import Asked
from fahuo.figures.services import count, rebuild
from fahuo.figures.tests.oracle import count_all, stored, tidy
from fahuo.figures.tests.world import World
from fahuo.orders.models import Order
from fahuo.orders.services.import_orders import import_file
from fahuo.tracking.models import Journey
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone
from tests.fixtures.waiting import LONGEST_S

START = datetime(2026, 3, 26, 15, 30, tzinfo=UTC)  # half an hour before midnight in Shanghai
ORDERS = Path(orders.__file__).parent / "tests" / "samples" / "orders.json"
SHANGHAI = ZoneInfo("Asia/Shanghai")
pytestmark = pytest.mark.django_db(transaction=True)


def test_workers_beside_each_other_beside_news_and_a_rebuild(amys: Seller) -> None:
    world = World(amys, 5, START)
    for _ in range(60):
        world.step()
    at, going, faults = world.at, threading.Event(), []

    def work(deed) -> None:
        try:
            while not going.is_set():
                deed()
        except Exception as error:
            faults.append(error)
        finally:
            connection.close()

    counters = [
        threading.Thread(target=work, args=(deed,))
        for deed in (
            lambda: count.count_batch(seller_id=amys.pk, at=at, limit=7),
            lambda: count.count_batch(seller_id=amys.pk, at=at, limit=5),
            lambda: rebuild.rebuild(seller_id=amys.pk, at=at),
        )
    ]
    for thread in counters:
        thread.start()
    for _ in range(60):
        with transaction.atomic():
            world.step()
    going.set()
    for thread in counters:
        thread.join()
    assert not faults
    count.count_due(at=world.at)
    assert stored(amys) == tidy(count_all(amys, world.at, SHANGHAI, world.told))


def test_an_order_that_is_held_by_another_does_not_hold_up_parcels(amys: Seller) -> None:
    world = World(amys, 1, START)
    held = world.order(outcome="READY")
    for _ in range(3):
        world.order(outcome="READY")
        world.label()
    for row in world.live():
        world.tell_of(row, Milestone.PICKED_UP, ExceptionReason.NONE, row.labelled_at + timedelta(hours=1))
    Order.objects.exclude(pk=held.pk).update(figures_due=False)

    def counted() -> None:
        try:
            count.count_due(at=START, limit=1)
        finally:
            connection.close()

    with transaction.atomic():
        Order.objects.select_for_update(no_key=True).get(pk=held.pk)  # as who updates it
        thread = threading.Thread(target=counted)
        thread.start()
        thread.join(timeout=LONGEST_S)
    assert not Journey.objects.filter(figures_due=True).exists()
    assert list(Order.objects.filter(figures_due=True)) == [held]
    assert count.count_due(at=START) == 1


def test_a_file_that_is_being_imported_does_not_hold_up_the_count(amys: Seller) -> None:
    """Else parcels, which the counter holds, would learn no event for as long, or both would wait for each other."""
    import_file(seller=amys, path=ORDERS, at=START)
    found: list[int] = []

    def counted() -> None:
        try:
            found.append(count.count_batch(seller_id=amys.pk, at=START))  # 0: all flags stay up
            found.append(Fact.objects.count())
        finally:
            connection.close()

    with transaction.atomic():
        import_file(seller=amys, path=ORDERS, at=START)
        thread = threading.Thread(target=counted)
        thread.start()
        thread.join(timeout=LONGEST_S)
        assert found == [0, Order.objects.exclude(outcome="SKIP").count()]


def test_parts_make_their_whole_while_somebody_counts(amys: Seller) -> None:
    world = World(amys, 1, START)
    world.order(outcome="READY", country="DE")
    count.count_due(at=START)
    asked = Asked(amys.pk, last_days(3, until=START.date() + timedelta(days=1)))

    def counted_meanwhile() -> None:
        try:
            world.order(outcome="READY", country="US")
            count.count_due(at=START)
        finally:
            connection.close()

    with cells.one_moment():
        whole = cells.total(asked)
        thread = threading.Thread(target=counted_meanwhile)
        thread.start()
        thread.join()
        parts = cells.by(asked, ("carrier", "service", "country"))
        assert cells.known(amys.pk)["country"] == ["DE"]
    assert cells.summed([*parts.values()]) == whole
    assert cells.of(cells.total(asked), "orders") == 2


def test_while_one_counts_for_a_seller_another_does_not_wait(amys: Seller) -> None:
    World(amys, 1, START).order(outcome="READY")
    found: list[int] = []

    def other() -> None:
        try:
            found.append(count.count_batch(seller_id=amys.pk, at=START))
        finally:
            connection.close()

    with transaction.atomic():
        count.lock(amys.pk)
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(timeout=LONGEST_S)
    assert found == [0]
    assert count.count_due(at=START) == 1
