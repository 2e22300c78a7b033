"""Labels of every kind onto pages of exactly the print size: placed, turned, cut out, scaled only when they must be."""

from __future__ import annotations

import io

import numpy as np
import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from fahuo.kit import barcode, pdf
from fahuo.kit.pdf import POINTS_PER_MM as MM
from fahuo.labels.carrier import Foreign, Normalised, normalise
from fahuo.labels.carrier.tests import files
from fahuo.labels.carrier.tests.files import (
    NUMBER,
    OTHER,
    canvas_of,
    draw_label,
    finished,
    label_pdf,
    lying_pdf,
    picture,
)
from fahuo.labels.dots import Head
from fahuo.trade.label import LabelSize

TALL, SQUARE = LabelSize.MM_100X150, LabelSize.MM_100X100


def one(content: bytes, size: LabelSize = TALL, head: Head = Head.DPI_203, **options: str) -> Normalised:
    return normalise([Foreign(content, NUMBER, **options)], size, head)


def problem(content: bytes, size: LabelSize = TALL, head: Head = Head.DPI_203) -> str:
    normal = one(content, size, head)
    assert normal.content == b""
    assert normal.results[0].pages == 0
    found = normal.results[0].check.problem
    assert found
    return found.code


def sheet(width: float = 210, height: float = 297) -> Canvas:
    return canvas_of(width, height)


def corner() -> bytes:
    canvas = sheet()
    draw_label(canvas, left=8, bottom=140)
    return finished(canvas)


def centre_of_letter() -> bytes:
    canvas = sheet(215.9, 279.4)
    draw_label(canvas, left=55, bottom=60)
    return finished(canvas)


KINDS = {
    "100 × 150": (label_pdf, 1.0),
    "lying": (lying_pdf, 1.0),
    "4 × 6 inch": (lambda: label_pdf(width=101.6, height=152.4), 1.0),
    "A6": (lambda: label_pdf(width=105, height=148, margin=4), 1.0),
    "76 × 130": (lambda: label_pdf(width=76, height=130, module_mm=0.3), 1.0),
    "100 × 100": (lambda: label_pdf(width=100, height=100), 1.0),
    "A4, corner": (corner, 1.0),
    "letter, centre": (centre_of_letter, 1.0),
    "A5": (lambda: label_pdf(width=148, height=210, module_mm=0.5), 0.69),
    "PNG": (picture, 1.0),
    "PNG, lying": (lambda: picture(is_lying=True), 1.0),
    "PNG, 812 dots": (lambda: picture(width=101.6, height=152.4), 1.0),
    "GIF, 300 dpi": (lambda: picture("GIF", dpi=300), 1.0),
    "JPEG": (lambda: picture("JPEG"), 1.0),
    "ZPL": (files.zpl_label, 1.0),
    "base64": (lambda: files.in_base64(label_pdf()), 1.0),
    "data: address": (lambda: files.in_base64(picture(), prefix="data:application/pdf;base64,", url_safe=True), 1.0),
}


@pytest.mark.parametrize("size", LabelSize)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_on_every_size(kind: str, size: LabelSize) -> None:
    content = KINDS[kind][0]()
    normal = one(content, size)
    if size is SQUARE and kind in ("76 × 130", "A5"):
        assert normal.results[0].check.problem
        assert normal.results[0].check.problem.code == "LABEL_DOES_NOT_FIT"
        return
    assert normal.results[0].check.problem is None
    assert pdf.page_count(normal.content) == normal.results[0].pages == 1
    assert pdf.page_size_mm(normal.content) == pytest.approx((size.width_mm, size.height_mm), abs=0.01)
    found = barcode.find(pdf.rasterise(normal.content), barcode.Symbology.CODE128, is_patient=True)
    assert [code.text for code in found] == [NUMBER]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_scaled_that_fits(kind: str) -> None:
    make, scale = KINDS[kind]
    content = make()
    found = barcode.find(pdf.rasterise(one(content).content), barcode.Symbology.CODE128)[0]
    modules = (
        11 * 15 + 13 if kind == "ZPL" else len(barcode.code128_modules(NUMBER))
    )  # ^BC writes code set B throughout
    drawn = {"76 × 130": 0.3, "A5": 0.5}.get(kind, 0.375)
    assert (found.right - found.left) / 8 == pytest.approx(modules * drawn * scale, rel=0.02)


def test_a_page_of_the_print_size_is_left_exactly_as_it_is() -> None:
    content = label_pdf()
    assert np.mean(files.dark(content) != files.dark(one(content).content)) < 0.001  # edges between two dots


def test_dots_of_a_picture_stay_dots() -> None:
    """800 × 1200 dots at 203 dpi: every dot of the picture is one dot of the head, none is grey or doubled."""
    content = picture()
    pixels = pdf.rasterise(label_pdf()) >= 128
    assert np.array_equal(pdf.rasterise(one(content).content), np.where(pixels, 255, 0))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_page_with_a_rotation_looks_as_it_is_shown(turn: int) -> None:
    document = pypdfium2.PdfDocument(label_pdf(height=100))
    document[0].set_rotation(turn)
    target = io.BytesIO()
    document.save(target)
    normal = one(target.getvalue(), SQUARE)
    assert normal.results[0].check.passed
    shown = pdf.rasterise(target.getvalue()) < 128
    assert np.mean(shown != files.dark(normal.content)) < 0.002


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_what_a_crop_box_hides_stays_hidden(turn: int) -> None:
    """The label lies in the middle of a page that shows only it; another one lies outside."""
    canvas = sheet()
    draw_label(canvas, left=0, bottom=140)
    draw_label(canvas, left=105, bottom=10, number=OTHER)
    document = pypdfium2.PdfDocument(finished(canvas))
    document[0].set_cropbox(0, 140 * MM, 100 * MM, 290 * MM)
    document[0].set_rotation(turn)
    target = io.BytesIO()
    document.save(target)
    normal = one(target.getvalue())
    assert normal.results[0].check.passed
    assert normal.results[0].pages == 1
    assert np.mean(files.dark(normal.content) != files.dark(_turned(label_pdf(), turn))) < 0.002


def _turned(content: bytes, turn: int) -> bytes:
    """Return what the printed page should be: a lying page is turned clockwise once more."""
    document = pypdfium2.PdfDocument(content)
    document[0].set_rotation({0: 0, 90: 180, 180: 180, 270: 0}[turn])
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def test_only_our_label_of_two_on_a_sheet_is_printed() -> None:
    canvas = sheet()
    draw_label(canvas, OTHER, left=2, bottom=140)
    draw_label(canvas, left=107, bottom=140)
    normal = one(finished(canvas))
    assert (normal.results[0].pages, normal.results[0].check.passed) == (1, True)
    read = barcode.read(pdf.rasterise(normal.content), barcode.Symbology.CODE128)
    assert read == (NUMBER,)
    assert files.ink_box_mm(normal.content)[2] <= 100


def test_the_customs_form_beside_the_label_is_a_page_of_its_own() -> None:
    canvas = sheet()
    draw_label(canvas, left=2, bottom=140)
    draw_label(canvas, left=107, bottom=140, is_form=True)
    normal = one(finished(canvas))
    assert normal.results[0].pages == pdf.page_count(normal.content) == 2
    assert barcode.read(pdf.rasterise(normal.content, 1), barcode.Symbology.CODE128) == ()


def test_instructions_beside_a_whole_label_are_not_printed() -> None:
    canvas = sheet()
    draw_label(canvas, left=55, bottom=140)
    for line in range(6):
        canvas.drawString(60, 60 + 14 * line, "Fold here and place it in the pouch on the parcel. " * 2)
    assert one(finished(canvas)).results[0].pages == 1


def test_forms_behind_the_label_are_kept_in_sequence_and_blank_pages_are_not() -> None:
    canvas = canvas_of(100, 150)
    draw_label(canvas)
    canvas.showPage()
    canvas.showPage()
    canvas.setPageSize((210 * MM, 297 * MM))
    draw_label(canvas, is_form=True, width=210, height=297, margin=12)
    normal = one(finished(canvas))
    assert normal.results[0].pages == pdf.page_count(normal.content) == 2
    left, top, right, bottom = files.ink_box_mm(normal.content, 1)
    assert (right - left, bottom - top) == pytest.approx((100, 100 * 273 / 186), abs=1.5)


def test_the_number_may_stand_on_the_second_page() -> None:
    canvas = canvas_of(100, 150)
    draw_label(canvas, is_form=True)
    canvas.showPage()
    draw_label(canvas)
    normal = one(finished(canvas), pick_line="A-001")
    assert normal.results[0].pages == 2
    assert normal.results[0].check.passed
    assert files.ink_box_mm(normal.content, 0)[0] > 1.5  # the frame; the pick line is on the page with the number
    assert files.ink_box_mm(normal.content, 1)[0] < 1.5


def test_more_pages_than_a_label_has() -> None:
    canvas = canvas_of(100, 150)
    for number in range(5):
        draw_label(canvas, NUMBER if number == 0 else OTHER)
        canvas.showPage()
    assert problem(bytes(canvas.getpdfdata())) == "LABEL_TOO_MANY_PAGES"


def test_notes_and_form_fields_are_printed() -> None:
    canvas = canvas_of(100, 150)
    draw_label(canvas)
    canvas.acroForm.textfield(value="SORT 7", x=60, y=350, width=120, height=30, fontSize=20, borderWidth=0)
    normal = one(finished(canvas))
    assert normal.results[0].check.passed
    box = np.s_[128:208, 180:450]
    assert files.dark(normal.content)[box].sum() > 300


def test_modules_decide_how_small_a_label_may_become() -> None:
    """An A5 label on 100 × 150 becomes 69 %: 0.5 mm are then 2.8 dots of a 203 dpi head, 0.35 mm only 1.9."""
    fine = label_pdf(width=148, height=210, module_mm=0.35)
    assert problem(fine) == "LABEL_DOES_NOT_FIT"
    assert one(fine, TALL, Head.DPI_300).results[0].check.passed  # 2.9 dots there


def test_a_batch_is_one_file_in_sequence_and_a_bad_label_stops_no_other() -> None:
    labels = [
        Foreign(label_pdf(), NUMBER),
        Foreign(label_pdf()[:-300], NUMBER),
        Foreign(label_pdf(OTHER), NUMBER),
        Foreign(picture("GIF", number=OTHER), OTHER),
        Foreign(b"", NUMBER),
        Foreign(lying_pdf(), NUMBER),
    ]
    normal = normalise(labels)
    codes = [result.check.problem.code if result.check.problem else "" for result in normal.results]
    assert codes == ["", "LABEL_UNREADABLE", "LABEL_WRONG_NUMBER", "", "LABEL_EMPTY", ""]
    assert [result.pages for result in normal.results] == [1, 0, 0, 1, 0, 1]
    images = [pdf.rasterise(normal.content, page) for page in range(pdf.page_count(normal.content))]
    assert [barcode.read(image, barcode.Symbology.CODE128) for image in images] == [(NUMBER,), (OTHER,), (NUMBER,)]


def test_no_label_at_all() -> None:
    assert normalise([]) == Normalised(b"", ())


def test_a_batch_may_be_larger_than_a_label() -> None:
    """Noisy pictures of 2 MB: together more than a single file from a carrier may have, in more pages than one go."""
    noise = np.random.default_rng(1).integers(0, 256, (1772, 1181)).astype(np.uint8)
    noise[660:1180] = pdf.rasterise(label_pdf(), dpi=300)[660:1180]
    target = io.BytesIO()
    Image.fromarray(noise).save(target, "PNG", compress_level=1)
    labels = [Foreign(target.getvalue(), NUMBER)] * 15 + [Foreign(label_pdf(), NUMBER)] * 12
    normal = normalise(labels)
    assert len(normal.content) > pdf.MAX_BYTES
    assert [result.check.problem for result in normal.results] == [None] * 27
