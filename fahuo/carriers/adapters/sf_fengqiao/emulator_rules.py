"""What the emulated SF Fengqiao refuses, in the codes and texts of its published list."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fahuo.carriers.adapters.sf_fengqiao.mapping import GREATER_CHINA, RECIPIENT, SENDER
from fahuo.carriers.service_table import read_services

Fault = tuple[str, str]

SERVICES = {service.code for service in read_services(Path(__file__).parent / "services.csv", "sf_fengqiao")}
MOST_NUMBERS = 10
LONGEST_ORDER_ID = 64
_PARTIES = {
    SENDER: (("address", "1010", "寄件地址不能为空"), ("contact", "1011", "寄件联系人不能为空")),
    RECIPIENT: (("address", "1014", "到件地址不能为空"), ("contact", "1015", "到件联系人不能为空")),
}
_PHONES = {SENDER: ("1012", "寄件电话不能为空"), RECIPIENT: ("1016", "到件电话不能为空")}
_ABROAD = (
    ("count", "6202", "国际件：数量不能为空"),
    ("unit", "6203", "国际件：单位不能为空"),
    ("weight", "6204", "国际件：单位重量不能为空"),
    ("amount", "6205", "国际件：单价不能为空"),
    ("currency", "6206", "国际件：币种不能为空"),
    ("sourceArea", "6207", "国际件：原产地不能为空"),
)


def first_fault(order: dict[str, Any], monthly_card: str) -> Fault | None:
    """Return code and text of the first fault, None when the order is acceptable."""
    return next(_faults(order, monthly_card), None)


def party(order: dict[str, Any], contact_type: int) -> dict[str, Any]:
    """Return sender or recipient; empty when the order has none."""
    contacts: list[dict[str, Any]] = order.get("contactInfoList") or []
    return next((contact for contact in contacts if contact.get("contactType") == contact_type), {})


def _faults(order: dict[str, Any], monthly_card: str) -> Iterator[Fault]:
    if not order.get("orderId") or len(order["orderId"]) > LONGEST_ORDER_ID:
        yield "6135", "未传入订单信息"
    if str(order.get("expressTypeId", "")) not in SERVICES:
        yield "8057", "快件类型为空或未配置"
    card = str(order.get("monthlyCard", ""))
    if card and not (card.isdigit() and len(card) == 10):
        yield "6126", "月结卡号不合法"
    if card and card != monthly_card:
        yield "8119", "月结卡号不存在或已失效"
    for contact_type in (SENDER, RECIPIENT):
        yield from _party_faults(order, contact_type)
    yield from _goods_faults(order)


def _party_faults(order: dict[str, Any], contact_type: int) -> Iterator[Fault]:
    contact = party(order, contact_type)
    yield from ((code, text) for field, code, text in _PARTIES[contact_type] if not contact.get(field))
    if not (contact.get("mobile") or contact.get("tel")):
        yield _PHONES[contact_type]


def _goods_faults(order: dict[str, Any]) -> Iterator[Fault]:
    goods = order.get("cargoDetails") or [{}]
    if not all(line.get("name") for line in goods):
        yield "1023", "托寄物品名不能为空"
    sender, recipient = party(order, SENDER), party(order, RECIPIENT)
    if sender.get("country") == recipient.get("country"):
        return
    if not (order.get("customsInfo") or {}).get("declaredValue"):
        yield "8194", "跨境件必须包含申明价值和币别"
    if recipient.get("country") in GREATER_CHINA:
        return
    if not sender.get("postCode"):
        yield "6200", "国际件：寄方邮编不能为空"
    if not recipient.get("postCode"):
        yield "6201", "国际件：到方邮编不能为空"
    yield from ((code, text) for line in goods for field, code, text in _ABROAD if not line.get(field))
