"""Every paper, the workbook, the label and what the carrier was told say the same, to the cent and the gram.

What is expected is reckoned here in whole cents and grams; the papers are read back as text, by rules of their own.
"""

from __future__ import annotations

import io
import random
import re
from dataclasses import dataclass
from decimal import Decimal

import pypdfium2
import pytest
from python_calamine import load_workbook

from fahuo import rulebook
from fahuo.customs.services.papers import PaperKind, write
from fahuo.customs.tests.reading_words import from_chinese, from_english
from fahuo.labels.render import render
from fahuo.orders.models import OrderLine
from fahuo.shipments import queries as shipments
from fahuo.shipments.label_content import label_content
from tests.fixtures.people import make_seller
from tests.fixtures.rows import NOON, make_order, make_product, make_shipment

pytestmark = pytest.mark.django_db

COUNT = 50
NUMBER = r"([\d,]+)"
KILOS = r"([\d,]+\.\d{3})"
CENTS = r"([\d,]+\.\d{2})"


@dataclass(frozen=True)
class Sold:
    """One line as we made it up: whole cents and grams of one unit."""

    sku: str
    hs_code: str
    quantity: int
    cents: int
    grams: int


@dataclass(frozen=True)
class Scene:
    seller: object
    sold: dict[int, tuple[Sold, ...]]
    shipments: dict[int, object]

    @property
    def ids(self) -> list[int]:
        return list(self.sold)


@pytest.fixture
def scene(db):
    chance, seller = random.Random(20261122), make_seller("Agreement Trading")
    catalogue = [
        (f"SKU-{place:03}", f"{chance.randrange(10, 77):02}{chance.randrange(10**8):08}"[: chance.choice((6, 8, 10))])
        for place in range(60)
    ]
    made = {}
    for sku, hs_code in catalogue:
        cents, grams = chance.choice((1, 99, 333, 1005, chance.randrange(1, 60_000))), chance.randrange(1, 900)
        make_product(
            seller, sku=sku, hs_code=hs_code, weight_g=grams, declared_value_usd=Decimal(cents).scaleb(-2),
            title_en=f"Household article {sku}, cotton and steel",
        )  # fmt: skip
        made[sku] = (hs_code, cents, grams)
    sold, rows = {}, {}
    for number in range(COUNT):
        order = make_order(seller, str(811283336160000 + number))
        OrderLine.objects.filter(order=order).delete()
        lines = []
        for place, sku in enumerate(chance.sample(sorted(made), chance.choice((1, 2, 3, 10, 30)))):
            hs_code, cents, grams = made[sku]
            line = Sold(sku, hs_code, chance.choice((1, 2, 3, 7, 144)), cents, grams)
            lines.append(line)
            OrderLine.objects.create(
                seller=seller, order=order, position=place, number=f"{order.number}{place}", sku=sku, title="x",
                quantity=line.quantity, unit_price=Decimal(1), currency="USD", to_ship=True,
            )  # fmt: skip
        row = make_shipment(seller, order, ddp=number % 2 == 0)
        sold[row.pk], rows[row.pk] = tuple(lines), row
    return Scene(seller, sold, rows)


def dollars(cents):
    return Decimal(cents).scaleb(-2)


def value(lines):
    return dollars(sum(line.cents * line.quantity for line in lines))


def weight_g(lines):
    return sum(line.grams * line.quantity for line in lines)


def kilos(grams):
    return Decimal(grams).scaleb(-3)


def figure(text):
    return Decimal(text.replace(",", ""))


def paper_texts(written):
    """Return shipment → the text of all pages of its paper, every run of blanks as one."""
    document = pypdfium2.PdfDocument(written.content)
    pages = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    assert sum(count for _, count in written.pages.values()) == len(pages)
    return {key: " ".join(pages[first - 1 : first - 1 + count]) for key, (first, count) in written.pages.items()}


def expected_rows(lines):
    return [
        (line.sku, line.hs_code, line.quantity, kilos(line.grams * line.quantity), dollars(line.cents * line.quantity))
        for line in lines
    ]


def test_an_invoice_says_what_was_declared(scene):
    texts = paper_texts(write(seller=scene.seller, kind=PaperKind.INVOICE, shipment_ids=scene.ids))
    assert texts.keys() == scene.sold.keys()
    goods = r"(\d+) Household article (SKU-\d+), cotton and steel 纯棉浴巾 灰色 · (SKU-\d+)"
    pattern = rf"{goods} (\d+) CN {NUMBER} {KILOS} {CENTS} {CENTS}"
    for key, lines in scene.sold.items():
        found = re.findall(pattern, texts[key])
        assert [int(row[0]) for row in found] == list(range(1, len(lines) + 1))
        assert [(row[2], row[3], int(row[4]), figure(row[5]), figure(row[7])) for row in found] == expected_rows(lines)
        assert [figure(row[6]) for row in found] == [dollars(line.cents) for line in lines]
        assert [row[1] for row in found] == [line.sku for line in lines]
        (total,) = re.findall(rf"Total 合计 {NUMBER} {KILOS} {CENTS}", texts[key])
        quantity = sum(line.quantity for line in lines)
        assert (int(total[0].replace(",", "")), figure(total[1]), figure(total[2])) == (
            quantity, kilos(weight_g(lines)), value(lines),
        )  # fmt: skip
        words = re.search(r"(US DOLLARS [A-Z -]+ ONLY) (美元[^ ]+) Parcels", texts[key])
        assert words is not None, texts[key][-900:]
        assert from_english(words[1]) == from_chinese(words[2]) == (value(lines), "USD")
        assert (
            f"Net weight 净重 {kilos(weight_g(lines)):,} kg Gross weight 毛重 {kilos(weight_g(lines)):,} kg"
            in texts[key]
        )
        assert f"INV-{scene.shipments[key].reference}" in texts[key]


def test_sums_are_carried_over_every_page_break(scene):
    key = next(key for key, lines in scene.sold.items() if len(lines) == 30)
    written = write(seller=scene.seller, kind=PaperKind.INVOICE, shipment_ids=[key])
    document = pypdfium2.PdfDocument(written.content)
    pages = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    assert len(pages) > 1
    cents, place = [line.cents * line.quantity for line in scene.sold[key]], 0
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} / {len(pages)}" in page
        assert "Description of goods" in page or place == 30
        if number > 1 and place < 30:
            assert re.findall(rf"Brought forward 承前页 {CENTS}", page) == [f"{dollars(sum(cents[:place])):,}"]
        place += len(re.findall(r"Household article", page))
        if place < 30:
            assert re.findall(rf"Carried forward 转下页 {CENTS}", page) == [f"{dollars(sum(cents[:place])):,}"]


def test_a_packing_list_weighs_the_same(scene):
    texts = paper_texts(write(seller=scene.seller, kind=PaperKind.PACKING_LIST, shipment_ids=scene.ids))
    for key, lines in scene.sold.items():
        found = re.findall(rf"· (SKU-\d+) {NUMBER} {NUMBER} {KILOS}", texts[key])
        assert [(sku, int(quantity), int(unit), figure(net)) for sku, quantity, unit, net in found] == [
            (line.sku, line.quantity, line.grams, kilos(line.grams * line.quantity)) for line in lines
        ]
        (total,) = re.findall(rf"Total 合计 {NUMBER} {KILOS}", texts[key])
        assert figure(total[1]) == kilos(weight_g(lines))
        assert f"{value(lines):,}" not in texts[key] or value(lines) < 10


def test_postal_forms_say_the_same(scene):
    limits, rates = (rulebook.value(name, on=NOON.date()) for name in ("customs.cn22_limit", "money.exchange_rates"))
    cn22 = write(seller=scene.seller, kind=PaperKind.CN22, shipment_ids=scene.ids)
    cn23 = paper_texts(write(seller=scene.seller, kind=PaperKind.CN23, shipment_ids=scene.ids))
    small = {
        key
        for key, lines in scene.sold.items()
        if value(lines) * rates["USD"] <= limits["value"] * rates["XDR"] and weight_g(lines) <= limits["weight_g"]
    }
    assert small
    assert cn22.pages.keys() == small
    assert {problem.code for problem in cn22.problems.values()} == {"DOCUMENT_CN23_NEEDED"}
    for key, text in paper_texts(cn22).items():
        found = re.findall(rf"{NUMBER} × Household article (SKU-\d+), .*? (\d+) CN {KILOS} {CENTS}", text)
        rows = [(row[1], row[2], int(row[0]), figure(row[3]), figure(row[4])) for row in found]
        assert rows == expected_rows(scene.sold[key])
        assert re.search(rf"\(7\) {kilos(weight_g(scene.sold[key])):,} {value(scene.sold[key]):,}", text)
    for key, text in cn23.items():
        pattern = rf"article (SKU-\d+), cotton and steel 纯棉浴巾 灰色 {NUMBER} {KILOS} {CENTS} (\d+) CN"
        found = re.findall(pattern, text)
        rows = [(row[0], row[4], int(row[1].replace(",", "")), figure(row[2]), figure(row[3])) for row in found]
        assert rows == expected_rows(scene.sold[key])
        assert re.search(rf"\(6\) {NUMBER} {kilos(weight_g(scene.sold[key])):,} {value(scene.sold[key]):,}", text)


def test_the_workbook_says_the_same(scene):
    written = write(seller=scene.seller, kind=PaperKind.INVOICE, shipment_ids=scene.ids, file_format="XLSX")
    book = load_workbook(io.BytesIO(written.content))
    overview = {row[0]: row for row in book.get_sheet_by_name("Overview").to_python()}
    for key, lines in scene.sold.items():
        number = f"INV-{scene.shipments[key].reference}"
        cells = book.get_sheet_by_name(number).to_python()
        rows = [row for row in cells if isinstance(row[0], float)]
        got = [(row[3], row[4], int(row[6]), exactly(row[7], 3), exactly(row[9], 2)) for row in rows]
        assert got == expected_rows(lines)
        assert [exactly(row[8], 2) for row in rows] == [dollars(line.cents) for line in lines]
        (total,) = (row for row in cells if row[0] == "Total 合计")
        assert (exactly(total[7], 3), exactly(total[9], 2)) == (kilos(weight_g(lines)), value(lines))
        (english,) = (row[2] for row in cells if str(row[2]).startswith("US DOLLARS"))
        (chinese,) = (row[2] for row in cells if str(row[2]).startswith("美元"))
        assert from_english(english) == from_chinese(chinese) == (value(lines), "USD")
        assert exactly(overview[number][9], 2) == value(lines)
        assert exactly(overview[number][7], 3) == exactly(overview[number][8], 3) == kilos(weight_g(lines))


def exactly(cell, decimals):
    """A number as Excel shows it, checked to be that number and not one nearby."""
    shown = Decimal(repr(cell))
    assert shown == round(shown, decimals)
    return round(shown, decimals)


def test_the_carrier_and_the_label_say_the_same(scene):
    works = {work.shipment_id: work for work in shipments.work(scene.ids)}
    contents = [label_content(works[key], works[key].waybill) for key in scene.ids]
    document = pypdfium2.PdfDocument(render(contents))
    for key, page in zip(scene.ids, document, strict=True):
        lines, booking = scene.sold[key], works[key].booking
        assert (booking.parcel.value.amount, booking.parcel.weight_g) == (value(lines), weight_g(lines))
        told = [
            (line.sku, line.hs_code, line.quantity, line.weight_g, line.value.amount) for line in booking.parcel.lines
        ]
        assert told == [(sku, hs, many, int(net * 1000), sum_) for sku, hs, many, net, sum_ in expected_rows(lines)]
        words = page.get_textpage().get_text_bounded().split()
        assert {str(value(lines)), str(kilos(weight_g(lines))), str(sum(line.quantity for line in lines))} <= set(words)
    document.close()
