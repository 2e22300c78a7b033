"""What the emulated Cainiao refuses, and how its numbers look. The texts are invented: no source gives them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fahuo.carriers.adapters.cainiao.mapping import SERVICES, TWIN, WITH_A_TWIN

# What a source names as solutions of the gateway, and the platform's keys of services.csv.
SOLUTIONS = frozenset(
    {
        *SERVICES,
        *WITH_A_TWIN,
        *(code + TWIN for code in WITH_A_TWIN),
        *("CN_GLO_CD_STD", "CAINIAO_STANDARD_CD", "CAINIAO_ECONOMY_SRM_CD", "GM_OPEN_STD_CD"),
    }
)
_PARTY = ("name", "countryCode", "detailAddress")
_ITEM = ("quantity", "englishName", "unitPrice", "unitPriceCurrency", "weight")
_CHECK_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def tracking_number(serial: int) -> str:
    """Return `LV` + eight digits + check digit + `CN`, as UPU S10 has it."""
    digits = f"{serial:08d}"
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(digits, _CHECK_WEIGHTS, strict=True)) % 11
    return f"LV{digits}{ {10: 0, 11: 5}.get(rest, rest) }CN"


def first_fault(order: dict[str, Any]) -> str:
    """Return the text of the first fault, empty when the order is acceptable."""
    return next(_faults(order), "")


def _faults(order: dict[str, Any]) -> Iterator[str]:
    needed = ("outOrderId", "solutionParam", "packageParams", "senderParam", "receiverParam")
    yield from (f"{field} 不能为空" for field in needed if not order.get(field))
    if order["solutionParam"].get("solutionCode") not in SOLUTIONS:
        yield "solutionCode 不存在"
    for party in ("senderParam", "receiverParam"):
        yield from (f"{party}.{field} 不能为空" for field in _PARTY if not order[party].get(field))
    for parcel in order["packageParams"]:
        yield from _parcel(parcel)


def _parcel(parcel: dict[str, Any]) -> Iterator[str]:
    if not isinstance(parcel.get("weight"), int) or parcel["weight"] <= 0:
        yield "weight 须为正整数（克）"
    if not parcel.get("itemParams"):
        yield "itemParams 不能为空"
    for item in parcel.get("itemParams") or []:
        yield from (f"{field} 不能为空" for field in _ITEM if item.get(field) in (None, ""))
        if not isinstance(item["unitPrice"], int):
            yield "unitPrice 须为整数（分）"
