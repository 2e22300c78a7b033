"""Messages of China's export system held against each other, against who signs, and against sums (CE rules)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from fahuo.compliance.case import Case, Node
from fahuo.compliance.checks.ceb import lines_of, listed, nodes, number, ordered, text
from fahuo.trade.problem import Problem


def line_numbers(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """Lines count from 1, and those of order and list are the same goods (CE-09)."""
    for kind, node in (("CEB303", ordered(case)), ("CEB603", listed(case))):
        for place, (where, line) in enumerate(lines_of(kind, node or {}), start=1):
            if text(line, "gnum") != str(place):
                yield Problem(code, f"{where}.gnum", text(line, "gnum")[:20])
            if len(text(line, "itemNo")) > value:
                yield Problem(code, f"{where}.itemNo", f"{len(text(line, 'itemNo'))} / {value}")
    order, inventory = ordered(case), listed(case)
    if order is not None and inventory is not None and _goods(order) != _goods(inventory):
        yield Problem(code, "CEB603.lines", "CEB303.lines")


def line_totals(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """A line's total is quantity times price (CE-10)."""
    for kind, node in (("CEB303", ordered(case)), ("CEB603", listed(case))):
        for where, line in lines_of(kind, node or {}):
            quantity, price, total = (number(line.get(name)) for name in ("qty", "price", "totalPrice"))
            if quantity is None or price is None or total is None or abs(quantity * price - total) > _limit(value):
                yield Problem(code, f"{where}.totalPrice", f"{quantity} × {price} ≠ {total}")


def order_total(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """The order's value is the sum of its lines (CE-10)."""
    order = ordered(case)
    if order is None:
        return
    total, stated = _total(order), number(order.get("goodsValue"))
    if total is not None and (stated is None or abs(total - stated) > _limit(value)):
        yield Problem(code, "CEB303.goodsValue", f"{stated} ≠ {total}")


def agreement(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """Order, waybill and list name the same order, waybill and firms, and the same sum (CE-13)."""
    found = case.ceb
    if found is None or found.inventory is None:
        return
    inventory = found.inventory
    for kind, other, names in (
        ("CEB303", found.order, ("ebcCode", "ebpCode", "orderNo")),
        ("CEB403", found.receipts, ("ebcCode", "ebpCode", "orderNo")),
        ("CEB505", found.waybill, ("logisticsCode", "logisticsNo")),
    ):
        if other is not None:
            wrong = (name for name in names if text(other, name) != text(inventory, name))
            yield from (Problem(code, f"CEB603.{name}", kind) for name in wrong)
    waybill = found.waybill
    if waybill is not None and text(waybill, "ebcCode") not in ("", text(inventory, "ebcCode")):
        yield Problem(code, "CEB505.ebcCode", "CEB603")
    if found.order is not None and not _same_sum(found.order, inventory, _limit(value)):
        yield Problem(code, "CEB603.lines", "CEB303.goodsValue")


def signer(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """Who sends is who holds the card that signs (CE-19)."""
    found = case.ceb
    if found is not None and found.signer_code and found.sender_code and found.signer_code != found.sender_code:
        yield Problem(code, "BaseTransfer.copCode", found.sender_code[:20])


def unsigned(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """What must be signed has somebody who signs (CE-21)."""
    found = case.ceb
    if found is not None and not found.signer_code and any(kind in value for kind, _ in nodes(case)):
        yield Problem(code, "CEB603", "")


def receipts_asked(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """While they are asked for by all ports, or by this one, there is a receipt of payment (CE-20)."""
    found = case.ceb
    if found is None or found.inventory is None or found.receipts is not None:
        return
    if value["by_all_ports"] or found.port_asks_receipts:
        yield Problem(code, "CEB403")


def _goods(node: Node) -> list[tuple[str, str, Decimal | None]]:
    lines = (line for _, line in lines_of("", node))
    return [(text(line, "gnum"), text(line, "itemNo"), number(line.get("qty"))) for line in lines]


def _total(node: Node) -> Decimal | None:
    totals = [number(line.get("totalPrice")) for _, line in lines_of("", node)]
    known = [total for total in totals if total is not None]
    return sum(known, Decimal(0)) if len(known) == len(totals) else None


def _same_sum(order: Node, inventory: Node, limit: Decimal) -> bool:
    ours, theirs = _total(order), _total(inventory)
    same_currency = {text(line, "currency") for node in (order, inventory) for _, line in lines_of("", node)}
    return ours is None or theirs is None or len(same_currency) > 1 or abs(ours - theirs) <= limit


def _limit(value: Any) -> Decimal:
    return Decimal(str(value))


CHECKS: Mapping[str, Any] = {
    "ceb_line_numbers": line_numbers,
    "ceb_line_totals": line_totals,
    "ceb_order_total": order_total,
    "ceb_agreement": agreement,
    "ceb_signer": signer,
    "ceb_unsigned": unsigned,
    "ceb_receipts_asked": receipts_asked,
}
