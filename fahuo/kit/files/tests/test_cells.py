"""Numbers and words as people type them into cells."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fahuo.kit.files import FileRefused, cells


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("8.19", "8.19"),
        ("8,19", "8.19"),
        ("1,234.50", "1234.50"),
        (" ８.１９ ", "8.19"),
        ("1 234.5", "1234.5"),
        ("7", "7"),
    ],
)
def test_decimal(text: str, number: str) -> None:
    assert cells.decimal(text, row=2, column="x", low=Decimal(0), high=Decimal(10**6)) == Decimal(number)


@pytest.mark.parametrize("text", ["", "x", "NaN", "Infinity", "-1", "1e9", "1.2.3", "--5", "1_0", "1e-40000000"])
def test_no_decimal(text: str) -> None:
    with pytest.raises(FileRefused) as refused:
        cells.decimal(text, row=7, column="单价", low=Decimal(0), high=Decimal(1000))
    assert (refused.value.code, refused.value.row, refused.value.column) == ("FILE_VALUE", 7, "单价")


@pytest.mark.parametrize(("text", "number"), [("2", 2), ("2.0", 2), ("２", 2), (" 3 ", 3)])
def test_whole(text: str, number: int) -> None:
    assert cells.whole(text, row=2, column="x", low=1, high=10) == number


@pytest.mark.parametrize("text", ["", "0", "-1", "2.5", "11", "1e1", "x", "9" * 40])
def test_no_whole(text: str) -> None:
    with pytest.raises(FileRefused):
        cells.whole(text, row=2, column="x", low=1, high=10)


@pytest.mark.parametrize(
    ("text", "answer"), [("yes", True), ("是", True), ("No", False), ("", False), ("ＹＥＳ", True)]
)
def test_yes(text: str, answer: bool) -> None:
    assert cells.yes(text, row=2, column="x") is answer


def test_neither_yes_nor_no() -> None:
    with pytest.raises(FileRefused):
        cells.yes("maybe", row=2, column="x")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "=A1", "=SUM(A1)", '="8112"', "=+49", "@SUM(A1)", "=cmd|' /C calc'!A0", "-2+3+cmd|' /C x'!A0", "=$B$7"],
)
def test_formulas(text: str) -> None:
    assert cells.is_formula(text)


@pytest.mark.parametrize(
    "text", ["=)", "=(", "=D", "==>", "= thanks", "+49 151 1234", "-", "-5", "@home", "+cmd", "a=1+1"]
)
def test_no_formulas(text: str) -> None:
    assert not cells.is_formula(text)


def test_sentence_names_place_reason_and_cure() -> None:
    refused = FileRefused("FILE_QUANTITY", row=7, column="数量", detail="-2")
    assert refused.sentence("en") == (
        "row 7, column '数量': the quantity is not a whole number from 1 to 100,000 ('-2'). "
        "Correct the quantity and import again. [FILE_QUANTITY]"
    )
    assert refused.sentence("zh-hans") == (
        "第 7 行“数量”列：数量不是 1 到 100,000 的整数('-2')。请修正数量后重新导入。 [FILE_QUANTITY]"
    )
