"""Counting: by the oracle, step by step as all at once, two at a time, and after a kill."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction

from fahuo import orders
from fahuo.accounts.models import Seller
from fahuo.figures.domain.period import last_days
from fahuo.figures.models import Cell, Fact
from fahuo.figures.queries import cells
from fahuo.figures.queries.cells import Asked
from fahuo.figures.services import count, disputes, ledger, rebuild, sweep
from fahuo.figures.tests.oracle import count_all, stored, tidy
from fahuo.figures.tests.world import World
from fahuo.orders.models import Order
from fahuo.orders.services.import_orders import import_file
from fahuo.routing.models import ParcelOutcome
from fahuo.tracking.models import Journey
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone

START = datetime(2026, 3, 26, 15, 30, tzinfo=UTC)  # half an hour before midnight in Shanghai
ORDERS = Path(orders.__file__).parent / "tests" / "samples" / "orders.json"
SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")


def sums(cells: dict, *, level: str) -> dict:
    """Sum the cells of lanes and days into those of another level."""
    found: dict = {}
    for (day, store, carrier, service, country), counts in cells.items():
        key = (day.replace(day=1), store, carrier, service, country) if level == "LANE_MONTH" else (day, store, carrier)
        found.setdefault(key if level == "LANE_MONTH" else (*key, "", ""), Counter()).update(counts)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(6))
def test_step_by_step_is_all_at_once_is_the_oracle(amys: Seller, seed: int) -> None:
    world = World(amys, seed, START)
    for number in range(130):
        world.step()
        if number % (seed + 2) == 0:
            while count.count_batch(seller_id=amys.pk, at=world.at, limit=1 + seed * 3):
                pass
    while count.count_batch(seller_id=amys.pk, at=world.at):
        pass
    step_by_step = {level: stored(amys, level) for level in ("DAY", "LANE_DAY", "LANE_MONTH")}
    wanted = tidy(count_all(amys, world.at, SHANGHAI, world.told))
    assert step_by_step["LANE_DAY"] == wanted
    assert sum(cell["closed"] for cell in wanted.values()) > 2, "the world is too quiet"
    for level in ("DAY", "LANE_MONTH"):
        assert step_by_step[level] == sums(wanted, level=level)
    facts = {row.pk: row.bits for row in Fact.objects.filter(seller=amys)}
    rebuild.rebuild(seller_id=amys.pk, at=world.at)
    assert {level: stored(amys, level) for level in step_by_step} == step_by_step
    assert {row.pk: row.bits for row in Fact.objects.filter(seller=amys)} == facts


@pytest.mark.django_db
@pytest.mark.parametrize(
    "start", [datetime(2026, 3, 28, 22, 59, 59, tzinfo=UTC), datetime(2026, 10, 24, 22, 30, tzinfo=UTC)]
)
def test_days_are_those_of_the_installation_also_when_clocks_change(
    amys: Seller, settings: object, monkeypatch: pytest.MonkeyPatch, start: datetime
) -> None:
    from django.utils import timezone

    settings.TIME_ZONE = "Europe/Berlin"
    timezone.get_default_timezone.cache_clear()
    try:
        world = World(amys, 3, start)
        for _ in range(60):
            world.step()
            world.at = min(world.at, start + timedelta(days=3))  # all of it around the night in question
        count.count_due(at=world.at)
        wanted = tidy(count_all(amys, world.at, BERLIN, world.told))
        assert stored(amys) == wanted
        assert len({key[0] for key in wanted}) > 2
    finally:
        settings.TIME_ZONE = "Asia/Shanghai"
        timezone.get_default_timezone.cache_clear()


@pytest.mark.django_db
def test_time_alone_changes_what_counts_and_nothing_else_does(amys: Seller) -> None:
    world = World(amys, 1, START)
    world.order(outcome="READY", paid_at=None, label_due_at=START + timedelta(hours=2))
    count.count_due(at=START)
    (cell,) = stored(amys).values()
    assert cell == {"orders": 1}
    assert count.count_due(at=START + timedelta(hours=2)) == 0
    assert count.count_due(at=START + timedelta(hours=2, microseconds=1)) == 1
    assert next(iter(stored(amys).values())) == {"orders": 1, "label_due": 1}
    assert count.count_due(at=START + timedelta(days=400)) == 0


@pytest.mark.django_db
def test_disputes_are_noticed_and_taken_back(amys: Seller) -> None:
    world = World(amys, 2, START)
    world.order(outcome="READY")
    world.label()
    (row,) = world.live()
    world.tell_of(row, Milestone.DELIVERED, ExceptionReason.NONE, row.labelled_at + timedelta(days=9))
    at = START + timedelta(days=20)
    count.count_due(at=at)
    outcome = ParcelOutcome.objects.create(
        seller=amys, reference=row.reference, service_key="yunexpress/THPHR", country="DE", recorded_at=at,
        handed_over_on=at.date(), disputed=True,
    )  # fmt: skip
    for disputed in (1, 0):
        ParcelOutcome.objects.filter(pk=outcome.pk).update(disputed=bool(disputed))
        assert disputes.notice_disputes() == 1
        count.count_due(at=at)
        assert sum(cell["disputed"] for cell in stored(amys).values()) == disputed
        assert disputes.notice_disputes() == 0


@pytest.mark.django_db
def test_an_order_that_is_not_to_be_shipped_after_all_is_taken_away(amys: Seller) -> None:
    world = World(amys, 1, START)
    order = world.order(outcome="READY")
    count.count_due(at=START)
    assert stored(amys)
    Order.objects.filter(pk=order.pk).update(outcome="SKIP", figures_due=True)
    count.count_due(at=START)
    assert not stored(amys)
    assert not Fact.objects.exists()
    assert Cell.objects.exists()
    assert sweep.sweep() == 3
    assert not Cell.objects.exists()


@pytest.mark.django_db
def test_sellers_are_counted_apart(amys: Seller, carols: Seller) -> None:
    for seed, seller in enumerate((amys, carols)):
        world = World(seller, seed, START)
        for _ in range(30):
            world.step()
    count.count_due(at=world.at)
    before = stored(amys)
    rebuild.rebuild(seller_id=carols.pk, at=world.at)
    assert stored(amys) == before
    assert stored(carols)


@pytest.mark.django_db
def test_who_is_killed_half_way_has_counted_nothing(amys: Seller, monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(amys, 4, START)
    for _ in range(40):
        world.step()
    due = Order.objects.filter(figures_due=True).count(), Journey.objects.filter(figures_due=True).count()

    def killed(*_args: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(ledger, "apply", killed)
        with pytest.raises(KeyboardInterrupt):
            count.count_batch(seller_id=amys.pk, at=world.at)
    assert (Fact.objects.count(), Cell.objects.count()) == (0, 0)
    assert (Order.objects.filter(figures_due=True).count(), Journey.objects.filter(figures_due=True).count()) == due
    count.count_due(at=world.at)
    assert stored(amys) == tidy(count_all(amys, world.at, SHANGHAI, world.told))


@pytest.mark.django_db(transaction=True)
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


@pytest.mark.django_db(transaction=True)
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
        thread.join(timeout=20)
    assert not Journey.objects.filter(figures_due=True).exists()
    assert list(Order.objects.filter(figures_due=True)) == [held]
    assert count.count_due(at=START) == 1


@pytest.mark.django_db(transaction=True)
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
        thread.join(timeout=20)
        assert found == [0, Order.objects.exclude(outcome="SKIP").count()]


@pytest.mark.django_db(transaction=True)
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


@pytest.mark.django_db(transaction=True)
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
        thread.join(timeout=10)
    assert found == [0]
    assert count.count_due(at=START) == 1
