"""The top of the label: service, sort code, country, and the number of the bar code."""

from __future__ import annotations

from fahuo.kit.text_shape import shape
from fahuo.labels.layout.geometry import HeadingPlan, Slot
from fahuo.labels.layout.sheet import Align, Sheet
from fahuo.trade.label import LabelContent


def draw(sheet: Sheet, content: LabelContent, plan: HeadingPlan) -> None:
    """Lay out everything down to the rule under the waybill number."""
    sheet.black.append(plan.country_field)
    sheet.text(content.recipient.country, plan.country, bold=True, align=Align.CENTRE, is_white=True)
    if content.sort_code:
        sheet.frame(plan.sort_frame, 3)
        sheet.text("SORT 分拣", plan.sort_caption, align=Align.CENTRE)
        sheet.text(content.sort_code, plan.sort_code, bold=True, align=Align.CENTRE)
    carrier, service, service_zh = plan.service_beside_sort if content.sort_code else plan.service
    sheet.text(content.carrier_name.upper(), carrier)
    _service(sheet, content.service_name, service)
    sheet.text(content.service_name_zh, service_zh)
    sheet.text(content.barcode, plan.number, bold=True, align=Align.CENTRE)


def _service(sheet: Sheet, name: str, slot: Slot) -> None:
    """Set the service on one line, a long name on two rather than in half the size."""
    if shape(name, bold=True).width * slot.size * 0.6 > slot.box.width:
        sheet.paragraphs([name], slot._replace(smallest=slot.size * 0.3), bold=True)
    else:
        sheet.text(name, slot, bold=True)
