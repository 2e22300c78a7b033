"""The top of the label: service, sort code, country, and the bar code with its number."""

from __future__ import annotations

from fahuo.labels.codes import BOXES
from fahuo.labels.dots import Box
from fahuo.labels.layout.sheet import Align, Sheet
from fahuo.trade.label import LabelContent, LabelSize

LEFT, RIGHT = 24, 776
TOP = 24
_COUNTRY_BOX = Box(632, TOP, 144, 104)
_SORT_BOX = Box(456, TOP, 164, 104)
_NUMBER_BOX = Box(LEFT, BOXES[LabelSize.MM_100X150].bars.bottom, RIGHT - LEFT, 46)
BOTTOM = 338


def draw(sheet: Sheet, content: LabelContent) -> None:
    """Lay out everything down to the rule under the waybill number."""
    sheet.fill(*_COUNTRY_BOX)
    inside = Box(_COUNTRY_BOX.x + 8, _COUNTRY_BOX.y, _COUNTRY_BOX.width - 16, _COUNTRY_BOX.height)
    sheet.text(content.recipient.country, inside, size=78, bold=True, align=Align.CENTRE, is_white=True)
    if content.sort_code:
        _sort_code(sheet, content.sort_code)
    width = (_SORT_BOX if content.sort_code else _COUNTRY_BOX).x - 16 - LEFT
    sheet.text(content.carrier_name.upper(), Box(LEFT, TOP - 4, width, 30), size=21)
    sheet.text(content.service_name, Box(LEFT, TOP + 24, width, 52), size=38, smallest=18, bold=True)
    sheet.text(content.service_name_zh, Box(LEFT, TOP + 74, width, 34), size=25)
    sheet.fill(LEFT, 136, RIGHT - LEFT, 3)
    sheet.text(content.barcode, _NUMBER_BOX, size=37, smallest=18, bold=True, align=Align.CENTRE)
    sheet.fill(LEFT, BOTTOM, RIGHT - LEFT, 3)


def _sort_code(sheet: Sheet, sort_code: str) -> None:
    sheet.frame(_SORT_BOX, 3)
    x, y, width, _ = _SORT_BOX
    sheet.text("SORT 分拣", Box(x + 10, y + 8, width - 20, 24), size=17, align=Align.CENTRE)
    sheet.text(sort_code, Box(x + 10, y + 30, width - 20, 66), size=46, bold=True, align=Align.CENTRE)
