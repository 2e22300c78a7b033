from __future__ import annotations

import numpy as np
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from fahuo.kit import barcode
from fahuo.kit.pdf import POINTS_PER_MM as MM
from fahuo.labels import render
from fahuo.labels.carrier import check
from fahuo.labels.codes import BOXES, place_bars
from fahuo.labels.dots import Box
from fahuo.labels.tests.faults import patch, spoilt, words
from fahuo.labels.tests.samples import LABEL
from fahuo.trade.label import LabelSize

BARS_BOX = BOXES[LabelSize.MM_100X150].bars

NUMBER = "LB868066126CN"


def carriers_label(
    number: str = NUMBER,
    *,
    width_mm: float = 100,
    height_mm: float = 150,
    kind: str = "CODE128",
    turn: int = 0,
    module_mm: float = 0.4,
    first_page_blank: bool = False,
) -> bytes:
    """A label as carriers draw them: their own layout, modules that are no whole dots, perhaps turned."""
    canvas = Canvas("unused", pagesize=(width_mm * MM, height_mm * MM))
    if first_page_blank:
        canvas.drawString(20, 50, "Customs form")
        canvas.showPage()
    canvas.drawString(20, height_mm * MM - 20, "SHIP TO: A. KOWALSKA, LODZ")
    canvas.translate(width_mm * MM / 2, height_mm * MM / 2)
    canvas.rotate(turn)
    if kind == "CODE128":
        rows = barcode.code128_modules(number)[np.newaxis]
        height = 20 * MM
    else:
        rows = barcode.qr_modules(number)
        height = module_mm * MM
    side = module_mm * MM
    for row, start, length in barcode.black_runs(rows):
        x = (start - rows.shape[1] / 2) * side
        canvas.rect(x, (rows.shape[0] / 2 - row) * height - height, length * side, height, stroke=0, fill=1)
    canvas.showPage()
    return bytes(canvas.getpdfdata())


def outcome(content: bytes, number: str = NUMBER) -> str:
    found = check(content, barcode=number)
    assert found.passed is (found.problem is None)
    return found.problem.code if found.problem else ""


@pytest.mark.parametrize(
    "options",
    [
        {},
        {"module_mm": 0.33},
        {"module_mm": 0.27},
        {"kind": "QR", "module_mm": 0.8},
        {"turn": 90},
        {"turn": 180},
        {"turn": 270, "module_mm": 0.33},
        {"width_mm": 101.6, "height_mm": 152.4},  # 4 × 6 inch
        {"width_mm": 105, "height_mm": 148},  # A6
        {"width_mm": 100, "height_mm": 100},
        {"first_page_blank": True},
    ],
    ids=str,
)
def test_labels_of_many_kinds_pass(options: dict[str, object]) -> None:
    found = check(carriers_label(**options), barcode=NUMBER)  # type: ignore[arg-type]
    assert found.problem is None
    assert NUMBER in found.decoded


def test_blanks_in_the_number_do_not_count() -> None:
    assert outcome(carriers_label(), "LB 868 066 126 CN") == ""
    assert outcome(carriers_label("LB 868 066 126 CN")) == ""


def test_usps_bars_start_with_the_zip_code() -> None:
    number = "9400111899223197428490"
    assert outcome(carriers_label("42090210" + number, module_mm=0.3), number) == ""
    assert outcome(carriers_label("99990210" + number, module_mm=0.3), number) == "LABEL_WRONG_NUMBER"


def test_a_bitmap_label_passes() -> None:
    pixels = np.full((1200, 800), 255, dtype=np.uint8)
    bars = np.where(barcode.code128_modules(NUMBER).repeat(4), 0, 255)
    pixels[200:400, 88 : 88 + len(bars)] = bars
    from PIL import Image

    canvas = Canvas("unused", pagesize=(100 * MM, 150 * MM))
    canvas.drawImage(ImageReader(Image.fromarray(pixels)), 0, 0, 100 * MM, 150 * MM)
    canvas.showPage()
    assert outcome(bytes(canvas.getpdfdata())) == ""


def test_the_emulated_carriers_label_passes() -> None:
    from fahuo.carriers.emulation.label import Face, draw

    face = Face("YunExpress", "THPHR", "PL", "YT2612345678901234", "1-8144-1", "Anna", ("Lodz",), 420, "Lure")
    assert outcome(draw(face), "YT2612345678901234") == ""


def test_our_own_label_passes_as_a_carriers() -> None:
    assert outcome(render([LABEL]), LABEL.barcode) == ""


def test_another_number() -> None:
    found = check(carriers_label("LB868066130CN"), barcode=NUMBER)
    assert found.problem
    assert found.problem.code == "LABEL_WRONG_NUMBER"
    assert found.decoded == ("LB868066130CN",)


def test_a_part_of_the_number_is_not_the_number() -> None:
    assert outcome(carriers_label(), NUMBER[:-1]) == "LABEL_WRONG_NUMBER"
    assert outcome(carriers_label(), NUMBER + "1") == "LABEL_WRONG_NUMBER"


@pytest.mark.parametrize(
    ("spoiler", "code"),
    [
        (patch(Box(0, 0, 800, 1200), grey=255), "LABEL_EMPTY"),
        (patch(Box(0, 300, 800, 600), grey=255), "LABEL_CODE_NOT_FOUND"),
        (patch(Box(150, 500, 30, 200)), "LABEL_CODE_NOT_FOUND"),
        (words("COPY COPY", 200, 620, 80), "LABEL_DAMAGED"),
        (patch(Box(100, 590, 600, 20)), "LABEL_DAMAGED"),
    ],
    ids=["nothing left", "empty", "bars filled up", "words through the bars", "stroke through the bars"],
)
def test_faults(spoiler, code: str) -> None:
    assert outcome(spoilt(carriers_label(), spoiler)) == code


def test_an_a4_page_is_made_a_label() -> None:
    assert outcome(carriers_label(width_mm=210, height_mm=297)) == ""


def test_a_small_label_of_cloud_printing_is_taken() -> None:
    assert check(carriers_label(width_mm=76, height_mm=130, module_mm=0.3), barcode=NUMBER).passed


def test_a_label_lying_on_its_side_is_taken() -> None:
    assert outcome(carriers_label(width_mm=150, height_mm=100)) == ""


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "LABEL_EMPTY"),
        (b"<html>502</html>", "LABEL_IS_A_MESSAGE"),
        (b'{"error": "system busy"}', "LABEL_IS_A_MESSAGE"),
        (b"\x89PNG\r\n\x1a\n" + bytes(900), "LABEL_UNREADABLE"),
        (carriers_label()[:-200], "LABEL_UNREADABLE"),
        (b"%PDF-1.4" + bytes(50_000_000), "LABEL_TOO_LARGE"),
    ],
    ids=["empty", "html", "json", "png", "cut off", "50 MB"],
)
def test_what_is_no_label(content: bytes, code: str) -> None:
    assert outcome(content) == code


def test_the_bars_box_of_our_label_is_where_a_reader_finds_the_bars() -> None:
    from fahuo.kit import pdf

    placed = place_bars(LABEL.barcode)
    found = barcode.find(pdf.rasterise(render([LABEL])), barcode.Symbology.CODE128)[0]
    assert abs(found.left - placed.x) <= 2
    assert BARS_BOX.y <= found.top
    assert found.bottom <= BARS_BOX.bottom
