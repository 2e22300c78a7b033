"""The bottom of the label: the declarant's sentence, what the warehouse needs, and the QR code."""

from __future__ import annotations

from collections.abc import Sequence

from fahuo.labels.dots import Box
from fahuo.labels.layout.customs_table import kilograms
from fahuo.labels.layout.heading import LEFT
from fahuo.labels.layout.sheet import Align, Sheet
from fahuo.trade.goods import GoodsLine
from fahuo.trade.label import LabelContent

PICK_ROWS = 4
_RIGHT = 532
_WIDTH = _RIGHT - LEFT
# Meaning of the sentence on form CN 22 (UPU), in our own words.
_CERTIFICATION = (
    "I, the undersigned, certify that the particulars given are correct and that this item contains no article "
    "that is dangerous or forbidden by law or by postal or customs regulations."
)
_PICK_TOP = 1076


def draw(sheet: Sheet, content: LabelContent) -> None:
    """Lay out everything left of the QR code."""
    sheet.paragraphs([_CERTIFICATION], Box(LEFT, 939, _WIDTH, 62), size=15, smallest=12)
    _row(sheet, 1003, ("Signature 签字", content.sender.name), ("Date 日期", content.date))
    _row(sheet, 1026, ("Order 订单", content.order_number), ("Gross 毛重", f"{kilograms(content.weight_g)} kg"))
    pieces = sum(line.quantity for line in content.lines)
    _row(sheet, 1049, ("Ref 参考号", content.reference), ("Pieces 件数", str(pieces)))
    sheet.fill(LEFT, _PICK_TOP, _WIDTH, 3)
    for number, (count, sku, title) in enumerate(pick_rows(content.lines)):
        y = _PICK_TOP + 6 + number * 25
        sheet.text(count, Box(LEFT, y, 48, 25), size=19, bold=True, align=Align.RIGHT)
        width = sheet.text(sku, Box(LEFT + 56, y, 220, 25), size=19, bold=True)
        x = LEFT + 56 + round(width) + 12
        sheet.text(title, Box(x, y, _RIGHT - x, 25), size=17)


def pick_rows(lines: Sequence[GoodsLine]) -> list[tuple[str, str, str]]:
    """Return (count, SKU, title) per line, at most `PICK_ROWS`; the last row counts what is left over."""
    shown = lines if len(lines) <= PICK_ROWS else lines[: PICK_ROWS - 1]
    rows = [(f"{line.quantity} ×", line.sku, line.title_zh or line.title_en) for line in shown]
    rest = lines[len(shown) :]
    if rest:
        units = sum(line.quantity for line in rest)
        rows.append((f"{units} ×", f"+{len(rest)} more SKU", f"另 {len(rest)} 个 SKU，见拣货单"))
    return rows


def _row(sheet: Sheet, y: int, left: tuple[str, str], right: tuple[str, str]) -> None:
    sheet.words([(left[0], False), (left[1], True)], Box(LEFT, y, 300, 24), size=16)
    sheet.words([(right[0], False), (right[1], True)], Box(LEFT + 308, y, _WIDTH - 308, 24), size=16)
