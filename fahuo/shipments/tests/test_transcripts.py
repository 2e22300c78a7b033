"""Nothing of keys and nothing of the recipient is kept of a booking: not in rows, not on the page, not in the log."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from fahuo.carriers import registry
from fahuo.carriers.capability import Capability
from fahuo.carriers.emulation import server
from fahuo.carriers.models import CarrierAccount, CarrierCall
from fahuo.kit import clock
from fahuo.shipments import queries
from fahuo.shipments.models import Shipment, ShipmentEvent
from fahuo.shipments.services import ship
from tests.fixtures.accounts import connect_emulated
from tests.fixtures.rows import make_order, make_product, make_shipment

pytestmark = pytest.mark.django_db
BOOKING = [
    code
    for code in registry.codes()
    if registry.manifest(code).can(Capability.CREATE) and not registry.manifest(code).family and registry.services(code)
]
PERSON = ("Anke", "Petersen", "15112345678", "Elbchaussee")


def booked(seller, code: str, place: int) -> Shipment:
    """Book one order as a worker does, whatever the routing would say."""
    order = make_order(seller, f"81128336150000{place:02}", stage="IN_WORK")
    lease, until = uuid.uuid4(), clock.now() + timedelta(minutes=5)
    row = make_shipment(
        seller, order, status="BOOKING", carrier=code, service_code=registry.services(code)[0].code, lease=lease,
        lease_until=until, waybill_number="", account=CarrierAccount.objects.get(seller=seller, carrier=code),
    )  # fmt: skip
    with ship.open_desk(seller) as desk:
        ship.advance(queries.work([row.pk]), lease=lease, desk=desk)
    return row


@pytest.fixture(scope="module")
def odd() -> Iterator[dict[str, str]]:
    """Every carrier's emulator, in one process, whose first two bookings are answered badly: code → base URL."""
    with server.running_all(BOOKING, faults=["create:garbage_after:1", "create:error_after:1"]) as urls:
        yield urls


@pytest.mark.parametrize("code", BOOKING)
def test_nothing_secret_or_personal_is_kept(amys, bob, caplog, odd, code):
    caplog.set_level(logging.DEBUG)
    make_product(amys)
    connect_emulated(amys, code, odd[code])
    rows = [booked(amys, code, place) for place in range(3)]
    client = Client(headers={"accept-language": "en"})
    client.force_login(bob)
    pages = [client.get(reverse("shipment", args=[row.pk])).text for row in rows]
    kept = [
        *(str(row) for row in CarrierCall.objects.values_list("transcript", "request_id", "code")),
        *(str(row) for row in ShipmentEvent.objects.values_list("kind", "detail")),
        *(str(row) for row in Shipment.objects.values_list("problems", "recommendation")),
        caplog.text,
    ]
    # An adapter refuses by itself what it knows that the carrier would refuse: nothing is said then.
    told = CarrierCall.objects.exclude(outcome__in=["NOT_SENT", "REFUSED"])
    assert all(call.transcript.startswith("> ") for call in told)
    page = registry.manifest(code)
    secrets = [field.demo for field in page.fields if field.secret and len(field.demo) >= 4]
    assert secrets
    for text in (*kept, *pages):
        assert [secret for secret in secrets if secret in text] == []
    calls = [text.partition('id="calls"')[2] for text in pages]
    for text in (*kept, *calls):
        assert [part for part in PERSON if part in text] == []


def test_the_page_shows_each_call_with_its_outcome_and_what_was_said(room, bob):
    (order,) = room.orders(1)
    room.carrier.fail("reset_after")
    room.ship([order])
    row = room.shipment(order)
    CarrierCall.objects.filter(operation="label").update(transcript="> GET\n\n" + "x" * 20_000)
    client = Client(headers={"accept-language": "en"})
    client.force_login(bob)
    page = client.get(reverse("shipment", args=[row.pk])).text
    told = page.partition('id="calls"')[2]
    for words in ("Calls to the carrier", "Doubtful", "Ask by reference", "Fetch the label", "What was said", " ms"):
        assert words in told
    assert "&gt; POST" in told
    assert "x" * 7_000 not in told, "long ones are cut"
    assert "Emulated" in page


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ("SANDBOX", "Booked on the carrier's test side. Its label prints, but nobody will move this parcel."),
        ("EMULATED", "Booked at an emulator on this machine."),
        ("LIVE", ""),
    ],
)
def test_a_rehearsal_is_seen_to_be_one(room, bob, environment, words):
    (order,) = room.orders(1)
    room.ship([order])
    CarrierAccount.objects.update(environment=environment)
    client = Client(headers={"accept-language": "en"})
    client.force_login(bob)
    page = client.get(reverse("shipment", args=[room.shipment(order).pk])).text.replace("&#39;", "'")
    assert ('id="rehearsal"' in page) is bool(words)
    assert words in page
    assert reverse("shipment-label", args=[room.shipment(order).pk]) in page


def test_calls_that_say_nothing_new_are_one_line(amys, bob):
    order = make_order(amys, "8112833615000099", stage="IN_WORK")
    why = {"code": "CARRIER_PAUSED", "field": "", "detail": ""}
    row = make_shipment(amys, order, status="BOOKING", waybill_number="", problems=[why])
    at = clock.now()
    connect_emulated(amys, "yunexpress", "http://127.0.0.1:9101")
    known = {"seller": amys, "account": amys.carrier_accounts.get(), "carrier": "yunexpress", "operation": "find"}
    for minute in range(40):
        CarrierCall.objects.create(
            **known, reference=row.reference, outcome="NOT_SENT", code="CARRIER_PAUSED", started_at=at, ended_at=at
        )
        moment = at + timedelta(minutes=minute)
        ShipmentEvent.objects.create(seller=amys, shipment=row, kind="WAITING", detail=why, at=moment)
    client = Client(headers={"accept-language": "en"})
    client.force_login(bob)
    page = client.get(reverse("shipment", args=[row.pk])).text
    assert page.count("Not sent") == 1
    assert "40 times since" in page
    assert page.count("Waiting for the carrier") == 2, "as the headline, and once in the timeline"
