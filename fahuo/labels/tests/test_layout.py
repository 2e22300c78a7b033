"""What stands on our own label, and that it reads back. Where it stands: test_geometry.py."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from fahuo.kit import fonts, pdf
from fahuo.kit.barcode import BarcodeError
from fahuo.kit.pdf import Crop
from fahuo.labels import check_own, expectation_of, render
from fahuo.labels.codes import BOXES, place_bars, place_qr
from fahuo.labels.layout import lay_out
from fahuo.labels.layout.customs_table import rows, rows_of, total
from fahuo.labels.layout.foot import pick_rows
from fahuo.labels.render import paint
from fahuo.labels.tests.samples import CABLE, EVERY, EVERY_MARK, FISHING_LURES, LABEL, NASTY, PLAIN_PICK, PUZZLE
from fahuo.labels.tests.test_geometry import random_labels
from fahuo.trade.label import CustomsForm, LabelContent, LabelSize
from fahuo.trade.money import Money

BARS_BOX = BOXES[LabelSize.MM_100X150].bars


@pytest.mark.parametrize("size", LabelSize)
def test_even_the_nastiest_labels_read_back(size: LabelSize) -> None:
    contents = list(EVERY.values())
    checks = check_own(render(contents, size), [expectation_of(content) for content in contents], size)
    assert [check.problem for check in checks] == [None] * len(contents)
    assert checks[0].decoded == (LABEL.barcode, LABEL.qr)


def printed(content: LabelContent, size: LabelSize = LabelSize.MM_100X150) -> list[str]:
    """The lines of a label as they stand on it."""
    return ["".join(piece.text for piece in line.line.pieces) for line in lay_out(content, size).lines]


@pytest.mark.parametrize("size", LabelSize)
@pytest.mark.parametrize("name", ["long_everything", "no_spaces"])
def test_streets_are_cut_before_town_and_telephone(name: str, size: LabelSize) -> None:
    said = " ".join(printed(NASTY[name], size))
    assert "Tel +12025550123" in said
    assert "gogogoch" in said


@pytest.mark.parametrize("size", LabelSize)
@pytest.mark.parametrize(
    "name", ["town_of_300_letters", "cyrillic_300", "thai_300", "han_300", "hangul_300", "kana_300"]
)
def test_town_and_telephone_are_never_cut(name: str, size: LabelSize) -> None:
    recipient = NASTY[name].recipient
    said = printed(NASTY[name], size)
    assert "Tel +12025550123" in said
    assert recipient.postcode in " ".join(said)
    if recipient.country not in {"CN", "KR", "JP", "TH"}:  # those are made of several pieces, which wrap
        assert recipient.city.replace(" ", "") in "".join(said).replace(" ", "")


@pytest.mark.parametrize("size", LabelSize)
@pytest.mark.parametrize(
    ("name", "latin"),
    [
        ("cyrillic", "Aleksandr Konstantinopolskiy"),
        ("greek", "Giorgos Papadopoylos"),
        ("korean", "Kim Minjun"),
        ("japanese", "Yamada Hanako"),
        ("arabic", "Mhmd Bn Abd Allh Al-Ahmdy"),  # codespell:ignore abd
        ("hebrew", "Yvosiy Khohen"),
    ],
)
def test_the_native_form_stands_larger_than_the_latin_one(name: str, latin: str, size: LabelSize) -> None:
    lines = lay_out(NASTY[name], size).lines
    sizes = {"".join(piece.text for piece in line.line.pieces): line.size for line in lines}
    assert sizes[f"Tel {NASTY[name].recipient.phone}"] > 1.3 * sizes[latin]  # set in one size with the address


@pytest.mark.parametrize("size", LabelSize)
@pytest.mark.parametrize("name", ["han_300", "cyrillic_300", "kana_300"])
def test_the_latin_form_gives_way_to_a_long_native_one(name: str, size: LabelSize) -> None:
    content = NASTY[name]
    with_latin, without = printed(content, size), printed(replace(content, recipient_latin=None), size)
    assert with_latin == without


def test_a_latin_address_is_printed_once() -> None:
    assert printed(LABEL).count("Anna Kowalska") == 1


@pytest.mark.parametrize("size", LabelSize)
def test_everything_essential_stands_on_both_sizes(size: LabelSize) -> None:
    said = " ".join(printed(PLAIN_PICK, size))  # a long line may be wrapped
    for text in (
        *("YUNEXPRESS 云途", "AE Standard Shipping", "无忧标准 · 跨境小包", "PL", "PL-07-F8", "YT2612345678901234"),
        *(
            "Anna Kowalska",
            "ul. Słoneczna 3612/34",
            "75-161 Łódź",
            "Tel +48831883105",
            "POLAND",
            "黄超梅 · Warehouse 22 +8619742840208",
            "Huang Chaomei, Hangzhou Shi Yuhang Qu, CN",
        ),
        *("9507909000", "6.66", "0.075", "CN", "15.96", "0.375", "0.420 kg", "8144765169285588", "2026-03-01"),
        *("A-017", "SKU866522", "路亚假饵钓鱼套装", "Fishing lure kit", *EVERY_MARK),
    ):
        assert text in said, text


@pytest.mark.parametrize("size", LabelSize)
def test_every_mark_there_is_has_room(size: LabelSize) -> None:
    marks = ("DDP", "IOSS", "UN3480", "UN3481", "EORI DE1234567890123456")
    assert set(marks) <= set(printed(replace(LABEL, marks=marks), size))


@pytest.mark.parametrize("size", LabelSize)
def test_cn_23_has_the_particulars_that_cn_22_has_not(size: LabelSize) -> None:
    small, large = printed(replace(NASTY["cn23"], customs_form=CustomsForm.CN22), size), printed(NASTY["cn23"], size)
    assert "CN 22" in small
    assert "CN 23" in large
    assert "CN 22" not in large
    assert "PL5260001246" in large
    assert "PL5260001246" not in small
    assert len(set(large) & {"Fishing lure kit", "Children puzzle toy", "USB-C charging cable 2m"}) == (
        len(set(small) & {"Fishing lure kit", "Children puzzle toy", "USB-C charging cable 2m"}) - 1
    )


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


@pytest.mark.parametrize("size", LabelSize)
def test_white_words_stand_out_of_black(size: LabelSize) -> None:
    sheet = lay_out(PLAIN_PICK, size)
    for field in (line.box for line in sheet.lines if line.is_white):
        drawn = pdf.rasterise(render([PLAIN_PICK], size), crop=Crop(*field))
        assert 0.05 < (drawn > 128).mean() < 0.5, field


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


def test_a_number_that_cannot_be_bars_is_not_drawn() -> None:
    with pytest.raises(BarcodeError):
        render([replace(LABEL, barcode="运单")])


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


@pytest.mark.parametrize("most", sorted({rows_of(size, form) for size in LabelSize for form in CustomsForm}))
@pytest.mark.parametrize("count", [1, 3, 4, 5, 6, 40])
def test_rows_always_add_up_to_the_totals(count: int, most: int) -> None:
    lines = ((FISHING_LURES, PUZZLE, CABLE) * 14)[:count]
    shown, sums = rows(lines, most), total(lines)
    assert len(shown) == min(count, most)
    assert sum(row.quantity for row in shown) == sums.quantity == sum(line.quantity for line in lines)
    assert sum(row.weight_g for row in shown) == sums.weight_g == sum(line.weight_g for line in lines)
    assert sum(Decimal(row.value) for row in shown) == Decimal(sums.value)


def test_a_smaller_label_and_a_cn_23_have_fewer_rows() -> None:
    assert {(size.value, form.value): rows_of(size, form) for size in LabelSize for form in CustomsForm} == {
        ("100X150", "CN22"): 4,
        ("100X150", "CN23"): 3,
        ("100X100", "CN22"): 3,
        ("100X100", "CN23"): 2,
    }


def test_the_continuation_row_says_how_many_it_stands_for() -> None:
    assert rows((CABLE,) * 6)[3].description == "+3 more lines"
    assert rows((CABLE,) * 5)[3].description == "+2 more lines"
    assert pick_rows((CABLE,) * 6)[3] == ("6 ×", "+3 more SKU", "另 3 个 SKU，见拣货单")  # 3 × 2


def test_two_currencies_are_never_added() -> None:
    euro = replace(CABLE, unit_value=Money(Decimal("1.00"), "EUR"))
    assert total((CABLE, euro)).value == "4.20 USD + 2.00 EUR"


def test_drawing_takes_its_time_once() -> None:
    """Reading the fonts takes 40 ms, drawing a label 8."""
    render([LABEL])
    read = fonts._typefaces.cache_info().misses
    render([LABEL])
    assert fonts._typefaces.cache_info().misses == read


def test_no_label_is_an_error() -> None:
    with pytest.raises(ValueError, match="No label"):
        render([])


def test_any_text_at_all_can_be_drawn_and_keeps_off_the_codes() -> None:
    contents = random_labels(20)
    checks = check_own(render(contents), [expectation_of(content) for content in contents])
    assert [check.problem for check in checks] == [None] * len(contents)
