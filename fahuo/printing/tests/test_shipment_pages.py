"""Customs papers and the robustness of one shipment's label: what comes, in which language, and what is said if not."""

from __future__ import annotations

import io
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from fahuo.goods.models import Product
from fahuo.kit import pdf
from fahuo.orders.models import Order
from fahuo.printing.tests.page_rows import make_parcel
from fahuo.shipments.models import Shipment
from fahuo.trade import error_book
from tests.fixtures.rows import make_product

pytestmark = pytest.mark.django_db

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture
def clerk(bob) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(bob)
    return client


@pytest.fixture
def parcel(amys) -> Shipment:
    make_product(amys)
    return make_parcel(amys, 1)


def paper(parcel: Shipment, kind: str = "invoice", language: str = "en", extension: str = "pdf") -> str:
    return reverse("shipment-paper", args=[parcel.pk, kind, language, extension])


@pytest.mark.parametrize(
    ("kind", "language", "words"),
    [
        ("invoice", "en", "Commercial invoice"),
        ("invoice", "zh", "商业发票"),
        ("packing-list", "en", "Packing list"),
        ("packing-list", "zh", "装箱单"),
        ("cn22", "en", "CN 22"),
        ("cn23", "zh", "CN 23"),
    ],
)
def test_a_paper_is_a_pdf_of_this_parcel_in_its_language(clerk, parcel, kind, language, words):
    answer = clerk.get(paper(parcel, kind, language))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("inline; filename=")
    text = "".join(pdf_text(answer.content).split())
    assert "".join(words.split()).lower() in text.lower()
    assert (parcel.waybill_number if kind == "cn22" else "AnkePetersen") in text


def test_a_paper_as_excel_holds_the_same_words(clerk, parcel):
    answer = clerk.get(paper(parcel, "invoice", "zh", "xlsx"))
    assert answer["Content-Type"] == XLSX
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    cells = [str(cell) for row in load_workbook(io.BytesIO(answer.content)).active.values for cell in row if cell]
    assert any("商业发票" in cell for cell in cells)
    assert any("Anke Petersen" in cell for cell in cells)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"hs_code": ""}, "DOCUMENT_NO_HS_CODE"),
        ({"title_en": "毛巾"}, "DOCUMENT_NO_DESCRIPTION"),
        ({"origin_country": ""}, "DOCUMENT_NO_ORIGIN"),
    ],
)
def test_what_keeps_a_paper_from_being_written_stands_on_the_page(clerk, parcel, columns, code):
    Product.objects.update(**columns)
    answer = clerk.get(paper(parcel), follow=True)
    assert answer.redirect_chain == [(reverse("shipment", args=[parcel.pk]), 302)]
    assert f"{error_book.entry(code).title_en} (TWL-GY). {error_book.entry(code).fix_en}" in unescape(answer.text)


@pytest.mark.parametrize("status", ["FAILED", "CANCELLED"])
def test_a_shipment_that_does_not_count_gets_no_paper(clerk, parcel, status):
    Shipment.objects.update(status=status, waybill_number="" if status == "FAILED" else parcel.waybill_number)
    answer = clerk.get(paper(parcel))
    assert (answer.status_code, answer.url) == (302, reverse("shipment", args=[parcel.pk]))


@pytest.mark.parametrize(
    ("kind", "language", "extension"),
    [("passport", "en", "pdf"), ("invoice", "fr", "pdf"), ("invoice", "en", "zpl"), ("INVOICE", "en", "pdf")],
)
def test_what_is_not_offered_is_not_there(clerk, parcel, kind, language, extension):
    assert clerk.get(paper(parcel, kind, language, extension)).status_code == 404


@pytest.mark.parametrize("number", ['8112"; evil="x', "8112\r\nX-Evil: 1", "订单8112", "../../8112", "a" * 40])
def test_an_orders_number_never_breaks_the_name_of_a_file(clerk, parcel, number):
    Order.objects.update(number=number)
    for address in (paper(parcel, "packing-list"), reverse("shipment-label", args=[parcel.pk])):
        answer = clerk.get(address)
        assert answer.status_code == 200, address
        header = answer["Content-Disposition"]
        assert header.isascii()
        assert header.count('"') in {0, 2}
        assert not set("\r\n/\\") & set(header.removeprefix("inline; filename*=utf-8''"))
        assert "X-Evil" not in answer.headers


# --- robustness


@pytest.mark.parametrize("htmx", [True, False], ids=["part", "page"])
def test_a_labels_robustness_is_a_figure_with_its_faults(clerk, parcel, *, htmx):
    headers = {"hx-request": "true"} if htmx else {}
    page = clerk.get(reverse("label-robustness", args=[parcel.pk]), headers=headers).text
    assert "simulated print faults" in page
    assert "Faded print" in page
    assert ("<html" in page) is not htmx


def test_an_unreadable_stored_label_says_so_everywhere(clerk, parcel):
    Shipment.objects.update(label_content=b"%PDF-1.7 torn", label_source="CARRIER")
    page = clerk.get(reverse("label-robustness", args=[parcel.pk]), headers={"hx-request": "true"})
    assert page.status_code == 200
    assert 'class="problems"' in page.text
    assert "simulated print faults" not in page.text
    label = clerk.get(reverse("shipment-label", args=[parcel.pk]), follow=True)
    assert label.redirect_chain == [(reverse("shipment", args=[parcel.pk]), 302)]
    assert clerk.get(reverse("shipment-label-preview", args=[parcel.pk])).status_code == 404
    Shipment.objects.update(status="CANCELLED")
    picture = clerk.get(reverse("shipment-label-preview", args=[parcel.pk]))
    assert picture.content.startswith(b"\x89PNG")


@pytest.mark.parametrize("status", ["BOOKING", "BOOKED", "FAILED", "REVIEW", "CANCELLED"])
def test_a_shipment_without_a_label_has_none_to_measure_or_to_send(clerk, parcel, status):
    Shipment.objects.update(status=status, label_source="")
    for name in ("label-robustness", "shipment-label", "shipment-label-preview"):
        assert clerk.get(reverse(name, args=[parcel.pk])).status_code == 404, name
    assert clerk.get(reverse("shipment-printing", args=[parcel.pk])).status_code == 200


def pdf_text(content: bytes) -> str:
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    assert pdf.page_count(content) == len(document)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text
