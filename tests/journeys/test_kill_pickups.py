"""A worker is killed again and again while it asks two carriers for pick-ups in a storm: none is ordered twice or lost.

One carrier cannot be asked what it holds, the other lists what is pending. Both write a pick-up down at once and answer
late, or, in every second life, never: that is the window for the kills, and those of every second life fall into it for
certain. In the end their books are counted against our rows.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from fahuo.accounts.queries import ship_from
from fahuo.carriers.emulation.web import web
from fahuo.carriers.models import CarrierAccount, CarrierCall
from fahuo.kit import clock
from fahuo.pickups.models import Pickup, PickupLine
from fahuo.pickups.services import settle, start
from fahuo.pickups.tests.conftest import SHENZHEN, window
from tests.fixtures.accounts import connect_emulated
from tests.fixtures.people import make_seller
from tests.fixtures.rows import make_order, make_product, make_shipment
from tests.fixtures.waiting import wait_until
from tests.journeys.crew import KILLS, Worker, emulated, let_fail

SEED = 20261122
SERVICES = {"ups": "65", "dhl_express": "P"}
STORM = tuple(
    f"order_pickup:{kind}:4%"
    for kind in ("error_after", "error_before", "garbage_after", "reset_after", "silence_after", "rate_limit")
)
NO_ANSWER = "order_pickup:silence_after:100%"


@pytest.fixture
def worker(transactional_db) -> Iterator[Worker]:
    # Nobody waits so long: what a dead worker held is free as soon as it was killed.
    patience = {"FAHUO_ANSWER_SECONDS": "20", "FAHUO_LEASE_SECONDS": "60", "FAHUO_SETTLE_SECONDS": "0.5"}
    worker = Worker(**patience, FAHUO_BACKOFF_SECONDS="0.2")
    yield worker
    worker.close()


@pytest.fixture
def carriers() -> Iterator[Mapping[str, str]]:
    with emulated(tuple(SERVICES), answer_after_ms=400, faults=STORM) as urls:
        for url in urls.values():
            web().post(f"{url}/_emulator/pickups", json={"rests": []})
        yield urls


@pytest.mark.slow
def test_kills_lose_no_pickup_and_order_none_twice(worker: Worker, carriers: Mapping[str, str]):
    seller = make_seller()
    make_product(seller)
    for code, url in carriers.items():
        connect_emulated(seller, code, url)
    chance = random.Random(SEED)
    for life in range(KILLS):
        certain = life % 2 == 0
        for url in carriers.values():
            let_fail(url, *((NO_ANSWER,) if certain else STORM))
        asked, before = [ask(seller, code, life) for code in carriers], references(carriers, seller)
        worker.start()
        if certain:
            wait_until(lambda asked=asked: references(carriers, seller).issuperset(asked), states)
        else:
            wait_until(lambda before=before: references(carriers, seller) > before or not asking().exists(), states)
            time.sleep(chance.uniform(0, 0.38))  # the answers leave after 0.4 s
        worker.kill()
        missed = certain and asking().filter(reference__in=asked).count() < len(asked)
        assert not missed, "the kill missed the window that this test is about"
        asking().exclude(lease=None).update(lease_until=clock.now())
    worker.start()
    wait_until(lambda: not asking().exists(), states)
    worker.kill()

    held = Counter(entry["reference"] for entry in book(carriers, seller.pk))
    numbers = {entry["reference"]: entry["number"] for entry in book(carriers, seller.pk)}
    rows = list(Pickup.objects.filter(seller=seller).order_by("pk"))
    assert len(rows) == KILLS * len(carriers)
    assert max(held.values()) == 1, "ordered twice"
    assert may_have_been_taken(rows) <= 1, "sent again after it may have been taken"
    assert {row.state for row in rows} <= {"CONFIRMED", "REVIEW"}, Counter(row.state for row in rows)
    for row in rows:
        if row.state == "CONFIRMED":
            assert numbers[row.reference] == row.number
    assert held.keys() <= {row.reference for row in rows}
    assert PickupLine.objects.filter(is_open=True).count() == len(rows), "a parcel was set free that may be fetched"
    settle_all(rows, numbers)


def settle_all(rows: list[Pickup], numbers: Mapping[str, str]) -> None:
    """A person looks up those nobody could: what the carrier holds is confirmed, the others are free again."""
    doubtful = [row for row in rows if row.state == "REVIEW"]
    assert doubtful, "of a carrier that cannot be asked a kill leaves something to a person"
    for row in doubtful:
        number, at = numbers.get(row.reference), clock.now()
        if number is not None:
            assert settle.confirm(pickup=row, person=None, number=number, at=at) is None
        else:
            assert settle.give_up(pickup=row, person=None, at=at) is None
    open_lines = PickupLine.objects.filter(is_open=True).values_list("pickup__reference", flat=True)
    assert set(open_lines) == set(numbers)


def ask(seller, code: str, life: int) -> str:
    """A parcel at a door of its own, as a carrier answers a second order for a door with the number of the first."""
    account = CarrierAccount.objects.get(seller=seller, carrier=code)
    order = make_order(seller, f"81{tuple(SERVICES).index(code)}{life:013}", stage="SHIPPED")
    parcel = make_shipment(seller, order, carrier=code, account=account, service_code=SERVICES[code])
    home = ship_from(seller.pk)
    assert home is not None
    address = replace(home, street=f"{life + 1} Keji Road")
    day = timezone.localdate(timezone=timezone.get_default_timezone()) + timedelta(days=1)
    assert str(timezone.get_default_timezone()) == SHENZHEN
    wanted = start.Wanted(account.pk, address, window(day), [parcel.pk])
    started = start.start(seller=seller, person=None, wanted=wanted, at=clock.now()).pickup
    assert started is not None
    return started.reference


def asking() -> QuerySet[Pickup]:
    return Pickup.objects.filter(state="ASKING")


def references(carriers: Mapping[str, str], seller) -> set[str]:
    return {entry["reference"] for entry in book(carriers, seller.pk)}


def book(carriers: Mapping[str, str], seller_id: int) -> list[dict[str, str]]:
    """What both carriers hold of this seller."""
    found = [entry for url in carriers.values() for entry in web().get(f"{url}/_emulator/pickups").json()["pickups"]]
    return [entry for entry in found if entry["reference"].startswith(f"{seller_id}-P")]


def may_have_been_taken(rows: list[Pickup]) -> int:
    """How often at most one reference was sent, those sendings left out that surely were not taken."""
    calls = CarrierCall.objects.filter(operation="pickup", reference__in=[row.reference for row in rows])
    taken = calls.exclude(outcome__in=("REFUSED", "TURNED_AWAY", "NOT_SENT"))
    return max(Counter(taken.values_list("reference", flat=True)).values())


def states() -> Counter[str]:
    return Counter(Pickup.objects.values_list("state", flat=True))
