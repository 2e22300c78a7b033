"""Write the pick list of a batch: every parcel at its place, every SKU at its shelf."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone, translation

from fahuo.accounts.models import Seller
from fahuo.goods import page_queries as goods
from fahuo.goods.page_queries import ProductRow
from fahuo.orders import queries as orders
from fahuo.orders.domain.goods import Wanted
from fahuo.printing.domain.wish import PICK_LIST, left_out_because
from fahuo.printing.pick_list import book, paper
from fahuo.printing.pick_list.content import Packed, PickList, PickParcel, pick_list, together
from fahuo.rating.words import carrier_name
from fahuo.shipments.models import Shipment
from fahuo.trade.problem import Problem


@dataclass(frozen=True, slots=True)
class WrittenPickList:
    """The file, empty when no parcel is left, and why which shipments are not in it."""

    content: bytes
    parcels: int = 0
    problems: dict[int, Problem] = field(default_factory=dict)


def write(
    *, seller: Seller, shipment_ids: Sequence[int], file_format: str, language: str, batch_number: str, at: datetime
) -> WrittenPickList:
    """Write one pick list for shipments, given in the sequence of their batch: the first of them is A-001.

    `file_format` PDF or XLSX, `language` en or zh. A parcel that must not be packed (cancelled, not booked) is left out
    and its place stays empty, so that places agree with the labels.
    """
    picked, problems = _gather(seller, list(dict.fromkeys(shipment_ids)), language, batch_number, at)
    if not picked.parcels:
        return WrittenPickList(b"", problems=problems)
    content = {"PDF": paper.pdf, "XLSX": book.xlsx}[file_format](picked, language=language)
    return WrittenPickList(content, len(picked.parcels), problems)


def _gather(
    seller: Seller, shipment_ids: Sequence[int], language: str, batch_number: str, at: datetime
) -> tuple[PickList, dict[int, Problem]]:
    """Read everything in three queries for any number of shipments."""
    rows = (
        Shipment.objects.filter(seller=seller, id__in=shipment_ids)
        .select_related("order")
        .only("status", "carrier", "country", "waybill_number", "order__number")
    )
    found = {row.pk: row for row in rows}
    problems: dict[int, Problem] = {}
    for shipment_id in shipment_ids:
        row = found.get(shipment_id)
        if problem := left_out_because(row.status if row else None, PICK_LIST):
            problems[shipment_id] = problem
    packed = {pk: row for pk, row in found.items() if pk not in problems}
    wanted = orders.wanted([row.order_id for row in packed.values()])
    products = goods.by_sku(seller.pk, {one.sku for lines in wanted.values() for one in lines})
    with translation.override("zh-hans" if language == "zh" else "en"):
        parcels = [
            _parcel(position, packed[pk], wanted.get(packed[pk].order_id, []), products)
            for position, pk in enumerate(shipment_ids, start=1)
            if pk in packed
        ]
    return pick_list(parcels, batch_number=batch_number, seller=seller.name, made_at=timezone.localtime(at)), problems


def _parcel(position: int, row: Shipment, lines: Sequence[Wanted], products: dict[str, ProductRow]) -> PickParcel:
    return PickParcel(
        position=position,
        order_number=row.order.number,
        waybill_number=row.waybill_number,
        carrier=carrier_name(row.carrier),
        country=row.country,
        goods=together(_packed(one, products.get(one.sku)) for one in lines),
    )


def _packed(one: Wanted, product: ProductRow | None) -> Packed:
    if product is None:  # taken out of the catalogue since it was booked: it is packed all the same
        return Packed(one.sku, one.quantity, "", "", "")
    return Packed(one.sku, one.quantity, product.shelf, product.title_en, product.title_zh)
