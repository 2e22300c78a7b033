"""The middle of the label: who gets the parcel, who sent it, and the marks a lane demands."""

from __future__ import annotations

from fahuo.kit.text_shape import shape
from fahuo.labels.dots import Box
from fahuo.labels.layout.heading import LEFT, RIGHT
from fahuo.labels.layout.sheet import Sheet
from fahuo.trade.address import Address
from fahuo.trade.label import LabelContent

_INDENT = 120
_WIDTH = RIGHT - _INDENT
_NAME_BOX = Box(_INDENT, 346, _WIDTH, 70)
_COUNTRY_BOX = Box(_INDENT, 528, _WIDTH, 52)
_MARKS_BOX = Box(448, 590, RIGHT - 448, 80)
_SENDER_TOP, _SENDER_HEIGHT = 588, 86
BOTTOM = 678

# Where the town is written before the postcode; elsewhere it follows it (UPU addressing guides, S42).
_POSTCODE_LAST = frozenset({
    "AE", "AR", "AU", "BH", "BR", "CA", "CN", "GB", "HK", "ID", "IE", "IN", "JM", "JP", "KH", "KR", "LK", "MM",
    "MV", "MX", "MY", "NG", "NP", "NZ", "OM", "PH", "PK", "QA", "SA", "SG", "TH", "TT", "TW", "US", "VN", "ZA",
})  # fmt: skip
_LARGE_FIRST = frozenset(("CN", "HK", "JP", "KR", "MO", "TW"))


def draw(sheet: Sheet, content: LabelContent) -> None:
    """Lay out recipient, sender and marks."""
    _caption(sheet, "TO", "收件人", 354, size=34)
    _recipient(sheet, content)
    sheet.fill(LEFT, 582, RIGHT - LEFT, 3)
    _caption(sheet, "FROM", "寄件人", 589, size=24)
    _sender(sheet, content)
    if content.marks:
        _marks(sheet, content.marks)


def _caption(sheet: Sheet, english: str, chinese: str, y: int, *, size: int) -> None:
    width = _INDENT - LEFT - 12
    sheet.text(english, Box(LEFT, y, width, round(size * 1.4)), size=size, bold=True)
    sheet.text(chinese, Box(LEFT, y + round(size * 1.3), width, 30), size=20)


def _recipient(sheet: Sheet, content: LabelContent) -> None:
    recipient = content.recipient
    below_name = sheet.paragraphs([recipient.name], _NAME_BOX, size=44, bold=True)
    room = Box(_INDENT, below_name, _WIDTH, _COUNTRY_BOX.y - below_name)
    sheet.address(_street_part(recipient), _end_part(recipient), room, size=33)
    sheet.text(content.country_name.upper(), _COUNTRY_BOX, size=39, bold=True)


def _street_part(address: Address) -> list[str]:
    town = [_town(address)] if _is_large_first(address) else []
    return [line for line in (address.company, *town, *address.street_lines()) if line.strip()]


def _end_part(address: Address) -> list[str]:
    """What a parcel cannot do without: place, postcode, telephone, tax number."""
    town = [] if _is_large_first(address) else [_town(address)]
    telephone = f"Tel {address.phone}" if address.phone else ""
    tax = f"Tax ID {address.tax_id}" if address.tax_id else ""
    return [line for line in (*town, telephone, tax) if line.strip()]


def _is_large_first(address: Address) -> bool:
    """Chinese, Japanese and Korean addresses go from the large to the small when written in their own script."""
    own_script = any("\u3040" <= letter <= "\ud7a3" for letter in address.city + address.province)
    return address.country in _LARGE_FIRST and own_script


def _town(address: Address) -> str:
    if _is_large_first(address):
        joint = " " if address.country == "KR" else ""
        place = joint.join(part for part in (address.province, address.city) if part)
        return f"{address.postcode} {place}".strip()
    if address.country in _POSTCODE_LAST:
        place = ", ".join(part for part in (address.city, address.province) if part)
        return f"{place} {address.postcode}".strip()
    place = f"{address.postcode} {address.city}".strip()
    return ", ".join(part for part in (place, address.province) if part)


def _sender(sheet: Sheet, content: LabelContent) -> None:
    sender = content.sender
    right = _MARKS_BOX.x - 16 if content.marks else RIGHT
    first = " · ".join(part for part in (sender.name, sender.company) if part)
    streets = " ".join(sender.street_lines())
    town = ", ".join(part for part in (_town(sender), sender.country) if part)
    place = [town, streets] if _is_large_first(sender) else [streets, town]
    box = Box(_INDENT, _SENDER_TOP, right - _INDENT, _SENDER_HEIGHT)
    sheet.paragraphs([first, *place, sender.phone], box, size=21)


def _marks(sheet: Sheet, marks: tuple[str, ...]) -> None:
    """Set each mark into a frame of its own, as large as all of them allow; DDP is white on black."""
    for size in range(24, 11, -1):
        rows = _rows_of_marks(marks, size)
        height = round(size * 1.5)
        if len(rows) * (height + 8) - 8 <= _MARKS_BOX.height:
            break
    for number, row in enumerate(rows):
        x = _MARKS_BOX.x
        for mark, width in row:
            box = Box(x, _MARKS_BOX.y + number * (height + 8), width, height)
            if box.bottom <= _MARKS_BOX.bottom:
                _mark(sheet, mark, box, size)
            x += width + 8


def _rows_of_marks(marks: tuple[str, ...], size: int) -> list[list[tuple[str, int]]]:
    rows: list[list[tuple[str, int]]] = [[]]
    used = 0
    for mark in marks:
        width = min(_MARKS_BOX.width, round(shape(mark, bold=True).width * size) + 24 + _icon_width(mark, size))
        if rows[-1] and used + width > _MARKS_BOX.width:
            rows.append([])
            used = 0
        rows[-1].append((mark, width))
        used += width + 8
    return rows


def _mark(sheet: Sheet, mark: str, box: Box, size: int) -> None:
    is_duty_paid = mark.strip().upper() == "DDP"
    if is_duty_paid:
        sheet.fill(*box)
    else:
        sheet.frame(box, 3)
    icon = _icon_width(mark, size)
    if icon:
        height = max(10, size * 2 // 3)
        _battery(sheet, Box(box.x + 12, box.y + (box.height - height) // 2, icon - 10, height))
    inside = Box(box.x + 12 + icon, box.y, box.width - 24 - icon, box.height)
    sheet.text(mark, inside, size=size, smallest=8, bold=True, is_white=is_duty_paid)


def _icon_width(mark: str, size: int) -> int:
    is_battery = any(word in mark.lower() for word in ("li-", "lithium", "battery", "un34", "un30", "un31", "电"))
    return round(size * 1.2) + 10 if is_battery else 0


def _battery(sheet: Sheet, box: Box) -> None:
    """Draw a battery, half full."""
    body = Box(box.x, box.y, box.width - 3, box.height)
    sheet.frame(body, 2)
    sheet.fill(body.right, box.y + box.height // 4, 3, box.height - 2 * (box.height // 4))
    sheet.fill(box.x + 4, box.y + 4, max(2, (body.width - 8) // 2), box.height - 8)
