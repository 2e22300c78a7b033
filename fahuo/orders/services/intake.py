"""One entry of a file: judged, and turned into the columns of its row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec

from fahuo.compliance import phone
from fahuo.orders.domain import preflight
from fahuo.orders.domain.goods import Wanted
from fahuo.orders.domain.preflight import Rules, Verdict
from fahuo.platforms.contract import PlatformOrder
from fahuo.trade.address import Address
from fahuo.trade.goods import GoodsLine

_JSON = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class Entry:
    """An order as the file has it, with its verdict and what tells one version from another."""

    order: PlatformOrder
    address: Address
    verdict: Verdict
    content_sha256: str
    recipient_sha256: str


def judge(order: PlatformOrder, catalogue: Mapping[str, GoodsLine], rules: Rules) -> Entry:
    """Run pre-flight on one order of a file."""
    address = _address(order)
    verdict = preflight.check(address, wanted(order), catalogue, rules, status=order.status)
    content = msgspec.structs.replace(order, entry=0, modified_at=None)
    return Entry(order, address, verdict, _fingerprint(content), _fingerprint(order.recipient))


def wanted(order: PlatformOrder) -> list[Wanted]:
    """Return the lines of an order that are to be shipped."""
    return [Wanted(place, line.sku, line.quantity) for place, line in enumerate(order.lines) if line.to_ship]


def order_columns(entry: Entry, at: datetime) -> dict[str, Any]:
    """Return the columns of `Order` that come from the file, its verdict left out."""
    order = entry.order
    return {
        "number": order.number,
        "platform_status": order.status,
        "placed_at": order.placed_at,
        "paid_at": order.paid_at,
        "ship_by": order.ship_by,
        "buyer_login": order.buyer_login,
        "chosen_service": order.chosen_service,
        "memo": order.memo,
        "currency": order.currency,
        "amount": order.amount,
        "platform_modified_at": order.modified_at,
        "content_sha256": entry.content_sha256,
        "recipient_sha256": entry.recipient_sha256,
        "imported_at": at,
        "figures_due": True,
    }


def recipient_columns(address: Address) -> dict[str, str]:
    """Return the columns of `Order` that say where it goes; the phone is in the verdict."""
    return {
        "recipient": address.name,
        "country": address.country[:40],
        "province": address.province,
        "city": address.city,
        "street": address.street,
        "street2": address.street2,
        "postcode": address.postcode,
        "tax_id": address.tax_id,
    }


def verdict_columns(verdict: Verdict, at: datetime) -> dict[str, Any]:
    """Return the columns of `Order` that pre-flight decides."""
    return {
        "phone": verdict.phone,
        "outcome": verdict.outcome,
        "problems": [problem.as_dict() for problem in verdict.problems],
        "notices": [notice.as_dict() for notice in verdict.notices],
        "problem_codes": verdict.codes,
        "refusals": [],
        "remote_area": "" if verdict.remote_area == "none" else verdict.remote_area,
        "actual_weight_g": verdict.actual_weight_g,
        "volumetric_weight_g": verdict.volumetric_weight_g,
        "value_usd": verdict.value_usd,
        "checked_at": at,
    }


def line_columns(order: PlatformOrder) -> list[dict[str, Any]]:
    """Return the columns of `OrderLine` of each line."""
    return [
        {
            "position": place,
            "number": line.number,
            "product_number": line.product_number,
            "sku": line.sku,
            "title": line.title,
            "attributes": line.attributes,
            "quantity": line.quantity,
            "unit_price": line.unit_price,
            "currency": line.currency,
            "platform_status": line.status,
            "to_ship": line.to_ship,
        }
        for place, line in enumerate(order.lines)
    ]


def _address(order: PlatformOrder) -> Address:
    person = order.recipient
    number = phone.compose(
        prefix=person.phone_prefix, mobile=person.mobile, area=person.phone_area, landline=person.phone_number
    )
    return Address(
        name=person.name,
        country=person.country,
        street=person.street,
        street2=person.street2,
        city=person.city,
        province=person.province,
        postcode=person.postcode,
        phone=number,
        tax_id=person.tax_id,
    )


def _fingerprint(value: msgspec.Struct) -> str:
    return sha256(_JSON.encode(value)).hexdigest()
