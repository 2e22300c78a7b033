"""The customs declaration on the label, with the particulars of a CN 22 or CN 23 (UPU Parcel and Letter Post Manuals).

With more lines than rows the last row sums the others up, so that the rows always add up to the totals. A CN 23 has
one row less: its last one holds the importer's reference, the number of the invoice and the gross weight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from fahuo.labels.dots import Box
from fahuo.labels.layout.geometry import GEOMETRY, LEFT, RIGHT, CustomsPlan, Slot
from fahuo.labels.layout.sheet import Align, Sheet
from fahuo.trade import money
from fahuo.trade.goods import GoodsLine
from fahuo.trade.label import CustomsForm, LabelContent, LabelSize

# A number that is cut is a wrong number, so it may become this small.
_SMALLEST_NUMBER = 7


class _Column(NamedTuple):
    x: int
    right: int
    align: Align

    def slot(self, y: int, height: int, size: float, smallest: float = 13) -> Slot:
        return Slot(Box(self.x, y, self.right - self.x, height), size, smallest)


_DESCRIPTION = _Column(LEFT, 376, Align.LEFT)
_HS_CODE = _Column(388, 506, Align.LEFT)
_ORIGIN = _Column(514, 566, Align.LEFT)
_QUANTITY = _Column(568, 612, Align.RIGHT)
_WEIGHT = _Column(616, 692, Align.RIGHT)
_VALUE = _Column(696, RIGHT, Align.RIGHT)
_NUMBERS = (_QUANTITY, _WEIGHT, _VALUE)
# The particulars of a CN 23: where each stands, how wide its caption is when it stands beside the value.
_PARTICULARS = (
    ("Importer’s ref 进口商编号", _Column(LEFT, 356, Align.LEFT), 160),
    ("Invoice 发票号", _Column(372, 606, Align.LEFT), 92),
    ("Gross 毛重", _Column(618, RIGHT, Align.RIGHT), 70),
)
_TITLES = {CustomsForm.CN22: "CN 22", CustomsForm.CN23: "CN 23"}


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


def rows_of(size: LabelSize, form: CustomsForm) -> int:
    """Return how many rows of goods a label has room for."""
    return GEOMETRY[size].customs.rows - (form is CustomsForm.CN23)


def rows(lines: Sequence[GoodsLine], most: int = 4) -> list[CustomsRow]:
    """Return the rows to print, at most `most`, whose numbers add up to those of `lines`."""
    shown = lines if len(lines) <= most else lines[: most - 1]
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
    names = currencies(table)
    if len(names) == 1:
        return str(money.total([line.value for line in lines], names[0]).rounded().amount)
    sums = [
        money.total([line.value for line in lines if line.unit_value.currency == currency], currency)
        for currency in currencies(lines)
    ]
    return " + ".join(str(amount) for amount in sums)


def kilograms(weight_g: int) -> str:
    """Write grams as kilograms with three decimals."""
    return f"{weight_g // 1000}.{weight_g % 1000:03d}"


def draw(sheet: Sheet, content: LabelContent, size: LabelSize) -> None:
    """Lay out the currency, the rows, the totals, and the particulars of a CN 23."""
    plan, form, lines = GEOMETRY[size].customs, content.customs_form, content.lines
    names = currencies(lines)
    header = plan.header
    currency = _VALUE.slot(header.box.y, header.box.height, header.size, header.smallest)
    sheet.text(names[0] if len(names) == 1 else "Value", currency, bold=True, align=Align.RIGHT)
    printed = rows(lines, rows_of(size, form))
    for row, slots in zip(printed, _slots(size, form, len(printed)), strict=True):
        _row(sheet, row, slots, is_two_lined=plan.is_two_lined)
    _numbers(sheet, total(lines), _total_slots(size), bold=True)
    if form is CustomsForm.CN23:
        values = (content.importer_reference, content.invoice_number, f"{kilograms(content.weight_g)} kg")
        for (_, column, _), slot, value in zip(_PARTICULARS, _particular_slots(size), values, strict=True):
            sheet.text(value, slot, bold=True, align=column.align)


def draw_captions(sheet: Sheet, plan: CustomsPlan, form: CustomsForm) -> None:
    """Lay out the title band, what the columns are called, and the captions of a CN 23."""
    sheet.black.append(plan.band)
    words = [("CUSTOMS DECLARATION", True), ("报关签条", True), (_TITLES[form], True)]
    sheet.words(words, plan.title, is_white=True)
    sheet.words([("Sale of goods", True), ("销售商品", False)], plan.category, is_white=True)
    sheet.white.append(plan.tick)
    x, y, width, height = plan.tick
    sheet.text("×", Slot(Box(x, y - 3, width, height + 6), height * 1.4), bold=True, align=Align.CENTRE)
    captions = (
        (_DESCRIPTION, "Description 品名"),
        (_HS_CODE, "HS code 税号"),
        (_ORIGIN, "Origin"),
        (_QUANTITY, "Qty"),
        (_WEIGHT, "kg"),
    )
    header = plan.header
    for column, caption in captions:
        slot = column.slot(header.box.y, header.box.height, header.size, header.smallest)
        sheet.text(caption, slot, bold=True, align=column.align)
    sheet.words([("TOTAL", True), ("合计", False)], plan.total._replace(box=plan.total.box._replace(width=300)))
    if form is CustomsForm.CN23:
        _particular_captions(sheet, plan)


def _particular_captions(sheet: Sheet, plan: CustomsPlan) -> None:
    y = plan.body.bottom - plan.row_height
    sheet.fill(LEFT, y, RIGHT - LEFT, 2)
    for caption, column, width in _PARTICULARS:
        if plan.is_two_lined:
            sheet.text(caption, column.slot(y + 4, 16, 12.5, 8), align=column.align)
        else:
            box = Box(column.x, y + 3, width, plan.row_height - 4)
            sheet.text(caption, Slot(box, 12.5, 8))


class _RowSlots(NamedTuple):
    """The places of one row: English and Chinese description, HS code, origin; quantity, weight and value."""

    english: Slot
    chinese: Slot
    hs_code: Slot
    origin: Slot
    numbers: tuple[Slot, ...]


@cache
def _slots(size: LabelSize, form: CustomsForm, count: int) -> tuple[_RowSlots, ...]:
    plan = GEOMETRY[size].customs
    height = plan.body.height - (plan.row_height if form is CustomsForm.CN23 else 0)
    pitch = min(plan.widest_row, height // max(1, count))
    return tuple(
        _row_slots(plan, plan.body.y + number * pitch + (pitch - plan.row_height) // 2) for number in range(count)
    )


def _row_slots(plan: CustomsPlan, y: int) -> _RowSlots:
    high = round(plan.size * 1.28) if plan.is_two_lined else plan.row_height - 2
    y = y if plan.is_two_lined else y + 1
    below = Slot(Box(_DESCRIPTION.x, y + high, _DESCRIPTION.right - LEFT, plan.row_height - high), plan.size_zh, 12)
    return _RowSlots(
        english=_DESCRIPTION.slot(y, high, plan.size),
        chinese=below if plan.is_two_lined else _DESCRIPTION.slot(y, high, plan.size_zh, 12),
        hs_code=_HS_CODE.slot(y, high, plan.size, _SMALLEST_NUMBER),
        origin=_ORIGIN.slot(y, high, plan.size),
        numbers=tuple(column.slot(y, high, plan.size, _SMALLEST_NUMBER) for column in _NUMBERS),
    )


@cache
def _total_slots(size: LabelSize) -> tuple[Slot, ...]:
    box, wanted, _ = GEOMETRY[size].customs.total
    return tuple(column.slot(box.y, box.height, wanted, _SMALLEST_NUMBER) for column in _NUMBERS)


@cache
def _particular_slots(size: LabelSize) -> tuple[Slot, ...]:
    plan = GEOMETRY[size].customs
    y = plan.body.bottom - plan.row_height
    if plan.is_two_lined:
        return tuple(column.slot(y + 20, plan.row_height - 21, 17, _SMALLEST_NUMBER) for _, column, _ in _PARTICULARS)
    return tuple(
        column._replace(x=column.x + width).slot(y + 3, plan.row_height - 4, 15, _SMALLEST_NUMBER)
        for _, column, width in _PARTICULARS
    )


def _row(sheet: Sheet, row: CustomsRow, slots: _RowSlots, *, is_two_lined: bool) -> None:
    if is_two_lined:
        sheet.text(row.description, slots.english)
        sheet.text(row.description_zh, slots.chinese)
    else:
        _descriptions(sheet, row, slots)
    sheet.text(row.hs_code, slots.hs_code)
    sheet.text(row.origin, slots.origin)
    _numbers(sheet, row, slots.numbers, bold=False)


def _descriptions(sheet: Sheet, row: CustomsRow, slots: _RowSlots) -> None:
    """Set the Chinese description beside the English one, which leaves it two fifths of the column if it must."""
    if not row.description_zh:
        sheet.text(row.description, slots.english)
        return
    box = slots.english.box
    x = sheet.text_then(row.description, slots.english._replace(box=box._replace(width=box.width * 3 // 5)), 10)
    sheet.text(row.description_zh, slots.chinese._replace(box=Box(x, box.y, box.right - x, box.height)))


def _numbers(sheet: Sheet, row: CustomsRow, slots: Sequence[Slot], *, bold: bool) -> None:
    for slot, number in zip(slots, (str(row.quantity), kilograms(row.weight_g), row.value), strict=True):
        sheet.text(number, slot, bold=bold, align=Align.RIGHT)
