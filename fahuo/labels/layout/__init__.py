"""What stands where on our own label. A layout knows boxes and text; it never sees PDF or ZPL."""

from __future__ import annotations

from functools import cache

from fahuo.labels.layout import customs_table, foot, heading, parties
from fahuo.labels.layout.geometry import GEOMETRY
from fahuo.labels.layout.sheet import Sheet
from fahuo.trade.label import CustomsForm, LabelContent, LabelSize


def lay_out(content: LabelContent, size: LabelSize = LabelSize.MM_100X150) -> Sheet:
    """Place everything but the codes. Any text at all is taken; none of it leaves its box."""
    geometry = GEOMETRY[size]
    sheet = _printed_on_all(size, content.customs_form).copy()
    heading.draw(sheet, content, geometry.heading)
    parties.draw(sheet, content, geometry.parties)
    customs_table.draw(sheet, content, size)
    foot.draw(sheet, content, geometry.foot)
    return sheet


@cache
def _printed_on_all(size: LabelSize, form: CustomsForm) -> Sheet:
    """Return what is the same on all labels of a size: rules, captions, the declarant's sentence."""
    geometry = GEOMETRY[size]
    sheet = Sheet()
    for part in (geometry.heading, geometry.parties, geometry.customs, geometry.foot):
        sheet.black += part.rules
    parties.draw_captions(sheet, geometry.parties)
    customs_table.draw_captions(sheet, geometry.customs, form)
    foot.draw_captions(sheet, geometry.foot)
    return sheet
