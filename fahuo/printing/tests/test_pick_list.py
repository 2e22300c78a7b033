"""The pick list: what is taken, for whom, on paper and as a workbook; its totals read back from both."""

from __future__ import annotations

import io
from datetime import UTC, datetime

import pypdfium2
import pytest
from python_calamine import load_workbook

from fahuo.accounts.models import Seller
from fahuo.orders.models import OrderLine
from fahuo.printing.domain.paper_text import breakable, shortened
from fahuo.printing.models import Printout
from fahuo.printing.pick_list.content import Packed, PickParcel, Share, pick_list, together
from fahuo.printing.pick_list.paper import pdf
from fahuo.printing.services.pick_list import WrittenPickList, of_batch, write
from fahuo.shipments.models import Shipment
from tests.fixtures.rows import make_order, make_print_batch, make_product, make_shipment

AT = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)


def goods(sku: str, quantity: int = 1, shelf: str = "") -> Packed:
    return Packed(sku, quantity, shelf, f"{sku} in English", f"{sku} 中文")


def parcel(position: int, *content: Packed) -> PickParcel:
    return PickParcel(position, f"9000{position}", f"YT{position}", "YunExpress", "DE", content)


def listed(*parcels: PickParcel):
    return pick_list(parcels, batch_number="7", seller="Amy Trading", made_at=AT)


def text_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_along_the_shelves_and_what_has_none_at_the_end() -> None:
    found = listed(parcel(1, goods("C", 1, "A-10"), goods("X")), parcel(2, goods("B", 2, "A-2"), goods("C", 3, "A-10")))
    assert [(row.goods.shelf, row.goods.sku, row.goods.quantity) for row in found.on_shelves] == [
        ("A-2", "B", 2),
        ("A-10", "C", 4),  # 1 + 3
    ]
    assert [row.goods.sku for row in found.elsewhere] == ["X"]
    assert (found.skus, found.units, len(found.parcels)) == (3, 7, 2)  # 2 + 4 + 1


@pytest.mark.parametrize(
    ("quantities", "shares"),
    [
        ([1, 1, 1], ["A-001–A-003 1"]),
        ([1, 2, 2, 1], ["A-001 1", "A-002–A-003 2", "A-004 1"]),
        ([1, 0, 1], ["A-001 1", "A-003 1"]),  # 0: it holds something else
    ],
)
def test_neighbours_that_get_as_many_are_one_entry(quantities, shares) -> None:
    parcels = [
        parcel(place, goods("T", quantity, "A") if quantity else goods("Z", 1, "B"))
        for place, quantity in enumerate(quantities, start=1)
    ]
    row = listed(*parcels).on_shelves[0]
    assert [f"{share.places} {share.each}" for share in row.shares] == shares
    assert sum((share.last - share.first + 1) * share.each for share in row.shares) == row.goods.quantity


def test_a_sku_that_stands_twice_in_a_parcel_is_one_line() -> None:
    assert together([goods("B", 1, "B-1"), goods("A", 1, "A-1"), goods("B", 2, "B-1")]) == (
        goods("A", 1, "A-1"),
        goods("B", 3, "B-1"),
    )
    assert Share(1, 1, 2).places == "A-001"


@pytest.mark.parametrize(
    ("text", "columns", "short"),
    [
        ("12345", 5, "12345"),
        ("123456", 5, "1234…"),
        ("浴巾", 4, "浴巾"),
        ("浴巾灰", 4, "浴…"),
        ("W 12", 4, "W…"),
        ("", 3, ""),
    ],
)
def test_shortened(text: str, columns: int, short: str) -> None:
    assert shortened(text, columns) == short


def test_long_words_can_be_broken_and_short_ones_stay() -> None:
    assert breakable("A-03-12 A-03-12", 10) == "A-03-12 A-03-12"
    assert breakable("on 1234567890", 8) == "on 1234\u200b5678\u200b90"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_a_seller_wrote_is_text_and_stays_on_the_paper(language) -> None:
    nasty = Packed("#let x = 1 *SKU* $a$ <b>" + "W" * 60, 12, "S" * 40, '"]\\ #pagebreak() @ref' * 9, "中文" * 90)
    content = pdf(listed(parcel(1, nasty)), language=language)
    document = pypdfium2.PdfDocument(content)
    assert len(document) == 2
    assert "#let x = 1 *SKU* $a$ <b>" in " ".join(text_of(content).split())
    for page in document:
        width, _ = page.get_size()
        boxes = [found.get_bounds() for found in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])]
        assert boxes
        assert all(left >= 28 and right <= width - 28 for left, _, right, _ in boxes)  # the margin of 11 mm is 31 pt


@pytest.fixture
def batch(amys: Seller) -> list[int]:
    """Two towels, a towel and a lamp without a shelf, a cancelled parcel, another towel."""
    make_product(amys, shelf="B-2")
    make_product(amys, "LAMP", title_en="Lamp", title_zh="灯")
    orders = [make_order(amys, f"81128333615000{number}") for number in range(4)]
    OrderLine.objects.filter(order=orders[0]).update(quantity=2)
    OrderLine.objects.create(seller=amys, order=orders[1], position=1, number="2", sku="LAMP", quantity=3, to_ship=True)
    shipments = [make_shipment(amys, order) for order in orders]
    Shipment.objects.filter(pk=shipments[2].pk).update(status="CANCELLED")
    return [shipment.pk for shipment in shipments]


def written(seller: Seller, ids: list[int], file_format: str = "PDF", language: str = "en") -> WrittenPickList:
    return write(seller=seller, shipment_ids=ids, file_format=file_format, language=language, batch_number="42", at=AT)


def test_what_must_not_be_packed_is_left_out_and_its_place_stays_empty(amys, carols, batch) -> None:
    theirs = make_shipment(carols, make_order(carols, "1")).pk
    found = written(amys, [*batch, theirs])
    assert {pk: problem.code for pk, problem in found.problems.items()} == {
        batch[2]: "PRINT_WAYBILL_VOID",
        theirs: "PRINT_SHIPMENT_MISSING",
    }
    assert (found.parcels, found.leaves) == (3, 2)
    text = text_of(found.content)
    assert "A-004" in text
    assert "A-003" not in text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            [
                "Pick list",
                "Pack list",
                "No shelf on file",
                "Cotton Bath Towel - Gray",
                "Page 1 / 2",
                "2026-11-22 14:05",
            ],
        ),
        ("zh", ["拣货单", "装箱清单", "未登记库位", "纯棉浴巾 灰色", "页 1 / 2"]),
    ],
)
def test_the_paper(amys, batch, language, words) -> None:
    text = text_of(written(amys, batch, language=language).content)
    assert [word for word in words if word not in text] == []
    assert "A-001 ×2, A-002 ×1, A-004 ×1" in text.replace("\r\n", " ")


def test_the_workbook_says_the_same_and_adds_up(amys, batch) -> None:
    book = load_workbook(io.BytesIO(written(amys, batch, "XLSX").content))
    picked, packed = (book.get_sheet_by_index(place).to_python() for place in (0, 1))
    rows = [row for row in picked if row[2] in {"TWL-GY", "LAMP"}]
    assert [row[:3] for row in rows] == [["B-2", 4.0, "TWL-GY"], ["No shelf on file", 3.0, "LAMP"]]  # 2 + 1 + 1
    parcels = [row[:3] for row in packed if str(row[0]).startswith("A-")]
    assert parcels == [
        ["A-001", 2.0, "TWL-GY"],
        ["A-002", 1.0, "TWL-GY"],
        ["A-002", 3.0, "LAMP"],
        ["A-004", 1.0, "TWL-GY"],
    ]
    assert [row[1] for row in (*picked, *packed) if row[0] == "Total"] == [7.0, 7.0]


def test_the_list_of_a_batch_of_labels_has_the_places_of_its_labels(amys, batch) -> None:
    printed = make_print_batch(amys, *Shipment.objects.order_by("-pk"))  # the last one first
    Printout.objects.filter(batch=printed, shipment_id=batch[1]).update(problem={"code": "LABEL_UNREADABLE"})
    found = of_batch(batch=printed, file_format="XLSX", language="en", at=AT)
    packed = load_workbook(io.BytesIO(found.content)).get_sheet_by_index(1).to_python()
    waybills = dict(Shipment.objects.values_list("waybill_number", "pk"))
    assert {row[0]: waybills[row[6]] for row in packed if str(row[0]).startswith("A-")} == {
        "A-001": batch[3],
        "A-004": batch[0],  # A-002 was cancelled, A-003 has no label that can be read
    }
    assert [entry[2] for entry in packed if entry[0] == "Batch"] == [str(printed.pk)]


def places(found: WrittenPickList) -> tuple[str, dict[str, str]]:
    """Whose places they are, by the heading of their column, and waybill → place."""
    packed = load_workbook(io.BytesIO(found.content)).get_sheet_by_index(1).to_python()
    head = next(row for row in packed if "SKU" in row)
    return head[0], {row[6]: row[0] for row in packed if str(row[6]).startswith("YT")}


def test_parcels_whose_labels_one_batch_printed_have_the_places_of_their_labels(amys, batch) -> None:
    parcels = list(Shipment.objects.filter(pk__in=batch).order_by("-pk"))  # the last one first
    numbers = {row.pk: row.waybill_number for row in parcels}
    older = make_print_batch(amys, *parcels, status="PRINTED")
    Printout.objects.filter(batch=older).update(printed_at=AT)
    again = make_print_batch(amys, parcels[3], status="PRINTED", reason="torn")
    Printout.objects.filter(batch=again).update(printed_at=AT)
    make_print_batch(amys, *reversed(parcels), status="CANCELLED")  # its labels never came out
    found = places(written(amys, batch, "XLSX"))
    assert found == (
        f"#{older.pk} Parcel",
        {numbers[batch[3]]: "A-001", numbers[batch[1]]: "A-003", numbers[batch[0]]: "A-004"},
    )
    text = text_of(written(amys, batch).content)
    assert f"#{older.pk} For parcels" in text
    assert f"Batch {older.pk}" in text
    alone = places(written(amys, [batch[0]], "XLSX"))
    assert alone == (f"#{again.pk} Parcel", {numbers[batch[0]]: "A-001"}), "the newest label counts"


def test_parcels_of_several_batches_have_the_places_of_the_list_itself(amys, batch) -> None:
    parcels = list(Shipment.objects.filter(pk__in=batch).order_by("-pk"))
    for row in parcels[:2]:
        make_print_batch(amys, row)
    head, found = places(written(amys, batch, "XLSX"))
    assert (head, sorted(found.values())) == ("#42 Parcel", ["A-001", "A-002", "A-004"])


def test_without_a_batch_there_are_no_places(amys, batch) -> None:
    found = write(seller=amys, shipment_ids=batch, file_format="XLSX", language="en", batch_number="", at=AT)
    head, rows = places(found)
    assert (head, set(rows.values())) == ("Parcel", {""})
    paper = write(seller=amys, shipment_ids=batch, file_format="PDF", language="en", batch_number="", at=AT)
    text = text_of(paper.content)
    assert "TWL-GY" in text
    assert "A-00" not in text


def test_nothing_to_pack(amys, batch) -> None:
    Shipment.objects.update(status="BOOKING")
    found = written(amys, batch)
    assert (found.content, found.parcels, len(found.problems)) == (b"", 0, 4)


def test_four_queries_for_any_number(amys, batch, django_assert_num_queries) -> None:
    with django_assert_num_queries(4):
        written(amys, batch, "XLSX")


def test_a_thousand_parcels_of_six_hundred_skus() -> None:
    parcels = [
        parcel(place, goods(f"S{place * 7 % 600}", 1 + place % 3, f"{'ABC'[place % 3]}-{place * 7 % 600}"))
        for place in range(1, 1001)
    ]
    found = listed(*parcels)
    assert (found.skus, found.units) == (600, 2000)  # 333 × 1 and 334 × 2 and 333 × 3
    text = text_of(pdf(found, language="en"))
    assert all(one.place in text for one in parcels)
    assert "B-001" in text  # the thousandth
