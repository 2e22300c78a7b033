"""A clerk's day in a real browser: sign in, filter, choose, ship, watch it end, fetch the label, switch language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from fahuo.accounts.models import Seller
from fahuo.carriers.emulation import server
from fahuo.carriers.models import CarrierCall
from fahuo.kit import clock, pdf
from fahuo.orders.models import Order
from fahuo.shipments.models import Shipment
from fahuo.shipments.services import start
from fahuo.shipments.services.recover import recover_due
from tests.browser.looking import quiet, sign_in
from tests.fixtures.accounts import connect_emulated
from tests.fixtures.people import make_person, make_seller
from tests.fixtures.rows import make_blocked, make_order, make_product

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop(db: None) -> Seller:
    """Amy's firm with two orders that are ready and one that is blocked."""
    seller = make_seller()
    make_person("bob", seller, "CLERK")
    make_product(seller)
    make_order(seller, "8112833000000001")
    make_order(seller, "8112833000000002", recipient="Jan Kowalski", country="PL", city="Warszawa", postcode="00-950")
    make_blocked(seller, "8112833000000003")
    return seller


@pytest.fixture
def carrier(shop: Seller) -> Iterator[str]:
    """A contract with a carrier that is emulated."""
    with server.running("yunexpress") as url:
        connect_emulated(shop, "yunexpress", url)
        yield url


def elsewhere(act: Callable[[], object]) -> None:
    """Act in a thread of its own: in this one Playwright's event loop runs, and carriers are called in another."""

    def run() -> None:
        act()
        connection.close()

    with ThreadPoolExecutor(1) as threads:
        threads.submit(run).result()


def test_from_sign_in_to_the_label(shop, carrier, page: Page, work_off: Callable[[], None]):
    sign_in(page, "bob")
    expect(page.locator("[data-row]")).to_have_count(3)

    page.get_by_role("link", name="Ready to ship 2").last.click()
    expect(page.locator("[data-row]")).to_have_count(2)
    expect(page.locator(".bulk")).to_be_hidden()
    quiet(page)

    page.get_by_label("Select all on this page").check()
    expect(page.locator("[data-chosen]")).to_have_text("2")
    page.get_by_role("button", name="Ship", exact=True).click()
    expect(page.get_by_role("heading", name="0 of 2 orders done")).to_be_visible()

    work_off()
    # The page asks by itself; nobody loads it again.
    expect(page.locator("#run")).to_have_attribute("data-ended", "yes")
    expect(page.get_by_role("heading", name="All 2 orders shipped")).to_be_visible()
    page.get_by_role("button", name="2 labels as PDF").click()
    expect(page.get_by_role("heading", name="Waiting for a worker")).to_be_visible()
    work_off()
    expect(page.get_by_role("heading", name="Ready to fetch")).to_be_visible()
    with page.expect_download() as fetched:
        page.get_by_role("button", name="Fetch the file").click()
    assert pdf.page_count(fetched.value.path().read_bytes()) == 2
    assert set(Order.objects.filter(outcome="READY").values_list("stage", flat=True)) == {"SHIPPED"}

    page.get_by_role("link", name="8112833000000001").first.click()
    expect(page.get_by_text("Label read back").first).to_be_visible()
    picture = page.get_by_alt_text("The label as the printer will show it")
    picture.scroll_into_view_if_needed()
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 700  # 100 mm at 203 dpi


def test_what_a_person_has_asked_again_changes_by_itself_and_is_cancelled(
    shop, carrier, page: Page, work_off: Callable[[], None]
):
    order = Order.objects.get(number="8112833000000001")
    start.start_run(seller=shop, person=None, order_ids=[order.pk], at=clock.now())
    work_off()
    Shipment.objects.update(status="REVIEW", waybill_number="", lease=None, lease_until=None)
    CarrierCall.objects.update(ended_at=clock.now() - timedelta(hours=1))  # what was sent has settled
    sign_in(page, "bob")
    page.goto(f"/shipments/{Shipment.objects.get().pk}")
    page.get_by_role("button", name="Ask the carrier again").click()
    expect(page.get_by_text("The carrier is being asked.")).to_be_visible()

    elsewhere(lambda: recover_due(seller=shop))
    expect(page.locator("#shipment-state")).to_have_text("Label ready")  # nobody loaded the page again
    expect(page.locator("#shipment-said")).to_have_text("Label ready")
    expect(page.locator("h1")).to_contain_text("YT")
    page.get_by_role("link", name="Cancel", exact=True).click()
    page.get_by_role("button", name="Cancel the shipment").click()
    expect(page.locator("#shipment-state")).to_have_text("Cancelled")
    assert Order.objects.get(pk=order.pk).stage == "OPEN"


def test_a_blocked_order_is_mended_and_its_services_appear(shop, carrier, page: Page):
    sign_in(page, "bob")
    page.get_by_role("link", name="8112833000000003").click()
    expect(page.get_by_label("Postcode")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Postcode").fill("22765")
    page.get_by_role("button", name="Save and check again").click()
    expect(page.get_by_text("Saved and checked again.")).to_be_visible()
    expect(page.locator(".pill").first).to_have_text("Ready to ship")
    expect(page.get_by_text("Recommended", exact=True)).to_be_visible()  # the panel came by itself


def test_the_language_is_switched_on_every_page(shop, page: Page):
    sign_in(page, "bob")
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("heading", name="订单")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    page.get_by_role("link", name="商品库").click()
    expect(page.get_by_role("heading", name="商品库")).to_be_visible()


def test_keys(shop, page: Page):
    sign_in(page, "bob")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("[data-row].at")).to_contain_text("8112833000000002")
    page.keyboard.press("x")
    expect(page.locator("[data-chosen]")).to_have_text("1")
    page.keyboard.press("k")
    expect(page.locator("[data-row].at")).to_contain_text("8112833000000003")
    page.keyboard.press("/")
    page.keyboard.type("Kowalski")
    page.keyboard.press("Enter")
    expect(page.locator("[data-row]")).to_have_count(1)
    quiet(page)
    page.keyboard.press("Escape")
    page.locator("h1").click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_no_page_is_wider_than_its_window(shop, page: Page):
    sign_in(page, "bob")
    order = page.get_by_role("link", name="8112833000000003").get_attribute("href")
    wide = []
    for address in (
        "/orders",
        "/orders?state=BLOCKED",
        str(order),
        "/shipments",
        "/products",
        "/errors",
        "/orders/import",
    ):
        page.goto(address)
        for width in (390, 1024, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append((address, width))
    assert not wide
