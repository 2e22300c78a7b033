"""What carriers push: emulators knock at the real view over HTTP; forged, repeated and strange pushes."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from fahuo.carriers import registry
from fahuo.carriers.capability import Capability
from fahuo.carriers.contract import Push
from fahuo.carriers.emulation import server
from fahuo.carriers.emulation.book import Entry
from fahuo.carriers.emulation.web import web
from fahuo.carriers.models import CarrierAccount
from fahuo.kit import clock
from fahuo.tracking.models import Event, Journey, Leg, PushAddress, PushReceipt, StrayEvent
from fahuo.tracking.services import begin, push, stray
from fahuo.tracking.services.addresses import NoPushes, give_address
from fahuo.tracking.web import push as view
from fahuo.trade.milestone import Milestone
from fahuo.trade.tracking import TrackingEvent
from tests.fixtures.accounts import connect_emulated
from tests.fixtures.rows import make_order, make_shipment

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller
    from fahuo.shipments.models import Shipment

PUSHING = [code for code in registry.codes() if registry.manifest(code).can(Capability.PUSH)]
NUMBERS = {code: f"PUSHED{place:02}{'0' * 6}1" for place, code in enumerate(PUSHING)}
DAY_S = 86400
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def emulators() -> Iterator[dict[str, str]]:
    with server.running_all(PUSHING) as urls:
        yield urls


def account_of(seller: Seller, code: str, url: str = "http://127.0.0.1:9") -> CarrierAccount:
    connect_emulated(seller, code, url)
    return CarrierAccount.objects.get(seller=seller, carrier=code, active=True)


def parcel(seller: Seller, account: CarrierAccount, number: str, **columns: Any) -> Shipment:
    """A parcel booked with the account an hour ago, and followed."""
    order = make_order(seller, f"81128333{secrets.randbelow(10**8):08}")
    at = clock.now() - timedelta(hours=1)
    moments = dict.fromkeys(("created_at", "booked_at", "labelled_at"), at)
    found = make_shipment(
        seller, order, carrier=account.carrier, account=account, waybill_number=number, **moments | columns
    )
    begin.begin_new(at=clock.now())
    return found


def address_of(seller: Seller, account: CarrierAccount) -> PushAddress:
    return give_address(seller=seller, person=None, account_id=account.pk, at=clock.now())


def path_of(address: PushAddress) -> str:
    return reverse("carrier-push", args=[address.token])


def test_every_carrier_that_can_push_is_tried() -> None:
    assert len(PUSHING) >= 4


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("code", PUSHING)
def test_an_emulator_pushes_into_a_journey(
    code: str, amys: Seller, emulators: dict[str, str], live_server: Any
) -> None:
    """Over real HTTP, with the carrier's own signature; then once more, in disorder: the journey stays the same."""
    base, account = emulators[code], account_of(amys, code, emulators[code])
    number = f"{NUMBERS[code]}{secrets.randbelow(10**6):06}"
    shipment, address = parcel(amys, account, number), address_of(amys, account)
    url = f"{live_server.url}{path_of(address)}"
    web().post(f"{base}/_emulator/faults", json={"kind": "shuffled_push", "operation": "push", "times": 1})
    # Events of the future are odd, so the emulated parcel was booked six days ago.
    booked_at = clock.now().timestamp() - 6 * DAY_S
    web().post(f"{base}/_emulator/orders", json={"number": number, "country": "DE", "booked_at": booked_at})
    sent = web().post(f"{base}/_emulator/pushes", json={"url": url}, timeout=60).json()["sent"]
    journey = Journey.objects.get(shipment=shipment)
    assert sent >= 5
    assert (journey.milestone, journey.events) == ("DELIVERED", Event.objects.filter(shipment_id=shipment.pk).count())
    assert journey.events >= 5
    address.refresh_from_db()
    assert (address.pushes, address.refusals) == (sent, 0)
    leg = Leg.objects.get(shipment=shipment, account=account)
    assert leg.pushed_at is not None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("code", PUSHING)
def test_the_same_push_twice_is_acknowledged_and_changes_nothing(
    code: str, amys: Seller, emulators: dict[str, str], live_server: Any
) -> None:
    base, account = emulators[code], account_of(amys, code, emulators[code])
    number = f"{NUMBERS[code]}{secrets.randbelow(10**6):06}"
    shipment, address = parcel(amys, account, number), address_of(amys, account)
    fault = {"kind": "duplicate_push", "operation": "push", "times": 1}
    web().post(f"{base}/_emulator/faults", json=fault)
    booked_at = clock.now().timestamp() - DAY_S
    web().post(f"{base}/_emulator/orders", json={"number": number, "country": "DE", "booked_at": booked_at})
    url = f"{live_server.url}{path_of(address)}"
    sent = web().post(f"{base}/_emulator/pushes", json={"url": url}, timeout=60).json()["sent"]
    events = Event.objects.filter(shipment_id=shipment.pk).count()
    assert sent == 2 * events > 0
    assert PushReceipt.objects.filter(account=account).count() == events


def signed_push(code: str, number: str) -> tuple[dict[str, str], bytes]:
    """One push as the carrier's emulator makes it."""
    emulator = registry.emulator(code).state.emulator  # type: ignore[attr-defined]
    booked_at = clock.now().timestamp() - DAY_S
    entry = Entry(number, number, "", "DE", "", "", 0, booked_at)
    emulator.book.add(entry)
    headers, body = emulator.push(entry, emulator.events(entry)[:1])
    return dict(headers), body


def forged(body: bytes) -> bytes:
    """The push about another parcel; where its content is sealed, with another letter in the middle."""
    middle = len(body) // 2
    other = b"B" if body[middle : middle + 1] == b"A" else b"A"
    sealed = body[:middle] + other + body[middle + 1 :]
    return body.replace(b"RR123456785CN", b"RR123456786CN") if b"RR123456785CN" in body else sealed


def knock(client: Client, address: PushAddress, headers: dict[str, str], body: bytes) -> Any:
    content_type = {name.lower(): value for name, value in headers.items()}.get("content-type", "application/json")
    others = {name: value for name, value in headers.items() if name.lower() != "content-type"}
    return client.post(path_of(address), body, content_type=content_type, headers=others)


def receiving(seller: Seller, code: str = "track17") -> tuple[CarrierAccount, PushAddress]:
    account = account_of(seller, code)
    return account, address_of(seller, account)


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("yunexpress", {"success": True}),
        ("cainiao", {"success": True}),
        ("sf_fengqiao", {"return_code": "0000", "return_msg": "成功"}),
        ("track17", {"success": True}),
    ],
)
def test_each_carrier_hears_its_own_yes(code: str, answer: dict[str, Any], client: Client, amys: Seller) -> None:
    account, address = receiving(amys, code)
    shipment = parcel(amys, account, "RR123456785CN")
    said = knock(client, address, *signed_push(code, "RR123456785CN"))
    assert (said.status_code, json.loads(said.content)) == (200, answer)
    assert Journey.objects.get(shipment=shipment).events == 1


@pytest.mark.parametrize("code", [code for code in PUSHING if code != "sf_fengqiao"])
def test_a_forged_push_is_refused_counted_and_leaves_nothing(code: str, client: Client, amys: Seller) -> None:
    account, address = receiving(amys, code)
    shipment = parcel(amys, account, "RR123456785CN")
    headers, body = signed_push(code, "RR123456785CN")
    said = knock(client, address, headers, forged(body))
    assert said.status_code == 401
    assert Journey.objects.get(shipment=shipment).events == 0
    assert not StrayEvent.objects.exists()
    assert not PushReceipt.objects.exists()
    address.refresh_from_db()
    assert (address.refusals, address.refusal, address.pushes) == (1, "CARRIER_PUSH_NOT_GENUINE", 0)


@pytest.mark.parametrize(
    ("body", "status"),
    [(b"", 503), (b"{}", 503), (b"[1, 2]", 503), (b"\xff\xfe", 503), (b'{"Body":{}}', 503), (b"x" * 2_100_000, 413)],
)
def test_nonsense_is_refused_and_counted(body: bytes, status: int, client: Client, amys: Seller) -> None:
    """To an address whose carrier signs nothing, so that only the content is left to judge."""
    _, address = receiving(amys, "sf_fengqiao")
    assert knock(client, address, {}, body).status_code == status
    address.refresh_from_db()
    assert (address.refusals, address.pushes) == (1, 0)


@pytest.mark.parametrize(("days", "status"), [(0, 200), (2, 200), (4, 401), (-1, 401)])
def test_a_signed_moment_is_believed_for_three_days(
    days: int, status: int, client: Client, amys: Seller, settings: Any
) -> None:
    account, address = receiving(amys, "yunexpress")
    parcel(amys, account, "YT2600512345678901")
    emulator = registry.emulator("yunexpress").state.emulator  # type: ignore[attr-defined]
    headers, body = _signed_at(emulator, clock.now().timestamp() - days * DAY_S)
    assert knock(client, address, headers, body).status_code == status
    assert PushReceipt.objects.exists() is (status == 200)


def _signed_at(emulator: Any, moment: float) -> tuple[dict[str, str], bytes]:
    emulator.options = replace(emulator.options, clock=lambda: moment)
    entry = Entry("YT2600512345678901", "YT2600512345678901", "", "DE", "", "", 0, moment - DAY_S)
    headers, body = emulator.push(entry, emulator.events(entry)[:1])
    return dict(headers), body


def test_a_push_never_moves_another_sellers_parcel(client: Client, amys: Seller, carols: Seller) -> None:
    """Both sellers have a parcel under one number; Carol's carrier tells of hers."""
    hers = parcel(carols, account_of(carols, "track17"), "RR123456785CN")
    _, address = receiving(amys)
    knock(client, address, *signed_push("track17", "RR123456785CN"))
    assert Journey.objects.get(shipment=hers).events == 0
    assert StrayEvent.objects.get().seller == amys


def test_a_carrier_never_moves_a_parcel_of_another_carrier(client: Client, amys: Seller) -> None:
    """Whoever learns an unsigned address can only lie about that carrier's own parcels."""
    booked = account_of(amys, "yunexpress")
    shipment = parcel(amys, booked, "YT2600512345678901")
    _, address = receiving(amys, "sf_fengqiao")
    assert knock(client, address, *signed_push("sf_fengqiao", "YT2600512345678901")).status_code == 200
    assert Journey.objects.get(shipment=shipment).events == 0


def test_a_push_that_comes_before_its_parcel_is_adopted(client: Client, amys: Seller) -> None:
    account, address = receiving(amys)
    assert knock(client, address, *signed_push("track17", "RR123456785CN")).status_code == 200
    assert StrayEvent.objects.get().number == "RR123456785CN"
    assert stray.adopt(at=clock.now()) == 0
    shipment = parcel(amys, account, "RR123456785CN")
    assert stray.adopt(at=clock.now()) == 1
    assert not StrayEvent.objects.exists()
    assert Journey.objects.get(shipment=shipment).events == 1


def test_strays_are_bounded_and_forgotten(amys: Seller, monkeypatch: pytest.MonkeyPatch) -> None:
    account, at = account_of(amys, "track17"), clock.now()
    monkeypatch.setattr(stray, "MOST_OF_AN_ACCOUNT", 10)
    event = TrackingEvent(at, Milestone.IN_TRANSIT, "X")
    for place in range(15):
        pushes = [Push(f"RR{place:09}CN", "", (event,))]
        stray.keep(account_id=account.pk, seller_id=amys.pk, pushes=pushes, at=at)
    numbers = set(StrayEvent.objects.values_list("number", flat=True))
    assert numbers == {f"RR{place:09}CN" for place in range(5, 15)}  # the oldest went first
    assert stray.sweep(at=at + timedelta(days=29)) == 0
    assert stray.sweep(at=at + timedelta(days=31)) == 10


def test_receipts_outlive_what_may_be_replayed(client: Client, amys: Seller) -> None:
    assert push.RECEIPTS_KEPT_FOR > push.SIGNED_WITHIN + push.SIGNED_AHEAD
    _, address = receiving(amys)
    knock(client, address, *signed_push("track17", "RR123456785CN"))
    at = clock.now()
    assert push.sweep(at=at + timedelta(days=6)) == 0
    assert push.sweep(at=at + timedelta(days=8)) == 1


def test_an_address_is_secret_and_the_old_one_leads_nowhere(client: Client, amys: Seller, carols: Seller) -> None:
    account, address = receiving(amys)
    assert len(address.token) * 6 >= 192  # bits
    newer = address_of(amys, account)
    assert newer.token != address.token
    assert client.post(path_of(address), b"{}", content_type="application/json").status_code == 404
    assert client.get(path_of(newer)).status_code == 405
    with pytest.raises(NoPushes):
        give_address(seller=carols, person=None, account_id=account.pk, at=clock.now())


def test_a_carrier_that_pushes_nothing_gets_no_address(amys: Seller) -> None:
    with pytest.raises(NoPushes):
        give_address(seller=amys, person=None, account_id=account_of(amys, "yanwen").pk, at=clock.now())
    assert not PushAddress.objects.exists()


def test_the_address_is_in_no_log(client: Client, amys: Seller, caplog: pytest.LogCaptureFixture) -> None:
    _, address = receiving(amys)
    knock(client, address, {}, b"{}")
    client.get(path_of(address))
    client.post("/carriers/push/" + "x" * 43, b"{}", content_type="application/json")
    assert caplog.records  # Django names what it turned away
    assert address.token not in caplog.text
    assert "x" * 43 not in caplog.text


def test_too_many_pushes_are_told_to_come_later(client: Client, amys: Seller, monkeypatch: pytest.MonkeyPatch) -> None:
    _, address = receiving(amys)
    monkeypatch.setattr(view, "PUSHES_A_MINUTE", 2)
    statuses = [knock(client, address, {}, b"{}").status_code for _ in range(3)]
    assert statuses == [401, 401, 429]
