"""Counting: by the oracle, step by step as all at once, and after a kill."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from fahuo.accounts.models import Seller
from fahuo.figures.models import Cell, Fact
from fahuo.figures.services import count, disputes, ledger, rebuild, sweep
from fahuo.figures.tests.oracle import count_all, stored, tidy
from fahuo.figures.tests.world import World
from fahuo.orders.models import Order
from fahuo.routing.models import ParcelOutcome
from fahuo.tracking.models import Journey
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone

START = datetime(2026, 3, 26, 15, 30, tzinfo=UTC)  # half an hour before midnight in Shanghai
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
