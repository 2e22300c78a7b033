"""The hand-over list as a file: what stands on it, its code read back from pixels, its totals read back and added."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from decimal import Decimal

import numpy as np
import pypdfium2
import pytest
from python_calamine import load_workbook

from fahuo.accounts.models import Seller
from fahuo.kit import barcode
from fahuo.printing.manifests.content import CountryTotal, ManifestContent, ManifestRow, kilograms
from fahuo.printing.manifests.paper import pdf
from fahuo.printing.models import Manifest
from fahuo.printing.services.manifest import make
from fahuo.printing.services.manifest_paper import written
from fahuo.printing.tests.test_manifests import ready
from fahuo.shipments.models import Shipment

AT = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)


def content(rows: int = 3, *, is_void: bool = False, waybill: str = "YT{}") -> ManifestContent:
    """Rows of 1 g, 2 g, 3 g …; every third goes to France, and the second one is cancelled."""
    made = tuple(
        ManifestRow(
            place, place, waybill.format(place), f"9{place:05}", "FR" if place % 3 == 0 else "DE", place, place == 2
        )
        for place in range(1, rows + 1)
    )
    return ManifestContent("M20261122-001", AT, is_void, "Amy Trading Ltd", "YunExpress", ("18 Keji Road",), made)


def text_of(file: bytes) -> str:
    document = pypdfium2.PdfDocument(file)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def test_totals_leave_out_what_was_cancelled() -> None:
    found = content(5)
    assert (len(found.counted), found.cancelled, found.weight_g) == (4, 1, 13)  # 1 + 3 + 4 + 5
    assert found.countries == (CountryTotal("DE", 3, 10), CountryTotal("FR", 1, 3))


@pytest.mark.parametrize(("grams", "kg"), [(0, "0.000"), (1, "0.001"), (480, "0.480"), (1_234_567, "1234.567")])
def test_kilograms_to_the_gram(grams: int, kg: str) -> None:
    assert kilograms(grams) == Decimal(kg)
    assert str(kilograms(grams)) == kg


def test_the_driver_can_scan_its_number() -> None:
    page = pypdfium2.PdfDocument(pdf(content(), language="en"))[0]
    grey = np.asarray(page.render(scale=203 / 72, grayscale=True).to_numpy()).squeeze()
    assert barcode.read(grey, barcode.Symbology.CODE128) == ("M20261122-001",)


def test_countries_in_the_language_of_the_paper() -> None:
    assert "法国" in text_of(pdf(content(), language="zh"))
    assert "France" in text_of(pdf(content(), language="en"))


def test_a_void_list_says_so_on_its_page_and_can_still_be_scanned() -> None:
    file = pdf(content(is_void=True), language="zh")
    assert "本清单无效" in text_of(file)
    grey = np.asarray(pypdfium2.PdfDocument(file)[0].render(scale=203 / 72, grayscale=True).to_numpy()).squeeze()
    assert barcode.read(grey, barcode.Symbology.CODE128) == ("M20261122-001",)


def test_long_numbers_stay_in_their_column() -> None:
    file = pdf(content(2, waybill="W" * 49 + "{}"), language="en")
    page = pypdfium2.PdfDocument(file)[0]
    texts = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])
    assert all(right <= page.get_width() - 36 for _, _, right, _ in (text.get_bounds() for text in texts))
    words = page.get_textpage()
    everything = words.get_text_range()
    boxes = [words.get_charbox(at) for at in range(len(everything)) if everything[at : at + 2] == "WW"]
    assert len(boxes) >= 2 * 30
    right = max(box[2] for box in boxes)
    assert right < 14 / 25.4 * 72 + 12 / 25.4 * 72 + 58 / 25.4 * 72  # margin, the column of places, its own


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_thousand_rows(language: str) -> None:
    found = content(1000)
    text = text_of(pdf(found, language=language))
    assert all(f"YT{place} " in text for place in range(1, 1001))
    assert "500.498" in text  # 1 + … + 1000 = 500,500, without the cancelled 2
    assert {"en": "Page 1 / ", "zh": "页 1 / "}[language] in text


@pytest.fixture
def listed(amys: Seller) -> Manifest:
    """Three parcels of 480 g; the second was cancelled after the list was made."""
    ids = ready(amys, 3)
    found = make(seller=amys, person=None, carrier="yunexpress", at=AT).manifest
    assert found is not None
    Shipment.objects.filter(pk=ids[1]).update(status="CANCELLED")
    return found


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            ["Hand-over list", "M20261122-001", "2026-11-22 14:05", "Amy Trading Ltd", "Total 0.960 2", "Cancelled"],
        ),
        ("zh", ["交接清单", "云途", "已取消", "合计 0.960 2", "承运商司机"]),
    ],
)
def test_the_paper(listed: Manifest, language: str, words: list[str]) -> None:
    text = text_of(written(manifest=listed, file_format="pdf", language=language))
    assert [word for word in words if word not in text] == []
    assert all(number in text for number in Shipment.objects.values_list("waybill_number", flat=True))
    assert "Shenzhen, Guangdong 518057, CN" in text


def test_the_workbook_adds_up_to_the_same(listed: Manifest) -> None:
    book = load_workbook(io.BytesIO(written(manifest=listed, file_format="xlsx", language="en")))
    parcels, countries = (book.get_sheet_by_index(place).to_python() for place in (0, 1))
    rows = [row for row in parcels if str(row[1]).startswith("YT")]
    assert [(row[3], row[4], row[6]) for row in rows] == [
        (0.48, 1.0, ""),
        ("", 0.0, "Cancelled, do not hand over"),
        (0.48, 1.0, ""),
    ]
    assert [row[3:5] for row in parcels if row[0] == "Total"] == [[0.96, 2.0]]
    assert [row[2:4] for row in countries if row[0] == "Total"] == [[2.0, 0.96]]
    assert listed.weight_g == 3 * 480  # as it was made
