"""Every page before axe-core: names, labels, contrast, landmarks; and a keyboard is enough."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from fahuo.accounts.models import Seller
from fahuo.carriers import registry
from fahuo.carriers.models import CarrierCall, Circuit
from fahuo.shipments.models import Shipment
from tests.browser.looking import quiet, sign_in, violations
from tests.browser.pages_of_parcels import pages_of_parcels
from tests.fixtures.accounts import connect_emulated, make_offered_service
from tests.fixtures.notifications import pages_of_notifications
from tests.fixtures.people import make_person, make_seller
from tests.fixtures.rows import (
    NOON,
    make_blocked,
    make_customs,
    make_manifest,
    make_order,
    make_print_batch,
    make_printer,
    make_product,
    make_quote,
    make_run,
    make_shipment,
    make_templates,
    make_upload,
)

pytestmark = pytest.mark.django_db(transaction=True)
WIDTHS = (390, 1440)
REFUSAL = {"code": "CARRIER_REFUSED", "field": "address.postcode", "detail": "邮编错误"}


@pytest.fixture
def shop(db: None) -> Seller:
    """Amy's firm with something on every page."""
    seller = make_seller()
    make_person("amy", seller, "OWNER")
    make_person("bob", seller, "CLERK")
    make_product(seller, hs_code="")
    make_order(seller, "8112833000000001", recipient="فايد آل بن ظافر", refusals=[REFUSAL])
    make_blocked(seller, "8112833000000002")
    shipped = make_order(seller, "8112833000000003", stage="SHIPPED")
    run = make_run(seller, orders=2)
    make_shipment(seller, shipped, run=run)
    waiting = make_order(seller, "8112833000000004", stage="IN_WORK")
    make_shipment(seller, waiting, run=run, status="REVIEW", waybill_number="", problems=[REFUSAL])
    return seller


def addresses(seller: Seller) -> list[str]:
    """Every page that draws something of its own."""
    from fahuo.goods.models import Product
    from fahuo.orders.models import Order
    from fahuo.shipments.models import ShipRun

    lists = (
        "orders", "shipments", "products", "errors", "actions", "settings", "people", "password", "import-orders",
        "lanes", "routing-weights", "quotes", "calculator", "prices", "carrier-accounts", "carrier-market",
        "rate-sheets", "rate-import", "templates", "import-templates", "back-tests", "manifests",
        "declarations", "declarant", "summaries", "rebate", "notifications", "my-notifications", "channels",
        "deliveries",
    )  # fmt: skip
    product, run = Product.objects.get(), ShipRun.objects.get()
    declared = make_customs(seller, Shipment.objects.filter(seller=seller).order_by("pk")[0])["declaration"]
    shipments = Shipment.objects.filter(seller=seller).order_by("pk")
    parcel = "country=US&weight=900&length=20&width=15&height=8&cargo=BATTERY_BUILTIN&value=20&currency=USD"
    return [
        *map(reverse, lists),
        *(reverse("lane-rules") + query for query in ("", "?to=DE&on=2026-07-01&since=2026-06-30", "?code=DUTY_DUE")),
        *(f"{reverse(name)}?{parcel}" for name in ("calculator", "prices")),
        reverse("quote", args=[make_quote(seller).pk]),
        reverse("declaration", args=[declared]),
        *(f"{reverse('declarations')}?{query}" for query in ("group=PROBLEM", "text=nothing")),
        f"{reverse('declare')}?id={shipments[0].pk}",
        *(reverse("shipment-declaration", args=[shipment.pk]) for shipment in shipments[:2]),
        reverse("rebate-month", args=[2026, 11]),
        *(reverse("order", args=[order.pk]) for order in Order.objects.filter(seller=seller)),
        *(reverse("shipment", args=[shipment.pk]) for shipment in shipments),
        reverse("cancel-shipment", args=[shipments[0].pk]),
        *_of_printing(seller, shipments[0].pk),
        *(reverse(name, args=[shipments[1].pk]) for name in ("adopt-shipment", "release-shipment")),
        *_of_manifests(seller, shipments[1]),
        *_of_templates(make_templates(seller)),
        *_of_carriers(seller),
        reverse("person", args=[seller.people.get(username="bob").pk]),
        *_of_goods(seller, product.pk),
        reverse("ship-run", args=[run.pk]),
        reverse("rate-sheet", args=["yunexpress", "THZXR"]),
        *(reverse(name, args=[make_upload(seller).pk]) for name in ("rate-upload", "rate-upload-check")),
        *pages_of_notifications(seller),
        reverse("error", args=["POSTCODE_FORMAT"]),
        *pages_of_parcels(seller, shipments[0]),
    ]


def _of_goods(seller: Seller, product_id: int) -> list[str]:
    """A product with proposals, one nobody looked at, and a title that says nothing."""
    from fahuo.goods.services.recognise import propose

    propose(seller=seller, product_ids=[product_id], at=NOON)
    make_product(seller, "NEW-1", hs_code="", attributes={"Material": "Zinc alloy"})
    return [
        *(reverse(name, args=[product_id]) for name in ("product", "product-hs", "product-elements")),
        *(f"{reverse('hs-try')}?title={title}" for title in ("", "women+blouse", "x1")),
        *(f"{reverse('hs-proposals')}?band={band}" for band in ("", "HIGH", "NOT_ASKED")),
    ]


def _of_manifests(seller: Seller, shipment: Shipment) -> list[str]:
    """A list with a parcel on it; the other parcel waits for one."""
    made = make_manifest(seller, shipment)
    return [reverse(name, args=[made.pk]) for name in ("manifest", "void-manifest")]


def _of_printing(seller: Seller, shipment_id: int) -> list[str]:
    """The dialogue with a reprint and one that stays out; a batch in each state that asks for something."""
    from fahuo.shipments.models import Shipment

    parcels = list(Shipment.objects.filter(seller=seller).order_by("pk"))
    printer = make_printer(seller, trouble={"code": "PRINTER_PAPER_OUT", "field": "printer", "detail": ""})
    void = make_shipment(seller, make_order(seller, "8112833000000005"), status="CANCELLED")
    ready, doubtful, sending = (
        make_print_batch(seller, *parcels, void, status=status, printer=target, reason="torn")
        for status, target in (("READY", None), ("DOUBTFUL", printer), ("SENDING", printer))
    )
    ready.printouts.update(printed_at=ready.created_at)
    ready.printouts.filter(shipment=void).update(problem={"code": "PRINT_WAYBILL_VOID", "field": "", "detail": ""})
    ids = "&".join(f"id={parcel.pk}" for parcel in (*parcels, void))
    return [
        *map(reverse, ("print-queue", "printers", "new-printer")),
        *(f"{reverse('print')}?{ids}&kind={kind}" for kind in ("LABELS", "INVOICE")),
        *(reverse("print-batch", args=[batch.pk]) for batch in (ready, doubtful, sending)),
        *(reverse(name, args=[printer.pk]) for name in ("printer", "retire-printer")),
        *(reverse(name, args=[shipment_id]) for name in ("shipment-printing", "label-robustness")),
        reverse("shipment", args=[void.pk]),
        f"{reverse('void-shipments')}?{ids}",
    ]


def _of_templates(keys: dict[str, int]) -> list[str]:
    return [
        f"{reverse('template-set', args=[keys['set']])}?country=DE&weight_g=500&cargo=GENERAL",
        reverse("new-template", args=[keys["set"]]),
        reverse("template", args=[keys["set"], keys["template"]]),
        reverse("back-test", args=[keys["test"]]),
    ]


def _of_carriers(seller: Seller) -> list[str]:
    """A carrier that is in use, whose key is not accepted; one that is not; a family of forwarders."""
    connect_emulated(seller, "yunexpress", "http://127.0.0.1:9101")
    account = seller.carrier_accounts.get()
    Circuit.objects.create(
        account=account, state="STOPPED", changed_at=account.created_at, code="CARRIER_NOT_AUTHORISED", detail="40001"
    )
    CarrierCall.objects.create(
        seller=seller, account=account, carrier="yunexpress", operation="create", started_at=account.created_at,
        reference=Shipment.objects.latest("pk").reference, outcome="DOUBTFUL", code="CARRIER_UNAVAILABLE",
        request_id="7f3a", transcript="> POST https://api.example.com/order",
    )  # fmt: skip
    service = make_offered_service(seller, "yunexpress")
    family = [code for code in registry.codes() if registry.manifest(code).family][:1]
    return [
        *(reverse(name, args=["yunexpress"]) for name in ("carrier", "carrier-terms", "disconnect-carrier")),
        *(reverse(name, args=["yanwen"]) for name in ("carrier", "new-account")),
        *(reverse(name, args=[account.pk]) for name in ("carrier-account", "use-account")),
        *(reverse(name, args=[code]) for code in family for name in ("carrier", "new-account")),
        reverse("describe-service", args=[service.pk]),
    ]


@pytest.mark.parametrize("half", [0, 1])
def test_every_page_can_be_read_by_everybody(shop: Seller, page: Page, half: int):
    page.goto("/sign-in")
    found = violations(page)
    sign_in(page, "amy")
    for address in addresses(shop)[half::2]:
        page.goto(address)
        quiet(page)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found += violations(page)
    assert found == []


def test_the_keyboard_reaches_the_content_first_and_then_every_control(shop: Seller, page: Page):
    sign_in(page, "amy")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Ready to ship").first).to_be_focused()
    order = page.get_by_label("Select order 8112833000000001")
    order.focus()
    page.keyboard.press("Space")
    expect(page.get_by_role("region", name="Selection")).to_be_visible()
    page.get_by_label("Your account").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Change the password")).to_be_focused()
    alerts = page.get_by_role("link", name="Alerts", exact=True)
    alerts.focus()
    expect(alerts).to_have_css("outline-color", "rgb(143, 220, 205)")  # seen on the dark ground of the menu


def test_on_a_phone_what_is_seldom_used_lies_behind_more(shop: Seller, page: Page):
    sign_in(page, "amy")
    page.set_viewport_size({"width": 390, "height": 844})
    log = page.get_by_role("link", name="Log", exact=True)
    expect(log).not_to_be_visible()
    page.locator("summary", has_text="More").focus()
    page.keyboard.press("Enter")
    expect(log).to_be_visible()
    assert violations(page) == []
    log.click()
    expect(page.get_by_role("heading", name="Log")).to_be_visible()


def test_after_a_connection_test_the_keyboard_is_where_it_was(shop: Seller, page: Page):
    connect_emulated(shop, "yunexpress", "http://127.0.0.1:1")
    sign_in(page, "amy")
    page.goto(reverse("carrier", args=["yunexpress"]))
    quiet(page)
    button = page.get_by_role("button", name="Test the connection")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Test failed")).to_be_visible()
    expect(button).to_be_focused()
