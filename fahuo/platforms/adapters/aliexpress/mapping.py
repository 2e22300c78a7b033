"""AliExpress order details into our orders.

Rules: a line is the seller's to ship when it waits for the seller, the seller (not a platform warehouse) sends it,
and it is not semi-managed; AliExpress Open Platform, order detail, fields `send_goods_operator`,
`logistics_warehouse_type` and `extend_map`, read 2026-11. Times are US Pacific wall-clock.
"""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from fahuo.kit.files import cells
from fahuo.kit.files.refused import FileRefused
from fahuo.platforms.adapters.aliexpress import vocabulary
from fahuo.platforms.adapters.aliexpress.wire import Amount, ChildOrder, Loose, OrderDetail, ReceiptAddress, Wrapped
from fahuo.platforms.contract import PlatformLine, PlatformOrder, PlatformRecipient
from fahuo.platforms.currency import CURRENCIES
from fahuo.trade.text import tidy, tidy_code

PACIFIC = ZoneInfo("America/Los_Angeles")
_ID = re.compile(r"[1-9][0-9]{0,19}")
_MOST = Decimal(10) ** 9
_LONGEST = 4000
_ONE_DIGIT = re.compile(r"(?<![\d.])(?=\d(?!\d))")  # spreadsheet programs write 2026/1/5 8:03
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
MOST_UNITS = 100_000


def to_order(detail: OrderDetail, entry: int) -> PlatformOrder:
    """Return the order of one API answer; raise `FileRefused` with its entry when a number in it cannot be."""
    children = detail.child_order_list
    lines = (children.items() if isinstance(children, Wrapped) else children) or []
    address = detail.receipt_address or ReceiptAddress()
    status = word(detail.order_status)
    amount, currency = _money(detail.order_amount, entry, "order_amount")
    return PlatformOrder(
        entry=entry,
        number=number(detail.id, entry, "id"),
        status=status,
        placed_at=moment(detail.gmt_create, entry, "gmt_create"),
        paid_at=moment(detail.gmt_pay_success, entry, "gmt_pay_success"),
        ship_by=moment(detail.over_time_left, entry, "over_time_left"),
        modified_at=moment(detail.gmt_modified, entry, "gmt_modified"),
        buyer_login=text(detail.buyerloginid, entry, "buyerloginid"),
        chosen_service=word(lines[0].logistics_type) if lines else "",
        memo=text(detail.memo or next((line.buyer_memo for line in lines if line.buyer_memo), ""), entry, "memo"),
        currency=currency,
        amount=amount,
        recipient=_recipient(address, detail.cpf_number, entry),
        lines=tuple(_line(line, status, entry) for line in lines),
    )


def to_ship(order_status: str, status: str, operator: str, warehouse: str, business_model: str) -> bool:
    """Tell whether the seller himself has to ship a line now."""
    return (
        order_status in vocabulary.SHIPPABLE
        and status == vocabulary.TO_SHIP
        and operator == vocabulary.SELLER_SHIPS
        and not warehouse
        and business_model != vocabulary.SEMI_MANAGED
    )


def country(code: str) -> str:
    """Return the ISO code of a country as the platform writes it, in any letter case; an unknown one stays as it is."""
    capitals = tidy_code(code).upper()
    return vocabulary.COUNTRIES.get(capitals, capitals)


def number(raw: Loose, entry: int, column: str) -> str:
    """Return an id; raise `FileRefused` for one that went through a spreadsheet's or a script's floating point."""
    figures = str(raw).strip() if isinstance(raw, int | float) else tidy_code(raw or "")
    if not _ID.fullmatch(figures):
        raise FileRefused("FILE_ID_DAMAGED", row=entry, column=column, detail=figures)
    return figures


def quantity(raw: Loose, entry: int, column: str) -> int:
    """Return a number of units from 1 to 100,000."""
    return cells.whole(
        "" if raw is None else str(raw), row=entry, column=column, low=1, high=MOST_UNITS, code="FILE_QUANTITY"
    )


def amount(raw: Loose, entry: int, column: str) -> Decimal | None:
    """Return an amount of money, None when there is none."""
    if raw is None or raw == "":
        return None
    return cells.decimal(str(raw), row=entry, column=column, low=Decimal(0), high=_MOST)


def currency(raw: str | None, entry: int, column: str) -> str:
    """Return an ISO 4217 code, or nothing for nothing; raise `FileRefused` for any other."""
    code = tidy_code(raw or "").upper()
    if code and code not in CURRENCIES:
        raise FileRefused("FILE_CURRENCY", row=entry, column=column, detail=code)
    return code


def moment(raw: str | None, entry: int, column: str) -> datetime | None:
    """Return a Pacific wall-clock time (or one with its own offset), None when there is none."""
    written = _ONE_DIGIT.sub("0", tidy_code(raw or "")).replace("/", "-")
    if not written:
        return None
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        raise FileRefused("FILE_VALUE", row=entry, column=column, detail=raw or "") from None
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:  # 9999-12-31 Pacific is the year 10000 in UTC: unreadable
        raise FileRefused("FILE_VALUE", row=entry, column=column, detail=raw or "")
    return found if found.tzinfo else found.replace(tzinfo=PACIFIC)


def text(raw: Loose, entry: int, column: str) -> str:
    """Return tidy text; raise `FileRefused` for one that no person wrote."""
    if not raw:
        return ""
    tidied = tidy(raw if isinstance(raw, str) else str(raw))
    if len(tidied) > _LONGEST:
        raise FileRefused("FILE_VALUE", row=entry, column=column, detail=f"{len(tidied)} > {_LONGEST}")
    return tidied


def code(raw: Loose, entry: int, column: str, longest: int = 80) -> str:
    """Return a tidy code: a SKU, postcode, phone or tax number."""
    tidied = tidy_code(raw if isinstance(raw, str) else "" if raw is None else str(raw))
    if len(tidied) > longest:
        raise FileRefused("FILE_VALUE", row=entry, column=column, detail=tidied)
    return tidied


def word(raw: str | None) -> str:
    """Return a word of the platform's vocabulary, at most 40 letters."""
    return tidy_code(raw or "")[:40]


def _line(line: ChildOrder, order_status: str, entry: int) -> PlatformLine:
    status = word(line.order_status)
    price, money = _money(line.product_price, entry, "product_price")
    return PlatformLine(
        number=number(line.id if line.id is not None else line.child_order_id, entry, "child_order_id"),
        product_number=code(line.product_id, entry, "product_id", 40),
        sku=code(line.sku_code, entry, "sku_code"),
        title=text(line.product_name, entry, "product_name"),
        attributes=attributes(line.product_attributes),
        quantity=quantity(line.product_count, entry, "product_count"),
        unit_price=price,
        currency=money,
        status=status,
        to_ship=to_ship(
            order_status,
            status,
            word(line.send_goods_operator),
            word(line.logistics_warehouse_type),
            _business_model(line.extend_map),
        ),
    )


def _recipient(address: ReceiptAddress, cpf_number: Loose, entry: int) -> PlatformRecipient:
    return PlatformRecipient(
        name=text(address.contact_person, entry, "contact_person"),
        country=country(address.country or ""),
        province=text(address.province, entry, "province"),
        city=text(address.city, entry, "city"),
        street=text(address.detail_address, entry, "detail_address"),
        street2=text(address.address2, entry, "address2"),
        postcode=code(address.zip, entry, "zip", 40),
        phone_prefix=code(address.phone_country, entry, "phone_country"),
        mobile=code(address.mobile_no, entry, "mobile_no"),
        phone_area=code(address.phone_area, entry, "phone_area"),
        phone_number=code(address.phone_number, entry, "phone_number"),
        tax_id=_tax_id(address, cpf_number, entry),
    )


def _tax_id(address: ReceiptAddress, cpf_number: Loose, entry: int) -> str:
    """Return the number from the field of the country's own, else from the first that has one."""
    own = {"BR": address.cpf_no or cpf_number, "CL": address.rut_no}.get(country(address.country or ""))
    fields = (own, address.tax_number, address.cpf_no, address.rut_no, cpf_number)
    return next((found for found in (code(raw, entry, "tax_number") for raw in fields) if found), "")


def _money(value: Amount | None, entry: int, column: str) -> tuple[Decimal | None, str]:
    if value is None:
        return None, ""
    return amount(value.amount, entry, column), currency(value.currency_code, entry, column)


class _Extension(msgspec.Struct):
    order_business_model: str = msgspec.field(name="orderBusinessModel", default="")


class _Property(msgspec.Struct):
    name: str = msgspec.field(name="pName", default="")
    value: str = msgspec.field(name="pValue", default="")
    own: str = msgspec.field(name="selfDefineValue", default="")


class _Properties(msgspec.Struct):
    sku: list[_Property] = []


_EXTENSION = msgspec.json.Decoder(_Extension)
_PROPERTIES = msgspec.json.Decoder(_Properties)


def _business_model(extend_map: str | dict[str, Any] | None) -> str:
    if not extend_map:
        return ""
    if isinstance(extend_map, dict):
        return str(extend_map.get("orderBusinessModel", ""))
    try:
        return _EXTENSION.decode(extend_map).order_business_model
    except msgspec.DecodeError:
        return vocabulary.SEMI_MANAGED if vocabulary.SEMI_MANAGED in extend_map else ""


def attributes(raw: str | dict[str, Any] | None) -> str:
    """Return `Color: Gray; Size: M` from the platform's JSON text; anything else comes back as tidy text."""
    if not raw:
        return ""
    try:
        found = msgspec.convert(raw, _Properties) if isinstance(raw, dict) else _PROPERTIES.decode(raw)
    except msgspec.DecodeError:
        return tidy(str(raw))[:500]
    pairs = [(pair.name, pair.own or pair.value) for pair in found.sku]
    return tidy("; ".join(f"{name}: {value}" for name, value in pairs))[:500]
