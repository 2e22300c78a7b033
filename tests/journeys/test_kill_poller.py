"""Workers are killed while they poll: no event is lost, no number is stuck, nothing is counted twice."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest

from fahuo.carriers.emulation import server
from fahuo.carriers.models import CarrierAccount
from fahuo.kit import clock
from fahuo.tracking.models import Event, Journey, Leg
from fahuo.tracking.services import begin
from tests.fixtures.accounts import connect_emulated
from tests.fixtures.people import make_seller
from tests.fixtures.rows import make_order, make_shipment
from tests.fixtures.waiting import wait_until
from tests.journeys.crew import KILLS, Worker

PARCELS, SEED = 120, 20261122


@pytest.fixture
def worker(transactional_db: None) -> Iterator[Worker]:
    worker = Worker()
    yield worker
    worker.close()


@pytest.mark.slow
def test_killed_while_polling_nothing_is_lost_and_nobody_is_stuck(worker: Worker) -> None:
    with server.running("yanwen", latency_ms=300) as url:
        seller = make_seller()
        connect_emulated(seller, "yanwen", url)
        parcels(seller, url)
        chance, in_the_middle = random.Random(SEED), 0
        for _ in range(KILLS):
            worker.start()
            wait_until(lambda: Leg.objects.exclude(lease=None).exists(), legs)
            time.sleep(chance.uniform(0, 0.35))  # the answers come after 0.3 s
            worker.kill()
            in_the_middle += Leg.objects.exclude(lease=None).exists()
            Leg.objects.filter(polled_at=None, lease=None).update(poll_at=clock.now())
            Leg.objects.filter(pk__in=Leg.objects.order_by("?").values("pk")[:40]).update(poll_at=clock.now())
        worker.start()
        wait_until(lambda: not Leg.objects.filter(polled_at=None).exists(), legs)
        wait_until(lambda: not Leg.objects.exclude(lease=None).exists(), legs)
        worker.kill()
    assert in_the_middle >= KILLS // 2, "the kills missed the window that this test is about"
    journeys = Journey.objects.filter(seller=seller)
    assert set(journeys.values_list("milestone", flat=True)) == {"DELIVERED"}
    counted = dict(journeys.values_list("pk", "events"))
    assert set(counted.values()) == {Event.objects.filter(shipment_id=min(counted)).count()}
    assert Event.objects.filter(seller_id=seller.pk).count() == sum(counted.values())


def parcels(seller, url: str) -> None:
    account = CarrierAccount.objects.get(seller=seller)
    at = clock.now() - timedelta(days=6)
    with httpx.Client(trust_env=False) as client:
        for place in range(PARCELS):
            number = f"UA{place:09}YP"
            entry = {"number": number, "country": "DE", "booked_at": at.timestamp()}
            client.post(f"{url}/_emulator/orders", json=entry)
            order = make_order(seller, f"81128333{place:08}")
            moments = dict.fromkeys(("created_at", "booked_at", "labelled_at"), at)
            make_shipment(
                seller, order, carrier="yanwen", account=account, waybill_number=number,
                tracking_number=f"LM{place}", **moments,
            )  # fmt: skip
    begin.begin_new(at=clock.now(), limit=PARCELS)
    Leg.objects.update(poll_at=clock.now())


def legs() -> object:
    return list(Leg.objects.values("lease_until", "polled_at", "poll_at")[:5])
