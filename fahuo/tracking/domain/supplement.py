"""The text that asks a carrier to look for parcels nobody has heard of (轨迹补录申请), in Chinese or English.

It names waybill numbers, where they are bound and what was heard last; of the recipient it says nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

# More lines than this nobody reads in a message: the rest goes as a file beside it.
MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Missing:
    """One parcel as the text names it. `last` is the carrier's own last word, `heard_at` its moment; both may lack."""

    waybill_number: str
    tracking_number: str
    country: str
    last: str
    heard_at: datetime | None


@dataclass(frozen=True, slots=True)
class _Words:
    greeting: str
    asked: str
    heading: str
    never: str
    more: str
    closing: str


_WORDS = {
    "zh": _Words(
        "{carrier} 客服，您好：",
        "以下 {count} 个包裹已超过 72 小时没有新轨迹。请核查包裹目前的位置与状态，并补录缺失的轨迹；"
        "如已丢失、损坏或退回，请告知处理结果。",
        "序号 | 运单号 | 跟踪号 | 目的国 | 最后轨迹时间（{zone}） | 最后轨迹",
        "无轨迹",
        "其余 {count} 个包裹见附件清单。",
        "请在 48 小时内回复。谢谢！\n{sender}\n{day}",
    ),
    "en": _Words(
        "To the customer service of {carrier}:",
        "No news of the parcels listed below ({count}) for more than 72 hours. Please find out where each of them is "
        "and in what state, and add the tracking events that are missing. If one is lost, damaged or on its way back, "
        "please tell us what is being done.",
        "No. | Waybill number | Tracking number | Destination | Last event ({zone}) | What it said",
        "no event",
        "The remaining parcels ({count}) are on the list attached.",
        "Please answer within 48 hours. Thank you.\n{sender}\n{day}",
    ),
}


def supplement_text(
    parcels: Sequence[Missing], *, language: str, carrier: str, sender: str, at: datetime, zone: tzinfo
) -> str:
    """Return the request. `language` is `zh` or `en`; times are of `zone`, which is named."""
    words = _WORDS[language]
    local = at.astimezone(zone)
    offset = local.strftime("%z")
    lines = [
        words.greeting.format(carrier=carrier),
        "",
        words.asked.format(count=len(parcels)),
        "",
        words.heading.format(zone=f"UTC{offset[:3]}:{offset[3:]}"),
        *(_line(number, one, zone, words.never) for number, one in enumerate(parcels[:MOST_LINES], start=1)),
    ]
    if len(parcels) > MOST_LINES:
        lines.append(words.more.format(count=len(parcels) - MOST_LINES))
    return "\n".join([*lines, "", words.closing.format(sender=sender, day=local.date().isoformat())])


def _line(number: int, one: Missing, zone: tzinfo, never: str) -> str:
    moment = one.heard_at.astimezone(zone).strftime("%Y-%m-%d %H:%M") if one.heard_at else never
    cells = (str(number), one.waybill_number, one.tracking_number or "-", one.country, moment, one.last or "-")
    return " | ".join(" ".join(cell.replace("|", "/").split()) for cell in cells)
