"""Pushes by somebody who means harm: another key, changed bytes, bombs, depth, replays, numbers used twice."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta
from time import thread_time
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from fahuo.kit import clock
from fahuo.tracking.models import Event, Journey, PushReceipt, StrayEvent
from fahuo.tracking.services import push, stray
from fahuo.tracking.tests.test_push import account_of, address_of, knock, parcel, path_of, receiving, signed_push

if TYPE_CHECKING:
    from fahuo.accounts.models import Seller

NUMBER = "RR123456785CN"
SIGNING = ("yunexpress", "cainiao", "track17")
pytestmark = pytest.mark.django_db


def nothing_kept() -> bool:
    return not (Event.objects.exists() or StrayEvent.objects.exists() or PushReceipt.objects.exists())


@pytest.mark.parametrize("code", SIGNING)
def test_no_byte_of_a_signed_push_can_be_changed(code: str, client: Client, amys: Seller) -> None:
    _, address = receiving(amys, code)
    headers, body = signed_push(code, NUMBER)
    places = range(0, len(body), max(1, len(body) // 40))
    for place in places:
        knock(client, address, headers, body[:place] + bytes([body[place] ^ 1]) + body[place + 1 :])
        knock(client, address, headers, body[:place])
        knock(client, address, headers, body + body[:place] + b"}")
    # A digest over the content alone leaves the rest of the form to anybody; it says nothing of the parcel.
    kept = set(StrayEvent.objects.values_list("number", flat=True))
    assert kept <= ({NUMBER} if code == "cainiao" else set())
    assert code == "cainiao" or nothing_kept()


@pytest.mark.parametrize("code", SIGNING)
def test_a_push_for_another_carriers_address_is_not_believed(code: str, client: Client, amys: Seller) -> None:
    other = next(one for one in SIGNING if one != code)
    _, address = receiving(amys, other)
    assert knock(client, address, *signed_push(code, NUMBER)).status_code == 401
    assert nothing_kept()


@pytest.mark.parametrize("code", [*SIGNING, "sf_fengqiao"])
def test_bombs_depth_and_compression_cost_little_and_leave_nothing(code: str, client: Client, amys: Seller) -> None:
    _, address = receiving(amys, code)
    deep = b"[" * 900_000
    bodies = [
        deep,
        b'{"Body":' * 200_000,
        b'{"Body":{"WaybillRoute":' + deep,
        b'{"event":"TRACKING_UPDATED","data":' + deep,
        b"a&" * 1_000_000,
        b"logistics_interface=" + b"%00" * 600_000,
        gzip.compress(bytes(50_000_000)),
        b"\x00" * 2_000_000,
    ]
    for body in bodies:
        started = thread_time()  # of this core alone, whatever else the machine does
        said = client.post(path_of(address), body, content_type="text/plain", headers={"content-encoding": "gzip"})
        assert said.status_code in (401, 503)
        assert thread_time() - started < 3
    assert nothing_kept()
    address.refresh_from_db()
    assert (address.refusals, address.pushes) == (len(bodies), 0)


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_only_a_post_is_heard(method: str, client: Client, amys: Seller) -> None:
    _, address = receiving(amys)
    assert getattr(client, method)(path_of(address)).status_code == 405


def test_a_replay_after_its_receipt_is_forgotten_adds_nothing(client: Client, amys: Seller) -> None:
    account, address = receiving(amys)
    shipment = parcel(amys, account, NUMBER)
    pushed = signed_push("track17", NUMBER)
    knock(client, address, *pushed)
    before = Journey.objects.filter(shipment=shipment).values().get()
    PushReceipt.objects.all().delete()
    assert knock(client, address, *pushed).status_code == 200
    assert Journey.objects.filter(shipment=shipment).values().get() == before
    assert Event.objects.count() == 1


def test_a_number_used_again_tells_of_the_later_parcel_and_never_with_old_news(client: Client, amys: Seller) -> None:
    """Booked, cancelled and booked again under one number; and a replay of what belonged to a parcel of last month."""
    account, address = receiving(amys)
    at = clock.now()
    long_ago = dict.fromkeys(("created_at", "booked_at", "labelled_at"), at - timedelta(days=40))
    old = parcel(amys, account, NUMBER, **long_ago)
    cancelled = parcel(amys, account, NUMBER, status="CANCELLED")
    new = parcel(amys, account, NUMBER)
    knock(client, address, *signed_push("track17", NUMBER))
    told = dict(Event.objects.values_list("shipment_id", "odd"))
    assert told == {new.pk: ""}
    assert Journey.objects.get(shipment=old).events == 0
    assert not Journey.objects.filter(shipment=cancelled).exists()


def test_ten_thousand_strays_of_one_push_are_bounded(
    client: Client, amys: Seller, django_assert_max_num_queries: Any
) -> None:
    """To an address whose carrier signs nothing: whoever learned it can fill no table and hold up nobody."""
    account, address = receiving(amys, "sf_fengqiao")
    routes = [
        {"mailno": f"SF{place:013}", "acceptTime": "2026-11-20 10:00:00", "opCode": "50", "remark": "x", "id": "1"}
        for place in range(10_000)
    ]
    with django_assert_max_num_queries(40):  # one for each would be ten thousand
        assert knock(client, address, {}, json.dumps({"Body": {"WaybillRoute": routes}}).encode()).status_code == 200
    assert StrayEvent.objects.filter(account=account).count() == stray.MOST_OF_AN_ACCOUNT
    assert stray.adopt(at=clock.now()) == 0


@pytest.mark.parametrize("strange", [r"\u0000", "\u202e", "x" * 190_000, r"\ud800"])
def test_strange_characters_in_number_reference_and_words(strange: str, client: Client, amys: Seller) -> None:
    """Of a parcel of ours and of others: kept or left out, but never a failure of ours that is sent again for ever."""
    account, address = receiving(amys, "sf_fengqiao")
    ours = parcel(amys, account, "SF1000000000001")
    numbers = ("SF1000000000001", f"SF{strange}", "SF2")
    route = '{"mailno":"%s","acceptTime":"2026-11-20 10:00:00","opCode":"50%s","remark":"x%s","id":"1","orderid":"%s"}'
    told = [route % (number, strange, strange, f"R{strange}") for number in numbers]
    said = knock(client, address, {}, f'{{"Body":{{"WaybillRoute":[{",".join(told)}]}}}}'.encode())
    is_read = strange != r"\ud800"  # half a character is no JSON
    address.refresh_from_db()
    assert (said.status_code, address.refusals) == ((200, 0) if is_read else (503, 1))
    assert Journey.objects.get(shipment=ours).events == is_read
    assert set(StrayEvent.objects.values_list("number", flat=True)) == ({"SF2"} if is_read else set()) | (
        {f"SF{strange}".replace(r"\u0000", " ")} if is_read and len(strange) < 9 else set()
    )
    later = parcel(amys, account, "SF2")
    stray.adopt(at=clock.now())
    assert Journey.objects.get(shipment=later).events == is_read


def test_nothing_is_acknowledged_that_is_not_committed(client: Client, amys: Seller, monkeypatch: Any) -> None:
    """The worker dies after the events and before the receipt: no answer; sent again it is taken, and counted once."""
    account, address = receiving(amys)
    shipment = parcel(amys, account, NUMBER)
    pushed = signed_push("track17", NUMBER)

    def die(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(push.plan, "hasten", die)
        with pytest.raises(KeyboardInterrupt):
            knock(client, address, *pushed)
    assert not PushReceipt.objects.exists()
    assert knock(client, address, *pushed).status_code == 200
    assert Journey.objects.get(shipment=shipment).events == Event.objects.count() == 1
    assert PushReceipt.objects.count() == 1


def test_two_sellers_with_one_number_hear_each_their_own(client: Client, amys: Seller, carols: Seller) -> None:
    shipments = {}
    for seller in (amys, carols):
        account = account_of(seller, "track17")
        shipments[seller.pk] = parcel(seller, account, NUMBER)
        address = address_of(seller, account)
    knock(client, address, *signed_push("track17", NUMBER))
    assert list(Event.objects.values_list("seller_id", "shipment_id")) == [(carols.pk, shipments[carols.pk].pk)]
