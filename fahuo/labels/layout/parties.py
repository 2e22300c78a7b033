"""The middle of the label: who gets the parcel and who sent it.

An address in another script than Latin stands large, as the buyer wrote it; the Latin form below it is for those who
handle the parcel on its way, and gives way when the native one needs the room.
"""

from __future__ import annotations

from fahuo.labels.dots import Box
from fahuo.labels.layout import marks
from fahuo.labels.layout.geometry import PartiesPlan
from fahuo.labels.layout.sheet import Sheet
from fahuo.trade.address import Address
from fahuo.trade.address_lines import is_large_first, town_line
from fahuo.trade.label import LabelContent


def draw(sheet: Sheet, content: LabelContent, plan: PartiesPlan) -> None:
    """Lay out recipient, sender and marks."""
    _recipient(sheet, content, plan)
    _sender(sheet, content, plan)
    if content.marks:
        marks.draw(sheet, content.marks, plan.marks, plan.gap_of_marks)


def draw_captions(sheet: Sheet, plan: PartiesPlan) -> None:
    """Lay out the words TO and FROM."""
    for slots, english, chinese in ((plan.to, "TO", "收件人"), (plan.sender_caption, "FROM", "寄件人")):
        sheet.text(english, slots[0], bold=True)
        sheet.text(chinese, slots[1])


def _recipient(sheet: Sheet, content: LabelContent, plan: PartiesPlan) -> None:
    recipient, latin = content.recipient, content.recipient_latin
    below_name = sheet.paragraphs([recipient.name], plan.name, bold=True)
    x, _, width, _ = plan.address.box
    native = (_street_part(recipient), _end_part(recipient))
    above_latin = Box(x, below_name, width, plan.latin.box.y - below_name)
    slot = plan.address._replace(box=above_latin, smallest=plan.legible)
    if latin and sheet.paragraphs_whole([*native[0], *native[1]], slot):
        _latin(sheet, latin, plan)
    else:
        room = Box(x, below_name, width, plan.address.box.bottom - below_name)
        sheet.address(*native, plan.address._replace(box=room))
    sheet.text(content.country_name.upper(), plan.country, bold=True)


def _latin(sheet: Sheet, latin: Address, plan: PartiesPlan) -> None:
    """Set the Latin form behind a bar, as what it is: an aside."""
    name = " · ".join(part for part in (latin.name, latin.company) if part)
    place = ", ".join(part for part in (*latin.street_lines(), latin.city, latin.province) if part)
    box = plan.latin.box
    bottom = sheet.paragraphs([name, place], plan.latin)
    sheet.fill(plan.address.box.x, box.y + 4, 3, bottom - box.y - 6)


def _street_part(address: Address) -> list[str]:
    town = [town_line(address)] if is_large_first(address) else []
    return [line for line in (address.company, *town, *address.street_lines()) if line.strip()]


def _end_part(address: Address) -> list[str]:
    """What a parcel cannot do without: place, postcode, telephone, tax number."""
    town = [] if is_large_first(address) else [town_line(address)]
    telephone = f"Tel {address.phone}" if address.phone else ""
    tax = f"Tax ID {address.tax_id}" if address.tax_id else ""
    return [line for line in (*town, telephone, tax) if line.strip()]


def _sender(sheet: Sheet, content: LabelContent, plan: PartiesPlan) -> None:
    """Set the sender with the telephone beside the name; of the Latin form only who and which town."""
    sender, latin = content.sender, content.sender_latin
    first = " · ".join(part for part in (sender.name, sender.company) if part)
    streets = " ".join(sender.street_lines())
    town = ", ".join(part for part in (town_line(sender), sender.country) if part)
    place = [town, streets] if is_large_first(sender) else [streets, town]
    lines = [first, *place, sender.phone]
    if latin:
        lines = [f"{first}  {sender.phone}", *place]
        lines.append(", ".join(part for part in (latin.name, latin.city or latin.province, sender.country) if part))
    sheet.paragraphs(lines, plan.sender_beside_marks if content.marks else plan.sender)
