"""Papers from the database: which shipments get one, what they say, and how many queries that takes."""

from __future__ import annotations

import io
from decimal import Decimal

import pypdfium2
import pytest
from python_calamine import load_workbook

from fahuo.customs.services.papers import PaperKind, write
from fahuo.kit import barcode, pdf
from fahuo.orders.models import OrderLine
from tests.fixtures.rows import make_order, make_product, make_shipment

pytestmark = pytest.mark.django_db
FIRST = 811283336150000


@pytest.fixture
def shelf(amys):
    make_product(amys)
    return amys


def shipped(seller, number=0, *, sku="TWL-GY", status="LABELLED", quantity=1, ddp=False, eori="", **columns):
    order = make_order(seller, str(FIRST + number), sku=sku, **columns)
    OrderLine.objects.filter(order=order).update(quantity=quantity)
    return make_shipment(seller, order, status=status, ddp=ddp, eori=eori)


def texts(content):
    document = pypdfium2.PdfDocument(content)
    found = [page.get_textpage().get_text_bounded() for page in document]
    document.close()
    return [" ".join(text.split()) for text in found]  # lines wrap where they must


@pytest.mark.parametrize("kind", list(PaperKind))
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_paper_bears_the_numbers_it_is_found_by(shelf, kind, language):
    shipment = shipped(shelf, quantity=3)
    written = write(seller=shelf, kind=kind, shipment_ids=[shipment.pk], language=language)
    assert written.problems == {}
    assert written.pages == {shipment.pk: (1, 1)}
    (text,) = texts(written.content)
    assert shipment.waybill_number in text
    assert "Cotton Bath Towel - Gray" in text
    assert "纯棉浴巾" in text
    assert "1.440" in text  # 3 × 480 g
    assert ("20.40" in text) == kind.shows_value  # 3 × 6.80
    assert ("630260" in text) == kind.shows_value
    if kind in {PaperKind.INVOICE, PaperKind.PACKING_LIST, PaperKind.CN23}:
        assert f"INV-{shipment.reference}" in text
        assert "Anke Petersen" in text
        assert shelf.eori in text


@pytest.mark.parametrize(("ddp", "terms"), [(True, "DDP Hamburg"), (False, "DAP Hamburg")])
def test_terms_follow_the_booking(shelf, ddp, terms):
    shipment = shipped(shelf, ddp=ddp, eori="FR12345678900012" if ddp else "")
    (text,) = texts(write(seller=shelf, kind=PaperKind.INVOICE, shipment_ids=[shipment.pk]).content)
    assert terms in text
    assert ("FR12345678900012" in text) == ddp


def test_the_number_for_vat_paid_at_sale_stays_off_paper(shelf):
    """It travels in the electronic data; on the outside of a parcel others copy it."""
    shipment = shipped(shelf)
    for kind in PaperKind:
        (text,) = texts(write(seller=shelf, kind=kind, shipment_ids=[shipment.pk]).content)
        assert shelf.ioss not in text


@pytest.mark.parametrize(
    ("kind", "columns", "code", "field"),
    [
        (PaperKind.INVOICE, {"hs_code": ""}, "DOCUMENT_NO_HS_CODE", "lines[0].hs_code"),
        (PaperKind.CN22, {"hs_code": "12345"}, "DOCUMENT_NO_HS_CODE", "lines[0].hs_code"),
        (PaperKind.CN23, {"hs_code": "630260123"}, "DOCUMENT_NO_HS_CODE", "lines[0].hs_code"),
        (PaperKind.INVOICE, {"origin_country": ""}, "DOCUMENT_NO_ORIGIN", "lines[0].origin"),
        (PaperKind.CN23, {"origin_country": "XX"}, "DOCUMENT_NO_ORIGIN", "lines[0].origin"),
        (PaperKind.INVOICE, {"declared_value_usd": Decimal(0)}, "DOCUMENT_NO_VALUE", "lines[0].unit_value"),
        (PaperKind.PACKING_LIST, {"weight_g": 0}, "DOCUMENT_NO_WEIGHT", "lines[0].unit_weight_g"),
        (PaperKind.INVOICE, {"title_en": "浴巾"}, "DOCUMENT_NO_DESCRIPTION", "lines[0].title_en"),
        (PaperKind.CN22, {"declared_value_usd": Decimal("450.00")}, "DOCUMENT_CN23_NEEDED", "lines"),
        (PaperKind.CN22, {"weight_g": 2001}, "DOCUMENT_CN23_NEEDED", "lines"),
    ],
)
def test_one_bad_shipment_says_why_and_the_others_go_on(shelf, kind, columns, code, field):
    make_product(shelf, sku="BAD", **columns)
    good, bad, other = shipped(shelf, 1), shipped(shelf, 2, sku="BAD"), shipped(shelf, 3)
    written = write(seller=shelf, kind=kind, shipment_ids=[good.pk, bad.pk, other.pk])
    assert list(written.problems) == [bad.pk]
    assert (written.problems[bad.pk].code, written.problems[bad.pk].field) == (code, field)
    assert written.pages == {good.pk: (1, 1), other.pk: (2, 1)}
    assert pdf.page_count(written.content) == 2


def test_a_packing_list_asks_for_no_tariff_number_and_no_value(shelf):
    make_product(shelf, sku="BARE", hs_code="", origin_country="", declared_value_usd=Decimal(0))
    shipment = shipped(shelf, sku="BARE")
    assert write(seller=shelf, kind=PaperKind.PACKING_LIST, shipment_ids=[shipment.pk]).problems == {}


def test_up_to_the_limit_a_cn22_will_do(shelf):
    make_product(shelf, sku="DEAR", declared_value_usd=Decimal("380.00"), weight_g=2000)
    shipment = shipped(shelf, sku="DEAR")
    assert write(seller=shelf, kind=PaperKind.CN22, shipment_ids=[shipment.pk]).problems == {}


@pytest.mark.parametrize("status", ["DRAFT", "BOOKING", "REVIEW", "FAILED", "CANCELLED"])
def test_papers_go_only_with_what_is_booked(shelf, status):
    shipment = shipped(shelf, status=status)
    written = write(seller=shelf, kind=PaperKind.INVOICE, shipment_ids=[shipment.pk])
    assert written.problems[shipment.pk].code == "DOCUMENT_NOT_BOOKED"
    assert (written.content, written.pages) == (b"", {})


def test_another_sellers_shipment_is_none_of_ours(shelf, carols):
    make_product(carols)
    hers = shipped(carols)
    written = write(seller=shelf, kind=PaperKind.INVOICE, shipment_ids=[hers.pk])
    assert {key: problem.code for key, problem in written.problems.items()} == {hers.pk: "DOCUMENT_NOT_BOOKED"}
    assert written.content == b""


def test_without_goods_or_a_place_to_ship_from_there_is_no_paper(shelf):
    gone, whole = shipped(shelf, 1), shipped(shelf, 2)
    OrderLine.objects.filter(order=gone.order).update(sku="GONE")
    written = write(seller=shelf, kind=PaperKind.INVOICE, shipment_ids=[gone.pk, whole.pk])
    assert {key: problem.code for key, problem in written.problems.items()} == {gone.pk: "DOCUMENT_NO_GOODS"}
    shelf.ship_from.all().delete()
    written = write(seller=shelf, kind=PaperKind.INVOICE, shipment_ids=[gone.pk, whole.pk])
    assert {problem.code for problem in written.problems.values()} == {"SHIP_FROM_MISSING"}


def test_letters_without_a_face_are_not_printed_as_boxes(shelf):
    shipment = shipped(shelf, recipient="ᚠᚢᚦᚨᚱᚲ")
    written = write(seller=shelf, kind=PaperKind.INVOICE, shipment_ids=[shipment.pk])
    assert written.problems[shipment.pk].code == "DOCUMENT_LETTERS_MISSING"


def test_a_name_in_another_script_stands_beside_its_latin_form(shelf):
    shipment = shipped(shelf, recipient="Наталья Иванова", city="Москва", country="RU", street="Тверская улица 7")
    (text,) = texts(write(seller=shelf, kind=PaperKind.INVOICE, shipment_ids=[shipment.pk]).content)
    assert "Наталья Иванова" in text
    assert "Natal" in text
    assert "DAP Mosk" in text


@pytest.mark.parametrize("file_format", ["PDF", "XLSX"])
def test_the_same_shipments_give_the_same_bytes(shelf, file_format):
    ids = [shipped(shelf, number, quantity=number + 1).pk for number in range(3)]
    once, again = (
        write(seller=shelf, kind=PaperKind.INVOICE, shipment_ids=ids, file_format=file_format).content for _ in "12"
    )
    assert once == again


@pytest.mark.parametrize("kind", list(PaperKind))
def test_a_batch_takes_five_queries_whatever_its_size(shelf, kind, django_assert_max_num_queries):
    for count in (1, 8):
        ids = [shipped(shelf, count * 100 + number).pk for number in range(count)]
        with django_assert_max_num_queries(5):
            assert len(write(seller=shelf, kind=kind, shipment_ids=ids, file_format="XLSX").problems) == 0


def test_the_item_number_on_a_cn23_can_be_scanned(shelf):
    shipment = shipped(shelf)
    written = write(seller=shelf, kind=PaperKind.CN23, shipment_ids=[shipment.pk])
    pixels = pdf.rasterise(written.content)
    assert barcode.read(pixels, barcode.Symbology.CODE128) == (shipment.waybill_number,)


def test_fifty_papers_have_a_sheet_each_and_more_share_one(shelf):
    ids = [shipped(shelf, number).pk for number in range(51)]
    few = load_workbook(io.BytesIO(excel(shelf, ids[:50])))
    many = load_workbook(io.BytesIO(excel(shelf, ids)))
    assert few.sheet_names[0] == "Overview"
    assert len(few.sheet_names) == 51
    assert many.sheet_names == ["Overview", "All rows"]
    rows = many.get_sheet_by_name("All rows").to_python()
    assert sum(str(row[0]).startswith("INV-") for row in rows) == 51
    assert rows[-1][-2:] == [pytest.approx(51 * 6.80), "USD"]


def excel(seller, ids):
    return write(seller=seller, kind=PaperKind.INVOICE, shipment_ids=ids, file_format="XLSX").content
