"""The bottom of the label, left of the QR code: the declarant's sentence, the facts, and what the packer needs."""

from __future__ import annotations

from collections.abc import Sequence

from fahuo.labels.dots import Box
from fahuo.labels.layout.customs_table import kilograms
from fahuo.labels.layout.geometry import FootPlan, Slot
from fahuo.labels.layout.sheet import Align, Sheet
from fahuo.trade.goods import GoodsLine
from fahuo.trade.label import LabelContent

PICK_ROWS = 4
_FACTS = ("Signature 签字", "Date 日期", "Order 订单", "Gross 毛重", "Ref 参考号", "Pieces 件数")
_TALLEST_PICK_ROW = 34
_SIZE_OF_PICK_ROW = 0.74


def draw(sheet: Sheet, content: LabelContent, plan: FootPlan) -> None:
    """Lay out the facts, the parcel's place in its print batch, and the goods to pick."""
    pieces = sum(line.quantity for line in content.lines)
    gross = f"{kilograms(content.weight_g)} kg"
    facts = (content.sender.name, content.date, content.order_number, gross, content.reference, str(pieces))
    for (_, slot), fact in zip(plan.facts, facts, strict=True):
        sheet.text(fact, slot, bold=True)
    if content.pick:
        sheet.black.append(plan.pick_field)
        batch, _, place = content.pick.rpartition("·")
        sheet.text(f"拣货 #{batch}" if batch else "PICK 拣货", plan.pick_caption, is_white=True, align=Align.CENTRE)
        sheet.text(place, plan.pick, bold=True, is_white=True, align=Align.CENTRE)
    _pick_rows(sheet, content.lines, plan.pick_body_beside_field if content.pick else plan.pick_body)


def draw_captions(sheet: Sheet, plan: FootPlan) -> None:
    """Lay out the declarant's sentence and what the facts are called."""
    sheet.paragraphs([plan.certified], plan.certification)
    for (slot, _), caption in zip(plan.facts, _FACTS, strict=True):
        sheet.text(caption, slot)


def _pick_rows(sheet: Sheet, lines: Sequence[GoodsLine], body: Box) -> None:
    rows = pick_rows(lines)
    pitch = min(_TALLEST_PICK_ROW, body.height // max(1, len(rows)))
    size = pitch * _SIZE_OF_PICK_ROW
    column = round(size * 2.5)
    for number, (count, sku, title) in enumerate(rows):
        y = body.y + number * pitch
        sheet.text(count, Slot(Box(body.x, y, column, pitch), size, 8), bold=True, align=Align.RIGHT)
        x = body.x + column + 8
        x = sheet.text_then(sku, Slot(Box(x, y, body.width // 2, pitch), size), 12, bold=True)
        sheet.text(title, Slot(Box(x, y, body.right - x, pitch), size * 0.88))


def pick_rows(lines: Sequence[GoodsLine]) -> list[tuple[str, str, str]]:
    """Return (count, SKU, title) per line, at most `PICK_ROWS`; the last row counts what is left over."""
    shown = lines if len(lines) <= PICK_ROWS else lines[: PICK_ROWS - 1]
    rows = [(f"{line.quantity} ×", line.sku, line.title_zh or line.title_en) for line in shown]
    rest = lines[len(shown) :]
    if rest:
        units = sum(line.quantity for line in rest)
        rows.append((f"{units} ×", f"+{len(rest)} more SKU", f"另 {len(rest)} 个 SKU，见拣货单"))
    return rows
