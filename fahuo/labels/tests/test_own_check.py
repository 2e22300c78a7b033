from __future__ import annotations

import random
from dataclasses import replace

import numpy as np
import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from fahuo.kit import pdf
from fahuo.kit.pdf import Crop
from fahuo.labels import Expectation, check_own, expectation_of, problems_of, render
from fahuo.labels.codes import BOXES, place_bars, place_codes, place_qr
from fahuo.labels.dots import Box, Head
from fahuo.labels.layout.sheet import Sheet
from fahuo.labels.own_check import check_images
from fahuo.labels.render import paint
from fahuo.labels.tests.faults import Spoiler, inverted, patch, spoilt, words
from fahuo.labels.tests.samples import LABEL
from fahuo.trade.label import BarSymbology, LabelSize

BARS_BOX, QR_BOX = BOXES[LabelSize.MM_100X150]

EXPECTED = expectation_of(LABEL)
BARS, QR = place_bars(LABEL.barcode), place_qr(LABEL.qr)
MIDDLE = BARS_BOX.y + BARS_BOX.height // 2
QR_SIDE = QR.modules.shape[0] * QR.module


@pytest.fixture(scope="module")
def own() -> bytes:
    return render([LABEL])


def outcome(content: bytes, expected: Expectation = EXPECTED) -> tuple[str, str]:
    check = check_own(content, [expected])[0]
    assert check.passed is (check.problem is None)
    return (check.problem.code, check.problem.field) if check.problem else ("", "")


def test_a_faultless_label_passes_and_says_what_was_read(own: bytes) -> None:
    check = check_own(own, [EXPECTED])[0]
    assert check.passed
    assert check.decoded == (LABEL.barcode, LABEL.qr)


NUMBERS = {
    BarSymbology.CODE128: LABEL.barcode,
    BarSymbology.GS1_128: "00340434123456789012",
    BarSymbology.CODE39: "RR123456785CN",
    BarSymbology.ITF: "12345678901234",
    BarSymbology.DATA_MATRIX: LABEL.barcode,
}


@pytest.mark.parametrize("head", Head)
@pytest.mark.parametrize("size", LabelSize)
@pytest.mark.parametrize("symbology", BarSymbology)
def test_every_size_head_and_bar_code_reads_back(size: LabelSize, head: Head, symbology: BarSymbology) -> None:
    content = replace(LABEL, barcode=NUMBERS[symbology], symbology=symbology)
    file = paint([(Sheet(), place_codes(content, size, head))], size, head)
    check = check_own(file, [expectation_of(content)], size, head)[0]
    assert (check.passed, check.decoded) == (True, (content.barcode, content.qr))
    other_head = next(other for other in Head if other is not head)
    assert not check_own(file, [expectation_of(content)], size, other_head)[0].passed


@pytest.mark.parametrize("head", Head)
@pytest.mark.parametrize("size", LabelSize)
def test_no_part_of_a_whole_label_touches_its_codes(size: LabelSize, head: Head) -> None:
    file = render([LABEL], size, head)
    assert check_own(file, [EXPECTED], size, head)[0].problem is None
    box = head.box(BOXES[size].bars)
    dots = Box(*(round(side / float(head.scale)) for side in (box.x + 40, box.y + 20, 100, 8)))
    spoiled = check_own(spoilt(file, patch(dots, size=size)), [EXPECTED], size, head)[0]
    assert spoiled.problem
    assert (spoiled.problem.code, spoiled.problem.field) == ("LABEL_DAMAGED", "barcode")


def test_the_right_number_in_the_wrong_bar_code_is_refused() -> None:
    drawn = replace(LABEL, barcode=NUMBERS[BarSymbology.ITF], symbology=BarSymbology.ITF)
    expected = expectation_of(replace(drawn, symbology=BarSymbology.CODE128))
    assert outcome(render([drawn]), expected) == ("LABEL_CODE_NOT_FOUND", "barcode")
    # GS1-128 and Code 128 are read as the same text: only the dots tell them apart.
    drawn = replace(LABEL, barcode=NUMBERS[BarSymbology.GS1_128], symbology=BarSymbology.GS1_128)
    expected = expectation_of(replace(drawn, symbology=BarSymbology.CODE128))
    assert outcome(render([drawn]), expected) == ("LABEL_DAMAGED", "barcode")


def test_a_number_that_the_carriers_bar_code_cannot_say_is_refused_before_it_is_drawn() -> None:
    content = replace(LABEL, symbology=BarSymbology.ITF)
    assert [(problem.code, problem.field) for problem in problems_of(content)] == [
        ("LABEL_NUMBER_UNPRINTABLE", "barcode")
    ]
    assert outcome(render([LABEL]), expectation_of(content)) == ("LABEL_NUMBER_UNPRINTABLE", "barcode")


FAULTS: dict[str, tuple[Spoiler, str, str]] = {
    "line through all bars": (patch(Box(BARS.x, MIDDLE, 620, 3)), "LABEL_DAMAGED", "barcode"),
    "line through some bars": (patch(Box(BARS.x + 200, MIDDLE, 90, 2)), "LABEL_DAMAGED", "barcode"),
    "words through some bars": (words("FRAGILE", BARS.x + 300, MIDDLE, 40), "LABEL_DAMAGED", "barcode"),
    "a bar filled up": (patch(Box(BARS.x + 100, BARS_BOX.y, 24, 148)), "LABEL_CODE_NOT_FOUND", "barcode"),
    "words beside the bars": (words("Tel", BARS.x - 36, MIDDLE, 22), "LABEL_QUIET_ZONE", "barcode"),
    "dot beside the bars": (patch(Box(BARS.x - 30, MIDDLE, 2, 2)), "LABEL_QUIET_ZONE", "barcode"),
    "bars inverted": (inverted(BARS_BOX), "LABEL_CODE_NOT_FOUND", "barcode"),
    "bars white": (patch(BARS_BOX, grey=255), "LABEL_CODE_NOT_FOUND", "barcode"),
    "bars too pale to print": (patch(BARS_BOX, grey=200), "LABEL_CODE_NOT_FOUND", "barcode"),
    "bars half torn off": (patch(Box(BARS_BOX.x, MIDDLE, 768, 74), grey=255), "LABEL_DAMAGED", "barcode"),
    "address into the QR code": (words("12 Long Street", QR.x - 100, QR.y + 80, 30), "LABEL_DAMAGED", "qr"),
    "small patch on the QR code": (patch(Box(QR.x + 90, QR.y + 90, 8, 8)), "LABEL_DAMAGED", "qr"),
    "one module turned": (inverted(Box(QR.x + 16 * QR.module, QR.y + 16 * QR.module, 6, 6)), "LABEL_DAMAGED", "qr"),
    "corner of the QR code gone": (patch(Box(QR.x, QR.y, 6, 6), grey=255), "LABEL_CODE_NOT_FOUND", "qr"),
    "big patch on the QR code": (patch(Box(QR.x + 20, QR.y + 20, 120, 120)), "LABEL_CODE_NOT_FOUND", "qr"),
    "line beside the QR code": (patch(Box(QR.x - 6, QR.y, 2, QR_SIDE)), "LABEL_QUIET_ZONE", "qr"),
    "line under the QR code": (patch(Box(QR.x, QR.y + QR_SIDE + 3, QR_SIDE, 2)), "LABEL_QUIET_ZONE", "qr"),
    "QR code inverted": (inverted(QR_BOX), "LABEL_CODE_NOT_FOUND", "qr"),
    "QR code white": (patch(QR_BOX, grey=255), "LABEL_CODE_NOT_FOUND", "qr"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_is_caught_and_named(own: bytes, name: str) -> None:
    spoiler, code, field = FAULTS[name]
    assert outcome(spoilt(own, spoiler)) == (code, field)


def test_drawing_upon_a_label_elsewhere_is_no_fault(own: bytes) -> None:
    # Proves that the faults above are caught for what they are, not for the way they are drawn.
    assert outcome(spoilt(own, patch(Box(400, 500, 50, 20)))) == ("", "")


def test_another_number_in_the_bars(own: bytes) -> None:
    expected = EXPECTED._replace(barcode="YT2612345678901235")
    assert outcome(own, expected) == ("LABEL_WRONG_NUMBER", "barcode")
    assert check_own(own, [expected])[0].decoded[0] == LABEL.barcode


def test_another_address_in_the_qr_code(own: bytes) -> None:
    assert outcome(own, EXPECTED._replace(qr=LABEL.qr + "5")) == ("LABEL_WRONG_NUMBER", "qr")


def test_a_shorter_number_is_not_excused_by_its_other_width(own: bytes) -> None:
    assert outcome(own, EXPECTED._replace(barcode="YT1")) == ("LABEL_WRONG_NUMBER", "barcode")


def test_a_number_that_cannot_be_printed(own: bytes) -> None:
    assert outcome(own, EXPECTED._replace(barcode="运单")) == ("LABEL_NUMBER_UNPRINTABLE", "barcode")
    assert outcome(own, EXPECTED._replace(qr="x" * 3000)) == ("LABEL_QR_TOO_LONG", "qr")


def test_any_blot_of_two_dots_in_either_box_is_caught(own: bytes) -> None:
    bars, qr = (pdf.rasterise(own, crop=Crop(*box)) for box in (BARS_BOX, QR_BOX))
    assert check_images(BARS, QR, EXPECTED, bars, qr).passed
    chance = random.Random(20261122)
    for _ in range(150):
        images = [bars.copy(), qr.copy()]
        image = images[chance.randrange(2)]
        row, column = chance.randrange(image.shape[0] - 1), chance.randrange(image.shape[1] - 1)
        image[row : row + 2, column : column + 2] = 255 - image[row : row + 2, column : column + 2]
        assert not check_images(BARS, QR, EXPECTED, *images).passed, (row, column)


def test_one_row_too_low_is_caught(own: bytes) -> None:
    bars, qr = (pdf.rasterise(own, crop=Crop(*box)) for box in (BARS_BOX, QR_BOX))
    assert check_images(BARS, QR, EXPECTED, np.roll(bars, 1, axis=0), qr).problem
    assert check_images(BARS, QR, EXPECTED, bars, np.roll(qr, 1, axis=1)).problem


def blank_page(width_mm: float = 100, height_mm: float = 150) -> bytes:
    canvas = Canvas("unused", pagesize=(width_mm * pdf.POINTS_PER_MM, height_mm * pdf.POINTS_PER_MM))
    canvas.showPage()
    return bytes(canvas.getpdfdata())


def test_an_empty_page() -> None:
    assert outcome(blank_page()) == ("LABEL_CODE_NOT_FOUND", "barcode")


def test_a_page_of_another_size() -> None:
    assert outcome(blank_page(210, 297)) == ("LABEL_WRONG_SIZE", "label")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a pdf",
        b"\x89PNG\r\n\x1a\n" + b"0" * 500,
        b"%PDF-1.4\n%%EOF\n",
        b"%PDF-1.4 " + b"\xff" * 4000 + b"%%EOF",
    ],
)
def test_what_is_no_pdf(content: bytes) -> None:
    assert outcome(content) == ("LABEL_UNREADABLE", "label")


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_pdf_that_was_cut_off(own: bytes, share: float) -> None:
    assert outcome(own[: int(len(own) * share)]) == ("LABEL_UNREADABLE", "label")


def test_one_bad_page_fails_alone() -> None:
    contents = [replace(LABEL, barcode=f"LB86806612{number}CN") for number in range(3)]
    file = spoilt(render(contents), inverted(BARS_BOX), page=1)
    checks = check_own(file, [expectation_of(content) for content in contents])
    assert [check.passed for check in checks] == [True, False, True]


def test_a_missing_page_fails_alone(own: bytes) -> None:
    checks = check_own(own, [EXPECTED, EXPECTED])
    assert checks[0].passed
    assert checks[1].problem
    assert checks[1].problem.code == "LABEL_PAGE_MISSING"


def test_pages_in_the_wrong_sequence_are_caught() -> None:
    contents = [LABEL, replace(LABEL, barcode="LB868066126CN")]
    checks = check_own(render(contents[::-1]), [expectation_of(content) for content in contents])
    assert [check.problem.code for check in checks if check.problem] == ["LABEL_WRONG_NUMBER"] * 2


def test_labels_merged_for_print_still_read_back() -> None:
    contents = [replace(LABEL, barcode=f"LB8680661{number:02}CN") for number in range(4)]
    merged = pdf.merge([render(contents[:1]), render(contents[1:3]), render(contents[3:])])
    checks = check_own(merged, [expectation_of(content) for content in contents])
    assert [check.problem for check in checks] == [None] * 4


def test_merging_names_the_bad_file(own: bytes) -> None:
    with pytest.raises(pdf.PdfUnreadable, match="File 2"):
        pdf.merge([own, own[:1000], own])
    with pytest.raises(pdf.PdfUnreadable):
        pdf.merge([b"junk"])
    with pytest.raises(ValueError, match="Nothing"):
        pdf.merge([])


def test_every_code_of_a_failed_check_is_in_the_error_book() -> None:
    from fahuo.labels import outcome as codes
    from fahuo.trade.error_book import ENTRIES

    named = {value for name, value in vars(codes).items() if name.isupper()}
    assert len(named) >= 10
    assert named <= set(ENTRIES)


def test_pdfium_is_left_as_found(own: bytes) -> None:
    for _ in range(20):
        assert check_own(own, [EXPECTED])[0].passed
    assert len(pypdfium2.PdfDocument(own)) == 1
