"""What to say to a carrier that has not come: a message ready to be sent, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fahuo.trade.address import Address


@dataclass(frozen=True, slots=True)
class Late:
    """One parcel that waits: its waybill number, and since when it is ready (in the warehouse's own time)."""

    number: str
    ready_at: datetime


@dataclass(frozen=True, slots=True)
class Matter:
    """What it is about. `window` is empty, as is `confirmation`, when no pick-up was asked for."""

    carrier: str
    address: Address
    parcels: Sequence[Late]
    window: str = ""
    confirmation: str = ""


def message(matter: Matter, language: str) -> str:
    """Return the text in `zh` or `en`. It names no recipient: waybill numbers say enough."""
    return _zh(matter) if language == "zh" else _en(matter)


def _zh(matter: Matter) -> str:
    where = matter.address
    parts = (where.province, where.city, *where.street_lines())
    place = (" " if any(map(str.isascii, filter(None, parts))) else "").join(filter(None, parts))
    lines = [
        f"{matter.carrier} 您好：",
        f"以下 {len(matter.parcels)} 件包裹已出面单，至今没有揽收扫描，请尽快安排上门揽收。",
        f"揽收地址：{place}",
        f"联系人：{where.name} {where.phone}".rstrip(),
    ]
    if matter.confirmation:
        lines.append(f"揽收预约号：{matter.confirmation}")
    if matter.window:
        lines.append(f"预约时间：{matter.window}")
    lines += [f"最早出单：{_oldest(matter):%Y-%m-%d %H:%M}", "运单号：", *_numbers(matter)]
    return "\n".join([*lines, "请回复预计上门时间，谢谢。"])


def _en(matter: Matter) -> str:
    where = matter.address
    place = ", ".join(filter(None, (*where.street_lines(), where.city, where.province, where.postcode, where.country)))
    count = len(matter.parcels)
    parcels = "1 parcel has its label" if count == 1 else f"{count} parcels have their labels"
    lines = [
        f"To {matter.carrier}:",
        f"{parcels} and no pick-up scan yet. Please send a driver as soon as you can.",
        f"Pick-up address: {place}",
        f"Contact: {where.name} {where.phone}".rstrip(),
    ]
    if matter.confirmation:
        lines.append(f"Pick-up confirmation: {matter.confirmation}")
    if matter.window:
        lines.append(f"Agreed window: {matter.window}")
    lines += [f"Oldest label: {_oldest(matter):%Y-%m-%d %H:%M}", "Waybill numbers:", *_numbers(matter)]
    return "\n".join([*lines, "Please tell us when the driver will come. Thank you."])


def _oldest(matter: Matter) -> datetime:
    return min(parcel.ready_at for parcel in matter.parcels)


def _numbers(matter: Matter) -> list[str]:
    return [", ".join(parcel.number for parcel in row) for row in _rows(matter.parcels)]


def _rows(parcels: Sequence[Late]) -> list[Sequence[Late]]:
    return [parcels[first : first + 5] for first in range(0, len(parcels), 5)]
