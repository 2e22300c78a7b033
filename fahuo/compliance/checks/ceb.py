"""Messages of China's export system, each on its own: what the schema cannot say (CE rules)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from fahuo.compliance.case import Case, CebNodes, Node
from fahuo.compliance.identifiers import Found, judge, normalise
from fahuo.trade.problem import Problem

_GUID = re.compile(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}")
_NOBODY = {"ebpCode": "无", "ownerCode": "NO"}
_PARTIES = ("ebpCode", "ebcCode", "agentCode", "ownerCode", "logisticsCode", "iacCode")
_AMOUNTS = ("goodsValue", "freight", "insuredFee", "charge", "grossWeight", "netWeight", "price", "totalPrice")
_QUANTITIES = ("qty", "qty1", "qty2")
SIMPLIFIED, SUMMARY = "A", "B"


def guids(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """Every node has a UUID in capitals of its own (CE-01)."""
    seen: set[str] = set()
    for where, node in nodes(case):
        guid = text(node, "guid")
        if not _GUID.fullmatch(guid) or guid in seen:
            yield Problem(code, f"{where}.guid", guid[:36])
        seen.add(guid)


def opening(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """What each node is for is one of the codes, and its times are real ones (CE-02)."""
    for where, node in nodes(case):
        for name, allowed in value.items():
            if text(node, name) not in allowed:
                yield Problem(code, f"{where}.{name}", text(node, name)[:20])
        if not _is_time(text(node, "appTime"), "%Y%m%d%H%M%S"):
            yield Problem(code, f"{where}.appTime", text(node, "appTime")[:20])
    inventory = listed(case)
    if inventory is not None and not _is_time(text(inventory, "ieDate"), "%Y%m%d"):
        yield Problem(code, "CEB603.ieDate", text(inventory, "ieDate")[:20])


def order_type(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """The order is of the type that the supervision mode wants (CE-03)."""
    order, inventory = ordered(case), listed(case)
    if order is None:
        return
    given = text(order, "orderType")
    wanted = value.get(text(inventory, "tradeMode")) if inventory is not None else None
    if given not in value.values() or (wanted is not None and given != wanted):
        yield Problem(code, "CEB303.orderType", given[:20])


def parties(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """Firms are named by a customs code or a USCC (CE-04)."""
    for where, node in nodes(case):
        for name in _PARTIES:
            given = text(node, name)
            if name not in node or (not given and name == "iacCode") or given == _NOBODY.get(name):
                continue
            if given != normalise(given) or judge(given, ("cn_uscc", "cn_customs")) is not Found.RIGHT:
                yield Problem(code, f"{where}.{name}", given[:20])


def direction(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """The list says that goods leave (CE-05)."""
    inventory = listed(case)
    if inventory is not None and text(inventory, "ieFlag") != value:
        yield Problem(code, "CEB603.ieFlag", text(inventory, "ieFlag")[:20])


def trade_mode(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """The supervision mode is one that the system takes (CE-06)."""
    inventory = listed(case)
    if inventory is not None and text(inventory, "tradeMode") not in value:
        yield Problem(code, "CEB603.tradeMode", text(inventory, "tradeMode")[:20])


def hs_digits(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """Ten digits; the simplified mode states only so many by its mode, the rest are zeros (CE-07)."""
    inventory = listed(case)
    if inventory is None:
        return
    flag = text(inventory, "statisticsFlag")
    if flag not in (SIMPLIFIED, SUMMARY):
        yield Problem(code, "CEB603.statisticsFlag", flag[:20])
    stated = value.get(text(inventory, "tradeMode"), 10) if flag == SIMPLIFIED else 10
    for where, line in lines_of("CEB603", inventory):
        given = text(line, "gcode")
        if not re.fullmatch("[0-9]{10}", given) or given[stated:].strip("0") or not given.strip("0"):
            yield Problem(code, f"{where}.gcode", given[:20])


def simplified(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """Goods under licence, or with a rebate to come, are never declared in the simplified mode (CE-07)."""
    inventory = listed(case)
    if inventory is None or text(inventory, "statisticsFlag") != SIMPLIFIED:
        return
    if text(inventory, "licenseNo"):
        yield Problem(code, "CEB603.licenseNo", "")
    if case.prefers_rebate:
        yield Problem(code, "CEB603.statisticsFlag", SIMPLIFIED)


def bonded(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """Export from a bonded zone names the warehouse, its book, and every record in it (CE-08)."""
    inventory = listed(case)
    if inventory is None or text(inventory, "tradeMode") not in value:
        return
    for name in ("iacCode", "iacName", "emsNo"):
        if not text(inventory, name):
            yield Problem(code, f"CEB603.{name}")
    for where, line in lines_of("CEB603", inventory):
        if not text(line, "itemRecordNo"):
            yield Problem(code, f"{where}.itemRecordNo")


def amounts(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """Nothing is below zero, quantities and counts are above it, net is at most gross (CE-11)."""
    for where, node in nodes(case):
        for place, part in ((where, node), *lines_of(where, node)):
            yield from (Problem(code, f"{place}.{name}") for name in _AMOUNTS if not _at_least(part, name, Decimal(0)))
            wrong = (name for name in _QUANTITIES if not _at_least(part, name, Decimal("0.00001")))
            yield from (Problem(code, f"{place}.{name}") for name in wrong)
        if not _at_least(node, "packNo", Decimal(1)):
            yield Problem(code, f"{where}.packNo", text(node, "packNo")[:20])
    inventory = listed(case)
    if inventory is not None:
        net, gross = number(inventory.get("netWeight")), number(inventory.get("grossWeight"))
        if net is not None and gross is not None and net > gross:
            yield Problem(code, "CEB603.netWeight", f"{net} > {gross}")


def second_unit(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """The second statutory unit comes with its quantity, or neither (CE-12)."""
    inventory = listed(case)
    for where, line in lines_of("CEB603", inventory or {}):
        if bool(text(line, "unit2")) != bool(text(line, "qty2")):
            yield Problem(code, f"{where}.{'qty2' if text(line, 'unit2') else 'unit2'}")


def line_count(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """An order and a list have no more lines than fit (CE-14)."""
    for where, node in (("CEB303", ordered(case)), ("CEB603", listed(case))):
        if node is not None and not 1 <= len(node.get("lines") or ()) <= value:
            yield Problem(code, f"{where}.lines", f"{len(node.get('lines') or ())} / {value}")


def waybill_number(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """A waybill number fits, and holds no spaces (CE-15). Whether it was used before, the record sees."""
    for where, node in nodes(case):
        given = text(node, "logisticsNo")
        if "logisticsNo" in node and not re.fullmatch(rf"\S{{1,{value}}}", given):
            yield Problem(code, f"{where}.logisticsNo", given[:40])


def countries(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """Countries are JGS-20 digits, and never China (CE-16)."""
    inventory = listed(case)
    for where, part in (("CEB603", inventory or {}), *lines_of("CEB603", inventory or {})):
        given = text(part, "country")
        if inventory is not None and (not re.fullmatch("[0-9]{3}", given) or given == value):
            yield Problem(code, f"{where}.country", given[:20])


def elements(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """Declaration elements begin with the type of brand and the preference abroad (CE-17); `flags`: asked of these."""
    inventory = listed(case)
    if inventory is None or text(inventory, "statisticsFlag") not in value["flags"]:
        return
    for where, line in lines_of("CEB603", inventory):
        given = text(line, "gmodel")
        first, *rest = given.split("|")
        right = first in value["brand_types"] and rest[:1] and rest[0] in value["preferences"]
        if not right or len(rest) < 2 or len(given) > 250:
            yield Problem(code, f"{where}.gmodel", given[:40])


def barcodes(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """A line of the list has a bar code, or says that it has none (CE-18)."""
    for where, line in lines_of("CEB603", listed(case) or {}):
        if not text(line, "barCode"):
            yield Problem(code, f"{where}.barCode")


def numbers_given(case: Case, code: str, value: Any, on: date) -> Iterator[Problem]:
    """Numbers that customs gave have their form (CE-22)."""
    inventory = listed(case)
    for name, form in value.items():
        given = text(inventory or {}, name)
        if given and not re.fullmatch(form, given):
            yield Problem(code, f"CEB603.{name}", given[:20])


def nodes(case: Case) -> Iterator[tuple[str, Node]]:
    """Return each node that is there with the name of its message."""
    found = case.ceb or CebNodes()
    kinds = ("CEB303", "CEB403", "CEB505", "CEB603")
    each = (found.order, found.receipts, found.waybill, found.inventory)
    return ((kind, node) for kind, node in zip(kinds, each, strict=True) if node is not None)


def ordered(case: Case) -> Node | None:
    """Return the order's node."""
    return case.ceb.order if case.ceb else None


def listed(case: Case) -> Node | None:
    """Return the list's node."""
    return case.ceb.inventory if case.ceb else None


def lines_of(where: str, node: Node) -> Iterator[tuple[str, Node]]:
    """Return each line with its path."""
    return ((f"{where}.lines[{place}]", line) for place, line in enumerate(node.get("lines") or ()))


def text(node: Node, name: str) -> str:
    """Return a value as text as it would be sent, empty if there is none or only spaces."""
    given = node.get(name)
    plain = "" if given is None else str(given)
    return plain if plain.strip() else ""


def number(given: object) -> Decimal | None:
    """Return a finite number, None for anything else."""
    try:
        read = Decimal(str(given).strip())
    except InvalidOperation:
        return None
    return read if read.is_finite() else None


def _at_least(node: Node, name: str, least: Decimal) -> bool:
    """Say whether a number that is given is at least so much; one that is not given is nobody's business here."""
    if not text(node, name):
        return True
    read = number(node[name])
    return read is not None and read >= least


def _is_time(given: str, form: str) -> bool:
    try:
        return datetime.strptime(given, form).strftime(form) == given  # noqa: DTZ007  a wall clock, not a moment
    except ValueError:
        return False


CHECKS: Mapping[str, Any] = {
    "ceb_guids": guids,
    "ceb_opening": opening,
    "ceb_order_type": order_type,
    "ceb_parties": parties,
    "ceb_direction": direction,
    "ceb_trade_mode": trade_mode,
    "ceb_hs_digits": hs_digits,
    "ceb_simplified": simplified,
    "ceb_bonded": bonded,
    "ceb_amounts": amounts,
    "ceb_second_unit": second_unit,
    "ceb_line_count": line_count,
    "ceb_waybill_number": waybill_number,
    "ceb_countries": countries,
    "ceb_elements": elements,
    "ceb_barcodes": barcodes,
    "ceb_numbers_given": numbers_given,
}
