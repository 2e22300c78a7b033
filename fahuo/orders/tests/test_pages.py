"""Pages of orders, seen by a clerk: what is on them, in both languages, and how many queries they cost."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from fahuo.accounts.models import Action
from fahuo.orders.models import Order, OrderImport
from tests.fixtures.rows import make_blocked, make_order, make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(bob) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(bob)
    return client


@pytest.fixture
def in_chinese(bob) -> Client:
    client = Client(headers={"accept-language": "zh-CN"})
    client.force_login(bob)
    return client


def test_an_empty_shop_says_what_to_do_next(clerk: Client):
    page = clerk.get(reverse("orders")).text
    assert "No orders yet" in page
    assert reverse("import-orders") in page


def test_a_page_of_fifty_costs_as_many_queries_as_a_page_of_one(clerk, amys, django_assert_max_num_queries):
    make_product(amys)
    for place in range(60):
        make_blocked(amys, f"81128330000{place:05}")
    with django_assert_max_num_queries(6):  # session, person, seller, cube, page, goods
        page = clerk.get(reverse("orders")).text
    assert page.count("data-row") == 50
    assert "60 orders" in page
    older = re.search(r'rel="next" href="([^"]+)"', page)
    assert older is not None
    assert clerk.get(older[1]).text.count("data-row") == 10


def test_a_problem_is_shown_with_its_fix_in_the_language_of_the_page(clerk, in_chinese, amys):
    make_blocked(amys, "8112833000000001")
    english, chinese = clerk.get(reverse("orders")).text, in_chinese.get(reverse("orders")).text
    assert "Postcode has the wrong form" in english
    assert "Correct the postcode" in english
    assert "邮编" in chinese
    assert "Correct the postcode" not in chinese


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"1", "2", "3"}),
        ("?state=READY", {"1", "3"}),
        ("?state=BLOCKED", {"2"}),
        ("?country=US", {"3"}),
        ("?problem=POSTCODE_FORMAT", {"2"}),
        ("?text=811283300000000", {"1", "2", "3"}),
        ("?text=8112833000000003", {"3"}),
        ("?text=petersen", {"1", "2"}),
        ("?text=TWL", {"1", "2", "3"}),
        ("?text=%00%27%22%3Cscript%3E", set()),
        ("?state=NOT_A_STATE", set()),
        ("?due=LATE&before=abc", {"1", "2", "3"}),
    ],
)
def test_filters(clerk, amys, query, shown):
    make_order(amys, "8112833000000001")
    make_blocked(amys, "8112833000000002")
    make_order(amys, "8112833000000003", country="US", recipient="Joe Taylor", city="Phoenix")
    Order.objects.update(ship_by="2026-01-01T00:00Z")
    page = clerk.get(reverse("orders") + query).text
    assert set(re.findall(r'class="num" href="[^"]+">811283300000000(\d)<', page)) == shown
    assert "<script>" not in page


def test_a_clerk_mends_a_postcode_and_the_order_becomes_ready(clerk, bob, amys):
    make_product(amys)
    order = make_blocked(amys, "8112833000000001")
    page = clerk.get(reverse("order", args=[order.pk])).text
    assert re.search('name="postcode"[^>]* value="2276"', page)
    assert 'aria-invalid="true"' in page
    fields = {name: getattr(order, name) for name in ("recipient", "phone", "country", "province", "city", "street")}
    answer = clerk.post(reverse("edit-order", args=[order.pk]), fields | {"postcode": "22765"}, follow=True)
    assert "Saved and checked again." in answer.text
    order.refresh_from_db()
    assert (order.postcode, order.outcome, order.problems) == ("22765", "READY", [])
    logged = Action.objects.get(verb="edit_order")
    assert (logged.person, logged.subject, logged.detail) == (bob, order.number, {"fields": ["postcode"]})


def test_an_order_in_work_is_not_edited(clerk, amys):
    order = make_order(amys, "8112833000000001", stage="IN_WORK")
    answer = clerk.post(reverse("edit-order", args=[order.pk]), {"city": "Bremen"}, follow=True)
    assert "in work or shipped already" in answer.text
    order.refresh_from_db()
    assert order.city == "Hamburg"
    assert not Action.objects.exists()


def test_a_text_that_is_too_long_is_refused_at_its_field(clerk, amys):
    order = make_order(amys, "8112833000000001")
    answer = clerk.post(reverse("edit-order", args=[order.pk]), {"postcode": "2" * 41})
    assert answer.status_code == 422
    assert "in-postcode-why" in answer.text
    order.refresh_from_db()
    assert order.postcode == "22765"


def test_what_a_buyer_wrote_is_never_markup(clerk, amys):
    order = make_order(
        amys, "8112833000000001", recipient="<img src=x onerror=alert(1)>", memo="</dd><script>1</script>"
    )
    for name in ("orders", "order"):
        page = clerk.get(reverse(name, args=[order.pk] if name == "order" else [])).text
        assert "<img src=x" not in page
        assert "<script>1" not in page


def test_a_broken_file_is_refused_whole_with_its_reason(clerk):
    file = SimpleUploadedFile("orders.json", b'[{"id": 1, "order_sta')
    answer = clerk.post(reverse("import-orders"), {"orders": file})
    assert answer.status_code == 422
    assert "nothing was imported" in answer.text
    assert not OrderImport.objects.exists()
    assert not Action.objects.exists()


def test_a_catalogue_gap_is_mended_and_the_orders_are_checked_again(clerk, amys):
    product = make_product(amys, hs_code="")
    order = make_order(
        amys, "8112833000000001", outcome="BLOCKED", problem_codes=["HS_CODE_MISSING"],
        problems=[{"code": "HS_CODE_MISSING", "field": "lines[0].hs_code", "detail": "TWL-GY"}],
    )  # fmt: skip
    assert "missing" in clerk.get(reverse("products")).text
    form = {
        "title_en": product.title_en, "cargo_class": "GENERAL", "declared_value_usd": "6.80", "weight_g": "480",
        "length_mm": "300", "width_mm": "220", "height_mm": "60", "origin_country": "cn", "hs_code": "63026",
    }  # fmt: skip
    refused = clerk.post(reverse("product", args=[product.pk]), form)
    assert refused.status_code == 422
    assert "6, 8 or 10 digits" in refused.text
    saved = clerk.post(reverse("product", args=[product.pk]), form | {"hs_code": "630260"}, follow=True)
    assert "The verdict of 1 open order changed." in saved.text
    order.refresh_from_db()
    product.refresh_from_db()
    assert (order.outcome, product.hs_code, product.origin_country) == ("READY", "630260", "CN")


def test_the_error_book_has_a_page_per_code(clerk, amys):
    make_blocked(amys, "8112833000000001")
    assert clerk.get(reverse("errors")).text.index("POSTCODE_FORMAT") < clerk.get(reverse("errors")).text.index(
        "HS_CODE"
    )
    page = clerk.get(reverse("error", args=["POSTCODE_FORMAT"])).text
    assert "Cause" in page
    assert "1 order" in page


def test_the_language_is_switched_and_remembered(clerk, bob, amys):
    answer = clerk.post(reverse("language"), {"language": "zh-hans", "next": reverse("orders")}, follow=True)
    assert '<html lang="zh-Hans">' in answer.text
    bob.refresh_from_db()
    assert bob.language == "zh-hans"
    elsewhere = clerk.post(reverse("language"), {"language": "xx", "next": "https://example.org/"})
    assert elsewhere.url == "/"
    bob.refresh_from_db()
    assert bob.language == "zh-hans"


CHROME = re.compile(r"<(?:script|style|kbd|svg)\b.*?</(?:script|style|kbd|svg)>|<[^>]+>", re.DOTALL)
# Words that Chinese shops write in Latin letters too, and what the rows themselves hold.
LATIN = {
    *("Fahuo", "English", "SKU", "HS", "USD", "CNY", "PDF", "CSV", "JSON", "Excel", "MB", "MSDS", "UN", "bob", "B"),
    *("Amy", "Trading", "TWL", "GY", "DE", "CN", "Hamburg", "Anke", "Petersen", "Elbchaussee", "g", "kg", "DDP"),
    *("Cotton", "Bath", "Towel", "Gray", "mm", "A", "GTIN", "EAN", "UPC", "Wh"),
}


@pytest.mark.parametrize(
    "name", ["orders", "products", "shipments", "import-orders", "actions", "order", "product", "password"]
)
def test_the_chinese_page_has_no_english_left(in_chinese, amys, name):
    rows = {"product": make_product(amys).pk, "order": make_order(amys, "8112833000000001").pk}
    page = in_chinese.get(reverse(name, args=[rows[name]] if name in rows else [])).text
    body = CHROME.sub(" ", page[page.index("<body") :])
    assert set(re.findall(r"[A-Za-z]+", body)) - LATIN == set()


def test_notices_stand_apart_with_rule_source_and_age(clerk, amys):
    warned = {"code": "RECIPIENT_TAX_ID_GENERIC", "field": "address.tax_id", "detail": "RFC", "severity": "WARN"}
    order = make_order(amys, "8112833000000001")
    Order.objects.filter(pk=order.pk).update(notices=[{**warned, "rule": "MX-01G"}])
    page = clerk.get(reverse("order", args=[order.pk])).text
    notices = page[page.index('id="notices"') :]
    assert "1 notice; it does not stop the order" in notices
    assert "Rule MX-01G" in notices
    assert "generic RFC" in notices
    assert "checked on 2026-" in notices
    assert "1 problem" not in page


def test_a_tax_number_shows_its_end_and_stays_when_it_comes_back_masked(clerk, amys):
    order = make_order(amys, "8112833000000001")
    Order.objects.filter(pk=order.pk).update(tax_id="390.533.447-05")
    page = clerk.get(reverse("order", args=[order.pk])).text
    assert "390.533.447-05" not in page
    assert page.count("***.***.**7-05") == 2  # beside the address, and in the form
    held = {name: getattr(order, name) for name in ("recipient", "phone", "country", "postcode", "province", "city")}
    mended = {**held, "street": "Other 1", "street2": "", "tax_id": "***.***.**7-05"}
    clerk.post(reverse("edit-order", args=[order.pk]), mended)
    order.refresh_from_db()
    assert (order.street, order.tax_id) == ("Other 1", "390.533.447-05")
    clerk.post(reverse("edit-order", args=[order.pk]), {**mended, "tax_id": "12345678909"})
    order.refresh_from_db()
    assert order.tax_id == "12345678909"
