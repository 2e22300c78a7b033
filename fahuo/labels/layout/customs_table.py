"""The customs declaration on the label, with the particulars of a CN 22 (UPU Parcel Post and Letter Post Manuals).

At most four rows. With more lines the first three are shown and a fourth row sums the others up, so that the rows
always add up to the totals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from fahuo.labels.dots import Box
from fahuo.labels.layout.heading import LEFT, RIGHT
from fahuo.labels.layout.sheet import Align, Sheet
from fahuo.trade import money
from fahuo.trade.goods import GoodsLine
from fahuo.trade.label import LabelContent

ROWS = 4
_TITLE_TOP, _TITLE_HEIGHT = 680, 32
_HEADER_TOP = _TITLE_TOP + _TITLE_HEIGHT + 2
_ROWS_TOP, _ROW_HEIGHT, _TALLEST_ROW = 737, 42, 54
_TOTAL_TOP = _ROWS_TOP + ROWS * _ROW_HEIGHT + 2
BOTTOM = 932


class _Column(NamedTuple):
    x: int
    right: int
    align: Align

    def cell(self, y: int, height: int) -> Box:
        return Box(self.x, y, self.right - self.x, height)


_DESCRIPTION = _Column(LEFT, 372, Align.LEFT)
_HS_CODE = _Column(388, 506, Align.LEFT)
_ORIGIN = _Column(514, 570, Align.LEFT)
_QUANTITY = _Column(570, 612, Align.RIGHT)
_WEIGHT = _Column(618, 692, Align.RIGHT)
_VALUE = _Column(696, RIGHT, Align.RIGHT)


@dataclass(frozen=True, slots=True)
class CustomsRow:
    """One printed row; `value` is an amount without its currency when the whole table has only one."""

    description: str
    description_zh: str
    hs_code: str
    origin: str
    quantity: int
    weight_g: int
    value: str


def currencies(lines: Sequence[GoodsLine]) -> tuple[str, ...]:
    """Return the currencies in which the lines are valued, each once."""
    return tuple(dict.fromkeys(line.unit_value.currency for line in lines))


def rows(lines: Sequence[GoodsLine]) -> list[CustomsRow]:
    """Return the rows to print, at most `ROWS`, whose numbers add up to those of `lines`."""
    shown = lines if len(lines) <= ROWS else lines[: ROWS - 1]
    printed = [
        CustomsRow(
            line.title_en, line.title_zh, line.hs_code, line.origin, line.quantity, line.weight_g, _value([line], lines)
        )
        for line in shown
    ]
    rest = lines[len(shown) :]
    if rest:
        more = f"+{len(rest)} more line{'s' if len(rest) > 1 else ''}"
        printed.append(_summary(more, f"另 {len(rest)} 项合并", rest, lines))
    return printed


def total(lines: Sequence[GoodsLine]) -> CustomsRow:
    """Return the row of totals."""
    return _summary("TOTAL", "合计", lines, lines)


def _summary(english: str, chinese: str, lines: Sequence[GoodsLine], table: Sequence[GoodsLine]) -> CustomsRow:
    origins = {line.origin for line in lines}
    return CustomsRow(
        english,
        chinese,
        "",
        origins.pop() if len(origins) == 1 else "",
        sum(line.quantity for line in lines),
        sum(line.weight_g for line in lines),
        _value(lines, table),
    )


def _value(lines: Sequence[GoodsLine], table: Sequence[GoodsLine]) -> str:
    sums = [
        money.total([line.value for line in lines if line.unit_value.currency == currency], currency).rounded()
        for currency in currencies(lines)
    ]
    if len(currencies(table)) == 1:
        return str(sums[0].amount)
    return " + ".join(str(amount) for amount in sums)


def kilograms(weight_g: int) -> str:
    """Write grams as kilograms with three decimals."""
    return f"{weight_g // 1000}.{weight_g % 1000:03d}"


def draw(sheet: Sheet, content: LabelContent) -> None:
    """Lay out the title band, the table and the totals."""
    _title(sheet)
    _header(sheet, content.lines)
    printed = rows(content.lines)
    pitch = min(_TALLEST_ROW, ROWS * _ROW_HEIGHT // max(1, len(printed)))
    for number, row in enumerate(printed):
        _row(sheet, row, _ROWS_TOP + number * pitch + (pitch - _ROW_HEIGHT) // 2)
    sheet.fill(LEFT, _TOTAL_TOP - 2, RIGHT - LEFT, 3)
    _total(sheet, total(content.lines))
    sheet.fill(LEFT, BOTTOM, RIGHT - LEFT, 3)


def _title(sheet: Sheet) -> None:
    sheet.fill(LEFT, _TITLE_TOP, RIGHT - LEFT, _TITLE_HEIGHT)
    band = Box(LEFT + 10, _TITLE_TOP, 480, _TITLE_HEIGHT)
    sheet.words([("CUSTOMS DECLARATION", True), ("报关签条", True), ("CN 22", True)], band, size=20, is_white=True)
    sheet.words(
        [("Sale of goods", True), ("销售商品", False)], Box(572, _TITLE_TOP, 196, _TITLE_HEIGHT), size=18, is_white=True
    )
    box = Box(546, _TITLE_TOP + 8, 16, 16)
    sheet.white.append(box)
    sheet.text("×", Box(box.x, box.y - 3, box.width, 22), size=22, bold=True, align=Align.CENTRE)


def _header(sheet: Sheet, lines: Sequence[GoodsLine]) -> None:
    names = currencies(lines)
    captions = (
        (_DESCRIPTION, "Description 品名"),
        (_HS_CODE, "HS code 税号"),
        (_ORIGIN, "Origin"),
        (_QUANTITY, "Qty"),
        (_WEIGHT, "kg"),
        (_VALUE, names[0] if len(names) == 1 else "Value"),
    )
    for column, caption in captions:
        sheet.text(caption, column.cell(_HEADER_TOP, 24), size=16, smallest=11, bold=True, align=column.align)


def _row(sheet: Sheet, row: CustomsRow, y: int) -> None:
    sheet.text(row.description, _DESCRIPTION.cell(y - 1, 24), size=18, smallest=14)
    sheet.text(row.description_zh, _DESCRIPTION.cell(y + 20, 22), size=16, smallest=13)
    sheet.text(row.hs_code, _HS_CODE.cell(y - 1, 24), size=18)
    sheet.text(row.origin, _ORIGIN.cell(y - 1, 24), size=18)
    _numbers(sheet, row, y - 1, 24, size=18, bold=False)


def _total(sheet: Sheet, row: CustomsRow) -> None:
    box = Box(LEFT, _TOTAL_TOP, 300, BOTTOM - _TOTAL_TOP)
    sheet.words([(row.description, True), (row.description_zh, False)], box, size=20)
    _numbers(sheet, row, _TOTAL_TOP, box.height, size=20, bold=True)


def _numbers(sheet: Sheet, row: CustomsRow, y: int, height: int, *, size: int, bold: bool) -> None:
    cells = ((_QUANTITY, str(row.quantity)), (_WEIGHT, kilograms(row.weight_g)), (_VALUE, row.value))
    for column, number in cells:
        sheet.text(number, column.cell(y, height), size=size, smallest=8, bold=bold, align=column.align)
