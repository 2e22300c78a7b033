"""Invented orders in AliExpress's spelling, for tests."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from fahuo.platforms.adapters.aliexpress.spreadsheet import LAYOUT, Line

HEADERS = [column.headers[0] for column in LAYOUT.columns]


def child(number: int = 8190000000010001, **changes: Any) -> dict[str, Any]:
    """Return a child order that the seller has to ship."""
    return {
        "id": number,
        "product_id": 1005000000000001,
        "product_name": "USB-C Hub",
        "product_count": 2,
        "product_price": {"amount": "11.95", "currency_code": "USD"},
        "sku_code": "HUB",
        "product_attributes": '{"sku":[{"pName":"Color","pValue":"Gray","selfDefineValue":"Dark"}]}',
        "order_status": "WAIT_SELLER_SEND_GOODS",
        "send_goods_operator": "SELLER_SEND_GOODS",
        "logistics_type": "CAINIAO_STANDARD",
        **changes,
    }


def detail(number: int | str = 8190000000000001, **changes: Any) -> dict[str, Any]:
    """Return an order to Hamburg; `address` changes parts of its receipt address."""
    address = {
        "contact_person": "Erika Muster",
        "country": "DE",
        "province": "Hamburg",
        "city": "Hamburg",
        "zip": "20354",
        "detail_address": "Jungfernstieg 1",
        "address2": "",
        "mobile_no": "015159729686",
        "phone_country": "+49",
        **changes.pop("address", {}),
    }
    return {
        "id": number,
        "order_status": "WAIT_SELLER_SEND_GOODS",
        "gmt_create": "2026-11-15 01:33:20",
        "gmt_modified": "2026-11-15 01:38:23",
        "gmt_pay_success": "2026-11-15 01:38:22",
        "over_time_left": "2026-11-18 01:38:22",
        "order_amount": {"amount": "23.90", "currency_code": "USD"},
        "buyerloginid": "de000000001abcde",
        "receipt_address": address,
        "child_order_list": [child()],
        **changes,
    }


def wrapped(order: dict[str, Any]) -> dict[str, Any]:
    """Return the answer as the platform gives it without `simplify=true`."""
    lists = {"child_order_list": {"aeop_tp_child_order_dto": order["child_order_list"]}, "opr_log_dto_list": {}}
    return {"aliexpress_trade_new_redefining_findorderbyid_response": {"target": {**order, **lists}, "request_id": "2"}}


def rows(order: dict[str, Any]) -> list[Line]:
    """Return the lines of the seller centre's export of an order."""
    address = {key: value or "" for key, value in order["receipt_address"].items()}
    return [
        Line(
            order_number=str(order["id"]),
            number=str(line["id"]),
            status=order["order_status"],
            placed_at=order.get("gmt_create", ""),
            paid_at=order.get("gmt_pay_success", ""),
            ship_by=order.get("over_time_left", ""),
            buyer_login=order.get("buyerloginid", ""),
            recipient=address["contact_person"],
            country=address["country"],
            province=address["province"],
            city=address["city"],
            street=address["detail_address"],
            street2=address.get("address2", ""),
            postcode=address["zip"],
            phone_prefix=address["phone_country"],
            mobile=address["mobile_no"],
            phone_area=address.get("phone_area", ""),
            phone_number=address.get("phone_number", ""),
            tax_id=address.get("tax_number") or address.get("cpf_no") or address.get("rut_no") or "",
            product_number=str(line["product_id"]),
            title=line["product_name"],
            attributes="",
            sku=line["sku_code"],
            quantity=str(line["product_count"]),
            unit_price=line["product_price"]["amount"],
            currency=line["product_price"]["currency_code"],
            amount=order["order_amount"]["amount"],
            chosen_service=line["logistics_type"],
            line_status=line["order_status"],
            operator={"SELLER_SEND_GOODS": "卖家发货"}.get(line["send_goods_operator"], "仓库发货"),
            warehouse="菜鸟海外仓" if line.get("logistics_warehouse_type") else "",
            business_model="半托管" if "SEMI_CHOICE_SELF" in line.get("extend_map", "") else "",
            memo=line.get("buyer_memo", ""),
        )
        for line in order["child_order_list"]
    ]


def as_csv(lines: list[Line], headers: list[str] | None = None) -> bytes:
    """Return lines as the export writes them: UTF-8 with byte order mark, CRLF."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headers or HEADERS)
    writer.writerows(lines)
    return text.getvalue().encode("utf-8-sig")


def as_json(*orders: Any) -> bytes:
    """Return a list of orders."""
    return json.dumps(list(orders), ensure_ascii=False).encode()
