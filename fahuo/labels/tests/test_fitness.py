"""What must not be drawn is named beforehand; what is merely odd is printed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from fahuo.kit.barcode import BarcodeError
from fahuo.labels import check_own, expectation_of, problems_of, render
from fahuo.labels.dots import Head
from fahuo.labels.tests.samples import ANNA, CABLE, LABEL, NASTY, PUZZLE
from fahuo.trade import error_book
from fahuo.trade.address import Address
from fahuo.trade.goods import GoodsLine
from fahuo.trade.label import BarSymbology, LabelContent, LabelSize
from fahuo.trade.money import Money


def to(**parts: str) -> LabelContent:
    return replace(LABEL, recipient=replace(ANNA, **parts))


def of(*lines: GoodsLine) -> LabelContent:
    return replace(LABEL, lines=lines)


NO_QUANTITY = replace(CABLE, quantity=0)
EURO = replace(CABLE, unit_value=Money(Decimal("1.00"), "EUR"))
LONG_CODE = replace(CABLE, hs_code="9" * 15)

CASES = [
    (replace(LABEL, weight_g=0), ("LABEL_WEIGHT_MISSING", "weight_g", "0")),
    (replace(LABEL, weight_g=-5), ("LABEL_WEIGHT_MISSING", "weight_g", "-5")),
    (to(name=""), ("LABEL_RECIPIENT_INCOMPLETE", "recipient", "name")),
    (to(name=" \t\u200b"), ("LABEL_RECIPIENT_INCOMPLETE", "recipient", "name")),
    (to(name="🎉", street="🏠"), ("LABEL_RECIPIENT_INCOMPLETE", "recipient", "name, street")),
    (to(street=""), ("LABEL_RECIPIENT_INCOMPLETE", "recipient", "street")),
    (to(city=""), ("LABEL_RECIPIENT_INCOMPLETE", "recipient", "city")),
    (to(country=""), ("LABEL_RECIPIENT_INCOMPLETE", "recipient", "country")),
    (to(name="Հայկ 🎉"), ("LABEL_LETTERS_MISSING", "recipient", "Հ ա յ կ")),
    (replace(LABEL, sender=replace(ANNA, city="Երևան")), ("LABEL_LETTERS_MISSING", "sender", "Ե ր և ա ն")),
    (of(), ("LABEL_GOODS_MISSING", "lines", "")),
    (of(CABLE, NO_QUANTITY), ("LABEL_QUANTITY_MISSING", "lines", "SKU632058")),
    (of(LONG_CODE), ("LABEL_HS_CODE_UNPRINTABLE", "lines", f"SKU632058: {'9' * 15}")),
    (of(CABLE, EURO), ("LABEL_CURRENCIES_MIXED", "lines", "USD, EUR")),
    (replace(LABEL, qr="x" * 400), ("LABEL_QR_TOO_LONG", "qr", None)),
    *(
        (replace(LABEL, barcode=text), ("LABEL_NUMBER_UNPRINTABLE", "barcode", None))
        for text in ("", "运单", "A" * 60, "line\nbreak")
    ),
]


@pytest.mark.parametrize(("content", "expected"), CASES)
def test_what_must_not_go_out_is_named(content: LabelContent, expected: tuple[str, str, str | None]) -> None:
    (problem,) = problems_of(content)
    code, field, detail = expected
    assert (problem.code, problem.field) == (code, field)
    assert detail is None or problem.detail == detail
    assert problem.code in error_book.ENTRIES


@pytest.mark.parametrize(
    "content",
    [
        LABEL,
        to(name="", company="Kwiaciarnia Róża"),
        to(country="SG", city=""),
        to(country="JP", city="", province="東京都"),
        to(street="", street2="m. 7"),
        to(name="A\x00B\x1b[31m"),
        of(replace(CABLE, hs_code="8544.42.21.00")),
        of(replace(CABLE, hs_code="", sku="S" * 300, title_en="T" * 300, title_zh="")),
    ],
)
def test_what_is_merely_odd_is_printed(content: LabelContent) -> None:
    assert problems_of(content) == ()


UNFIT = {"stacked_marks", "emoji_only", "empty"}


@pytest.mark.parametrize("name", NASTY)
def test_of_the_nasty_ones_only_those_without_an_address_are_refused(name: str) -> None:
    assert bool(problems_of(NASTY[name])) == (name in UNFIT)


def test_one_bad_label_does_not_hold_up_the_others() -> None:
    contents = [LABEL, of(NO_QUANTITY, PUZZLE), replace(LABEL, weight_g=0), NASTY["empty"]]
    assert [bool(problems_of(content)) for content in contents] == [False, True, True, True]
    checks = check_own(render(contents), [expectation_of(content) for content in contents])
    assert all(check.passed for check in checks)


def test_all_problems_are_named_at_once() -> None:
    content = replace(LABEL, weight_g=0, lines=(), barcode="", recipient=Address("", "", ""))
    assert [problem.code for problem in problems_of(content)] == [
        "LABEL_WEIGHT_MISSING",
        "LABEL_RECIPIENT_INCOMPLETE",
        "LABEL_GOODS_MISSING",
        "LABEL_NUMBER_UNPRINTABLE",
    ]


def test_the_smaller_label_holds_less_of_a_tracking_address() -> None:
    content = replace(LABEL, qr="https://fahuo.example.com/t/".ljust(170, "x"))
    assert problems_of(content) == ()
    assert [problem.code for problem in problems_of(content, LabelSize.MM_100X100)] == ["LABEL_QR_TOO_LONG"]


@pytest.mark.parametrize(
    ("symbology", "number", "size", "head"),
    [
        (BarSymbology.DATA_MATRIX, "A1B" * 20, LabelSize.MM_100X100, Head.DPI_203),
        (BarSymbology.CODE39, "A1B" * 8 + "CC", LabelSize.MM_100X150, Head.DPI_300),
        (BarSymbology.DATA_MATRIX, "A1B" * 14, LabelSize.MM_100X100, Head.DPI_300),
    ],
)
def test_a_number_may_fit_one_size_and_head_and_not_another(
    symbology: BarSymbology, number: str, size: LabelSize, head: Head
) -> None:
    """What `render` would stop at is known before, at each size and head; and what passes can be drawn."""
    content = replace(LABEL, barcode=number, symbology=symbology)
    assert problems_of(content) == ()
    assert render([content])
    (problem,) = problems_of(content, size, head)
    assert problem.code == "LABEL_NUMBER_UNPRINTABLE"
    with pytest.raises(BarcodeError):
        render([content], size, head)
