"""What stands where on our own label. A layout knows boxes and text; it never sees PDF or ZPL."""

from __future__ import annotations

from fahuo.labels.layout import customs_table, foot, heading, parties
from fahuo.labels.layout.sheet import Sheet
from fahuo.trade.label import LabelContent, LabelSize


def lay_out(content: LabelContent, size: LabelSize = LabelSize.MM_100X150) -> Sheet:
    """Place everything but the codes."""
    sheet = Sheet()
    heading.draw(sheet, content)
    parties.draw(sheet, content)
    customs_table.draw(sheet, content)
    foot.draw(sheet, content)
    return sheet
