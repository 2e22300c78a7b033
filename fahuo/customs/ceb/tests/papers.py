"""A parcel's documents as tests use them: socks from Hangzhou to Hamburg, all numbers made up."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

from fahuo.customs.ceb.fields import NODES, Field, Node, Sort
from fahuo.customs.ceb.write import BaseTransfer

FIRM = "91330100799655058B"
CARRIER = "91440300708461136T"
AT = datetime(2026, 3, 2, 4, 5, 6, tzinfo=UTC)
TRANSFER = BaseTransfer(FIRM, "杭州某某贸易有限公司", "DXPENT0000000001")


def guid() -> str:
    return str(uuid.uuid4()).upper()


def opening(app_type: str = "1") -> dict[str, Any]:
    return {"guid": guid(), "appType": app_type, "appTime": "20260302120506", "appStatus": "2"}


def order(number: int = 1, **changed: Any) -> dict[str, Any]:
    line = {"gnum": 1, "itemNo": "S1", "itemName": "棉袜", "unit": "025", "currency": "142"}
    return {
        **opening(),
        "orderType": "E",
        "orderNo": f"O{number}",
        "ebpCode": "无",
        "ebpName": "AliExpress",
        "ebcCode": FIRM,
        "ebcName": "杭州某某贸易有限公司",
        "goodsValue": "21",
        "freight": 0,
        "currency": "142",
        "lines": [{**line, "qty": 2, "price": "10.5", "totalPrice": "21"}],
        **changed,
    }


def waybill(number: int = 1, **changed: Any) -> dict[str, Any]:
    return {
        **opening(),
        "logisticsCode": CARRIER,
        "logisticsName": "某某物流",
        "logisticsNo": f"W{number}",
        "freight": "3.2",
        "insuredFee": 0,
        "currency": "142",
        "grossWeight": "0.2",
        "packNo": 1,
        "goodsInfo": "棉袜",
        **changed,
    }


def export_list(number: int = 1, **changed: Any) -> dict[str, Any]:
    return {
        **opening(),
        "customsCode": "2921",
        "ebpCode": "无",
        "ebpName": "AliExpress",
        "orderNo": f"O{number}",
        "logisticsCode": CARRIER,
        "logisticsName": "某某物流",
        "logisticsNo": f"W{number}",
        "copNo": f"C{number}",
        "ieFlag": "E",
        "portCode": "2244",
        "ieDate": "20260302",
        "statisticsFlag": "B",
        "agentCode": FIRM,
        "agentName": "杭州某某贸易有限公司",
        "ebcCode": FIRM,
        "ebcName": "杭州某某贸易有限公司",
        "ownerCode": FIRM,
        "ownerName": "杭州某某贸易有限公司",
        "tradeMode": "9610",
        "trafMode": "5",
        "country": "304",
        "POD": "304",
        "freight": "3.2",
        "fCurrency": "142",
        "fFlag": "3",
        "insuredFee": 0,
        "iCurrency": "142",
        "iFlag": "3",
        "wrapType": "2",
        "packNo": 1,
        "grossWeight": "0.2",
        "netWeight": "0.18",
        "lines": [list_line()],
        **changed,
    }


def list_line(**changed: Any) -> dict[str, Any]:
    return {
        "gnum": 1,
        "itemNo": "S1",
        "gcode": "6115950019",
        "gname": "棉袜",
        "gmodel": "0|0|棉100%|针织|男式",
        "barCode": "无",
        "country": "304",
        "currency": "142",
        "qty": 2,
        "qty1": 2,
        "unit": "025",
        "unit1": "025",
        "price": "10.5",
        "totalPrice": "21",
        **changed,
    }


def cancellation(invt_no: str, number: int = 1) -> dict[str, Any]:
    parties = {"agentCode": FIRM, "agentName": "某某", "ebcCode": FIRM, "ebcName": "某某"}
    return {**opening(), "customsCode": "2921", "copNo": f"X{number}", "invtNo": invt_no, "reason": "退单", **parties}


def waybill_list(numbers: list[int], part: int = 1, parts: int = 1) -> dict[str, Any]:
    return {
        **opening(),
        "customsCode": "2921",
        "copNo": "L1",
        "agentCode": FIRM,
        "agentName": "某某",
        "trafMode": "5",
        "trafName": "CA931",
        "voyageNo": "CA931",
        "billNo": "999-12345675",
        "grossWeight": "9",
        "logisticsCode": CARRIER,
        "logisticsName": "某某物流",
        "msgCount": parts,
        "msgSeqNo": part,
        "lines": [{"gnum": place, "logisticsNo": f"W{one}"} for place, one in enumerate(numbers, start=1)],
    }


def summary(list_numbers: list[str], part: int = 1, parts: int = 1, cop_no: str = "SUM1") -> dict[str, Any]:
    parties = {f"{who}{what}": FIRM for who in ("agent", "ebc", "declAgent") for what in ("Code", "Name")}
    return {
        **opening(),
        **parties,
        "customsCode": "2921",
        "copNo": cop_no,
        "summaryFlag": "1",
        "itemNameFlag": "1",
        "msgCount": parts,
        "msgSeqNo": part,
        "lines": [{"invtNo": number} for number in list_numbers],
    }


def smallest(kind: str) -> dict[str, Any]:
    """A node with what is required and nothing else."""
    table: Node = NODES[kind]
    node = {one.name: _least(one) for one in table.head if one.required}
    if table.is_receipt:
        times = {"returnTime": "20260302120506007", "opDate": "20260302120506007", "returnStatus": "120"}
        node |= {name: value for name, value in times.items() if name in node}
    if table.lines_name:
        node["lines"] = [{one.name: _least(one) for one in table.lines if one.required}]
    return node


def _least(field: Field) -> Any:
    if field.name == "guid":
        return guid()
    if field.sort is not Sort.TEXT:
        return "0.5" if field.decimals else 1
    told = {"orderType": "E", "tradeMode": "9610", "gcode": "6115950019"}
    return told.get(field.name, "a" * max(field.shortest, 1))
