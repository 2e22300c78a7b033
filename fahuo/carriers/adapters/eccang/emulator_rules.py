"""What the emulated forwarder refuses and sells; names and prices are invented."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

CHANNELS = {
    "CH001": ("欧洲专线挂号", "Europe special line"),
    "CH002": ("美国专线普货", "US special line"),
    "CH003": ("全球小包带电", "Worldwide small parcel, batteries"),
}
_ORDER = ("reference_no", "shipping_method", "country_code", "order_weight", "order_pieces", "Consignee", "ItemArr")
_CONSIGNEE = ("consignee_name", "consignee_street", "consignee_telephone")
_ITEM = ("invoice_enname", "invoice_cnname", "invoice_weight", "invoice_quantity", "invoice_unitcharge")
HEAVIEST_KG = 30


def first_fault(order: dict[str, Any]) -> str:
    """Return the text of the first fault, empty when the order is acceptable."""
    return next(_faults(order), "")


def _faults(order: dict[str, Any]) -> Iterator[str]:
    yield from (f"{field} 不能为空" for field in _ORDER if not order.get(field))
    if len(order["reference_no"]) > 50:
        yield "reference_no 长度不能超过50"
    if order["shipping_method"] not in CHANNELS:
        yield f"运输方式 {order['shipping_method']} 不存在"
    if not 0 < float(order["order_weight"]) <= HEAVIEST_KG:
        yield f"order_weight 重量必须大于0且不超过{HEAVIEST_KG}KG"
    consignee = order["Consignee"]
    yield from (f"{field} 不能为空" for field in _CONSIGNEE if not consignee.get(field))
    for field in ("consignee_street", "consignee_street2", "consignee_street3"):
        if len(consignee.get(field, "")) > 100:
            yield f"{field} 长度不能超过100"
    for item in order["ItemArr"]:
        yield from (f"{field} 不能为空" for field in _ITEM if not item.get(field))


def fees(weight_kg: float) -> list[dict[str, Any]]:
    """Return invented prices in the shape of feeTrail: parts as text, the sum as a number."""
    return [
        {
            "ServiceCode": code,
            "ServiceCnName": cn_name,
            "ServiceEnName": en_name,
            "FreightFee": f"{weight_kg * (50 + 10 * place):.2f}",
            "FuelFee": "0.00",
            "RegisteredFee": "16.00",
            "OtherFee": "0.00",
            "TotalFee": round(weight_kg * (50 + 10 * place) + 16, 2),
            "Effectiveness": "6-12",
            "ChargeWeight": f"{weight_kg:.3f}",
        }
        for place, (code, (cn_name, en_name)) in enumerate(CHANNELS.items())
    ]
