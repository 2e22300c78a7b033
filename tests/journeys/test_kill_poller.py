"""Workers are killed while they poll: no event is lost, no number is stuck, nothing is counted twice.

In every second life the carrier does not answer, so that the kill falls into the asking for certain; in the others it
falls anywhere, also into the writing.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db.models import Q, QuerySet

from fahuo.carriers.emulation import server
from fahuo.carriers.emulation.web import web
from fahuo.carriers.models import CarrierAccount
from fahuo.kit import clock
from fahuo.tracking.models import Event, Journey, Leg
from fahuo.tracking.services import begin
from tests.fixtures.accounts import connect_emulated
from tests.fixtures.people import make_seller
from tests.fixtures.rows import make_order, make_shipment
from tests.fixtures.waiting import wait_until
from tests.journeys.crew import KILLS, Worker, let_fail

PARCELS, SEED = 120, 20261122
NO_ANSWER = ("track:silence_before:100%", "track_many:silence_before:100%")


@pytest.fixture
def worker(transactional_db: None) -> Iterator[Worker]:
    # Nobody waits so long: what a dead worker held is free as soon as it was killed.
    worker = Worker(FAHUO_ANSWER_SECONDS="20", FAHUO_LEASE_SECONDS="60")
    yield worker
    worker.close()


@pytest.mark.slow
def test_killed_while_polling_nothing_is_lost_and_nobody_is_stuck(worker: Worker) -> None:
    with server.running("yanwen", latency_ms=300) as url:
        seller = make_seller()
        connect_emulated(seller, "yanwen", url)
        parcels(seller, url)
        chance = random.Random(SEED)
        for life in range(KILLS):
            certain = life % 2 == 0
            let_fail(url, *(NO_ANSWER if certain else ()))
            worker.start()
            wait_until(lambda certain=certain: held().exists() or (not certain and not due().exists()), legs)
            time.sleep(0 if certain else chance.uniform(0, 0.35))  # the answers come after 0.3 s
            worker.kill()
            assert held().exists() or not certain, "the kill missed the window that this test is about"
            held().update(lease_until=clock.now())
            Leg.objects.filter(polled_at=None).update(poll_at=clock.now())
            Leg.objects.filter(pk__in=Leg.objects.order_by("?").values("pk")[:40]).update(poll_at=clock.now())
        let_fail(url)
        worker.start()
        wait_until(lambda: not Leg.objects.filter(Q(polled_at=None) | ~Q(lease=None)).exists(), legs)
        worker.kill()
    journeys = Journey.objects.filter(seller=seller)
    assert set(journeys.values_list("milestone", flat=True)) == {"DELIVERED"}
    counted = dict(journeys.values_list("pk", "events"))
    assert set(counted.values()) == {Event.objects.filter(shipment_id=min(counted)).count()}
    assert Event.objects.filter(seller_id=seller.pk).count() == sum(counted.values())


def parcels(seller, url: str) -> None:
    account = CarrierAccount.objects.get(seller=seller)
    at = clock.now() - timedelta(days=6)
    for place in range(PARCELS):
        number = f"UA{place:09}YP"
        web().post(f"{url}/_emulator/orders", json={"number": number, "country": "DE", "booked_at": at.timestamp()})
        order = make_order(seller, f"81128333{place:08}")
        moments = dict.fromkeys(("created_at", "booked_at", "labelled_at"), at)
        make_shipment(
            seller, order, carrier="yanwen", account=account, waybill_number=number, tracking_number=f"LM{place}",
            **moments,
        )  # fmt: skip
    begin.begin_new(at=clock.now(), limit=PARCELS)
    Leg.objects.update(poll_at=clock.now())


def held() -> QuerySet[Leg]:
    return Leg.objects.filter(lease_until__gt=clock.now())


def due() -> QuerySet[Leg]:
    return Leg.objects.filter(poll_at__lte=clock.now())


def legs() -> object:
    return list(Leg.objects.values("lease_until", "polled_at", "poll_at")[:5])
