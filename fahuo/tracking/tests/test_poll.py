"""Polling over real HTTP: carriers that fail, bad numbers, quotas, retired accounts; nothing lost and nobody stuck."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from fahuo.carriers.emulation import server
from fahuo.carriers.emulation.web import web
from fahuo.carriers.models import CarrierAccount, Circuit
from fahuo.kit import clock
from fahuo.tracking.models import Journey, Leg
from fahuo.tracking.services import begin, poll
from fahuo.tracking.tests.held import held_back
from tests.fixtures.accounts import connect_emulated
from tests.fixtures.rows import make_order, make_shipment
from tests.fixtures.waiting import wait_until

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller
    from fahuo.shipments.models import Shipment

CODES = ("yanwen", "yunexpress", "track17")
DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def running() -> Iterator[dict[str, str]]:
    with server.running_all(CODES) as urls:
        yield urls


@pytest.fixture
def emulators(running: dict[str, str]) -> Iterator[dict[str, str]]:
    yield running
    for url in running.values():
        web().delete(f"{url}/_emulator/faults")


def account_of(seller: Seller, code: str, url: str) -> CarrierAccount:
    connect_emulated(seller, code, url)
    return CarrierAccount.objects.get(seller=seller, carrier=code, active=True)


def parcel(account: CarrierAccount, url: str, *, days: float = 6, known: bool = True, **columns: Any) -> Shipment:
    """A parcel booked so long ago that its carrier has much to tell; its number is due."""
    number = f"{account.carrier[:2].upper()}{secrets.randbelow(10**12):012}"
    at = clock.now() - timedelta(days=days)
    if known:
        entry = {"number": number, "country": "DE", "booked_at": at.timestamp()}
        web().post(f"{url}/_emulator/orders", json=entry)
    order = make_order(account.seller, f"81128333{secrets.randbelow(10**8):08}")
    moments: dict[str, Any] = dict.fromkeys(("created_at", "booked_at", "labelled_at"), at)
    found = make_shipment(
        account.seller, order, carrier=account.carrier, account=account, waybill_number=number, **moments | columns
    )
    begin.begin_new(at=clock.now())
    make_due(found)
    return found


def make_due(*shipments: Shipment) -> None:
    Leg.objects.filter(shipment__in=shipments).update(poll_at=clock.now() - timedelta(minutes=1))


def milestone(shipment: Shipment) -> str:
    return Journey.objects.get(shipment=shipment).milestone


def leg_of(shipment: Shipment) -> Leg:
    return Leg.objects.get(shipment=shipment)


def due_in(leg: Leg) -> timedelta:
    assert leg.poll_at is not None
    return leg.poll_at - clock.now()


def traffic(url: str) -> int:
    calls: int = web().get(f"{url}/_emulator/traffic").json()["calls"]
    return calls


def test_what_is_due_is_asked_for_in_the_carriers_batches(amys: Seller, emulators: dict[str, str]) -> None:
    url = emulators["yanwen"]
    account = account_of(amys, "yanwen", url)
    shipments = [parcel(account, url, days=3 + place / 30) for place in range(31)]
    before = traffic(url)
    tally = poll.poll()
    assert tally is not None
    assert (tally.asked, tally.calls, tally.failed) == (31, 2, 0)  # thirty in one call, one in another
    assert traffic(url) - before == 4  # and with each a look for a tracking number that comes later
    assert {milestone(one) for one in shipments} <= {
        "CUSTOMS_RELEASED",
        "LAST_MILE",
        "OUT_FOR_DELIVERY",
        "IMPORT_CUSTOMS",
    }
    legs = Leg.objects.filter(shipment__in=shipments)
    assert all(leg.lease is None and leg.polled_at is not None and leg.failures == 0 for leg in legs)
    assert all(timedelta() < due_in(leg) < DAY for leg in legs)
    assert poll.poll() == poll.Tally()  # nothing is due any more


def test_what_has_ended_is_looked_at_once_more_and_then_never(amys: Seller, emulators: dict[str, str]) -> None:
    url = emulators["yunexpress"]
    account = account_of(amys, "yunexpress", url)
    lately, long_ago = parcel(account, url, days=5.3), parcel(account, url, days=10)
    poll.poll()
    assert milestone(lately) == milestone(long_ago) == "DELIVERED"
    assert timedelta() < due_in(leg_of(lately)) < DAY
    assert leg_of(long_ago).poll_at is None


def test_what_was_cancelled_is_asked_for_no_more(amys: Seller, emulators: dict[str, str]) -> None:
    url = emulators["yunexpress"]
    shipment = parcel(account_of(amys, "yunexpress", url), url)
    shipment.status = "CANCELLED"
    shipment.save(update_fields=["status"])
    before = traffic(url)
    poll.poll()
    assert traffic(url) == before
    assert (leg_of(shipment).poll_at, leg_of(shipment).lease) == (None, None)


def test_a_number_that_the_carrier_does_not_know_yet_is_no_failure(amys: Seller, emulators: dict[str, str]) -> None:
    for code in ("yunexpress", "yanwen"):
        shipment = parcel(account_of(amys, code, emulators[code]), emulators[code], days=0.1, known=False)
        poll.poll()
        leg = leg_of(shipment)
        assert (leg.failures, leg.polled_at is not None, milestone(shipment)) == (0, True, "")


@pytest.mark.parametrize("kind", ["rate_limit", "error_before", "reset_before", "garbage_after", "expired_token"])
def test_a_call_that_fails_costs_time_and_nothing_else(kind: str, amys: Seller, emulators: dict[str, str]) -> None:
    url = emulators["yanwen"]
    shipments = [parcel(account_of(amys, "yanwen", url), url) for _ in range(3)]
    web().post(f"{url}/_emulator/faults", json={"kind": kind, "operation": "track", "times": 1})
    poll.poll(session_s=1)
    make_due(*shipments)
    poll.poll()
    assert {milestone(one) for one in shipments} == {"DELIVERED"}
    assert not Leg.objects.exclude(lease=None).exists()


def test_a_wrong_key_stops_its_account_and_no_other(amys: Seller, carols: Seller, emulators: dict[str, str]) -> None:
    url = emulators["yunexpress"]
    wrong, right = account_of(amys, "yunexpress", url), account_of(carols, "yunexpress", url)
    shipments = [parcel(wrong, url) for _ in range(5)]
    hers = parcel(right, url)
    from fahuo.kit import secrets as safe

    keys = {**safe.unseal(bytes(wrong.credentials)), "app_secret": "wrong", "source_key": "wrong"}
    CarrierAccount.objects.filter(pk=wrong.pk).update(credentials=safe.seal(keys))
    poll.poll(session_s=2)
    assert milestone(hers) == "DELIVERED"
    assert Circuit.objects.get(account=wrong).state == "STOPPED"
    before = traffic(url)
    poll.poll()
    assert traffic(url) == before  # nothing is sent until the owner acts
    legs = Leg.objects.filter(shipment__in=shipments)
    assert all(leg.lease is None and leg.failures == 0 and leg.poll_at is not None for leg in legs)


def test_an_account_that_no_key_opens_holds_up_nobody(amys: Seller, carols: Seller, emulators: dict[str, str]) -> None:
    url = emulators["yunexpress"]
    broken, well = account_of(amys, "yunexpress", url), account_of(carols, "yunexpress", url)
    parcel(broken, url)
    hers = parcel(well, url)
    CarrierAccount.objects.filter(pk=broken.pk).update(credentials=b"not sealed by any key of ours")
    poll.poll(session_s=1)
    assert milestone(hers) == "DELIVERED"


def test_a_tracking_service_is_told_the_number_first(amys: Seller, emulators: dict[str, str]) -> None:
    service = account_of(amys, "track17", emulators["track17"])
    booked = account_of(amys, "yanwen", emulators["yanwen"])
    shipment = parcel(booked, emulators["yanwen"], days=4)
    number = shipment.waybill_number
    entry = {"number": number, "country": "DE", "booked_at": shipment.created_at.timestamp()}
    web().post(f"{emulators['track17']}/_emulator/orders", json=entry)
    poll.poll()
    watch = Leg.objects.get(shipment=shipment, account=service)
    assert watch.registered_at is not None
    assert due_in(watch) < timedelta(minutes=11)
    Leg.objects.filter(pk=watch.pk).update(poll_at=clock.now())
    poll.poll()
    carriers = set(shipment_events(shipment))
    assert carriers == {"yanwen", "track17"}  # both in one timeline
    assert milestone(shipment) == "LAST_MILE"


def shipment_events(shipment: Shipment) -> list[str]:
    from fahuo.tracking.models import Event

    return list(Event.objects.filter(shipment_id=shipment.pk).values_list("carrier", flat=True))


def test_a_number_that_the_service_does_not_take_is_shown_and_tried_daily(
    amys: Seller, emulators: dict[str, str]
) -> None:
    service = account_of(amys, "track17", emulators["track17"])
    booked = account_of(amys, "yanwen", emulators["yanwen"])
    shipment = parcel(booked, emulators["yanwen"], known=True)
    well = parcel(booked, emulators["yanwen"], known=True)
    Leg.objects.filter(shipment=shipment, account=service).update(number="?")
    poll.poll()
    refused = Leg.objects.get(shipment=shipment, account=service)
    assert refused.registered_at is None
    assert "17TRACK" in refused.refusal
    assert timedelta(hours=23) < due_in(refused) <= DAY
    assert Leg.objects.get(shipment=well, account=service).registered_at is not None
    for _ in range(4):
        Leg.objects.filter(pk=refused.pk).update(poll_at=clock.now())
        poll.poll()
    refused.refresh_from_db()
    assert (refused.failures, refused.poll_at) == (5, None)


def test_a_retired_account_is_asked_about_what_it_booked(amys: Seller, emulators: dict[str, str]) -> None:
    url = emulators["yanwen"]
    account = account_of(amys, "yanwen", url)
    shipment = parcel(account, url)
    CarrierAccount.objects.filter(pk=account.pk).update(active=False)
    poll.poll()
    assert milestone(shipment) == "DELIVERED"


def test_a_quota_is_kept_and_the_riskiest_come_first(amys: Seller, emulators: dict[str, str]) -> None:
    """Five calls a second, one number a call: when the riskiest were asked for, few others were."""
    url = emulators["yunexpress"]
    account = account_of(amys, "yunexpress", url)
    CarrierAccount.objects.filter(pk=account.pk).update(calls_per_s=5)
    moving = [parcel(account, url, days=1.5, tracking_number=f"LM{place:09}") for place in range(25)]
    risky = [parcel(account, url, days=1.5, tracking_number=f"LM1{place:08}") for place in range(5)]
    Leg.objects.filter(shipment__in=risky).update(rung=1)  # last asked 20 minutes ago: twice their ten
    Leg.objects.update(poll_at=clock.now() - timedelta(minutes=10))
    before, began = traffic(url), clock.now()
    asked = Leg.objects.exclude(polled_at=None)
    wait_until(lambda: poll.poll(session_s=1) and asked.filter(shipment__in=risky).count() == len(risky))
    seconds = (clock.now() - began).total_seconds()
    assert len(risky) <= traffic(url) - before <= 5 * seconds + 3  # with the token and what it was allowed at once
    assert asked.filter(shipment__in=moving).count() < len(moving)
    assert not Leg.objects.exclude(lease=None).exists()


def test_a_slow_carrier_holds_up_no_other(amys: Seller, emulators: dict[str, str]) -> None:
    slow = account_of(amys, "yanwen", emulators["yanwen"])
    quick = account_of(amys, "yunexpress", emulators["yunexpress"])
    behind = parcel(slow, emulators["yanwen"])
    parcels = [parcel(quick, emulators["yunexpress"]) for _ in range(3)]
    others = Leg.objects.filter(shipment__in=parcels)
    with held_back(emulators["yanwen"], lambda: not others.filter(polled_at=None).exists()) as url:
        CarrierAccount.objects.filter(pk=slow.pk).update(base_url=url)
        poll.poll(session_s=1)
    assert {milestone(one) for one in (behind, *parcels)} == {"DELIVERED"}
    assert max(others.values_list("polled_at", flat=True)) < leg_of(behind).polled_at  # type: ignore[operator, type-var]


def test_a_lease_that_is_over_is_nobodys(amys: Seller, emulators: dict[str, str]) -> None:
    url = emulators["yunexpress"]
    shipment = parcel(account_of(amys, "yunexpress", url), url)
    held: dict[str, Any] = {"lease": "00000000-0000-0000-0000-000000000001"}
    Leg.objects.update(lease_until=clock.now() + timedelta(minutes=3), **held)
    assert poll.poll() == poll.Tally()
    Leg.objects.update(lease_until=clock.now() - timedelta(seconds=1))
    poll.poll()
    assert milestone(shipment) == "DELIVERED"


def test_results_of_a_lease_that_was_lost_are_not_planned(amys: Seller, emulators: dict[str, str]) -> None:
    import uuid

    from fahuo.tracking.services import plan

    shipment = parcel(account_of(amys, "yunexpress", emulators["yunexpress"]), emulators["yunexpress"])
    leg = leg_of(shipment)
    theirs, mine = uuid.uuid4(), uuid.uuid4()
    Leg.objects.filter(pk=leg.pk).update(lease=theirs)
    at = datetime(2026, 11, 22, tzinfo=clock.now().tzinfo)
    assert plan.settle(lease=mine, rows=[plan.Settled(leg.pk, 0, at)]) == 0
    assert plan.settle(lease=theirs, rows=[plan.Settled(leg.pk, 0, at)]) == 1
    assert leg_of(shipment).poll_at == at
