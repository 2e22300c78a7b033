"""Pages of shipments, seen by a clerk."""

from __future__ import annotations

import io

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from fahuo.accounts.models import Action
from fahuo.kit import barcode, pdf
from fahuo.kit.barcode import Symbology
from fahuo.rating.words import formula
from fahuo.shipments.models import Shipment, ShipmentEvent, ShipRun, Status
from fahuo.shipments.web import words
from fahuo.trade.charge import ChargeKind
from fahuo.trade.service import ServiceLevel
from tests.fixtures.accounts import connect_emulated, make_offered_service
from tests.fixtures.rows import make_blocked, make_order, make_product, make_run, make_shipment

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(bob) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(bob)
    return client


def test_a_page_of_fifty_costs_as_many_queries_as_a_page_of_one(clerk, amys, django_assert_max_num_queries):
    for place in range(55):
        make_shipment(amys, make_order(amys, f"81128330000{place:05}", stage="SHIPPED"))
    with django_assert_max_num_queries(7):  # session, person, seller, cube, page, how far, troubles
        page = clerk.get(reverse("shipments")).text
    assert page.count("data-row") == 50
    assert "55 shipments" in page


def test_a_service_of_this_seller_alone_has_its_name_everywhere(clerk, amys, carols):
    make_product(amys)
    make_offered_service(amys, "yunexpress", "OWN1", name="Nordic line", withdrawn_at=timezone.now())
    make_offered_service(carols, "yunexpress", "OWN1", name="Somebody else's")
    order, run = make_order(amys, "8112833000000001", stage="SHIPPED"), make_run(amys, orders=1)
    row = make_shipment(amys, order, run=run, service_code="OWN1")
    for name, key in (("shipment", row.pk), ("ship-run", run.pk), ("order-shipments", order.pk), ("shipments", None)):
        page = clerk.get(reverse(name, args=[key] if key else [])).text
        assert "Nordic line" in page, name
        assert "Somebody" not in page


def test_one_shipment_shows_its_charges_and_a_label_that_can_be_printed(clerk, amys):
    make_product(amys)
    shipment = make_shipment(amys, make_order(amys, "8112833000000001", stage="SHIPPED"))
    page = clerk.get(reverse("shipment", args=[shipment.pk])).text
    assert "Base freight" in page
    assert "41.20 CNY" in page
    picture = clerk.get(reverse("shipment-label-preview", args=[shipment.pk]))
    assert picture.content.startswith(b"\x89PNG")
    label = clerk.get(reverse("shipment-label", args=[shipment.pk]))
    assert label.headers["Content-Type"] == "application/pdf"
    assert pdf.page_count(label.content) == 1


def test_a_label_that_was_not_read_back_is_never_sent(clerk, amys):
    make_product(amys)
    shipment = make_shipment(amys, make_order(amys, "8112833000000001", stage="IN_WORK"), status="BOOKED")
    assert clerk.get(reverse("shipment-label", args=[shipment.pk])).status_code == 404
    assert reverse("shipment-label", args=[shipment.pk]) not in clerk.get(reverse("shipment", args=[shipment.pk])).text


def test_ship_starts_a_run_over_all_that_match_and_are_ready(clerk, amys, bob):
    make_order(amys, "8112833000000001")
    make_order(amys, "8112833000000002", country="US")
    make_blocked(amys, "8112833000000003")
    answer = clerk.post(reverse("ship"), {"all_matching": "1", "country": "DE"})
    run = ShipRun.objects.get()
    assert answer.url == reverse("ship-run", args=[run.pk])
    assert (run.order_count, run.person) == (1, bob)
    page = clerk.get(answer.url).text
    assert "0 of 1 orders done" in page
    assert 'hx-trigger="every 1s"' in page
    assert Action.objects.get(verb="ship").subject == str(run.pk)


def test_ship_without_a_choice_changes_nothing(clerk, amys):
    make_order(amys, "8112833000000001")
    answer = clerk.post(reverse("ship"), {"id": ["x", "999999"]}, follow=True)
    assert "Choose at least one order that is ready." in answer.text
    assert not ShipRun.objects.exists()


def test_a_run_that_ended_asks_no_more_and_names_what_stopped(clerk, amys):
    run = make_run(amys, orders=2)
    make_shipment(amys, make_order(amys, "8112833000000001", stage="SHIPPED"), run=run)
    make_shipment(
        amys, make_order(amys, "8112833000000002"), run=run, status="FAILED", waybill_number="",
        problems=[{"code": "NO_SERVICE", "field": "", "detail": "DDP_REQUIRED, OVERSIZE"}],
    )  # fmt: skip
    page = clerk.get(reverse("ship-run", args=[run.pk])).text
    assert "Ended: 1 of 2 orders shipped" in page
    assert "hx-trigger" not in page[page.index('id="run"') : page.index("run-figures")]
    assert "DDP_REQUIRED" not in page  # codes are put into words
    assert f"{reverse('print')}?run={run.pk}" in page


def test_services_are_compared_with_charges_and_reasons(clerk, amys):
    make_product(amys)
    order = make_order(amys, "8112833000000001", chosen_service="CAINIAO_STANDARD")
    page = clerk.get(reverse("order-services", args=[order.pk]), headers={"hx-request": "true"}).text
    assert "No service takes it" in page  # no carrier account yet
    assert "<html" not in page
    connect_emulated(amys, "yunexpress", "http://127.0.0.1:9")
    page = clerk.get(reverse("order-services", args=[order.pk])).text
    assert "<html" in page
    assert "Base freight" in page
    assert "promised date" in page
    assert "The seller has no contract with this carrier" in page or "No contract" in page


def test_a_stored_choice_shows_its_template_and_its_quote(clerk, amys):
    order = make_order(amys, "8112833000000001", stage="SHIPPED")
    used = {"id": 1, "name": "Light to Germany", "service": "yunexpress/THPHR", "used": True}
    make_shipment(
        amys, order, recommendation={"key": order.number, "winner": None, "template": used, "options": []},
    )  # fmt: skip
    page = clerk.get(reverse("order-services", args=[order.pk])).text
    assert "Chosen by the template “Light to Germany”." in page


@pytest.mark.parametrize(
    ("working", "shown"),
    [
        ("72.38 × 0.342 kg", "72.38 × 0.342 kg"),
        ("10.5 % of 24.75 (base)", "10.5 % × 24.75"),
        ("24.10 (registered mail)", "24.10"),
        ("15.00 up to 500 g", "15.00 (≤ 500 g)"),
        ("6 % of 86.00 (base) + 1.20, until 2027-01-06", "6 % × 86.00 + 1.20 (< 2027-01-06)"),
        ("9 % of 42.00 (declared value, HS 85) + 5 % of 8.00 (declared value, HS 42)", "9 % × 42.00 + 5 % × 8.00"),
        ("5.00 (the least, above 0.3 % of 177.50 (declared value))", "5.00"),
        ("", ""),
    ],
)
def test_workings_speak_no_language(working, shown):
    assert formula(working) == shown


def test_everything_we_store_has_words():
    assert set(words.STATUSES) == set(Status)
    assert set(words.CHARGES) == set(ChargeKind)
    assert set(words.LEVELS) == set(ServiceLevel)


# --- cancelling many


def test_cancelling_many_says_how_many_at_which_carriers_and_begins_with_a_reason(clerk, amys):
    rows = [make_shipment(amys, make_order(amys, f"811283300000000{n}", stage="SHIPPED")) for n in (1, 2, 3)]
    Shipment.objects.filter(pk=rows[1].pk).update(carrier="yanwen")
    Shipment.objects.filter(pk=rows[2].pk).update(status="TENDERED")
    chosen = {"id": [row.pk for row in rows]}
    page = clerk.get(reverse("void-shipments"), chosen).text
    assert "2 bookings are cancelled at their carriers" in page
    assert "YunExpress" in page
    assert "Yanwen" in page
    assert "1 of the chosen stays as it is" in page
    assert clerk.post(reverse("void-shipments"), {**chosen, "reason": " "}).status_code == 422
    assert not ShipmentEvent.objects.filter(kind="VOID_ASKED").exists()
    answer = clerk.post(reverse("void-shipments"), {**chosen, "reason": "Booked by mistake"}, follow=True)
    assert "2 shipments are being cancelled" in answer.text
    asked = ShipmentEvent.objects.filter(kind="VOID_ASKED")
    assert {event.shipment_id for event in asked} == {rows[0].pk, rows[1].pk}
    assert {event.detail["reason"] for event in asked} == {"Booked by mistake"}


def test_what_cannot_be_cancelled_is_not_offered_to_be(clerk, amys, carols):
    closed = make_shipment(amys, make_order(amys, "8112833000000001", stage="SHIPPED"), status="CLOSED")
    foreign = make_shipment(carols, make_order(carols, "8112833000000002", stage="SHIPPED"))
    page = clerk.get(reverse("void-shipments"), {"all_matching": "1", "status": "CLOSED"}).text
    assert "None of the chosen shipments can be cancelled" in page
    assert clerk.post(reverse("void-shipments"), {"id": closed.pk, "reason": "x"}).status_code == 422
    assert clerk.post(reverse("void-shipments"), {"id": foreign.pk, "reason": "x"}).url == reverse("shipments")
    assert not ShipmentEvent.objects.exists()


def test_a_cancelled_shipment_shows_void_and_offers_no_print(clerk, amys):
    make_product(amys)
    row = make_shipment(amys, make_order(amys, "8112833000000001", stage="OPEN"))
    live = clerk.get(reverse("shipment-label-preview", args=[row.pk])).content
    Shipment.objects.filter(pk=row.pk).update(status="CANCELLED")
    page = clerk.get(reverse("shipment", args=[row.pk])).text
    assert "The label, void" in page
    assert f"{reverse('print')}?id={row.pk}" not in page
    assert reverse("shipment-label", args=[row.pk]) + '"' not in page
    void = clerk.get(reverse("shipment-label-preview", args=[row.pk])).content
    pixels = np.asarray(Image.open(io.BytesIO(void)).convert("RGB")).astype(int)
    red = (pixels[:, :, 0] - pixels[:, :, 1] > 80).mean()
    assert void != live
    assert 0.03 < red < 0.4
    assert not barcode.find(np.asarray(Image.open(io.BytesIO(void)).convert("L")), Symbology.CODE128, Symbology.QR)
    assert clerk.get(reverse("shipment-label", args=[row.pk])).status_code == 404


def test_a_void_label_that_cannot_be_drawn_any_more_is_an_empty_sheet(clerk, amys):
    row = make_shipment(amys, make_order(amys, "8112833000000001"), status="CANCELLED", label_content=b"torn")
    assert clerk.get(reverse("shipment-label-preview", args=[row.pk])).content.startswith(b"\x89PNG")
