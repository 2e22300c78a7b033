"""Tracking in a real browser: a silent parcel is asked for, and its recipient reads the public page on a phone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from fahuo.shipments.models import Shipment
from fahuo.tracking.models import AskedParcel
from fahuo.tracking.web.public_words import LANGUAGES, tongue
from tests.browser.looking import quiet, sign_in
from tests.fixtures.journeys import make_event, make_journey, make_leg
from tests.fixtures.people import make_person, make_seller
from tests.fixtures.rows import NOON, make_order, make_product, make_shipment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shipment(db: None) -> Shipment:
    seller = make_seller()
    make_person("amy", seller, "OWNER")
    make_product(seller)
    found = make_shipment(seller, make_order(seller, "8112833000000001", stage="SHIPPED"))
    soon = timezone.localdate() + timedelta(days=3)
    make_journey(
        seller, found, silent_at=timezone.now() - timedelta(hours=2), expected_on=soon, expected_from=soon,
        expected_until=soon + timedelta(days=4), milestone="IMPORT_CUSTOMS", exception="CUSTOMS_HELD",
    )  # fmt: skip
    make_leg(seller, found)
    make_event(seller, found, "RECEIVED", NOON)
    make_event(seller, found, "IMPORT_CUSTOMS", NOON + timedelta(days=3), country="DE", place="Leipzig")
    return found


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{page.url} {rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


def test_a_silent_parcel_is_asked_for_and_watched(shipment: Shipment, page: Page):
    sign_in(page, "amy")
    page.goto(reverse("shipment", args=[shipment.pk]))
    expect(page.get_by_role("heading", name="Timeline of the parcel")).to_be_visible()
    expect(page.get_by_text("Ask the carrier which papers are wanted")).to_be_visible()
    assert violations(page) == []
    page.goto(reverse("silent-parcels"))
    quiet(page)
    page.get_by_label(f"Select parcel {shipment.waybill_number}").check()
    page.get_by_role("button", name="Write the request").click()
    text = page.get_by_role("textbox")
    expect(text).to_contain_text(shipment.waybill_number)
    quiet(page)
    assert violations(page) == []
    page.get_by_role("button", name="I have sent it").click()
    expect(page.get_by_text("1 parcel is watched now.")).to_be_visible()
    expect(page.get_by_role("cell", name="Carrier asked")).to_be_visible()
    assert violations(page) == []
    assert AskedParcel.objects.get().shipment_id == shipment.pk


@pytest.mark.parametrize("width", [390, 1280])
def test_the_public_page_can_be_read_by_everybody_in_every_language(shipment: Shipment, page: Page, width: int):
    page.set_viewport_size({"width": width, "height": 844})
    for code in LANGUAGES:
        page.goto(f"{reverse('public-tracking', args=[shipment.public_token])}?lang={code}")
        expect(page.get_by_text(tongue(code).phrases["hint_customs"])).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), code
        assert violations(page) == []
    assert page.context.cookies() == []
