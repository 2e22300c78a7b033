"""What the e-port checks of a single node. Written apart from `fahuo.compliance`, so that one may prove the other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from fahuo.customs.window.rulings import Values

Rule = Callable[[Values], Iterator[str]]
_GUID = re.compile(r"[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}")
_CENT = Decimal("0.01")
_ELEMENTS = re.compile(r"[0-4]\|[0-3]\|")
_WIDTH = {"9610": 4, "1210": 4, "9710": 6, "9810": 6}


def opening(node: Values) -> Iterator[str]:
    """What every node begins with."""
    if not _GUID.fullmatch(node["guid"]):
        yield "guid"
    if node["appType"] not in ("1", "2", "3"):
        yield "appType"
    if node["appStatus"] not in ("1", "2"):
        yield "appStatus"
    if not _is_time(node["appTime"], "%Y%m%d%H%M%S"):
        yield "appTime"


def order(node: Values) -> Iterator[str]:
    """CEB303."""
    if node["orderType"] not in ("E", "B", "W"):
        yield "orderType"
    yield from _parties(node, "ebcCode")
    if node["ebpCode"] != "无":
        yield from _parties(node, "ebpCode")
    if not re.fullmatch("[0-9]{3}", node["currency"]):
        yield "currency"
    yield from _counted(node)
    yield from _priced(node)
    if abs(sum((_number(line["totalPrice"]) for line in node["lines"]), Decimal(0)) - _number(node["goodsValue"])) > (
        _CENT * len(node["lines"])
    ):
        yield "goodsValue"


def waybill(node: Values) -> Iterator[str]:
    """CEB505."""
    yield from _parties(node, "logisticsCode")
    if not node["logisticsNo"].strip():
        yield "logisticsNo"
    if int(node["packNo"]) < 1:
        yield "packNo"
    if _number(node["grossWeight"]) <= 0:
        yield "grossWeight"


def export_list(node: Values) -> Iterator[str]:
    """CEB603."""
    if node["ieFlag"] != "E":
        yield "ieFlag"
    if node["tradeMode"] not in _WIDTH:
        yield "tradeMode"
    if node["statisticsFlag"] not in ("A", "B"):
        yield "statisticsFlag"
    if not _is_time(node["ieDate"], "%Y%m%d"):
        yield "ieDate"
    for name in ("customsCode", "portCode"):
        if not re.fullmatch("[0-9]{4}", node[name]):
            yield name
    yield from _parties(node, "agentCode", "ebcCode", "logisticsCode")
    yield from _carried(node)
    yield from _counted(node)
    yield from _priced(node)
    for line in node["lines"]:
        yield from _listed(node, line)


def _carried(node: Values) -> Iterator[str]:
    if not re.fullmatch("[0-9]{3}", node["country"]) or node["country"] == "142":
        yield "country"
    if int(node["packNo"]) < 1:
        yield "packNo"
    if _number(node["netWeight"]) > _number(node["grossWeight"]):
        yield "netWeight"
    if node["tradeMode"] == "1210":
        yield from (name for name in ("iacCode", "iacName", "emsNo") if not node.get(name))


def _listed(node: Values, line: Values) -> Iterator[str]:
    where = f"line {line['gnum']}"
    if not re.fullmatch("[0-9]{10}", line["gcode"]):
        yield f"{where} gcode"
    elif node["statisticsFlag"] == "A" and line["gcode"][_WIDTH.get(node["tradeMode"], 10) :].strip("0"):
        yield f"{where} gcode in the simplified mode"
    if node["statisticsFlag"] == "B" and not _ELEMENTS.match(line["gmodel"]):
        yield f"{where} gmodel"
    if not line["barCode"]:
        yield f"{where} barCode"
    if bool(line.get("unit2")) != bool(line.get("qty2")):
        yield f"{where} unit2 and qty2"
    if node["tradeMode"] == "1210" and not line.get("itemRecordNo"):
        yield f"{where} itemRecordNo"


def counted_twice(node: Values) -> bool:
    """Say whether two lines have the same number."""
    numbers = [line["gnum"] for line in node["lines"]]
    return len(numbers) != len(set(numbers))


def _counted(node: Values) -> Iterator[str]:
    if [int(line["gnum"]) for line in node["lines"]] != list(range(1, len(node["lines"]) + 1)):
        yield "gnum"


def _priced(node: Values) -> Iterator[str]:
    for line in node["lines"]:
        quantity, price, total = (_number(line[name]) for name in ("qty", "price", "totalPrice"))
        if quantity <= 0 or price < 0 or abs(quantity * price - total) > _CENT:
            yield f"line {line['gnum']} totalPrice"


def _parties(node: Values, *names: str) -> Iterator[str]:
    for name in names:
        if not re.fullmatch("[0-9A-Z]{10}|[0-9A-Z]{18}", node[name]):
            yield name


def _number(text: Any) -> Decimal:
    try:
        return Decimal(str(text))
    except InvalidOperation:
        return Decimal(-1)


def _is_time(text: str, form: str) -> bool:
    try:
        return datetime.strptime(text, form).strftime(form) == text  # noqa: DTZ007  only its shape matters
    except ValueError:
        return False
