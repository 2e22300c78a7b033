"""The seller centre's order export: one line per child order, Chinese headers (English ones are understood as well)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, groupby, islice
from typing import NamedTuple

from fahuo.kit.files import tables
from fahuo.kit.files.arrival import Arrival
from fahuo.kit.files.columns import Column, Layout
from fahuo.kit.files.refused import FileRefused
from fahuo.platforms.adapters.aliexpress import mapping, vocabulary
from fahuo.platforms.contract import PlatformLine, PlatformOrder, PlatformRecipient


class Line(NamedTuple):
    """One line of the table, every cell as text; the names are the columns of `LAYOUT` in sequence."""

    order_number: str
    number: str
    status: str
    placed_at: str
    paid_at: str
    ship_by: str
    buyer_login: str
    recipient: str
    country: str
    province: str
    city: str
    street: str
    street2: str
    postcode: str
    phone_prefix: str
    mobile: str
    phone_area: str
    phone_number: str
    tax_id: str
    product_number: str
    title: str
    attributes: str
    sku: str
    quantity: str
    unit_price: str
    currency: str
    amount: str
    chosen_service: str
    line_status: str
    operator: str
    warehouse: str
    business_model: str
    memo: str


Group = list[tuple[int, Line]]
_HELD = 50_000  # lines of a table that are held at once, about 100 MB

LAYOUT = Layout(
    (
        Column("order_number", ("订单号", "order id", "order number")),
        Column("number", ("子订单号", "child order id")),
        Column("status", ("订单状态", "order status")),
        Column("placed_at", ("下单时间", "placed"), required=False),
        Column("paid_at", ("付款时间", "paid"), required=False),
        Column("ship_by", ("发货截止时间", "ship by"), required=False),
        Column("buyer_login", ("买家账号", "buyer login"), required=False),
        Column("recipient", ("买家姓名", "recipient", "收货人", "收件人"), prose=True),
        Column("country", ("国家代码", "country code")),
        Column("province", ("州/省", "province", "state"), prose=True),
        Column("city", ("城市", "city"), prose=True),
        Column("street", ("地址", "street", "address"), prose=True),
        Column("street2", ("地址2", "second line", "address2"), required=False, prose=True),
        Column("postcode", ("邮编", "postcode", "zip")),
        Column("phone_prefix", ("电话国家区号", "phone prefix")),
        Column("mobile", ("手机", "mobile")),
        Column("phone_area", ("固话区号", "phone area"), required=False),
        Column("phone_number", ("固话", "land line"), required=False),
        Column("tax_id", ("收件人税号", "recipient id", "tax number")),
        Column("product_number", ("商品编号", "product id"), required=False),
        Column("title", ("商品名称", "title"), required=False, prose=True),
        Column("attributes", ("商品属性", "attributes"), required=False, prose=True),
        Column("sku", ("商品编码", "sku")),
        Column("quantity", ("数量", "count", "quantity")),
        Column("unit_price", ("单价", "unit price"), required=False),
        Column("currency", ("币种", "currency"), required=False),
        Column("amount", ("订单金额", "order amount"), required=False),
        Column("chosen_service", ("买家选择物流", "service chosen"), required=False),
        Column("line_status", ("子订单状态", "child status")),
        Column("operator", ("发货方", "who ships")),
        Column("warehouse", ("仓库类型", "warehouse type")),
        Column("business_model", ("业务模式", "business model")),
        Column("memo", ("买家备注", "buyer memo"), required=False, prose=True),
    )
)


def read(arrival: Arrival, limit_mb: int) -> Iterator[PlatformOrder]:
    """Yield the orders in the sequence of the table."""
    places, rows = tables.read(arrival, LAYOUT, limit_mb=limit_mb)
    headers = Line(*places.headers())
    lines = ((number, Line(*cells)) for number, cells in rows)
    start = list(islice(lines, _HELD))
    whole = len(start) < _HELD
    for group in _grouped(start) if whole else _adjacent(chain(start, lines), headers):
        yield _order(group, headers)


def _grouped(lines: Iterable[tuple[int, Line]]) -> list[Group]:
    """Return the entries of a table: the lines of one order, wherever they stand, until a child order comes again."""
    groups: list[Group] = []
    latest: dict[str, tuple[Group, set[str]]] = {}
    for number, line in lines:
        group, seen = latest.get(line.order_number, ([], set()))
        if not group or line.number in seen:
            group, seen = [], set()
            groups.append(group)
            latest[line.order_number] = group, seen
        group.append((number, line))
        seen.add(line.number)
    return groups


def _adjacent(lines: Iterable[tuple[int, Line]], headers: Line) -> Iterator[Group]:
    """Yield the entries of a table too long to hold; raise `FileRefused` when lines of one order stand apart."""
    known: dict[str, set[str]] = {}
    for order_number, together in groupby(lines, key=lambda row: row[1].order_number):
        for group in _grouped(together):
            numbers = {line.number for _, line in group}
            earlier = known.setdefault(order_number, numbers)
            if earlier is not numbers and not numbers <= earlier:
                raise FileRefused("FILE_SCATTERED", row=group[0][0], column=headers.order_number, detail=order_number)
            yield group


def _order(group: list[tuple[int, Line]], headers: Line) -> PlatformOrder:
    row, first = group[0]
    status = _word(first.status, vocabulary.STATUS_WORDS)
    return PlatformOrder(
        entry=row,
        number=mapping.number(first.order_number, row, headers.order_number),
        status=status,
        placed_at=mapping.moment(first.placed_at, row, headers.placed_at),
        paid_at=mapping.moment(first.paid_at, row, headers.paid_at),
        ship_by=mapping.moment(first.ship_by, row, headers.ship_by),
        modified_at=None,
        buyer_login=mapping.text(first.buyer_login, row, headers.buyer_login),
        chosen_service=mapping.word(first.chosen_service),
        memo=mapping.text(first.memo, row, headers.memo),
        currency=mapping.currency(first.currency, row, headers.currency),
        amount=mapping.amount(first.amount, row, headers.amount),
        recipient=_recipient(first, row, headers),
        lines=tuple(_line(line, number, headers, status) for number, line in group),
    )


def _recipient(line: Line, row: int, headers: Line) -> PlatformRecipient:
    return PlatformRecipient(
        name=mapping.text(line.recipient, row, headers.recipient),
        country=mapping.country(line.country),
        province=mapping.text(line.province, row, headers.province),
        city=mapping.text(line.city, row, headers.city),
        street=mapping.text(line.street, row, headers.street),
        street2=mapping.text(line.street2, row, headers.street2),
        postcode=mapping.code(line.postcode, row, headers.postcode, 40),
        phone_prefix=mapping.code(line.phone_prefix, row, headers.phone_prefix),
        mobile=mapping.code(line.mobile, row, headers.mobile),
        phone_area=mapping.code(line.phone_area, row, headers.phone_area),
        phone_number=mapping.code(line.phone_number, row, headers.phone_number),
        tax_id=mapping.code(line.tax_id, row, headers.tax_id),
    )


def _line(line: Line, row: int, headers: Line, order_status: str) -> PlatformLine:
    status = _word(line.line_status, vocabulary.STATUS_WORDS)
    return PlatformLine(
        number=mapping.number(line.number, row, headers.number),
        product_number=mapping.code(line.product_number, row, headers.product_number, 40),
        sku=mapping.code(line.sku, row, headers.sku),
        title=mapping.text(line.title, row, headers.title),
        attributes=mapping.text(line.attributes, row, headers.attributes)[:500],
        quantity=mapping.quantity(line.quantity, row, headers.quantity),
        unit_price=mapping.amount(line.unit_price, row, headers.unit_price),
        currency=mapping.currency(line.currency, row, headers.currency),
        status=status,
        to_ship=mapping.to_ship(
            order_status,
            status,
            _word(line.operator, vocabulary.OPERATOR_WORDS),
            mapping.word(line.warehouse),
            _word(line.business_model, vocabulary.BUSINESS_MODEL_WORDS),
        ),
    )


def _word(text: str, words: dict[str, str]) -> str:
    word = mapping.word(text)
    return words.get(word, word)
