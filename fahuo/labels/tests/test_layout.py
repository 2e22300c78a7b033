from __future__ import annotations

import random
import time
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from fahuo.kit import pdf
from fahuo.kit.barcode import BarcodeError
from fahuo.kit.pdf import Crop
from fahuo.labels import check_own, expectation_of, problems_of, render
from fahuo.labels.codes import BOXES, place_bars, place_qr
from fahuo.labels.dots import Box, page
from fahuo.labels.layout import lay_out
from fahuo.labels.layout.customs_table import rows, total
from fahuo.labels.layout.foot import pick_rows
from fahuo.labels.layout.sheet import PlacedLine, Sheet
from fahuo.labels.render import paint
from fahuo.labels.tests.samples import CABLE, FISHING_LURES, LABEL, NASTY, PUZZLE
from fahuo.trade.label import LabelContent, LabelSize
from fahuo.trade.money import Money

BARS_BOX, QR_BOX = BOXES[LabelSize.MM_100X150]
PAGE_WIDTH, PAGE_HEIGHT = page(LabelSize.MM_100X150)[2:]

EVERY = {"plain": LABEL, **NASTY}


def ink(pixels: np.ndarray) -> Box | None:
    """The rectangle around everything dark."""
    dark = pixels < 128
    if not dark.any():
        return None
    rows_, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    return Box(columns[0], rows_[0], columns[-1] - columns[0] + 1, rows_[-1] - rows_[0] + 1)


BLOCKS = [
    (0, 0x250),
    (0x300, 0x370),
    (0x590, 0x780),
    (0x900, 0x980),
    (0xE00, 0xE80),
    (0x1E00, 0x1F00),
    (0x2000, 0x2FFF),
]
BLOCKS += [(0x3040, 0x9FFF), (0xAC00, 0xE100), (0xF900, 0x10000), (0x1D400, 0x1D800), (0x1F300, 0x1FA00), (0, 0x110000)]


def random_labels(count: int) -> list[LabelContent]:
    chance = random.Random(20261122)

    def anything() -> str:
        return "".join(chr(chance.randrange(*chance.choice(BLOCKS))) for _ in range(chance.randrange(1, 90)))

    return [
        replace(
            LABEL,
            recipient=replace(LABEL.recipient, name=anything(), street=anything(), city=anything(), tax_id=anything()),
            service_name=anything(),
            order_number=anything(),
            sort_code=anything(),
            marks=(anything(), anything()),
            lines=(replace(CABLE, title_en=anything(), title_zh=anything(), sku=anything(), hs_code=anything()),),
        )
        for _ in range(count)
    ]


@pytest.mark.parametrize("name", EVERY)
def test_no_line_leaves_its_box(name: str) -> None:
    assert_inside(lay_out(EVERY[name]).lines)


def test_no_line_of_random_letters_leaves_its_box() -> None:
    for content in random_labels(12):
        assert_inside(lay_out(content).lines)


def assert_inside(lines: list[PlacedLine]) -> None:
    # Each line alone on a page of its own, in black: what is dark there is that line.
    file = paint((Sheet(lines=[line._replace(is_white=False)]), ()) for line in lines)
    with pdf.opened(file) as pages:
        for number, line in enumerate(lines):
            drawn = ink(pages.rasterise(number))
            if drawn is None:
                continue
            box = line.box
            assert box.x - 1 <= drawn.x, line
            assert drawn.right <= box.right + 1, line
            assert box.y - 1 <= drawn.y, line
            assert drawn.bottom <= box.bottom + 1, line


@pytest.mark.parametrize("name", EVERY)
def test_boxes_keep_off_the_codes_and_the_edges(name: str) -> None:
    sheet = lay_out(EVERY[name])
    for box in [*(line.box for line in sheet.lines), *sheet.black, *sheet.white]:
        assert box.x >= 16, box
        assert box.y >= 16, box
        assert box.right <= PAGE_WIDTH - 16, box
        assert box.bottom <= PAGE_HEIGHT - 16, box
        for code in (BARS_BOX, QR_BOX):
            is_apart = box.right <= code.x or box.x >= code.right or box.bottom <= code.y or box.y >= code.bottom
            assert is_apart, (box, code)


def test_even_the_nastiest_labels_read_back() -> None:
    contents = list(EVERY.values())
    checks = check_own(render(contents), [expectation_of(content) for content in contents])
    assert [check.problem for check in checks] == [None] * len(contents)
    assert checks[0].decoded == (LABEL.barcode, LABEL.qr)


@pytest.mark.parametrize("name", ["long_everything", "no_spaces"])
def test_streets_are_cut_before_town_and_telephone(name: str) -> None:
    printed = " ".join(piece.text for line in lay_out(NASTY[name]).lines for piece in line.line.pieces)
    assert "Tel +12025550123" in printed
    assert "gogogoch" in printed


def test_the_same_contents_give_the_same_bytes() -> None:
    assert render([LABEL, NASTY["thai"]]) == render([LABEL, NASTY["thai"]])


def test_a_batch_shares_its_fonts() -> None:
    one, fifty = len(render([LABEL])), len(render([LABEL] * 50))
    assert (fifty - one) / 49 < 5_000  # bytes a label; a label on its own has 30,000


def test_nothing_is_grey() -> None:
    # Heads print black or nothing. Only the rims of letters are smoothed, and only for the screen.
    sheet = lay_out(LABEL)
    sheet.lines.clear()
    pixels = pdf.rasterise(paint([(sheet, (place_bars(LABEL.barcode), place_qr(LABEL.qr)))]))
    assert set(np.unique(pixels)) == {0, 255}
    assert pixels.shape == (1200, 800)


def test_the_box_for_sale_of_goods_is_ticked() -> None:
    sheet = lay_out(LABEL)
    box = sheet.white[0]
    drawn = pdf.rasterise(render([LABEL]), crop=Crop(*box))
    assert drawn[0].min() == 255
    assert 0.1 < (drawn < 128).mean() < 0.6


def test_white_words_stand_out_of_black() -> None:
    country = next(line.box for line in lay_out(LABEL).lines if line.is_white)
    drawn = pdf.rasterise(render([LABEL]), crop=Crop(*country))
    assert 0.1 < (drawn > 128).mean() < 0.5


def test_nothing_is_thinner_than_a_dot() -> None:
    sheet = lay_out(NASTY["long_everything"])
    assert min(min(box.width, box.height) for box in sheet.black) >= 2


@pytest.mark.parametrize(
    ("text", "module"),
    [
        ("LB868066126CN", 4),  # 156 + 20 modules × 4 = 704 ≤ 768
        ("YT2612345678901234", 4),
        ("1Z999AA10123456784AA", 3),
        ("ABCDEFGHIJKLMNOPQRSTUVWXYZ", 2),
    ],
)
def test_bars_take_the_widest_module_that_fits(text: str, module: int) -> None:
    placed = place_bars(text)
    assert placed.module == module
    width = placed.modules.shape[1] * module
    assert placed.x - BARS_BOX.x >= 10 * module
    assert BARS_BOX.right - placed.x - width >= 10 * module


def test_qr_module_shrinks_with_the_length_but_not_below_half_a_millimetre() -> None:
    sizes = {length: place_qr("https://fahuo.example.com/t/".ljust(length, "x")).module for length in (40, 60, 84, 150)}
    assert sizes == {40: 6, 60: 6, 84: 5, 150: 4}


@pytest.mark.parametrize("text", ["", "运单", "A" * 60, "line\nbreak"])
def test_numbers_that_cannot_be_bars_are_named_before_drawing(text: str) -> None:
    content = replace(LABEL, barcode=text)
    assert [(problem.code, problem.field) for problem in problems_of(content)] == [
        ("LABEL_NUMBER_UNPRINTABLE", "barcode")
    ]
    with pytest.raises(BarcodeError):
        render([content])


def test_a_tracking_address_that_is_too_long_is_named_before_drawing() -> None:
    assert [problem.code for problem in problems_of(replace(LABEL, qr="x" * 400))] == ["LABEL_QR_TOO_LONG"]


def test_letters_without_a_font_are_named() -> None:
    content = replace(LABEL, recipient=replace(LABEL.recipient, name="Հայկ 🎉"))
    assert [(p.code, p.field, p.detail) for p in problems_of(content)] == [
        ("LABEL_LETTERS_MISSING", "recipient", "Հ ա յ կ")
    ]


@pytest.mark.parametrize("name", [name for name in NASTY if name != "stacked_marks"])
def test_what_can_be_printed_has_no_problems(name: str) -> None:
    assert problems_of(NASTY[name]) == ()


def test_up_to_four_lines_are_all_shown() -> None:
    shown = rows((FISHING_LURES, PUZZLE, CABLE, CABLE))
    assert [row.description for row in shown] == [
        "Fishing lure kit",
        "Children puzzle toy",
        "USB-C charging cable 2m",
        "USB-C charging cable 2m",
    ]
    assert shown[2].quantity == 2
    assert shown[2].weight_g == 90  # 2 × 45
    assert shown[2].value == "4.20"  # 2 × 2.10


@pytest.mark.parametrize("count", [1, 3, 4, 5, 6, 40])
def test_rows_always_add_up_to_the_totals(count: int) -> None:
    lines = ((FISHING_LURES, PUZZLE, CABLE) * 14)[:count]
    shown, sums = rows(lines), total(lines)
    assert len(shown) == min(count, 4)
    assert sum(row.quantity for row in shown) == sums.quantity == sum(line.quantity for line in lines)
    assert sum(row.weight_g for row in shown) == sums.weight_g == sum(line.weight_g for line in lines)
    assert sum(Decimal(row.value) for row in shown) == Decimal(sums.value)


def test_the_continuation_row_says_how_many_it_stands_for() -> None:
    assert rows((CABLE,) * 6)[3].description == "+3 more lines"
    assert rows((CABLE,) * 5)[3].description == "+2 more lines"
    assert pick_rows((CABLE,) * 6)[3] == ("6 ×", "+3 more SKU", "另 3 个 SKU，见拣货单")  # 3 × 2


def test_two_currencies_are_never_added() -> None:
    euro = replace(CABLE, unit_value=Money(Decimal("1.00"), "EUR"))
    assert total((CABLE, euro)).value == "4.20 USD + 2.00 EUR"


def test_drawing_takes_its_time_once() -> None:
    render([LABEL])
    start = time.process_time()
    for _ in range(10):
        render([LABEL])
    assert time.process_time() - start < 1.0  # 100 ms each; about 8 measured, 40 with fonts read every time


def test_no_label_is_an_error() -> None:
    with pytest.raises(ValueError, match="No label"):
        render([])


def test_any_text_at_all_can_be_drawn_and_keeps_off_the_codes() -> None:
    contents = random_labels(40)
    checks = check_own(render(contents), [expectation_of(content) for content in contents])
    assert [check.problem for check in checks] == [None] * len(contents)
