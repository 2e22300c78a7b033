"""The same events in any sequence, in any batches, told twice, by one worker or several at once: the same journeys."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection, transaction

from fahuo.shipments.models import Shipment
from fahuo.tracking.domain.marks import side_of
from fahuo.tracking.models import Event, Journey, Latency, UnmappedCode
from fahuo.tracking.services import counts
from fahuo.tracking.services.begin import begin_new
from fahuo.tracking.services.ingest import Sighting, Taken, take
from fahuo.tracking.tests.journeys import Said
from fahuo.tracking.tests.oracle import clocks, judged
from fahuo.trade.exception_reason import ExceptionReason
from fahuo.trade.milestone import Milestone
from fahuo.trade.tracking import TrackingEvent
from tests.fixtures.rows import NOON, make_order, make_shipment
from tests.fixtures.together import at_once
from tests.fixtures.waiting import LONGEST_S, wait_until

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller

PARCELS = 9
SEEN = NOON + timedelta(days=30)
_ODD = (datetime(1970, 1, 1, tzinfo=UTC), NOON - timedelta(days=8), SEEN + timedelta(hours=7))
_CARRIERS = ("yunexpress", "dhl_express", "track17")
_MILESTONES, _REASONS = list(Milestone), list(ExceptionReason)
_FOLDED = [
    field.name
    for field in Journey._meta.concrete_fields
    if field.name not in ("begun_at", "shipment", "seller", "alerts_due", "figures_due", "expect_due")
]


@pytest.fixture
def parcels(amys: Seller) -> list[Shipment]:
    return [make_shipment(amys, make_order(amys, str(number))) for number in range(PARCELS)]


def drawn(draw: random.Random, parcels: Sequence[Shipment]) -> list[Sighting]:
    """Draw what three carriers tell of the parcels, one event a sighting; every eighth has an impossible time."""
    found = []
    for parcel in parcels:
        few = draw.sample(_MILESTONES, 6)
        for _ in range(draw.randint(1, 14)):
            at = draw.choice(_ODD) if draw.random() < 0.12 else NOON + timedelta(hours=draw.randint(-20, 30))
            milestone, country = draw.choice(few), draw.choice(("", "CN", "DE", "FR"))
            event = TrackingEvent(at, milestone, milestone[:6], country=country, reason=draw.choice(_REASONS))
            found.append(Sighting(parcel.seller_id, parcel.pk, draw.choice(_CARRIERS), (event,)))
    return found


def batches(draw: random.Random, told: Sequence[Sighting]) -> list[list[Sighting]]:
    """Return it shuffled, some of it twice, in batches of any size."""
    cards = [*told, *draw.choices(told, k=len(told) // 5)]
    draw.shuffle(cards)
    found = []
    while cards:
        size = draw.randint(1, 40)
        found.append(cards[:size])
        cards = cards[size:]
    return found


def rows() -> list[tuple[Any, ...]]:
    found = Journey.objects.order_by("shipment_id").values_list(*_FOLDED)
    return [tuple(bytes(one) if isinstance(one, memoryview) else one for one in row) for row in found]


def totals() -> tuple[int, int, list[tuple[Any, ...]]]:
    unmapped = UnmappedCode.objects.order_by("carrier", "raw_code").values_list("carrier", "raw_code", "seen")
    return Event.objects.count(), sum(Latency.objects.values_list("rows", flat=True)), list(unmapped)


def forget() -> None:
    for model in (Event, Journey, Latency, UnmappedCode):
        model.objects.all().delete()
    Shipment.objects.update(followed=False)
    begin_new(at=NOON)


def check(told: Sequence[Sighting]) -> None:
    """Hold every journey against the slow oracle, which reads all its plausible events again."""
    said: dict[int, set[Said]] = {}
    for _, key, _, (event,) in told:
        if event.at not in _ODD:
            where = side_of(event.country, origin="CN", destination="DE")
            said.setdefault(key, set()).add(Said(event.at, event.milestone, event.reason, where))
    for row in Journey.objects.all():
        events = sorted(said.get(row.shipment_id, ()), key=lambda one: (one.at, one.milestone, one.reason, one.where))
        found = judged(events)
        assert (row.milestone, row.milestone_at, row.ended_at) == (found[0], found[1], found[3]), events
        assert row.exceptions == [kind for kind, _ in found[2]]
        assert (row.exception, row.exception_at) == (found[2][0] if found[2] else ("", None))
        assert (row.pickup_due_at, row.silent_at) == clocks(events, found, NOON)


def one_after_another(portions: Sequence[Sequence[Sighting]]) -> None:
    for portion in portions:
        take(portion, at=SEEN)


def by_two_workers(portions: Sequence[Sequence[Sighting]]) -> None:
    at_once(lambda: one_after_another(portions[::2]), lambda: one_after_another(portions[1::2]))


def both_the_same(portions: Sequence[Sequence[Sighting]]) -> None:
    at_once(*[lambda: one_after_another(portions)] * 3)


WAYS: list[Callable[[Sequence[Sequence[Sighting]]], None]] = [one_after_another, by_two_workers, both_the_same]


@pytest.mark.django_db(transaction=True)
def test_the_same_events_give_the_same_journeys(parcels: list[Shipment]) -> None:
    draw = random.Random(20261122)
    for _ in range(3):
        told = drawn(draw, parcels)
        forget()
        take(told, at=SEEN)
        whole, numbers = rows(), totals()
        check(told)
        for way in WAYS:
            forget()
            way(batches(draw, told))
            assert rows() == whole, way.__name__
            assert totals() == numbers, way.__name__


@pytest.mark.django_db(transaction=True)
def test_several_begin_the_same_parcels_while_their_events_come(parcels: list[Shipment]) -> None:
    event = TrackingEvent(NOON, Milestone.RECEIVED, "R")
    told = [Sighting(one.seller_id, one.pk, "yunexpress", (event,)) for one in parcels]
    backwards = list(reversed(told))
    found = at_once(*[lambda: begin_new(at=NOON)] * 2, lambda: take(told, at=SEEN), lambda: take(backwards, at=SEEN))
    assert sorted([*found[0], *found[1]]) == sorted(parcel.pk for parcel in parcels)
    assert found[2].new + found[3].new == len(parcels)
    assert (
        list(Journey.objects.values_list("milestone", "events", "pickup_due_at")) == [("RECEIVED", 1, None)] * PARCELS
    )


def waits_for_a_lock(pid: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(pg_blocking_pids(%s))", [pid])
        return bool(cursor.fetchone()[0])


def pid_of(cursor: Any) -> int:
    cursor.execute("SELECT pg_backend_pid()")
    return int(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_a_deadlock_with_somebody_else_is_got_over(parcels: list[Shipment]) -> None:
    """We hold the first row and wait for the middle one; somebody holds the last and waits for the first.

    Only then is the middle one let go: so whoever is slow, we wait for the last, and it is we who are refused.
    """
    begin_new(at=NOON)
    first, middle, *_, last = parcels
    event = TrackingEvent(NOON, Milestone.RECEIVED, "R")
    lock = "SELECT 1 FROM tracking_journey WHERE shipment_id = %s FOR UPDATE"
    begun, pids = Barrier(3), {}

    def who_lets_go() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(lock, [middle.pk])
            begun.wait(LONGEST_S)
            wait_until(lambda: waits_for_a_lock(pids["somebody else"]))

    def somebody_else() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL deadlock_timeout = '120s'")
            cursor.execute(lock, [last.pk])
            pids["somebody else"] = pid_of(cursor)
            begun.wait(LONGEST_S)
            wait_until(lambda: waits_for_a_lock(pids["we"]))
            cursor.execute(lock, [first.pk])

    def ours() -> Taken:
        with connection.cursor() as cursor:
            cursor.execute("SET deadlock_timeout = '50ms'")
            pids["we"] = pid_of(cursor)
        begun.wait(LONGEST_S)
        told = [Sighting(one.seller_id, one.pk, "yunexpress", (event,)) for one in (first, middle, last)]
        return take(told, at=SEEN)

    *_, taken = at_once(who_lets_go, somebody_else, ours)
    assert taken == Taken(new=3, moved=(first.pk, middle.pk, last.pk))
    assert Journey.objects.filter(milestone="RECEIVED").count() == 3


@pytest.mark.django_db
def test_a_batch_is_taken_whole_or_not_at_all(parcels: list[Shipment], monkeypatch: pytest.MonkeyPatch) -> None:
    begin_new(at=NOON)
    before = rows()
    told = drawn(random.Random(3), parcels)

    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(counts, "count", fail)
        with pytest.raises(RuntimeError):
            take(told, at=SEEN)
    assert (rows(), Event.objects.count()) == (before, 0)
    take(told, at=SEEN)
    check(told)
