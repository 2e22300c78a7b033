"""What a message about alerts says, in both languages. Numbers of parcels may be named; names and streets may not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fahuo.trade.alert_kind import KINDS, AlertKind

NUMBERS_NAMED = 5
COUNTRIES_NAMED = 3
PARCEL_KINDS = frozenset(AlertKind) - {
    AlertKind.LABEL_OVERDUE,
    AlertKind.TOKEN_EXPIRED,
    AlertKind.CONTRACT_ENDING,
    AlertKind.CARRIER_DOWN,
    AlertKind.TRACKING_RETURN_LOW,
    AlertKind.UNMAPPED_CODE,
    AlertKind.CHANNEL_FAILED,
}


@dataclass(frozen=True, slots=True)
class Group:
    """Alerts of one kind at one carrier. `carrier` and `countries` are words of one language, the commonest first.

    `numbers` are waybill or order numbers, or what else tells one cause from another (a tracking code).
    """

    kind: AlertKind
    count: int
    carrier: str
    countries: Sequence[str]
    numbers: Sequence[str]


def english(group: Group) -> tuple[str, str]:
    """Return subject and body."""
    words = KINDS[group.kind]
    subject = f"{words.title_en}: {_count_en(group)}{_where_en(group)}"
    if group.carrier:
        subject += f" ({group.carrier})"
    return subject, _body(words.meaning_en, group.numbers, group.count, "and {n} more")


def chinese(group: Group) -> tuple[str, str]:
    """Return subject and body."""
    words = KINDS[group.kind]
    subject = f"{words.title_zh}：{_where_zh(group)}{_count_zh(group)}"
    if group.carrier:
        subject += f"（{group.carrier}）"
    return subject, _body(words.meaning_zh, group.numbers, group.count, "另有 {n} 个")


def _count_en(group: Group) -> str:
    one, many = _THINGS_EN.get(group.kind, ("1 parcel", "{n} parcels"))
    return one if group.count == 1 else many.format(n=f"{group.count:,}")


def _count_zh(group: Group) -> str:
    return _THINGS_ZH.get(group.kind, "{n} 个包裹").format(n=f"{group.count:,}")


def _where_en(group: Group) -> str:
    if group.kind not in PARCEL_KINDS or not group.countries:
        return ""
    if len(group.countries) > COUNTRIES_NAMED:
        return f", {len(group.countries)} countries"
    return ", " + ", ".join(group.countries)


def _where_zh(group: Group) -> str:
    if group.kind not in PARCEL_KINDS or not group.countries:
        return ""
    if len(group.countries) > COUNTRIES_NAMED:
        return f"{len(group.countries)} 个国家 "
    return "、".join(group.countries) + " "


def _body(meaning: str, numbers: Sequence[str], count: int, rest: str) -> str:
    lines = [meaning, *numbers[:NUMBERS_NAMED]]
    if numbers and count > NUMBERS_NAMED:
        lines.append(rest.format(n=f"{count - NUMBERS_NAMED:,}"))
    return "\n".join(lines)


_THINGS_EN: Mapping[AlertKind, tuple[str, str]] = {
    AlertKind.LABEL_OVERDUE: ("1 order", "{n} orders"),
    AlertKind.TOKEN_EXPIRED: ("1 account", "{n} accounts"),
    AlertKind.CONTRACT_ENDING: ("1 contract", "{n} contracts"),
    AlertKind.CARRIER_DOWN: ("1 account", "{n} accounts"),
    AlertKind.TRACKING_RETURN_LOW: ("1 carrier", "{n} carriers"),
    AlertKind.UNMAPPED_CODE: ("1 code", "{n} codes"),
    AlertKind.CHANNEL_FAILED: ("1 channel", "{n} channels"),
}
_THINGS_ZH: Mapping[AlertKind, str] = {
    AlertKind.LABEL_OVERDUE: "{n} 个订单",
    AlertKind.TOKEN_EXPIRED: "{n} 个账号",
    AlertKind.CONTRACT_ENDING: "{n} 份合同",
    AlertKind.CARRIER_DOWN: "{n} 个账号",
    AlertKind.TRACKING_RETURN_LOW: "{n} 个承运商",
    AlertKind.UNMAPPED_CODE: "{n} 个代码",
    AlertKind.CHANNEL_FAILED: "{n} 个渠道",
}
