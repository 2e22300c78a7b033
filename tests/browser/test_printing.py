"""Labels on their way to paper in a real browser: a file that is fetched, a label printer that is emulated."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from fahuo.accounts.models import Seller
from fahuo.kit import pdf
from fahuo.printing.emulation.mood import Mood
from fahuo.printing.emulation.raw_printer import RawPrinter
from fahuo.printing.emulation.running import running
from fahuo.printing.models import PrintBatch, Printout
from tests.browser.looking import quiet, sign_in
from tests.fixtures.people import PASSWORD, make_person, make_seller
from tests.fixtures.rows import make_order, make_printer, make_product, make_shipment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def printers_stand_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker is a process of its own: it reaches printers on loopback because its environment says so."""
    monkeypatch.setenv("FAHUO_PRINTER_NETWORKS", "127.0.0.0/8")


@pytest.fixture
def shop(db: None) -> Seller:
    """Amy's firm with three labels that were read back."""
    seller = make_seller()
    make_person("bob", seller, "CLERK")
    make_product(seller)
    for place in (1, 2, 3):
        make_shipment(seller, make_order(seller, f"811283300000000{place}", stage="SHIPPED"))
    return seller


def test_from_the_list_to_a_file_and_a_reprint_with_a_reason(shop: Seller, page: Page, work_off: Callable[[], None]):
    sign_in(page, "bob", reverse("shipments"))
    page.get_by_label("Select all on this page").check()
    page.get_by_role("button", name="Print …").click()
    expect(page.get_by_role("heading", name="Print 3 shipments")).to_be_visible()
    quiet(page)
    assert "csrf" not in page.url
    expect(page.get_by_text("3 labels", exact=True).first).to_be_visible()

    page.get_by_label("Commercial invoice").check()
    expect(page.get_by_text("3 documents", exact=True).first).to_be_visible()  # nobody loaded the page again
    page.get_by_label("Labels one per parcel").check()
    expect(page.get_by_text("3 labels", exact=True).first).to_be_visible()
    page.get_by_role("button", name="Make the file").click()
    expect(page.get_by_role("heading", name="Waiting for a worker")).to_be_visible()

    work_off()
    expect(page.get_by_role("heading", name="Ready to fetch")).to_be_visible()
    picture = page.get_by_alt_text("Page 1")
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") == 800  # 100 mm at 203 dpi
    assert not Printout.objects.filter(printed_at__isnull=False).exists()
    with page.expect_download() as fetched:
        page.get_by_role("button", name="Fetch the file").click()
    assert fetched.value.suggested_filename.startswith("labels-20")
    assert fetched.value.suggested_filename.endswith(f"-3pcs-batch{PrintBatch.objects.get().pk}.pdf")
    assert pdf.page_count(fetched.value.path().read_bytes()) == 3
    expect(page.get_by_role("heading", name="Fetched")).to_be_visible()
    assert Printout.objects.filter(printed_at__isnull=False).count() == 3

    page.get_by_role("link", name="Print again …").click()
    expect(page.get_by_text("3 of them were printed before")).to_be_visible()
    page.get_by_role("button", name="Make the file").click()  # the browser asks for the reason
    expect(page.get_by_label("Why again")).to_be_focused()
    page.keyboard.type("Jammed in the printer")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Jammed in the printer")).to_be_visible()


def test_the_keyboard_alone_prints_at_a_label_printer(shop: Seller, page: Page, work_off: Callable[[], None]):
    printer = RawPrinter()
    with running(printer) as address:
        make_printer(shop, address=address)
        sign_in(page, "bob", reverse("shipments"))
        page.keyboard.press("j")
        page.keyboard.press("x")
        page.get_by_role("button", name="Print …").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("sent to Packing table 2")).to_be_visible()  # the default one
        quiet(page)
        page.get_by_label("Labels one per parcel").focus()
        page.keyboard.press("ArrowDown")
        expect(page.get_by_label("Pick list what")).to_be_focused()
        expect(page.locator(".verdict")).to_have_text("One list of 1 parcel")
        expect(page.get_by_label("Pick list what")).to_be_focused()  # also after the answer came
        page.keyboard.press("ArrowUp")
        expect(page.get_by_text("sent to Packing table 2")).to_be_visible()
        page.get_by_role("button", name="Print", exact=True).focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Waiting for a worker")).to_be_visible()
        work_off()
        expect(page.get_by_role("heading", name="All sent to the printer: 1")).to_be_visible()
    assert len(printer.labels) == 1
    assert b"^XA" in printer.labels[0]


def test_what_broke_off_is_counted_and_the_rest_sent(shop: Seller, page: Page, work_off: Callable[[], None]):
    printer = RawPrinter(Mood(break_after=1))
    with running(printer) as address:
        make_printer(shop, address=address)
        sign_in(
            page, "bob", f"{reverse('print')}?{'&'.join(f'id={row.pk}' for row in shop.shipment_set.order_by('pk'))}"
        )
        page.get_by_role("button", name="Print", exact=True).click()
        expect(page.get_by_role("heading", name="Waiting for a worker")).to_be_visible()
        work_off()
        expect(page.get_by_role("heading", name="Look at the printer: how many came out?")).to_be_visible()
        first = PrintBatch.objects.get()
        printer.mood.break_after = None
        page.get_by_label("Came out, counted").fill("2")
        page.get_by_role("button", name="Send the rest now").click()
        expect(page.get_by_text("The rest is sent as this batch.")).to_be_visible()
        work_off()
        expect(page.get_by_role("heading", name="All sent to the printer: 1")).to_be_visible()
    rest = PrintBatch.objects.exclude(pk=first.pk).get()
    assert rest.printouts.get().shipment_id == first.printouts.get(position=3).shipment_id


def test_without_scripts_the_dialogue_prints_as_well(shop: Seller, new_window):
    page = new_window(java_script_enabled=False).new_page()
    page.goto(f"/sign-in?next={reverse('shipments')}")
    page.get_by_label("Name").fill("bob")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.get_by_label("Select shipment YT8112833000000002").check()
    page.get_by_role("button", name="Print …").click()
    page.get_by_label("Commercial invoice").check()
    page.get_by_role("button", name="Count again").click()
    expect(page.get_by_text("1 document", exact=True)).to_be_visible()
    expect(page.get_by_label("Language")).to_be_visible()
    page.get_by_role("button", name="Make the file").click()
    expect(page.get_by_role("heading", name="Waiting for a worker")).to_be_visible()
    assert PrintBatch.objects.get().kind == "INVOICE"


def test_no_page_of_printing_is_wider_than_its_window(shop: Seller, page: Page):
    make_printer(shop)
    sign_in(page, "bob", reverse("shipments"))
    shipment = shop.shipment_set.earliest("pk")
    wide = []
    for address in (
        f"{reverse('print')}?id={shipment.pk}",
        reverse("print-queue"),
        reverse("printers"),
        reverse("shipment", args=[shipment.pk]),
        f"{reverse('void-shipments')}?id={shipment.pk}",
    ):
        page.goto(address)
        quiet(page)
        for width in (390, 1024, 1440):
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                wide.append((address, width))
    assert not wide
