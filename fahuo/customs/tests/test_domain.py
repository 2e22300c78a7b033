"""Papers without a database: problems, amounts of odd currencies, names in other scripts, page after page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pypdfium2
import pytest

from fahuo.customs.domain.case import CountryName, Exporter, PaperCase
from fahuo.customs.domain.figures import centimetres, grouped, kilograms
from fahuo.customs.domain.fitness import problems_of
from fahuo.customs.domain.kinds import PaperKind
from fahuo.customs.domain.paper import paper_number, paper_of
from fahuo.customs.domain.postal import postal
from fahuo.customs.domain.printed import printed
from fahuo.customs.services.bars import bars
from fahuo.customs.services.papers import pdf_of
from fahuo.kit import pdf
from fahuo.trade.address import Address
from fahuo.trade.declaration import Declaration
from fahuo.trade.label import CustomsForm
from fahuo.trade.measure import Size
from fahuo.trade.money import Money, total
from tests.fixtures.parcels import cotton_towel, fridge_magnet

SENDER = Address("Amy Lin", "CN", "18 Keji South Road", city="Shenzhen", province="Guangdong", postcode="518057")
ANKE = Address("Anke Petersen", "DE", "Elbchaussee 5", city="Hamburg", province="Hamburg", postcode="22765")
COUNTRIES = {"CN": CountryName("China", "中国"), "DE": CountryName("Germany", "德国")}
SHOWN = (PaperKind.INVOICE, PaperKind.CN22, PaperKind.CN23)


def case(*lines, **changed):
    lines = lines or (cotton_towel(2), fridge_magnet(1))
    value = total([line.value for line in lines], lines[0].unit_value.currency)
    known = PaperCase(
        "7-81128333615-1", "81128333615", "LB182340831CN", "YunExpress", "Special Line", date(2026, 11, 22),
        Exporter("晴川", "Qingchuan Ltd", "", SENDER), ANKE, None, COUNTRIES, Declaration(lines, value), ddp=False,
        weight_g=sum(line.weight_g for line in lines), size=Size(300, 220, 145),
    )  # fmt: skip
    return replace(known, **changed)


def valued(amount, currency="USD"):
    return replace(cotton_towel(3), unit_value=Money(Decimal(amount), currency))


def texts(content):
    document = pypdfium2.PdfDocument(content)
    found = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    return found


@pytest.mark.parametrize(
    ("lines", "kinds", "code"),
    [
        ((), tuple(PaperKind), "DOCUMENT_NO_GOODS"),
        ((valued("6.80"), valued("6.80", "EUR")), tuple(PaperKind), "DOCUMENT_MIXED_CURRENCIES"),
        ((replace(cotton_towel(), quantity=0),), tuple(PaperKind), "DOCUMENT_NO_QUANTITY"),
        ((replace(cotton_towel(), unit_weight_g=0),), tuple(PaperKind), "DOCUMENT_NO_WEIGHT"),
        ((replace(cotton_towel(), title_en="毛巾"),), tuple(PaperKind), "DOCUMENT_NO_DESCRIPTION"),
        ((valued("6.805"),), SHOWN, "DOCUMENT_VALUE_FRACTION"),
        ((valued("680.50", "JPY"),), SHOWN, "DOCUMENT_VALUE_FRACTION"),
        ((valued("-1"),), SHOWN, "DOCUMENT_NO_VALUE"),
        ((replace(cotton_towel(), hs_code="6302 60"),), SHOWN, "DOCUMENT_NO_HS_CODE"),
        ((replace(cotton_towel(), origin="China"),), SHOWN, "DOCUMENT_NO_ORIGIN"),
    ],
)
def test_what_keeps_a_paper_from_being_written(lines, kinds, code):
    for kind in PaperKind:
        found = [problem.code for problem in problems_of(lines, kind, CustomsForm.CN22)]
        assert found == ([code] if kind in kinds else [])


@pytest.mark.parametrize(
    ("kind", "form", "codes"),
    [
        (PaperKind.CN22, CustomsForm.CN22, []),
        (PaperKind.CN22, CustomsForm.CN23, ["DOCUMENT_CN23_NEEDED"]),
        (PaperKind.CN23, CustomsForm.CN22, []),
        (PaperKind.INVOICE, CustomsForm.CN23, []),
    ],
)
def test_a_cn22_needs_a_small_parcel_and_a_cn23_is_always_right(kind, form, codes):
    assert [problem.code for problem in problems_of([cotton_towel()], kind, form)] == codes


@pytest.mark.parametrize(
    ("amount", "currency", "unit", "sum_"),
    [
        ("6.8", "USD", "6.80", "20.40"),
        ("1200.00", "JPY", "1,200", "3,600"),
        ("0.335", "KWD", "0.335", "1.005"),
        ("1234567.89", "EUR", "1,234,567.89", "3,703,703.67"),
    ],
)
def test_amounts_have_the_decimals_of_their_currency(amount, currency, unit, sum_):
    (row,) = printed(paper_of(case(valued(amount, currency)), PaperKind.INVOICE), "en")["rows"]
    assert (row["unit_value"], row["amount"], row["carried"]) == (unit, sum_, sum_)


@pytest.mark.parametrize(
    ("figure", "text"), [(Decimal("1234567.80"), "1,234,567.80"), (999, "999"), (kilograms(46347), "46.347")]
)
def test_figures(figure, text):
    assert grouped(figure) == text


def test_kilograms_keep_every_gram_and_centimetres_every_millimetre():
    assert [str(kilograms(grams)) for grams in (0, 1, 999, 1000, 1_234_567)] == [
        "0.000", "0.001", "0.999", "1.000", "1234.567",
    ]  # fmt: skip
    assert centimetres(Size(300, 225, 4)) == "30 × 22.5 × 0.4"


def test_numbers_follow_from_the_reference():
    assert [paper_number(kind, "7-81-1") for kind in PaperKind] == [
        "INV-7-81-1",
        "PL-7-81-1",
        "CN22-7-81-1",
        "CN23-7-81-1",
    ]


def test_what_nobody_told_us_is_left_blank_on_a_cn23():
    values = postal(paper_of(case(), PaperKind.CN23), "en")
    blank = {line["key"] for side in ("sender", "addressee") for line in values[side] if not line["value"]["text"]}
    assert blank == {"contact", "sender_reference", "business", "importer_reference", "importer_contact"}
    assert [entry["label"][0] for entry in values["categories"] if entry["is_ticked"]] == ["Sale of goods"]


@pytest.mark.parametrize("kind", list(PaperKind))
def test_the_nastiest_texts_stay_on_the_page(kind):
    long = "Extraordinarily long article name with every particular that a seller could think of, " * 3
    nasty = case(
        *(replace(cotton_towel(7), title_en=long[:300], title_zh="超长品名" * 60, sku="S" * 80) for _ in range(3)),
        consignee=Address(
            "Wolfeschlegelsteinhausenbergerdorff" * 3, "DE", "#strong[x] $1+1$ \\ \" <b> @ref `code` // ...",
            "W" * 120, "Hamburg" * 12, "Province " * 10, "22765", "+49" + "1" * 40, tax_id="T" * 60,
        ),
    )  # fmt: skip
    written = pdf_of([paper_of(nasty, kind)], "en")
    ((_, count),) = written.pages
    text = " ".join(texts(written.content))
    if kind is not PaperKind.CN22:
        assert "#strong[x] $1+1$" in text, "what somebody wrote is no markup"
    for page in range(count):
        pixels = pdf.rasterise(written.content, page, dpi=100)
        edge = 6  # 1.5 mm at 100 dpi
        for side in (pixels[:edge], pixels[-edge:], pixels[:, :edge], pixels[:, -edge:]):
            assert side.min() == 255, "ink at the very edge of the paper"


def test_few_but_long_rows_carry_their_sum_too():
    long = [replace(cotton_towel(7), title_en="Very long description of cotton " * 40) for _ in range(4)]
    first, *_ = texts(pdf_of([paper_of(case(*long), PaperKind.INVOICE)], "en").content)
    rows = first.count("630260")
    assert 0 < rows < 4
    assert f"Carried forward 转下页 {rows * 7 * Decimal('6.80')}" in first


def test_a_right_to_left_name_is_told_to_be_one():
    arabic = replace(ANKE, name="عبدالله الأحمد", country="SA")
    latin = replace(ANKE, name="Abdullah al-Ahmad", country="SA")
    values = printed(paper_of(case(consignee=arabic, consignee_latin=latin), PaperKind.INVOICE), "en")
    assert values["consignee"]["name"] == {"text": "Abdullah al-Ahmad", "rtl": False}
    assert {"text": "عبدالله الأحمد", "rtl": True} in values["consignee"]["lines"]


def test_pages_are_counted_by_paper_and_not_by_file():
    long = case(*(cotton_towel(1) for _ in range(60)))
    written = pdf_of([paper_of(one, PaperKind.INVOICE) for one in (case(), long, case())], "en")
    counts = [count for _, count in written.pages]
    assert counts[0] == counts[2] == 1
    assert counts[1] > 1
    said = [f"Page {page} / {count}" for count in counts for page in range(1, count + 1)]
    assert all(words in text for words, text in zip(said, texts(written.content), strict=True))


@pytest.mark.parametrize("number", ["", "运单", "X" * 80])
def test_a_number_that_cannot_be_bars_is_printed_without_them(number):
    assert bars(number) == ""
    written = pdf_of([paper_of(case(waybill_number=number), PaperKind.CN23)], "en")
    assert number in texts(written.content)[0]
